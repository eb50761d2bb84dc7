// What a receipt rests on: the events in the state of its block, and its block in the chain that the voters finalized. That
// the extrinsic is in the block is held against the extrinsics root where it is looked for.
import { EVENTS_KEY } from '../chain/reads/past-keys.ts';
import { parseHex } from '../chain/scale/hex.ts';
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import type { BlockRef } from '../model/facts.ts';
import type { Hex } from '../units.ts';
import { blockBefore } from './block-before.ts';
import { invalid, strictly } from './proof-failure.ts';
import { askReadProof, verifyReadProof } from './read-proof.ts';
import { headerOf } from './read-header.ts';

/**
 * The value of System.Events in the state of a block, whose hash decides which state that is. Throws PROOF_INVALID where it
 * does not hold, or where the node tells other events than its block has; PROOF_NOT_SERVED.
 */
export async function proveEvents(
  ask: RpcCall,
  block: BlockRef,
  signal?: AbortSignal,
): Promise<Hex | null> {
  const [header, told, { nodes }] = await Promise.all([
    headerOf(ask, block, signal),
    ask('state_getStorage', [EVENTS_KEY, block.hash], signal),
    askReadProof(ask, block.hash, [EVENTS_KEY], signal),
  ]);
  const proven = verifyReadProof(header.stateRoot, nodes, [EVENTS_KEY]).get(EVENTS_KEY) ?? null;
  const said = told === null ? null : strictly('events', () => parseHex(told, 'events'));
  if (said !== proven) throw invalid('the events of a block');
  return proven;
}

/** Whether the chain up to a final block has that block. Throws PROOF_INVALID, PROOF_NOT_SERVED. */
export async function isBefore(
  ask: RpcCall,
  block: BlockRef,
  final: BlockRef,
  signal?: AbortSignal,
): Promise<boolean> {
  if (block.number === final.number) return block.hash === final.hash;
  const from = await headerOf(ask, final, signal);
  const { header } = await blockBefore(ask, from, block.number, signal);
  return header.hash === block.hash;
}
