// How old something is by a clock that may be wrong. A date in the future tells no age: what bears one is not fresh.

/** Two clocks that are right may differ by that much, in milliseconds. */
const CLOCKS_DIFFER_MS = 30_000;

/** Milliseconds, never negative; null: dated in the future, so one of the two clocks is wrong. */
export function ageOf(at: number, now: number): number | null {
  return at - now > CLOCKS_DIFFER_MS ? null : Math.max(0, now - at);
}

/** Younger than that many milliseconds. Every decision whether something is still good goes through here. */
export function isFresh(at: number, now: number, forMs: number): boolean {
  const age = ageOf(at, now);
  return age !== null && age < forMs;
}
