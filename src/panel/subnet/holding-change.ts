// Splits the change of a holding in one subnet into price and amount, from the oldest comparable point we recorded. Pure.
import type { SubnetValue } from '../../portfolio/portfolio-value.ts';
import { splitChange, type SplitChange } from '../../portfolio/split-change.ts';
import type { HistoryRecord } from '../../model/records.ts';
import type { Ss58Address } from '../../units.ts';

const HOUR = 3_600_000;
const LONGEST = 8 * 24 * HOUR;
/** Under an hour no change is shown. */
const SHORTEST = HOUR;

export function isSameAccounts(a: readonly Ss58Address[], b: readonly Ss58Address[]): boolean {
  return a.length === b.length && a.every((coldkey) => b.includes(coldkey));
}

/** What rewards of a week may add, and no trade of note hides in: a twentieth of what was held. */
const MOST_PART = 20n;

type HoldingChange = SplitChange & {
  age: number;
  /** All records since say about the same alpha: what the price did is then what it did to the whole stake. */
  isSteady: boolean;
};

/**
 * From the oldest point of the last week that recorded the same accounts and the same subnet; null: none yet. `history` is
 * ascending. A record that says what was held, and not this, ends a holding: what was before it is no part of this one.
 */
export function holdingChange(
  history: readonly HistoryRecord[],
  value: SubnetValue,
  coldkeys: readonly Ss58Address[],
  at: number,
): HoldingChange | null {
  const { price: priceNow } = value;
  if (priceNow === null) return null;
  let first: { age: number; alpha: bigint; raoPerAlpha: bigint } | null = null;
  let since: bigint[] = [];
  for (const point of history) {
    const age = at - point.at;
    if (age < 0 || age > LONGEST || !isSameAccounts(point.coldkeys, coldkeys)) continue;
    if (point.amounts === undefined) continue;
    const alpha = point.amounts.find(({ netuid }) => netuid === value.netuid)?.alpha;
    if (alpha === undefined) {
      first = null;
      since = [];
      continue;
    }
    const price = point.prices.find(
      ({ netuid, registeredAt }) => netuid === value.netuid && registeredAt === value.registeredAt,
    );
    if (first !== null) since.push(alpha);
    else if (age >= SHORTEST && price !== undefined)
      first = { age, alpha, raoPerAlpha: price.raoPerAlpha };
  }
  if (first === null) return null;
  const { age, alpha, raoPerAlpha } = first;
  const isNear = (one: bigint): boolean => {
    const apart = one < alpha ? alpha - one : one - alpha;
    return apart * MOST_PART <= alpha;
  };
  return {
    ...splitChange({ alpha, raoPerAlpha }, { alpha: value.alpha, price: priceNow }),
    age,
    isSteady: [...since, value.alpha].every(isNear),
  };
}
