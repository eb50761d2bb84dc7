// Headers by their hash, which decides what they are.
import { parseHeader, type Header } from '../chain/rpc/block-header.ts';
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import type { BlockRef } from '../model/facts.ts';
import { invalid, notServed, strictly } from './proof-failure.ts';

/** null: the node has none of that hash. */
export async function askedHeader(
  ask: RpcCall,
  hash: unknown,
  signal?: AbortSignal,
): Promise<Header | null> {
  const answer = await ask('chain_getHeader', [hash], signal);
  return answer === null ? null : strictly('a header', () => parseHeader(answer));
}

/** Throws PROOF_INVALID, and PROOF_NOT_SERVED: one address may be many nodes, and not all have every block. */
export async function headerOf(
  ask: RpcCall,
  { hash, number }: BlockRef,
  signal?: AbortSignal,
): Promise<Header> {
  const header = await askedHeader(ask, hash, signal);
  if (header === null) throw notServed('a header');
  if (header.hash !== hash || header.number !== number) throw invalid('a header of another block');
  return header;
}
