// Deadlines of a connection, and its pauses between attempts, which grow and are spread. Milliseconds.
export type LinkTiming = {
  connectMs: number;
  requestMs: number;
  /** First pause after all endpoints failed; doubled up to the longest. */
  pauseMs: number;
  longestPauseMs: number;
  /** A node without a new block for that long counts as hung. */
  staleMs: number;
  /** How long an endpoint is left alone: one that could not be reached, one that answered wrongly or late. */
  awayMs: number;
  faultMs: number;
  /** The same for one that limits requests and names no time, and the gap that is kept from then on. */
  busyMs: number;
  gapMs: number;
  /** The newest block's time may differ that much from the computer's before another operator is asked. */
  oldMs: number;
  /** Between two heads of one kind that are used; of those in between only the newest counts. */
  headGapMs: number;
};

export const DEFAULT_TIMING: LinkTiming = {
  connectMs: 6_000,
  requestMs: 12_000,
  pauseMs: 500,
  longestPauseMs: 30_000,
  staleMs: 60_000,
  awayMs: 20_000,
  faultMs: 600_000,
  busyMs: 60_000,
  gapMs: 1_050,
  oldMs: 180_000,
  headGapMs: 250,
};

/** The pause after that many rounds in which every endpoint failed; `spread` from 0 to 1: 0 halves the pause, 1 keeps it whole. */
export function pauseLength(timing: LinkTiming, rounds: number, spread: number): number {
  const doublings = Math.min(rounds - 1, 16);
  const full = Math.min(timing.longestPauseMs, timing.pauseMs * 2 ** doublings);
  return full * (0.5 + spread / 2);
}

/** Resolves after that time, or as soon as the signal aborts; leaves no timer. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
