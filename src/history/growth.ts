// What stake grew by between two points of which everything in between is known: the rewards of a file for a tax program. By
// the definitions in BOOKS.md. Pure.
import type { BookEntry, BookPoint, Holding, Leg, Stretch } from '../model/book.ts';

export type Growth = Holding & {
  /** Of the later point. */
  at: number;
  block: number;
  alpha: bigint;
  raoPerAlpha: bigint | null;
};

const ROOT_PRICE = 1_000_000_000n;
const keyOf = ({ netuid, registeredAt, hotkey }: Holding): string =>
  `${netuid} ${registeredAt} ${hotkey}`;

type Marks = {
  stretches: readonly Stretch[];
  entries: readonly BookEntry[];
  points: readonly BookPoint[];
};

function isReadBetween(stretches: readonly Stretch[], from: number, to: number): boolean {
  return stretches.every(
    (stretch) => stretch.state === 'read' || stretch.to <= from || stretch.from >= to,
  );
}

/** Entries by block, points by block, both ascending. */
export function growthOf({ stretches, entries, points }: Marks): readonly Growth[] {
  const grown: Growth[] = [];
  let next = 0;
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    const expected = new Map<string, { holding: Holding; alpha: bigint }>();
    const add = (holding: Holding, change: bigint): void => {
      const key = keyOf(holding);
      const { alpha } = expected.get(key) ?? { alpha: 0n };
      expected.set(key, { holding, alpha: alpha + change });
    };
    for (const holding of before?.holdings ?? []) add(holding, holding.alpha);
    for (let entry = entries[next]; entry !== undefined; entry = entries[(next += 1)]) {
      if (entry.block.number > point.block.number) break;
      const legs: readonly Leg[] = entry.fee === null ? entry.legs : [...entry.legs, entry.fee];
      for (const leg of legs) if (leg.of === 'alpha') add(leg, leg.change);
    }
    if (before === undefined) continue;
    if (!isReadBetween(stretches, before.block.number, point.block.number)) continue;
    for (const holding of point.holdings) {
      const alpha = holding.alpha - (expected.get(keyOf(holding))?.alpha ?? 0n);
      if (alpha <= 0n) continue;
      const { netuid, registeredAt, hotkey } = holding;
      const price = point.prices.find(
        (one) => one.netuid === netuid && one.registeredAt === registeredAt,
      );
      const raoPerAlpha = netuid === 0 ? ROOT_PRICE : (price?.raoPerAlpha ?? null);
      const { at, block } = point;
      grown.push({ netuid, registeredAt, hotkey, at, block: block.number, alpha, raoPerAlpha });
    }
  }
  return grown;
}
