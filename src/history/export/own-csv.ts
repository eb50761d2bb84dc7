// Our own CSV: a row for each subnet of each entry, and rewards by day. Amounts exact, times in UTC. Pure.
import type { BookEntry } from '../../model/book.ts';
import { secondText } from '../calendar.ts';
import type { AccountBook, DailyPrices, Period } from '../figures.ts';
import { valueAt } from '../value.ts';
import { wholeText } from './amount-text.ts';
import { csvRow, textCell } from './csv-row.ts';
import { currencyOf, movementsOf, type Movement } from './movements.ts';
import { worthCells } from './tax-row.ts';
import type { Netuid } from '../../units.ts';

const HEAD = [
  'time_utc',
  'block',
  'extrinsic',
  'place',
  'kind',
  'by',
  'account',
  'subnet',
  'registered_at',
  'alpha',
  'tao',
  'fee',
  'fee_currency',
  'pool_fee',
  'pool_fee_currency',
  'rao_per_alpha',
  'fiat_value',
  'fiat_currency',
  'counterparty',
  'call',
  'error',
  'txid',
  'source',
];

type Part = {
  netuid: Netuid | null;
  registeredAt: number;
  alpha: bigint;
  tao: bigint;
  isFirst: boolean;
};

/** The alpha of an entry by generation of a subnet; all of its TAO is in the first part. */
function partsOf({ legs }: BookEntry): Part[] {
  const parts: Part[] = [];
  let tao = 0n;
  for (const leg of legs) {
    if (leg.of === 'free') {
      tao += leg.change;
      continue;
    }
    const { netuid, registeredAt, change } = leg;
    const same = parts.find((one) => one.netuid === netuid && one.registeredAt === registeredAt);
    if (same === undefined) {
      parts.push({ netuid, registeredAt, alpha: change, tao: 0n, isFirst: parts.length === 0 });
    } else same.alpha += change;
  }
  const [first] = parts;
  if (first === undefined) {
    return [{ netuid: null, registeredAt: 0, alpha: 0n, tao, isFirst: true }];
  }
  first.tao = tao;
  return parts;
}

/** Pool fees of a part: of its subnet, and in the first part those of subnets that the entry has no part of. */
function poolFeeOf(entry: BookEntry, part: Part, parts: readonly Part[]): [string, string] {
  const own = entry.poolFees.filter(
    ({ netuid }) =>
      netuid === part.netuid || (part.isFirst && parts.every((other) => other.netuid !== netuid)),
  );
  return [
    own.map(({ amount }) => wholeText(amount)).join(' + '),
    own.map(({ unit, netuid }) => (unit === 'rao' ? 'TAO' : currencyOf(netuid))).join(' + '),
  ];
}

function feeOf({ fee }: BookEntry): [string, string] {
  if (fee === null) return ['', ''];
  return [wholeText(-fee.change), fee.of === 'free' ? 'TAO' : currencyOf(fee.netuid)];
}

function priceOf(entry: BookEntry, { netuid, registeredAt }: Part): bigint | null {
  const then = entry.prices.find(
    (price) => price.netuid === netuid && price.registeredAt === registeredAt,
  );
  if (then !== undefined) return then.raoPerAlpha;
  return netuid === 0 ? 1_000_000_000n : null;
}

function entryRow(
  entry: BookEntry,
  part: Part,
  parts: readonly Part[],
  prices: DailyPrices | null,
): string {
  const { extrinsic, block } = entry;
  const price = priceOf(entry, part);
  const byAlpha = price === null ? null : valueAt(part.alpha, price);
  const worth = part.tao === 0n ? byAlpha : part.tao;
  return csvRow([
    secondText(entry.at),
    String(block.number),
    extrinsic === null ? '' : String(extrinsic.index),
    String(entry.place),
    entry.kind,
    entry.by,
    textCell(entry.coldkey),
    part.netuid === null ? '' : String(part.netuid),
    part.netuid === null ? '' : String(part.registeredAt),
    part.netuid === null ? '' : wholeText(part.alpha),
    part.isFirst ? wholeText(part.tao) : '',
    ...(part.isFirst ? feeOf(entry) : ['', '']),
    ...poolFeeOf(entry, part, parts),
    price === null ? '' : String(price),
    ...worthCells(worth, entry.at, prices),
    textCell(entry.counterparty ?? ''),
    textCell(extrinsic?.call ?? ''),
    textCell(entry.error ?? ''),
    extrinsic?.hash ?? '',
    entry.source,
  ]);
}

/** Rewards, what is not explained, and what was there at first. */
function otherRow(movement: Movement, prices: DailyPrices | null): string {
  const { received, sent, kind, at, coldkey } = movement;
  const amount = received ?? sent;
  const units = amount === null ? 0n : amount.units;
  const text = wholeText(received === null ? -units : units);
  const isTao = amount?.currency === 'TAO';
  const worth = received === null && movement.worth !== null ? -movement.worth : movement.worth;
  const [fiat, currency] = worthCells(worth, at, prices);
  const cells: Readonly<Record<string, string>> = {
    time_utc: secondText(at),
    kind,
    by: 'chain',
    account: textCell(coldkey),
    subnet: isTao ? '' : (amount?.currency.slice(2) ?? ''),
    alpha: isTao ? '' : text,
    tao: isTao ? text : '',
    fiat_value: fiat,
    fiat_currency: currency,
  };
  return csvRow(HEAD.map((name) => cells[name] ?? ''));
}

/** Those that count, in the period. */
function entriesIn({ entries, points }: AccountBook, period: Period): BookEntry[] {
  const opening = points[0]?.block.number ?? -1;
  return entries.filter(
    ({ at, block }) => at > period.from && at <= period.to && block.number > opening,
  );
}

/** Chunks of the file: the rows of an entry or of a day's reward each, by time within an account. */
export function* ownCsv(
  books: Iterable<AccountBook>,
  period: Period,
  prices: DailyPrices | null,
): Generator<string> {
  yield csvRow(HEAD);
  for (const book of books) {
    const entries = entriesIn(book, period);
    let next = 0;
    const entriesUntil = function* (at: number): Generator<string> {
      for (let entry = entries[next]; entry !== undefined; entry = entries[next]) {
        if (entry.at > at) return;
        const parts = partsOf(entry);
        for (const part of parts) yield entryRow(entry, part, parts, prices);
        next += 1;
      }
    };
    for (const movement of movementsOf([book], period)) {
      if (movement.entry !== null) continue;
      yield* entriesUntil(movement.at);
      yield otherRow(movement, prices);
    }
    yield* entriesUntil(Number.POSITIVE_INFINITY);
  }
}
