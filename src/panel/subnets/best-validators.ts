// The validators of a subnet that stand beside an order. Pure.
import type { ValidatorFacts } from '../../model/facts.ts';
import { BLOCKS_PER_DAY, type Ss58Address } from '../../units.ts';
import { validatorOrder, yearlyYieldPpm } from './validator-order.ts';

/** `ppm` null: not known, or it is not registered and earns nothing any more. */
type ListedValidator = { validator: ValidatorFacts; ppm: bigint | null };

/** Those that pay their stakers, best first, and the order's own wherever it stands, and whatever it pays. */
export function bestValidators(
  validators: readonly ValidatorFacts[],
  own: Ss58Address | null,
  tempo: number | undefined,
  most: number,
): readonly ListedValidator[] {
  const all = validators.toSorted(validatorOrder).map((validator) => ({
    validator,
    ppm: validator.isRegistered ? yearlyYieldPpm(validator, tempo) : null,
  }));
  const first = all.filter(({ ppm }) => ppm !== null && ppm > 0n).slice(0, most);
  const chosen = all.find(({ validator }) => validator.hotkey === own);
  if (chosen === undefined || first.includes(chosen)) return first;
  return [...first.slice(0, most - 1), chosen];
}

/** A list that is older says nothing of what validators earn now. */
export const isOfToday = (readAt: number | null, head: number | undefined): boolean =>
  readAt !== null && head !== undefined && head - readAt <= BLOCKS_PER_DAY;
