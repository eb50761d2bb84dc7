// A justification of finality: votes of one round for a block, each signed by one of the set that votes, with the headers
// that lead from later blocks to it.
// As in polkadot-sdk: substrate/client/consensus/grandpa/src/justification.rs (verify_with_voter_set: one wrong signature
// or one header too many refuses all) and finality-grandpa: src/lib.rs (validate_commit). What nodes accept from others
// they keep and serve, so it is accepted here too, though no voter made it so: votes for blocks before the one that is
// final, votes of strangers, more than two of one voter. None of them counts. A number that is not its block's and a
// header that comes twice are refused: no node keeps those.
import type { Header } from '../chain/rpc/block-header.ts';
import { concatBytes, fromHex, toHex } from '../chain/scale/hex.ts';
import { littleEndian } from '../chain/scale/scale-encoder.ts';
import { malformed, ScaleReader } from '../chain/scale/scale-reader.ts';
import type { BlockRef } from '../model/facts.ts';
import type { Hex } from '../units.ts';
import { canDecide, neededWeight, type AuthoritySet } from './authority-set.ts';
import { readHeader } from './digest.ts';
import { verifierOfVotes, type VerifyEd25519 } from './ed25519.ts';
import { invalid, strictly } from './proof-failure.ts';

type Vote = { block: BlockRef; signature: Hex; key: Hex };

export type Justification = {
  round: bigint;
  target: BlockRef;
  votes: readonly Vote[];
  /** Headers of the blocks voted for that come after the target, and of those between. */
  ancestry: readonly Header[];
};

const VOTE_BYTES = 32 + 4 + 64 + 32;
const LEAST_HEADER_BYTES = 32 + 1 + 32 + 32 + 1;
/** Twice the largest set: a voter may vote twice. More could only be added by one who wants to be verified for long. */
const MOST_VOTES = 512;
/** Voters keep close to each other: many times what an honest round leaves. */
const MOST_ANCESTRY = 256;
const MOST_BYTES = 1 << 20;
/** What is signed begins with the kind of message: a vote to finalize. */
const PRECOMMIT = 1;

function readBlock(reader: ScaleReader): BlockRef {
  return { hash: toHex(reader.take(32)), number: reader.small(32, false) };
}

/** Throws PROOF_INVALID. */
export function parseJustification(bytes: Uint8Array): Justification {
  return strictly('a justification', () => {
    if (bytes.length > MOST_BYTES) throw malformed('justification');
    const reader = new ScaleReader(bytes);
    const round = reader.u64();
    const target = readBlock(reader);
    const voteCount = reader.length(VOTE_BYTES);
    if (voteCount > MOST_VOTES) throw malformed('votes');
    const votes = Array.from({ length: voteCount }, () => ({
      block: readBlock(reader),
      signature: toHex(reader.take(64)),
      key: toHex(reader.take(32)),
    }));
    const headerCount = reader.length(LEAST_HEADER_BYTES);
    if (headerCount > MOST_ANCESTRY) throw malformed('ancestry');
    const ancestry = Array.from({ length: headerCount }, () => readHeader(reader));
    reader.end();
    return { round, target, votes, ancestry };
  });
}

/** The 53 bytes that a voter signs. */
function signedBytes(block: BlockRef, round: bigint, setId: bigint): Uint8Array<ArrayBuffer> {
  return concatBytes(
    Uint8Array.of(PRECOMMIT),
    fromHex(block.hash),
    littleEndian(BigInt(block.number), 4),
    littleEndian(round, 8),
    littleEndian(setId, 8),
  );
}

/**
 * The votes for the target or for a block after it. Each vote leads by headers, each one block lower than the last, to the
 * lowest block that has a vote; no header is left over. Throws PROOF_INVALID.
 */
function votesForTarget({ target, votes, ancestry }: Justification): readonly Vote[] {
  const headers = new Map(ancestry.map((header) => [header.hash, header]));
  if (headers.size !== ancestry.length) throw invalid('a header that comes twice');
  const [first, ...others] = votes.map(({ block }) => block);
  if (first === undefined) throw invalid('no votes');
  const base = others.reduce((least, one) => (one.number < least.number ? one : least), first);
  const isTarget = (hash: Hex, number: number): boolean =>
    hash === target.hash && number === target.number;
  /** Blocks whose way to the base was walked: each header is passed once. */
  const walked = new Map([
    [base.hash, { number: base.number, isFor: isTarget(base.hash, base.number) }],
  ]);
  const leading = votes.filter(({ block }) => {
    const way: BlockRef[] = [];
    let { hash, number } = block;
    while (!walked.has(hash)) {
      const header = headers.get(hash);
      if (header?.number !== number) throw invalid('a vote for another chain');
      way.push({ hash, number });
      hash = header.parentHash;
      number -= 1;
    }
    const end = walked.get(hash);
    if (end?.number !== number) throw invalid('a vote for another chain');
    let { isFor } = end;
    for (const step of way.toReversed()) {
      isFor ||= isTarget(step.hash, step.number);
      walked.set(step.hash, { number: step.number, isFor });
    }
    return isFor;
  });
  if (walked.size - 1 !== headers.size) throw invalid('a header that no vote needs');
  return leading;
}

/** One of each: what is the same needs no second look. */
function distinctOf(votes: readonly Vote[]): readonly Vote[] {
  const byText = new Map(
    votes.map((vote) => [`${vote.block.hash}${vote.signature}${vote.key}`, vote]),
  );
  return [...byText.values()];
}

/** How many sets on one of its voters is looked for. */
const MOST_SETS_ON = 8n;

/**
 * Whether a voter of the set signed these votes as one of a later set. A single one may do so without need: it says where to look, and
 * nothing else.
 */
export async function areSignedLater(
  { votes, round }: Justification,
  { id, authorities }: AuthoritySet,
): Promise<boolean> {
  const keys = new Set(authorities.map(({ key }) => key));
  const vote = votes.find(({ key }) => keys.has(key));
  if (vote === undefined) return false;
  const { block, signature, key } = vote;
  const verify = await verifierOfVotes();
  for (let later = id + 1n; later <= id + MOST_SETS_ON; later++) {
    if (await verify(fromHex(key), fromHex(signature), signedBytes(block, round, later)))
      return true;
  }
  return false;
}

/** How much of the set voted, and how much decides: in votes where each counts one, as on this chain. */
export type Tally = { votes: number; needed: number };

/**
 * Whether that set finalized the block that the justification is for. Throws PROOF_INVALID where it did not. What costs
 * nothing is looked at before any signature is verified.
 */
export async function verifyJustification(
  justification: Justification,
  set: AuthoritySet,
  verifyBy?: VerifyEd25519,
): Promise<Tally> {
  // Of an empty one nothing would be needed. A stored one was not judged here.
  if (!canDecide(set.authorities)) throw new RangeError('no voters');
  const voters = new Set(votesForTarget(justification).map(({ key }) => key));
  const voted = set.authorities.reduce(
    (sum, { key, weight }) => (voters.has(key) ? sum + weight : sum),
    0n,
  );
  const needed = neededWeight(set);
  if (voted < needed) throw invalid('too few votes');
  const verify = verifyBy ?? (await verifierOfVotes());
  // One after the other: the first that does not hold ends it.
  for (const { block, signature, key } of distinctOf(justification.votes)) {
    const message = signedBytes(block, justification.round, set.id);
    if (!(await verify(fromHex(key), fromHex(signature), message))) {
      throw invalid('a vote that its voter did not sign');
    }
  }
  return { votes: Number(voted), needed: Number(needed) };
}
