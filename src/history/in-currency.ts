// Figures in a currency by daily prices of one TAO: exact, and not known where a day that is needed has no price (BOOKS.md).
import { dayOf, dayText } from './calendar.ts';
import type { Column, DailyPrices, FiatFigures, Known, LotFigures, Parts } from './figures.ts';
import type { Money } from './book-state.ts';
import { noParts, partNames, sumOf, type Tally } from './tally.ts';
import { RAO_PER_TAO } from '../units.ts';
import { floorDiv } from './value.ts';

/** Rao in units of 10^−scale of the currency by the price of a time's day, rounded down; null: it needs a price that lacks. */
export function inCurrency(prices: DailyPrices, rao: bigint, at: number): bigint | null {
  if (rao === 0n) return 0n;
  const price = prices.days.get(dayText(dayOf(at)));
  return price === undefined ? null : floorDiv(rao * price, RAO_PER_TAO);
}

/** As a unit that lots are counted in; once a price lacked, `lacks` is true and no sum of it holds. */
export class CurrencyMoney {
  readonly #prices: DailyPrices;
  // The text of a day is made once, not for each mark of it.
  #day = Number.NaN;
  #price: bigint | undefined;
  lacks = false;

  constructor(prices: DailyPrices) {
    this.#prices = prices;
  }

  readonly money: Money = (rao, at) => {
    if (rao === 0n) return 0n;
    const day = dayOf(at);
    if (day !== this.#day) {
      this.#day = day;
      this.#price = this.#prices.days.get(dayText(day));
    }
    if (this.#price !== undefined) return floorDiv(rao * this.#price, RAO_PER_TAO);
    this.lacks = true;
    return 0n;
  };
}

/** `days`: parts by UTC day of the scope's tally; `lots`: in this currency. */
export function fiatFigures(
  prices: DailyPrices,
  tally: Tally,
  days: readonly Column[],
  times: { start: number; end: number },
  lots: Known<LotFigures>,
): Known<FiatFigures> {
  let lacks = false;
  const convert = (rao: bigint, at: number): bigint => {
    const amount = inCurrency(prices, rao, at);
    if (amount === null) lacks = true;
    return amount ?? 0n;
  };
  const parts: Parts = noParts();
  let start = convert(tally.startValue, times.start);
  for (const { from, opened, parts: ofDay } of days) {
    start += convert(opened, from);
    for (const name of partNames) parts[name] += convert(ofDay[name], from);
  }
  const end = convert(tally.value, times.end);
  if (lacks) return { known: false, why: 'no-fiat-price' };
  const { currency, source, scale } = prices;
  const currencyEffect = end - start - sumOf(parts);
  return {
    known: true,
    value: { currency, source, scale, start, end, parts, currencyEffect, lots },
  };
}
