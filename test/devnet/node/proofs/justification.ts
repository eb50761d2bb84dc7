// The votes that make a block final, as nodes keep them: chain.md §12.
// Refuses to know which blocks have one.
import { encodeHeader, type Block, type Header } from '../chain/block.ts';
import { concat, fromHex, utf8, Writer } from '../scale/bytes.ts';
import { signAsVoter } from './authority-keys.ts';

export type Target = Readonly<{ hash: string; number: number }>;

export type Vote = Readonly<{ target: Target; signature: Uint8Array; key: string }>;

export type Justification = Readonly<{
  round: bigint;
  target: Target;
  votes: readonly Vote[];
  /** Headers between the target and what was voted for. */
  ancestries: readonly Header[];
}>;

const PRECOMMIT = 1;

/** How many of so many voters make a block final. */
export const threshold = (voters: number): number => voters - Math.floor((voters - 1) / 3);

function voteMessage(target: Target, round: bigint, setId: bigint): Uint8Array {
  const writer = new Writer();
  writer.byte(PRECOMMIT);
  writer.raw(fromHex(target.hash));
  writer.integer(BigInt(target.number), 4, false);
  writer.integer(round, 8, false);
  writer.integer(setId, 8, false);
  return writer.finish();
}

export const voteOf = (key: string, target: Target, round: bigint, setId: bigint): Vote => ({
  target,
  key,
  signature: signAsVoter(key, voteMessage(target, round, setId)),
});

const targetOf = ({ hash, number }: Block): Target => ({ hash, number });

/** The fewest votes that suffice; the first is for a child of the block, where there is one. */
export function justify(
  block: Block,
  child: Block | null,
  voters: readonly string[],
  setId: bigint,
): Justification {
  const round = BigInt(block.number);
  const target = targetOf(block);
  const votes = voters
    .slice(0, threshold(voters.length))
    .map((key, index) =>
      voteOf(key, index === 0 && child ? targetOf(child) : target, round, setId),
    );
  return { round, target, votes, ancestries: child ? [child.header] : [] };
}

export function encodeJustification({
  round,
  target,
  votes,
  ancestries,
}: Justification): Uint8Array {
  const writer = new Writer();
  const writeTarget = ({ hash, number }: Target): void => {
    writer.raw(fromHex(hash));
    writer.integer(BigInt(number), 4, false);
  };
  writer.integer(round, 8, false);
  writeTarget(target);
  writer.compact(BigInt(votes.length));
  for (const vote of votes) {
    writeTarget(vote.target);
    writer.raw(vote.signature);
    writer.raw(fromHex(vote.key));
  }
  writer.compact(BigInt(ancestries.length));
  return concat(writer.finish(), ...ancestries.map(encodeHeader));
}

/** As the JSON of a node has it: the engine and the bytes as numbers. */
export const justificationsJson = (bytes: Uint8Array): unknown => [[[...utf8('FRNK')], [...bytes]]];
