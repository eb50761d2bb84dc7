// Which rows of known heights a stretch of a scrolled list touches. Pure.

/** Where each row begins, and where the last one ends. */
export function topsOf(heights: readonly number[]): number[] {
  const tops = [0];
  let top = 0;
  for (const height of heights) {
    top += height;
    tops.push(top);
  }
  return tops;
}

/** First and one past the last row that a stretch of pixels touches; tops[i] is where row i begins. */
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
