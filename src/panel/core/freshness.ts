// How fresh the figures are, by their block's own time: one state for the footer and the strip on top. Pure.
import { ageOf } from '../../model/age.ts';
import type { ModelProof } from '../../model/model-proof.ts';
import type { WireError } from '../../errors.ts';
import type { ProofRecord } from '../../model/proof.ts';
import type { NodeRecord } from '../../model/records.ts';

/** Milliseconds; older figures are shown as cached, with their age. */
const STALE_AFTER = 60_000;

/**
 * `age` null: the block is dated in the future. `error`: why there are no newer figures, where that is known. `prices`: a
 * newer block that prices of rows are of; missing: none are newer. The age is that of the newest.
 */
export type Freshness =
  | { state: 'nothing'; error: WireError | null }
  | { state: 'live'; block: number; prices?: number; age: number; error: null }
  | { state: 'cached'; block: number; prices?: number; age: number | null; error: WireError | null }
  | { state: 'offline'; block: number | null; age: number | null; error: WireError | null };

/** `now` by this computer's clock, corrected by what is known of it. */
export function freshnessOf(
  snapshot: { block: { number: number; hash?: string }; blockTime: number } | null,
  node: NodeRecord | null,
  now: number,
): Freshness {
  const chainNow = now + (node?.clockOffset ?? 0);
  const rows = node?.rows !== undefined && node.rows.of === snapshot?.block.hash ? node.rows : null;
  const age = snapshot === null ? null : ageOf((rows ?? snapshot).blockTime, chainNow);
  const block = snapshot?.block.number ?? null;
  const error = node?.error ?? null;
  if (node?.state === 'offline') return { state: 'offline', block, age, error };
  if (block === null) return { state: 'nothing', error };
  const prices = rows === null ? {} : { prices: rows.block.number };
  if (age === null || age > STALE_AFTER) return { state: 'cached', block, ...prices, age, error };
  return { state: 'live', block, ...prices, age, error: null };
}

/** Older than that, the newest block itself is news, whoever is to blame. Milliseconds. */
export const OLD_BLOCK = 180_000;

/** A strip says that the figures are not of now. */
const isAged = ({ state, age, error }: Exclude<Freshness, { state: 'nothing' }>): boolean =>
  state === 'offline' ||
  (state === 'cached' && (error !== null || age === null || age > OLD_BLOCK));

/** Whether figures may be called those of now: none are there, or no strip says otherwise. */
export const isOfNow = (freshness: Freshness): boolean =>
  freshness.state === 'nothing' || !isAged(freshness);

/** Nothing may be signed while our figures and the node's disagree. */
export function nodeDiffers(proof: ModelProof | null): boolean {
  return proof?.state === 'differs';
}

/** What the node told was proven to be false, and no other has told it anew: no mark says that it is the node's word. */
export function isContradicted(proofs: ProofRecord | null): boolean {
  return proofs !== null && proofs.lie !== null && proofs.home === null;
}
