// Which point of a chart the pointer or a key chooses. Pure.

/** The index of the nearest place; null where there is none. */
export function nearestIndex(xs: readonly number[], x: number): number | null {
  let nearest: number | null = null;
  for (const [index, at] of xs.entries()) {
    const before = nearest === null ? undefined : xs[nearest];
    if (before === undefined || Math.abs(at - x) < Math.abs(before - x)) nearest = index;
  }
  return nearest;
}

/** Where a key leads; null: not a key of the chart. Arrows follow what is seen: mirrored, left is later. */
export function indexByKey(
  key: string,
  index: number,
  count: number,
  isMirrored: boolean,
): number | null {
  const within = (next: number): number => Math.min(count - 1, Math.max(0, next));
  const page = Math.max(1, Math.round(count / 10));
  switch (key) {
    case 'ArrowLeft':
      return within(index + (isMirrored ? 1 : -1));
    case 'ArrowRight':
      return within(index + (isMirrored ? -1 : 1));
    case 'ArrowUp':
      return within(index + 1);
    case 'ArrowDown':
      return within(index - 1);
    case 'PageUp':
      return within(index + page);
    case 'PageDown':
      return within(index - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
