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
