// A justification of finality: votes of one round for a block, each signed by one of the set that votes, with the headers
// that lead from later blocks to it.
// As in polkadot-sdk: substrate/client/consensus/grandpa/src/justification.rs (verify_with_voter_set: one wrong signature
// or one header too many refuses all) and finality-grandpa: src/lib.rs (validate_commit). Stricter where no honest node
// makes a difference: a vote of a stranger, a number that is not its block's, and a header that comes twice are refused.
import type { Header } from '../chain/rpc/block-header.ts';
import { concatBytes, fromHex, toHex } from '../chain/scale/hex.ts';
import { littleEndian } from '../chain/scale/scale-encoder.ts';
import { malformed, ScaleReader } from '../chain/scale/scale-reader.ts';
import type { BlockRef } from '../model/facts.ts';
import type { Hex } from '../units.ts';
import { neededWeight, type AuthoritySet } from './authority-set.ts';
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
/** Twice the largest set: a voter may vote twice. */
const MOST_VOTES = 512;
/** Voters keep close to each other: many times what an honest round leaves. */
const MOST_ANCESTRY = 256;
const MOST_BYTES = 1 << 20;
/** Of one voter that are counted once: those of two votes are a misdeed, which the chain counts too, and no more. */
const MOST_BLOCKS_A_VOTER = 2;
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

/** Every vote is for the target or leads to it by headers, each one block lower than the last; no header is left over. */
function requireAncestry({ target, votes, ancestry }: Justification): void {
  const headers = new Map(ancestry.map((header) => [header.hash, header]));
  if (headers.size !== ancestry.length) throw invalid('a header that comes twice');
  const walked = new Set<Hex>();
  for (const { block } of votes) {
    let { hash, number } = block;
    while (number > target.number && !walked.has(hash)) {
      const header = headers.get(hash);
      if (header?.number !== number) throw invalid('a vote for another chain');
      walked.add(hash);
      hash = header.parentHash;
      number -= 1;
    }
    // A way that was walked before led to the target.
    if (number > target.number && headers.get(hash)?.number === number) continue;
    if (hash !== target.hash || number !== target.number) throw invalid('a vote for another chain');
  }
  if (walked.size !== headers.size) throw invalid('a header that no vote needs');
  if (votes.every(({ block }) => block.hash !== target.hash))
    throw invalid('no vote for the block');
}

/** Votes that differ, by voter. */
function votesByVoter(votes: readonly Vote[], set: AuthoritySet): Map<Hex, Vote[]> {
  const members = new Set(set.authorities.map(({ key }) => key));
  const byVoter = new Map<Hex, Vote[]>();
  for (const vote of votes) {
    if (!members.has(vote.key)) throw invalid('a vote of a stranger');
    const earlier = byVoter.get(vote.key) ?? [];
    byVoter.set(vote.key, earlier);
    const isRepeated = earlier.some(
      ({ block, signature }) => block.hash === vote.block.hash && signature === vote.signature,
    );
    if (isRepeated) continue;
    earlier.push(vote);
    if (earlier.length > MOST_BLOCKS_A_VOTER) throw invalid('too many votes of one voter');
  }
  return byVoter;
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
  const byVoter = votesByVoter(justification.votes, set);
  requireAncestry(justification);
  const voted = set.authorities.reduce(
    (sum, { key, weight }) => (byVoter.has(key) ? sum + weight : sum),
    0n,
  );
  const needed = neededWeight(set);
  if (voted < needed) throw invalid('too few votes');
  const verify = verifyBy ?? (await verifierOfVotes());
  const distinct = [...byVoter.values()].flat();
  const verdicts = await Promise.all(
    distinct.map(({ block, signature, key }) =>
      verify(fromHex(key), fromHex(signature), signedBytes(block, justification.round, set.id)),
    ),
  );
  if (verdicts.includes(false)) throw invalid('a vote that its voter did not sign');
  return { votes: Number(voted), needed: Number(needed) };
}
