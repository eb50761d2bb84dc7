// The loading of the past, as its card shows it: how far it is, and what it may be asked for. Pure.
import type { Book, BookRun } from '../../model/book.ts';
import { BLOCKS_PER_DAY } from '../../units.ts';

export const reaches = ['quarter', 'year', 'whole'] as const;
export type Reach = (typeof reaches)[number];
const reachDays: Readonly<Record<Exclude<Reach, 'whole'>, number>> = { quarter: 90, year: 365 };

/** The first block wanted. */
export function reachFrom(reach: Reach, head: number): number {
  return reach === 'whole' ? 1 : Math.max(1, head - reachDays[reach] * BLOCKS_PER_DAY);
}

/** Milliseconds from one query to the next. */
export const paces = {
  slow: 3_000,
  usual: 1_000,
  fast: 250,
} as const;
export const paceNames = ['slow', 'usual', 'fast'] as const;

/** The name of the pace that comes nearest. */
export const paceName = (pace: number): (typeof paceNames)[number] =>
  paceNames.find((name) => pace >= paces[name]) ?? 'fast';

/** Parts per thousand of the blocks wanted that are no longer open; null: not known yet. */
export function runProgress(run: BookRun, books: readonly Book[]): number | null {
  let wanted = 0;
  for (const coldkey of run.coldkeys) {
    const book = books.find((one) => one.coldkey === coldkey);
    const end = book?.stretches.at(-1)?.to ?? null;
    if (end === null) return null;
    wanted += Math.max(0, end - run.from + 1);
  }
  if (wanted === 0) return null;
  const done = Math.min(wanted, Math.max(0, wanted - run.blocksLeft));
  return Math.floor((done * 1_000) / wanted);
}
