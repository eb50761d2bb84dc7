// CoinTracking's CSV import with its twelve columns, in their order. Columns and types as written by staketaxcsv (GitHub
// hodgerpodger/staketaxcsv, Exporter.py, export_cointracking_csv), which cites CoinTracking's own article 29000007202 on fees: amounts there
// include the fee, and a fee in another currency is a row `Other Fee`. Here each fee is a row of its own, so amounts are without it.
import type { AccountBook, Period } from '../figures.ts';
import { csvRow, textCell } from './csv-row.ts';
import { movementsOf, type Amount, type Movement } from './movements.ts';
import { amountCells, describe, timeCell } from './tax-row.ts';

const HEAD = [
  'Type',
  'Buy Amount',
  'Buy Currency',
  'Sell Amount',
  'Sell Currency',
  'Fee',
  'Fee Currency',
  'Exchange',
  'Trade-Group',
  'Comment',
  'Date',
  'Tx-ID',
];

function typeOf({ kind, received }: Movement): string {
  if (kind === 'trade') return 'Trade';
  if (kind === 'reward') return 'Staking';
  if (kind === 'cost') return 'Other Fee';
  return received === null ? 'Withdrawal' : 'Deposit';
}

function rowOf(
  movement: Movement,
  type: string,
  bought: Amount | null,
  sold: Amount | null,
  id: string,
): string {
  return csvRow([
    type,
    ...amountCells(bought),
    ...amountCells(sold),
    '',
    '',
    'Bittensor',
    textCell(movement.coldkey),
    textCell(describe(movement)),
    timeCell(movement),
    id,
  ]);
}

/** Chunks of the file: a row each. The id of a row is one of a kind, so that the tool finds what it has already. */
export function* cointrackingCsv(books: Iterable<AccountBook>, period: Period): Generator<string> {
  yield csvRow(HEAD);
  for (const movement of movementsOf(books, period)) {
    const { sent, received, fee } = movement;
    const id = `${movement.coldkey}-${movement.id}`;
    yield rowOf(movement, typeOf(movement), received, sent, id);
    if (fee !== null) yield rowOf(movement, 'Other Fee', null, fee, `${id}-fee`);
  }
}
