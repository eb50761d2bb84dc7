// Which endpoints are not asked for proofs meanwhile, because they serve none: not by home's runs and not by signing.
import type { ProofRecord } from '../model/proof.ts';

export const PAUSE_MS = 3_600_000;

/** A pause longer than any that is made was dated by another clock: it is none. */
export function isPaused(record: ProofRecord | null, endpoint: string, now: number): boolean {
  const until = record?.pauses[endpoint] ?? 0;
  return until > now && until <= now + PAUSE_MS;
}
