// The manners of a public entry point: about one request a second, and whoever asks faster is turned away for a while.
// Refuses to know what is asked.
import type { FaultAction } from './fault-rules.ts';

export type RateLimitOptions = Readonly<{
  /** Milliseconds in which one request may be made. Default: a second. */
  gapMs?: number;
  /** Requests that may come at once after a rest. Default 1. */
  burst?: number;
  /** Milliseconds in which everything is refused after one request too many. Default: a minute. */
  penaltyMs?: number;
  /** Default: -32005, "Too many requests", with `retry_after_seconds`. */
  refusal?: Readonly<{ code: number; message: string; data?: unknown }>;
}>;

export class RateLimit {
  /** Requests turned away. */
  refused = 0;
  private readonly options: Required<Omit<RateLimitOptions, 'refusal'>> & RateLimitOptions;
  private credit: number;
  private seenAt = performance.now();
  private closedUntil = 0;

  constructor(options: RateLimitOptions) {
    this.options = { gapMs: 1_000, burst: 1, penaltyMs: 60_000, ...options };
    this.credit = this.options.burst;
  }

  /** Null: the request may pass. */
  turnAway(): FaultAction | null {
    const { gapMs, burst, penaltyMs, refusal } = this.options;
    const now = performance.now();
    this.credit = Math.min(burst, this.credit + (now - this.seenAt) / gapMs);
    this.seenAt = now;
    if (now >= this.closedUntil && this.credit >= 1) {
      this.credit -= 1;
      return null;
    }
    if (now >= this.closedUntil) this.closedUntil = now + penaltyMs;
    this.refused += 1;
    const data = { retry_after_seconds: (this.closedUntil - now) / 1_000 };
    return { do: 'fail', code: -32005, message: 'Too many requests', data, ...refusal };
  }
}
