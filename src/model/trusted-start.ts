// A start of proofs as text that another person can paste, and when it is too old.
import type { Hex } from '../units.ts';
import { isFresh } from './age.ts';
import type { ChosenStart } from './proof.ts';

/** Half a year: who left a set so long ago may have lost the keys. */
const OLD_AFTER_MS = 183 * 24 * 3_600_000;

/** Whether a newer start should be asked for. One of the future, by this computer's clock, tells no age. */
export function isOldStart({ madeAt }: Pick<ChosenStart, 'madeAt'>, now: number): boolean {
  return !isFresh(madeAt, now, OLD_AFTER_MS);
}

/** Read again by `parseTrustedStart`. */
export function formatStart(start: Omit<ChosenStart, 'source'>, genesisHash: Hex): string {
  const { set, block, madeAt } = start;
  const authorities = set.authorities.map(({ key, weight }) => ({ key, weight: String(weight) }));
  return JSON.stringify(
    { genesisHash, setId: String(set.id), authorities, block, madeAt },
    null,
    2,
  );
}
