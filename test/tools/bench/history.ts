// How long a book takes: 10⁵ points and 10⁴ entries to figures, beside the same walk without arithmetic, and out as a file.
import process from 'node:process';
import type { BookEntry, BookPoint } from '../../../src/model/book.ts';
import type { AccountBook } from '../../../src/history/figures.ts';
import { koinlyCsv } from '../../../src/history/export/koinly.ts';
import { resultsOf } from '../../../src/history/results.ts';
import {
  accountOf,
  alpha,
  ask,
  entry,
  free,
  holding,
  H2,
  point,
  price,
  T,
} from '../../history/books.ts';

const POINTS = 100_000;
const ENTRIES = 10_000;
const ROUNDS = 7;

function longBook(points: number, entries: number): AccountBook {
  const assets = [holding(0), holding(1), holding(2, H2)];
  const step = points / entries;
  const amounts = assets.map(() => 100n * T);
  const book = { entries: [] as BookEntry[], points: [] as BookPoint[] };
  for (let at = 0; at < points; at += 1) {
    const block = 10 + at * 25;
    const prices = assets
      .slice(1)
      .map((one, n) => price(one, 50_000_000n + BigInt((at * (7 + n)) % 9973)));
    if (at > 0 && at % step === 0) {
      const one = (at / step) % 3;
      const amount = (at / step) % 2 === 0 ? T : -T;
      const held = assets[one] ?? holding(0);
      const kind = amount > 0n ? 'stake' : 'unstake';
      const legs = [free(-amount / 20n), alpha(amount, held)];
      book.entries.push(entry(block - 5, kind, legs, { fee: free(-1000n), prices }));
      amounts[one] = (amounts[one] ?? 0n) + amount;
    }
    assets.forEach((_one, n) => {
      amounts[n] = (amounts[n] ?? 0n) + BigInt(1000 + ((at * 31) % 777));
    });
    book.points.push(
      point(
        block,
        1000n * T,
        assets.map((one, n) => ({ ...one, alpha: amounts[n] ?? 0n })),
        prices,
      ),
    );
  }
  return accountOf(book.entries, book.points);
}

/** The same marks and as many products as there are values, and nothing else: what no fold can be faster than. */
function bareWalk({ points }: AccountBook): bigint {
  let sum = 0n;
  for (const { holdings, prices } of points) {
    for (const { alpha: amount } of holdings) {
      sum += (amount * (prices[0]?.raoPerAlpha ?? 1n)) / T;
    }
  }
  return sum;
}

/** The least processor time of several rounds of each, milliseconds; in turns, so that both meet the same neighbours. */
function fastest(works: readonly (() => unknown)[]): number[] {
  const best = works.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round += 1) {
    works.forEach((work, at) => {
      const before = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(before);
      best[at] = Math.min(best[at] ?? 0, (user + system) / 1000);
    });
  }
  return best;
}

const always = { from: 0, to: Number.MAX_SAFE_INTEGER };

function lengthOf(chunks: Iterable<string>): number {
  let length = 0;
  for (const chunk of chunks) length += chunk.length;
  return length;
}

export async function benchHistory(): Promise<void> {
  for (const share of [10, 1]) {
    const book = longBook(POINTS / share, ENTRIES / share);
    const rows = Object.entries({
      'bare walk': () => bareWalk(book),
      'figures by FIFO': () => resultsOf(ask([book])),
      'by average cost': () => resultsOf(ask([book], { method: 'average' })),
      'with columns by day': () => resultsOf(ask([book], { bucket: 'day', samples: 400 })),
      // A tenth: the ratio to the bare walk tells as much, in a tenth of the time.
      ...(share === 1
        ? {}
        : {
            'out for Koinly': () => lengthOf(koinlyCsv([book], always, null)),
          }),
    });
    const times = fastest(rows.map(([, work]) => work));
    console.log(`${book.points.length} points with 3 holdings, ${book.entries.length} entries`);
    rows.forEach(([name], at) => {
      const ratio = (times[at] ?? 0) / (times[0] ?? 1);
      console.log(
        `  ${name.padEnd(24)}${(times[at] ?? 0).toFixed(1).padStart(8)} ms  ${ratio.toFixed(1)} ×`,
      );
    });
  }
}
