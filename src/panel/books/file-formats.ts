// Rows of the book as the text of a file: Taubar's own columns, and those that Koinly (its universal format) and CoinTracking
// take. Amounts are written to the last digit, times in UTC. Pure.
import { dayOf, dayText, secondText } from '../../history/calendar.ts';
import type { FileAmount, FileRow } from '../../history/file-rows.ts';
import { exactText } from '../../units.ts';

/** What a price source says of a day, in millionths of the currency for one TAO; null: nothing. */
export type PriceOfDay = { currency: string; microOf: (day: string) => bigint | null };

type Columns = {
  head: readonly string[];
  /** What the row is called, and the label of its account. */
  cells: (row: FileRow, told: { label: string; fiat: PriceOfDay | null }) => readonly string[];
};

/** Quoted where it must be; what a spreadsheet would take for a formula is text. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

const unitOf = ({ netuid }: FileAmount): string => (netuid === null ? 'TAO' : `SN${netuid}`);
const amountOf = (of: FileAmount | null): string => (of === null ? '' : exactText(of.amount));
const currencyOf = (of: FileAmount | null): string => (of === null ? '' : unitOf(of));

const iso = (at: number): string => `${secondText(at).replace(' ', 'T')}Z`;

/** Millionths of the currency. */
function fiatWorth({ worth, at }: FileRow, fiat: PriceOfDay | null): bigint | null {
  const micro = fiat === null ? null : fiat.microOf(dayText(dayOf(at)));
  return micro === null || worth === null ? null : (worth * micro) / 1_000_000_000n;
}

function moneyOf(row: FileRow, fiat: PriceOfDay | null): string {
  const micro = fiatWorth(row, fiat);
  return micro === null ? '' : exactText(micro * 1_000n);
}

const own: Columns = {
  head: [
    'Time (UTC)',
    'Account',
    'Address',
    'Kind',
    'Sent',
    'Sent unit',
    'Received',
    'Received unit',
    'Network fee',
    'Fee unit',
    'Worth (TAO)',
    'Worth',
    'Currency',
    'Caused by',
    'Other account',
    'Block',
    'Extrinsic',
    'Hash',
    'Source',
  ],
  cells: (row, { label, fiat }) => [
    iso(row.at),
    label,
    row.coldkey,
    row.kind,
    amountOf(row.sent),
    currencyOf(row.sent),
    amountOf(row.got),
    currencyOf(row.got),
    amountOf(row.fee),
    currencyOf(row.fee),
    row.worth === null ? '' : exactText(row.worth),
    moneyOf(row, fiat),
    fiat === null ? '' : fiat.currency.toUpperCase(),
    row.by,
    row.counterparty ?? '',
    String(row.block),
    row.index === null ? '' : String(row.index),
    row.hash ?? '',
    row.source,
  ],
};

/** What Koinly calls it; nothing for a trade or a transfer. */
function koinlyLabel({ kind }: FileRow): string {
  if (kind === 'reward' || kind === 'claim') return 'reward';
  return kind === 'failed' || kind === 'fee' ? 'cost' : '';
}

/** Of a call with nothing but its fee the fee is what was sent: a row without an amount is refused. */
function withFeeSent(row: FileRow): FileRow {
  return row.sent === null && row.got === null ? { ...row, sent: row.fee, fee: null } : row;
}

const koinly: Columns = {
  head: [
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
  ],
  cells: (told, { label, fiat }) => {
    const row = withFeeSent(told);
    const money = moneyOf(row, fiat);
    return [
      `${secondText(row.at)} UTC`,
      amountOf(row.sent),
      currencyOf(row.sent),
      amountOf(row.got),
      currencyOf(row.got),
      amountOf(row.fee),
      currencyOf(row.fee),
      money,
      money === '' || fiat === null ? '' : fiat.currency.toUpperCase(),
      koinlyLabel(row),
      `${row.kind} ${label}`,
      row.hash ?? '',
    ];
  },
};

function coinTrackingType({ kind, sent, got }: FileRow): string {
  if (kind === 'reward' || kind === 'claim') return 'Staking';
  if (kind === 'failed' || kind === 'fee') return 'Other Fee';
  if (sent !== null && got !== null) return 'Trade';
  return got !== null ? 'Deposit' : 'Withdrawal';
}

const cointracking: Columns = {
  head: [
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
  ],
  cells: (told, { label }) => {
    const row = withFeeSent(told);
    return [
      coinTrackingType(row),
      amountOf(row.got),
      currencyOf(row.got),
      amountOf(row.sent),
      currencyOf(row.sent),
      amountOf(row.fee),
      currencyOf(row.fee),
      'Bittensor',
      label,
      row.kind,
      secondText(row.at),
      row.hash ?? '',
    ];
  },
};

export const columnsOf = { csv: own, koinly, cointracking } as const;
