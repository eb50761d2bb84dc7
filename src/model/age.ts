// How old something is by a clock that may be wrong. A date in the future tells no age: what bears one is not fresh.

/** Two clocks that are right may differ by that much, in milliseconds. */
const CLOCKS_DIFFER_MS = 30_000;

/** Milliseconds, never negative; null: dated in the future, so one of the two clocks is wrong. */
export function ageOf(at: number, now: number): number | null {
  return at - now > CLOCKS_DIFFER_MS ? null : Math.max(0, now - at);
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** An age as it is told: whole units of one kind. */
export type RoughAge = { unit: 'seconds' | 'minutes' | 'hours' | 'days'; count: number };

/** `age` in milliseconds, not negative. */
export function roughAge(age: number): RoughAge {
  if (age < MINUTE) return { unit: 'seconds', count: Math.floor(age / SECOND) };
  if (age < HOUR) return { unit: 'minutes', count: Math.floor(age / MINUTE) };
  if (age < 2 * DAY) return { unit: 'hours', count: Math.floor(age / HOUR) };
  return { unit: 'days', count: Math.floor(age / DAY) };
}

/** Younger than that many milliseconds. Every decision whether something is still good goes through here. */
export function isFresh(at: number, now: number, forMs: number): boolean {
  const age = ageOf(at, now);
  return age !== null && age < forMs;
}
