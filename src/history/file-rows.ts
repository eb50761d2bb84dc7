// The book as rows of a file: what was sent, what came, the fee, and rewards by day; the same rows for every program that takes
// them. Pure.
import type { BookEntry, EntryKind, Leg } from '../model/book.ts';
import { dayOf } from './calendar.ts';
import type { Growth } from './growth.ts';

/** `netuid` null: TAO. */
export type FileAmount = { netuid: number | null; amount: bigint };

export type FileRow = {
  at: number;
  kind: EntryKind | 'reward';
  coldkey: string;
  sent: FileAmount | null;
  got: FileAmount | null;
  fee: FileAmount | null;
  block: number;
  index: number | null;
  hash: string | null;
  by: BookEntry['by'];
  counterparty: string | null;
  /** Worth of what came, or else of what was sent, in rao by the prices of the entry; null: not known. */
  worth: bigint | null;
  source: BookEntry['source'];
};

const size = (value: bigint): bigint => (value < 0n ? -value : value);

/** By what it is an amount of. */
function sums(legs: readonly Leg[]): readonly FileAmount[] {
  const found = new Map<number | null, bigint>();
  for (const leg of legs) {
    const netuid = leg.of === 'free' || leg.netuid === 0 ? null : leg.netuid;
    found.set(netuid, (found.get(netuid) ?? 0n) + size(leg.change));
  }
  return [...found].map(([netuid, amount]) => ({ netuid, amount }));
}

function worthOf(of: FileAmount | null, { prices }: Pick<BookEntry, 'prices'>): bigint | null {
  if (of === null) return null;
  if (of.netuid === null) return of.amount;
  const price = prices.find(({ netuid }) => netuid === of.netuid)?.raoPerAlpha;
  return price === undefined ? null : (of.amount * price) / 1_000_000_000n;
}

/** One row, or several where several things went or came: what went first is paired with what came first. */
export function rowsOfEntry(entry: BookEntry): readonly FileRow[] {
  const { legs, fee, kind, at, coldkey, block, extrinsic, by, counterparty, source } = entry;
  const sent = sums(legs.filter(({ change }) => change < 0n));
  const got = sums(legs.filter(({ change }) => change > 0n));
  const count = Math.max(1, sent.length, got.length);
  return Array.from({ length: count }, (_one, index): FileRow => {
    const [out, came] = [sent[index] ?? null, got[index] ?? null];
    return {
      at,
      kind,
      coldkey,
      sent: out,
      got: came,
      // Once for the entry, however many rows it has.
      fee: index === 0 && fee !== null ? (sums([fee])[0] ?? null) : null,
      block: block.number,
      index: extrinsic?.index ?? null,
      hash: extrinsic?.hash ?? null,
      by,
      counterparty,
      worth: worthOf(came, entry) ?? worthOf(out, entry),
      source,
    };
  });
}

/** Rewards of one account: one row a day and subnet, at the time of the day's last point. */
export function rowsOfGrowth(coldkey: string, grown: readonly Growth[]): readonly FileRow[] {
  const days = new Map<string, FileRow>();
  for (const { netuid, at, block, alpha, raoPerAlpha } of grown) {
    const key = `${dayOf(at)} ${netuid}`;
    const before = days.get(key);
    const worth = raoPerAlpha === null ? null : (alpha * raoPerAlpha) / 1_000_000_000n;
    const known = before === undefined ? 0n : before.worth;
    days.set(key, {
      at,
      kind: 'reward',
      coldkey,
      sent: null,
      got: {
        netuid: netuid === 0 ? null : netuid,
        amount: alpha + (before?.got?.amount ?? 0n),
      },
      fee: null,
      block,
      index: null,
      hash: null,
      by: 'chain',
      counterparty: null,
      worth: worth === null || known === null ? null : known + worth,
      source: 'archive',
    });
  }
  return [...days.values()];
}
