// What a run over home's figures begins with, and which lie or error of before it leaves standing.
import { isFresh } from '../model/age.ts';
import type { ProofRecord } from '../model/proof.ts';
import { shippedStart } from '../proof/trusted-starts.ts';

/** The panel warns for as long. */
const LIE_KEPT_MS = 86_400_000;

/** What proofs start from: the user's choice, else what is shipped. */
export function startOf(record: ProofRecord): Pick<ProofRecord, 'start' | 'state'> {
  const { start, state, genesisHash } = record;
  if (start !== null && start.source !== 'shipped') {
    return { start, state: state ?? { set: start.set, block: start.block } };
  }
  const shipped = shippedStart(genesisHash);
  if (shipped === null) return { start: null, state: null };
  const { set, block } = shipped;
  const isAhead = state !== null && state.block.number >= block.number;
  return { start: { source: 'shipped', ...shipped }, state: isAhead ? state : { set, block } };
}

/** After a run that found nothing wrong: what it would have found is over, and of the rest what is old. */
export function lastingLie(
  lie: ProofRecord['lie'],
  endpoint: string,
  now: number,
): ProofRecord['lie'] {
  if (lie === null || !isFresh(lie.at, now, LIE_KEPT_MS)) return null;
  return lie.endpoint === endpoint && lie.isOfSigning !== true ? null : lie;
}

/** A connection that was lost is no news once it is back. */
export const lastingError = ({ error }: ProofRecord): ProofRecord['error'] =>
  error?.code === 'PROOF_INVALID' || error?.code === 'PROOF_NOT_SERVED' ? error : null;
