// Koinly's universal format. Columns and labels: support.koinly.io, "How to create a custom CSV file with your data" (article
// 9489976) and "What are tags" (9490023), read in November 2026: times in UTC; a deposit of tag `reward` is income at its worth, a
// withdrawal of tag `cost` an expense; a row with both amounts is a trade. The fee is not part of the amounts.
import type { AccountBook, DailyPrices, Period } from '../figures.ts';
import { csvRow, textCell } from './csv-row.ts';
import { movementsOf, type Movement } from './movements.ts';
import { amountCells, describe, hashOf, timeCell, worthCells } from './tax-row.ts';

const HEAD = [
  'Date',
  'Sent Amount',
  'Sent Currency',
  'Received Amount',
  'Received Currency',
  'Fee Amount',
  'Fee Currency',
  'Net Worth Amount',
  'Net Worth Currency',
  'Label',
  'Description',
  'TxHash',
];

function labelOf({ kind }: Movement): string {
  if (kind === 'reward') return 'reward';
  return kind === 'cost' ? 'cost' : '';
}

/** Chunks of the file: one row each. Amounts are exact; what it is worth is empty on days without a price. */
export function* koinlyCsv(
  books: Iterable<AccountBook>,
  period: Period,
  prices: DailyPrices | null,
): Generator<string> {
  yield csvRow(HEAD);
  for (const movement of movementsOf(books, period)) {
    yield csvRow([
      `${timeCell(movement)} UTC`,
      ...amountCells(movement.sent),
      ...amountCells(movement.received),
      ...amountCells(movement.fee),
      ...worthCells(movement.worth, movement.at, prices),
      labelOf(movement),
      textCell(describe(movement)),
      hashOf(movement),
    ]);
  }
}
