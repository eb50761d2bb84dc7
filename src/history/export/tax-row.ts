// What rows of all tax tools have in common: times, texts, and values in a currency.
import { secondText } from '../calendar.ts';
import type { DailyPrices } from '../figures.ts';
import { inCurrency } from '../in-currency.ts';
import { decimalText, wholeText } from './amount-text.ts';
import type { Amount, Movement } from './movements.ts';

export const amountCells = (amount: Amount | null): [string, string] =>
  amount === null ? ['', ''] : [wholeText(amount.units), amount.currency];

/** Value in the currency and its code; both empty where it is not known. */
export function worthCells(
  rao: bigint | null,
  at: number,
  prices: DailyPrices | null,
): [string, string] {
  const units = prices === null || rao === null ? null : inCurrency(prices, rao, at);
  if (units === null || prices === null) return ['', ''];
  return [decimalText(units, prices.scale), prices.currency.toUpperCase()];
}

const words: Readonly<Record<Movement['kind'], string>> = {
  trade: 'trade',
  reward: 'staking rewards of the day',
  cost: 'network fee',
  in: 'received',
  out: 'sent',
  unexplained: 'difference in blocks that were not read',
  opening: 'balance where the book begins',
};

/** English on purpose: a file goes to a tool and a tax adviser, not to the screen. */
export function describe({ kind, entry, coldkey }: Movement): string {
  if (entry === null) return `${words[kind]}, ${coldkey}`;
  const other = entry.counterparty === null ? '' : `, other side ${entry.counterparty}`;
  const call = entry.extrinsic === null ? '' : `, ${entry.extrinsic.call}`;
  return `${entry.kind}${call}, block ${entry.block.number}, ${coldkey}${other}`;
}

export const hashOf = ({ entry }: Movement): string => entry?.extrinsic?.hash ?? '';
export const timeCell = ({ at }: Movement): string => secondText(at);
