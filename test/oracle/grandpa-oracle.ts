// The referee for finality and seals: headers, digests, votes and justifications written out, and votes counted.
// Written from the chain reference alone (§12 and appendix A5), without src/; keys and signatures of votes by node:crypto.
import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { blake2b } from '@noble/hashes/blake2.js';
import { getPublicKey, secretFromSeed, sign as signSr25519 } from '@scure/sr25519';

export type OracleHeader = {
  parentHash: Uint8Array;
  number: number;
  stateRoot: Uint8Array;
  extrinsicsRoot: Uint8Array;
  logs: readonly Uint8Array[];
};
export type OracleVote = {
  hash: Uint8Array;
  number: number;
  signature: Uint8Array;
  key: Uint8Array;
};
export type OracleJustification = {
  round: bigint;
  hash: Uint8Array;
  number: number;
  votes: readonly OracleVote[];
  ancestry: readonly OracleHeader[];
};
export type OracleSet = { id: bigint; voters: readonly { key: Uint8Array; weight: bigint }[] };

export const join = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts));

export function unsigned(value: bigint | number, bytes: number): Uint8Array {
  const written = Buffer.alloc(8);
  written.writeBigUInt64LE(BigInt(value));
  return Uint8Array.from(written.subarray(0, bytes));
}

/** Below 2³², in the shortest of four forms. */
export function compact(value: number): Uint8Array {
  if (value < 2 ** 6) return unsigned(value * 4, 1);
  if (value < 2 ** 14) return unsigned(value * 4 + 1, 2);
  if (value < 2 ** 30) return unsigned(value * 4 + 2, 4);
  return join(Uint8Array.of(3), unsigned(value, 4));
}

const bytesWithLength = (bytes: Uint8Array): Uint8Array => join(compact(bytes.length), bytes);
const list = (items: readonly Uint8Array[]): Uint8Array => join(compact(items.length), ...items);

export const hash32 = (bytes: Uint8Array): Uint8Array => blake2b(bytes, { dkLen: 32 });

export const headerBytes = (header: OracleHeader): Uint8Array =>
  join(
    header.parentHash,
    compact(header.number),
    header.stateRoot,
    header.extrinsicsRoot,
    list(header.logs),
  );

export const hashOf = (header: OracleHeader): Uint8Array => hash32(headerBytes(header));

const item = (kind: number, engine: string, data: Uint8Array): Uint8Array =>
  join(Uint8Array.of(kind), new TextEncoder().encode(engine), bytesWithLength(data));

export const slotItem = (slot: bigint): Uint8Array => item(6, 'aura', unsigned(slot, 8));
export const sealItem = (signature: Uint8Array): Uint8Array => item(5, 'aura', signature);
export const otherItem = (data: Uint8Array): Uint8Array =>
  join(Uint8Array.of(0), bytesWithLength(data));
export const consensusItem = (engine: string, data: Uint8Array): Uint8Array =>
  item(4, engine, data);

export const votersBytes = (voters: OracleSet['voters']): Uint8Array =>
  list(voters.map(({ key, weight }) => join(key, unsigned(weight, 8))));

/** ScheduledChange with its delay; with `median`, ForcedChange. */
export const changeItem = (voters: OracleSet['voters'], delay = 0, median?: number): Uint8Array =>
  consensusItem(
    'FRNK',
    join(
      median === undefined ? Uint8Array.of(1) : join(Uint8Array.of(2), unsigned(median, 4)),
      votersBytes(voters),
      unsigned(delay, 4),
    ),
  );

export const justificationBytes = (justification: OracleJustification): Uint8Array =>
  join(
    unsigned(justification.round, 8),
    justification.hash,
    unsigned(justification.number, 4),
    list(
      justification.votes.map((vote) =>
        join(vote.hash, unsigned(vote.number, 4), vote.signature, vote.key),
      ),
    ),
    list(justification.ancestry.map(headerBytes)),
  );

/** What a vote for a block is signed over: 53 bytes. */
export const votedBytes = (
  block: { hash: Uint8Array; number: number },
  round: bigint,
  setId: bigint,
): Uint8Array =>
  join(
    Uint8Array.of(1),
    block.hash,
    unsigned(block.number, 4),
    unsigned(round, 8),
    unsigned(setId, 8),
  );

export type OracleVoter = { key: Uint8Array; sign: (message: Uint8Array) => Uint8Array };

const PRIVATE_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** One who votes, made of any number. */
export function voterOf(number: number): OracleVoter {
  const seed = hash32(unsigned(number, 8));
  const der = Buffer.concat([PRIVATE_ED25519, seed]);
  const secret: KeyObject = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(secret).export({ format: 'der', type: 'spki' });
  return {
    key: Uint8Array.from(spki.subarray(-32)),
    sign: (message) => Uint8Array.from(sign(null, message, secret)),
  };
}

export type OracleAuthor = { key: Uint8Array; sign: (message: Uint8Array) => Uint8Array };

/** One who makes blocks. */
export function authorOf(number: number): OracleAuthor {
  const secret = secretFromSeed(hash32(unsigned(number, 8)));
  return { key: getPublicKey(secret), sign: (message) => signSr25519(secret, message) };
}

/** The header with the seal over what it is without one. */
export function sealed(
  header: Omit<OracleHeader, 'logs'>,
  slot: bigint,
  author: OracleAuthor,
  logs: readonly Uint8Array[] = [],
): OracleHeader {
  const bare = { ...header, logs: [slotItem(slot), ...logs] };
  return { ...bare, logs: [...bare.logs, sealItem(author.sign(hashOf(bare)))] };
}

export function voteFor(
  voter: OracleVoter,
  block: { hash: Uint8Array; number: number },
  round: bigint,
  setId: bigint,
): OracleVote {
  return { ...block, signature: voter.sign(votedBytes(block, round, setId)), key: voter.key };
}

/** n − floor((n − 1) / 3). */
export const needed = (total: bigint): bigint => total - (total - 1n) / 3n;

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Whether enough of the set voted for the block or for one that leads to it. Signatures are taken as true. */
export function isEnough(justification: OracleJustification, set: OracleSet): boolean {
  const parents = new Map(
    justification.ancestry.map((header) => [text(hashOf(header)), text(header.parentHash)]),
  );
  const target = text(justification.hash);
  const voted = new Set<string>();
  for (const { hash, key } of justification.votes) {
    let at: string | undefined = text(hash);
    while (at !== undefined && at !== target) at = parents.get(at);
    if (at === target) voted.add(text(key));
  }
  let sum = 0n;
  let total = 0n;
  for (const { key, weight } of set.voters) {
    total += weight;
    if (voted.has(text(key))) sum += weight;
  }
  return sum >= needed(total);
}

/**
 * Whether the headers are those, and only those, that lead from all votes to the lowest block voted for: each a block lower
 * than the last, by the numbers that the votes name.
 */
export function isWhole({ votes, ancestry }: OracleJustification): boolean {
  const lowest = Math.min(...votes.map(({ number }) => number));
  const bases = new Set(
    votes.filter((vote) => vote.number === lowest).map((vote) => text(vote.hash)),
  );
  const used = new Set<string>();
  const leads = (hash: string, number: number): boolean => {
    if (number === lowest) return bases.has(hash);
    const header = ancestry.find((one) => text(hashOf(one)) === hash);
    if (header?.number !== number) return false;
    used.add(hash);
    return leads(text(header.parentHash), number - 1);
  };
  const all = votes.every(({ hash, number }) => leads(text(hash), number));
  return votes.length > 0 && bases.size === 1 && all && used.size === ancestry.length;
}
