// Finds the rows of known heights that are visible in a scrolled list. Pure.

/** The top of each row in pixels, and the bottom of the last one. */
export function topsOf(heights: readonly number[]): number[] {
  const tops = [0];
  let top = 0;
  for (const height of heights) {
    top += height;
    tops.push(top);
  }
  return tops;
}

/** First row, and one past the last row, that a range of pixels touches; tops[i] is the top of row i. */
export function rowsInSight(tops: readonly number[], from: number, to: number): [number, number] {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle] ?? 0) <= from) low = middle;
    else high = middle - 1;
  }
  let end = low;
  while (end < tops.length - 1 && (tops[end] ?? 0) < to) end += 1;
  return [low, end];
}

/** Rows from the first, up to and without the second. */
export type RowRange = readonly [number, number];

/** Rows that one task adds. More at once would hold up a frame on a slow machine. */
export const ROWS_A_TASK = 5;

const within = (at: number, [from, to]: RowRange): number => Math.min(Math.max(at, from), to);

/**
 * What is rendered next on the way to `wanted`: what is in sight first, then what is around it, so many new rows at a time. Rows
 * that are no longer wanted go with the first step. `inSight` lies in `wanted`.
 */
export function nextRows(
  rendered: RowRange,
  inSight: RowRange,
  wanted: RowRange,
  most = ROWS_A_TASK,
): RowRange {
  // Of a jump nothing is kept: what is in sight would wait for the rows between.
  const isNear = rendered[0] <= inSight[1] && inSight[0] <= rendered[1];
  let [from, to] = isNear
    ? [within(rendered[0], wanted), within(rendered[1], wanted)]
    : [inSight[0], inSight[0]];
  let left = most;
  for (const [first, end] of [inSight, wanted]) {
    const below = Math.min(left, Math.max(end - to, 0));
    to += below;
    left -= below;
    const above = Math.min(left, Math.max(from - first, 0));
    from -= above;
    left -= above;
  }
  return [from, to];
}
