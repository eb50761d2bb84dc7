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

/** From the oldest point of the last week that recorded the same accounts and the same subnet; null: none yet. */
export function holdingChange(
  history: readonly HistoryRecord[],
  value: SubnetValue,
  coldkeys: readonly Ss58Address[],
  at: number,
): (SplitChange & { age: number }) | null {
  const { price: priceNow } = value;
  if (priceNow === null) return null;
  for (const point of history) {
    const age = at - point.at;
    if (age > LONGEST || age < SHORTEST || !isSameAccounts(point.coldkeys, coldkeys)) continue;
    const alpha = point.amounts?.find(({ netuid }) => netuid === value.netuid)?.alpha;
    const price = point.prices.find(
      ({ netuid, registeredAt }) => netuid === value.netuid && registeredAt === value.registeredAt,
    );
    if (alpha === undefined || price === undefined) continue;
    return {
      ...splitChange(
        { alpha, raoPerAlpha: price.raoPerAlpha },
        { alpha: value.alpha, price: priceNow },
      ),
      age,
    };
  }
  return null;
}
