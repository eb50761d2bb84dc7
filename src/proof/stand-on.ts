// Whether enough authors have built on a block, from the newest head back to it.
import type { Header } from '../chain/rpc/block-header.ts';
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import type { BlockRef } from '../model/facts.ts';
import type { AuthorCount, ProofRecord } from '../model/proof.ts';
import type { Hex } from '../units.ts';
import { readHeadersBack, standingAfter, unlessChanged } from './follow-authors.ts';
import { verifySeal } from './seal.ts';

/** Further back, a justification has covered the block, or will soon. */
const MOST_BLOCKS = 60;

/** Each takes milliseconds: others are answered between. */
const SEALS_AT_ONCE = 3;

type ProvenAuthors = NonNullable<ProofRecord['authors']>;

/** Headers and seals of one chain that were looked at before. */
export type SeenHeaders = { headers: Map<Hex, Header>; seals: Map<Hex, Hex> };

/** Throws PROOF_INVALID where another one than the author on turn sealed the block. */
export const requireSealed = (
  ask: RpcCall,
  header: Header,
  authors: readonly Hex[],
): Promise<Hex> => unlessChanged(ask, header, authors, () => verifySeal(header, authors));

/**
 * How many different authors stand on the block; null: the chain of that head does not have it, or it is too far back.
 * Throws PROOF_INVALID, PROOF_NOT_SERVED.
 */
export async function countAuthors(
  ask: RpcCall,
  head: Header,
  block: BlockRef,
  { block: provenAt, keys: authors }: ProvenAuthors,
  seen: SeenHeaders,
): Promise<(AuthorCount & { isConfirmed: boolean }) | 'none-yet' | 'elsewhere' | 'too-far'> {
  const count = head.number - block.number;
  if (count <= 0) return 'none-yet';
  if (count > MOST_BLOCKS) return 'too-far';
  const stand = (some: readonly Header[]): ReturnType<typeof standingAfter> =>
    standingAfter(ask, { block: provenAt, authors }, some, seen.seals);
  // A made-up head may have a parent that no node has: its seal tells before that one is asked for.
  await stand([head]);
  const headers = await readHeadersBack(ask, head, count, seen.headers);
  for (const header of headers) seen.headers.set(header.hash, header);
  const last = headers.at(-1);
  if (last?.parentHash !== block.hash || last.number !== block.number + 1) return 'elsewhere';
  for (let more = 1; more < headers.length; more += SEALS_AT_ONCE) {
    const { isConfirmed } = await stand(headers.slice(0, more));
    if (isConfirmed) break;
    await new Promise((resolve) => setTimeout(resolve));
  }
  const standing = await stand(headers);
  const { needed, isConfirmed } = standing;
  return { authors: standing.authors, needed, of: authors.length, isConfirmed };
}
