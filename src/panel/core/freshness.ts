// How fresh the figures are: one state for the footer and the strip on top. Pure.
import type { ModelProof } from '../../model/facts.ts';
import type { WireError } from '../../errors.ts';
import type { NodeRecord } from '../../model/records.ts';

/** Milliseconds; older figures are shown as cached, with their age. */
export const STALE_AFTER = 60_000;

export type Freshness =
  | { state: 'nothing' }
  | { state: 'live'; block: number; age: number }
  | { state: 'cached'; block: number; age: number }
  | { state: 'offline'; block: number | null; age: number | null; error: WireError | null };

export function freshnessOf(
  snapshot: { block: { number: number }; readAt: number } | null,
  node: NodeRecord | null,
  now: number,
): Freshness {
  const age = snapshot === null ? null : Math.max(0, now - snapshot.readAt);
  const block = snapshot?.block.number ?? null;
  if (node?.state === 'offline') return { state: 'offline', block, age, error: node.error };
  if (block === null || age === null) return { state: 'nothing' };
  return { state: age > STALE_AFTER ? 'cached' : 'live', block, age };
}

/** Nothing may be signed while our figures and the node's disagree. */
export function nodeDiffers(proof: ModelProof | null): boolean {
  return proof?.state === 'differs';
}
