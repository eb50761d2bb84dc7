// Holds a rebuilt book against the record of the archive's maker.
import assert from 'node:assert/strict';
import type { Stretch } from '../../src/model/book.ts';
import type { Past, PastRecord } from '../devnet/past/past.ts';
import type { MemoryBooks } from './memory-books.ts';
import { entriesOf, isToldAlike, told } from './same-amounts.ts';

export const since = (past: Past, coldkey: string, from: number): PastRecord[] =>
  past.record(coldkey).filter(({ block }) => block > from);

/** What the chain did by itself while it claimed root dividends: growth in the book, as its stretches say. */
function isGrowth(record: PastRecord): boolean {
  const isClaiming = record.block > 3_000_000 && record.block <= 7_300_000;
  const isByChain = record.kind === 'claim' && record.by === 'chain';
  const isOnRoot = record.legs.some((leg) => leg.of === 'alpha' && leg.netuid === 0);
  return isClaiming && (isByChain || (record.kind === 'stake-in' && isOnRoot));
}

/** Throws where an entry is missing, is another one, or should not be there. */
export function compare(past: Past, store: MemoryBooks, coldkey: string, from: number): void {
  const wanted = since(past, coldkey, from).filter(({ isCancelled }) => !isCancelled);
  const found = entriesOf(store, coldkey).filter(({ block }) => block.number > from);
  const left = [...found];
  for (const record of wanted) {
    const at = left.findIndex((entry) => isToldAlike(entry, record));
    if (at !== -1) left.splice(at, 1);
    else assert.ok(isGrowth(record), `missing: ${told(record)}`);
  }
  assert.deepEqual(left.map(told), [], 'not in the record');
}

export const unreadIn = (store: MemoryBooks): Stretch[] =>
  [...store.books.values()].flatMap(({ stretches }) =>
    stretches.filter(({ state }) => state !== 'read'),
  );

/** An account with at least three things of its own late in the past. */
export function lively(past: Past, from: number): { coldkey: string; records: PastRecord[] } {
  for (const coldkey of past.coldkeys) {
    const records = since(past, coldkey, from).filter(({ by }) => by === 'self');
    if (records.length >= 3) return { coldkey, records };
  }
  throw new RangeError('nobody did anything');
}
