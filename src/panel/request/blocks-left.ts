// How many of the blocks in which a transaction may still run are left. Pure.
import type { SigningRequest } from '../../model/request.ts';

/** null: it was not prepared, the head is not known, or none is left. */
export function blocksLeftOf(
  { prepared }: Pick<SigningRequest, 'prepared'>,
  head: number | null,
): { left: number; of: number } | null {
  if (prepared === null || head === null) return null;
  const of = prepared.deathBlock - prepared.birth.number;
  const left = Math.min(of, prepared.deathBlock - head);
  return left > 0 ? { left, of } : null;
}
