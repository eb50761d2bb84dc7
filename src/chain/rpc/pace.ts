// The pace at which one endpoint is asked: any, until it limits requests; from then on one a gap, in the order of asking.

type Turn = {
  /** Whoever waited may have given up. */
  isWanted: () => boolean;
  send: () => void;
  /** Goes when nobody else waits and none came for a gap, or after so many others (`MOST_AHEAD`) went ahead of it. */
  isLate?: boolean;
};

export type Pace = {
  /** Sends now, or in its turn. */
  take: (turn: Turn) => void;
  /** Drops turns that are no longer wanted, and the timer when none is left. */
  prune: () => void;
  /** The endpoint limits requests: at least that gap between two from now on, longer each time it says so again. */
  slowDown: (gapMs: number) => void;
  /** It limited requests in an earlier life, in which it was last asked so long ago. */
  recall: (gapMs: number, restedMs: number) => void;
  /** Between two requests; 0: no limit is known. */
  gapMs: () => number;
};

const LONGEST_GAP_MS = 10_000;
const MOST_AHEAD = 8;

/** `now`: milliseconds of a clock that is never set. A timer runs only while a turn waits. */
export function createPace(now: () => number): Pace {
  let gap = 0;
  let next = Number.NEGATIVE_INFINITY;
  let waiting: (Turn & { ahead: number; from: number })[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function serve(): void {
    clearTimeout(timer);
    timer = undefined;
    prune();
    const turn =
      waiting.find(({ isLate, ahead }) => isLate !== true || ahead >= MOST_AHEAD) ?? waiting[0];
    if (turn === undefined) return;
    if (Math.max(next, turn.from) <= now()) {
      waiting = waiting.filter((other) => other !== turn);
      for (const other of waiting) other.ahead += 1;
      next = now() + gap;
      turn.send();
    }
    const soonest = Math.min(...waiting.map(({ from }) => from));
    if (waiting.length > 0) timer = setTimeout(serve, Math.max(0, Math.max(next, soonest) - now()));
  }

  function prune(): void {
    waiting = waiting.filter(({ isWanted }) => isWanted());
    if (waiting.length > 0) return;
    clearTimeout(timer);
    timer = undefined;
  }

  return {
    take(turn) {
      if (gap === 0) {
        turn.send();
        return;
      }
      // An answer that came now is mostly followed by a question.
      const from = turn.isLate === true ? now() + gap : Number.NEGATIVE_INFINITY;
      waiting.push({ ...turn, ahead: 0, from });
      serve();
    },
    prune,
    slowDown(gapMs) {
      gap = gap === 0 ? gapMs : Math.min(LONGEST_GAP_MS, gap * 2);
      next = now() + gap;
    },
    recall(gapMs, restedMs) {
      gap = gapMs;
      next = now() + Math.max(0, gapMs - restedMs);
    },
    gapMs: () => gap,
  };
}
