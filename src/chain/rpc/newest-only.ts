// Takes items as fast as a node sends them and hands on the newest at most once per gap: what a node sends decides
// neither how much work is done nor how much memory is held.

type NewestOnly<T> = {
  take: (item: T) => void;
  /** Drops what waits, with its timer. */
  clear: () => void;
};

/** The first item is handed on at once. A gap of 0 hands on every item. */
export function newestOnly<T>(gapMs: number, use: (item: T) => void): NewestOnly<T> {
  let waiting: { item: T } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function next(): void {
    timer = undefined;
    const held = waiting;
    waiting = null;
    if (held !== null) give(held.item);
  }

  function give(item: T): void {
    if (gapMs > 0) timer = setTimeout(next, gapMs);
    use(item);
  }

  return {
    take(item) {
      if (timer === undefined) give(item);
      else waiting = { item };
    },
    clear() {
      clearTimeout(timer);
      timer = undefined;
      waiting = null;
    },
  };
}
