// Where the past is looked at first, and where a stretch is halved. All at multiples of powers of two, so that accounts
// and later readings meet in the same blocks. Pure.
import { BLOCKS_PER_DAY } from '../units.ts';

/** 4.6 days and 36 days. */
const CLOSE = 2 ** 15;
const WIDE = 2 ** 18;
/** So long the points lie close. */
const CLOSE_BLOCKS = 90 * BLOCKS_PER_DAY;

/** The greatest block of the grid below `block`, but not below `from`. `head`: newest block that is read. */
export function gridBelow(block: number, from: number, head: number): number {
  const close = Math.floor((block - 1) / CLOSE) * CLOSE;
  const wide = Math.floor((block - 1) / WIDE) * WIDE;
  return Math.max(from, head - close <= CLOSE_BLOCKS ? close : wide);
}

/** The block between both that is divided by the greatest power of two. `to` is at least `from` + 2. */
export function middleOf(from: number, to: number): number {
  for (let step = 2 ** Math.ceil(Math.log2(to - from)); ; step /= 2) {
    const middle = Math.floor((to - 1) / step) * step;
    if (middle > from) return middle;
  }
}

/** Blocks that halving may ask for next, nearest first: so many hashes are asked for at once. */
export function blocksAhead(from: number, to: number, most: number): number[] {
  const found: number[] = [];
  let row: [number, number][] = [[from, to]];
  while (row.length > 0 && found.length + row.length <= most) {
    const next: [number, number][] = [];
    for (const [low, high] of row) {
      if (high - low < 2) continue;
      const middle = middleOf(low, high);
      found.push(middle);
      next.push([low, middle], [middle, high]);
    }
    row = next;
  }
  return found;
}
