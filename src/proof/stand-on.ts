// Whether enough authors have built on a block, from the newest head back to it.
import type { Header } from '../chain/rpc/block-header.ts';
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import { AppError } from '../errors.ts';
import type { BlockRef } from '../model/facts.ts';
import type { AuthorCount } from '../model/proof.ts';
import type { Hex } from '../units.ts';
import { proveAuthors, readHeadersBack, standingOn } from './follow-authors.ts';
import { notServed } from './proof-failure.ts';
import { verifySeal } from './seal.ts';

/** Further back, a justification has covered the block, or will soon. */
const MOST_BLOCKS = 60;

/** Each takes milliseconds: others are answered between. */
const SEALS_AT_ONCE = 3;

/** Headers and seals of one chain that were looked at before. */
export type SeenHeaders = { headers: Map<Hex, Header>; seals: Map<Hex, number> };

/** A seal that does not fit is another author's where the list of authors changed meanwhile: then nothing is false. */
export async function unlessChanged<T>(
  ask: RpcCall,
  at: Header,
  authors: readonly Hex[],
  verify: () => T,
): Promise<T> {
  try {
    return verify();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'PROOF_INVALID') throw error;
    const { authors: now } = await proveAuthors(ask, at);
    if (now.join() !== authors.join()) throw notServed('blocks of new authors', error);
    throw error;
  }
}

/** Throws PROOF_INVALID where another one than the author on turn sealed the block. */
export const requireSealed = (
  ask: RpcCall,
  header: Header,
  authors: readonly Hex[],
): Promise<number> => unlessChanged(ask, header, authors, () => verifySeal(header, authors));

/**
 * How many different authors stand on the block; null: the chain of that head does not have it, or it is too far back.
 * Throws PROOF_INVALID, PROOF_NOT_SERVED.
 */
export async function countAuthors(
  ask: RpcCall,
  head: Header,
  block: BlockRef,
  authors: readonly Hex[],
  seen: SeenHeaders,
): Promise<(AuthorCount & { isConfirmed: boolean }) | 'none-yet' | 'elsewhere' | 'too-far'> {
  const count = head.number - block.number;
  if (count <= 0) return 'none-yet';
  if (count > MOST_BLOCKS) return 'too-far';
  const stand = (some: readonly Header[]): Promise<ReturnType<typeof standingOn>> =>
    unlessChanged(ask, some.at(-1) ?? head, authors, () => standingOn(some, authors, seen.seals));
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
