// The header of a block before a proven one, without the headers between: each state holds the hashes of the last 2,400
// blocks. Older ones by several such steps, each from the last.
// As in polkadot-sdk: substrate/frame/system/src/lib.rs (initialize puts in the parent's hash, finalize takes out what is
// more than BlockHashCount back); BlockHashCount of subtensor: runtime/src/lib.rs.
import { blockHashKey } from '../chain/reads/past-keys.ts';
import { parseHeader, type Header } from '../chain/rpc/block-header.ts';
import { parseHex } from '../chain/scale/hex.ts';
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import type { Hex } from '../units.ts';
import { invalid, lengthOf, notServed, strictly } from './proof-failure.ts';
import { askReadProof, verifyReadProof } from './read-proof.ts';

/** How far back a state knows hashes. */
export const HASHES_KEPT = 2_400;
/** Ten days. Beyond, the state of each step would be an archive's anyway. */
const MOST_HOPS = 30;

type ProvenHeader = { header: Header; /** Of the answers. */ bytes: number; hops: number };

/** Where the next step leads from a block, on the way back to `number`. */
function nextStop(from: number, number: number): number {
  return Math.max(number, from - HASHES_KEPT);
}

async function hashAt(
  ask: RpcCall,
  from: Header,
  number: number,
  signal?: AbortSignal,
): Promise<{ hash: Hex; bytes: number }> {
  if (number === from.number - 1) return { hash: from.parentHash, bytes: 0 };
  const key = blockHashKey(number);
  const { nodes, bytes } = await askReadProof(ask, from.hash, [key], signal);
  const value = verifyReadProof(from.stateRoot, nodes, [key]).get(key) ?? null;
  // A chain that keeps fewer: nothing is false, and nothing proven.
  if (value === null) throw notServed('hash of an earlier block');
  return { hash: strictly('a block hash', () => parseHex(value, 'block hash', 32)), bytes };
}

/**
 * The header of block `number` on the chain of `from`, whose header is proven already. Throws PROOF_INVALID, PROOF_NOT_SERVED
 * where the node has no such state, RangeError for a later block.
 */
export async function blockBefore(
  ask: RpcCall,
  from: Header,
  number: number,
  signal?: AbortSignal,
): Promise<ProvenHeader> {
  if (!Number.isSafeInteger(number) || number > from.number || number < 0) {
    throw new RangeError(`no block before: ${number}`);
  }
  let header = from;
  let sum = 0;
  let hops = 0;
  while (header.number > number) {
    if (hops === MOST_HOPS) throw notServed('a block so long ago');
    hops += 1;
    const stop = nextStop(header.number, number);
    const { hash, bytes } = await hashAt(ask, header, stop, signal);
    const answer = await ask('chain_getHeader', [hash], signal);
    if (answer === null) throw notServed('an earlier header');
    const next = strictly('a header', () => parseHeader(answer));
    if (next.hash !== hash || next.number !== stop) throw invalid('a header of another block');
    header = next;
    sum += bytes + lengthOf(answer);
  }
  return { header, bytes: sum, hops };
}
