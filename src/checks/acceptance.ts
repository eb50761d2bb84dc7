// What a person must accept before a plan may be signed, by name, and which of it is still open. An acceptance covers
// only what was shown; a later finding needs a new one.
import type { Exactness, Plan } from '../model/plan.ts';
import type { CheckResult } from '../model/check.ts';

const PPM_PER_PERCENT = 10_000n;
const TYPED = 'typed-impact:';

/** Rules whose sentence covers what the plan itself leaves open: one yes for both. */
const yesByRule: Readonly<Record<string, string>> = {
  'minimum-guaranteed': 'no-minimum',
  'node-agrees': 'unverified',
};

/** A yes given by typing this whole per cent of price impact; it also covers less impact, never more. */
export const typedYes = (percent: bigint): string => `${TYPED}${percent}`;

/** The whole per cent of price impact to type for a check; null: none. Throws RangeError where the check has no such value. */
function percentOf({ id, severity, values }: CheckResult): bigint | null {
  if (severity !== 'typed') return null;
  for (const value of Object.values(values)) {
    if (value.unit === 'ppm') return value.amount / PPM_PER_PERCENT;
  }
  throw new RangeError(`check ${id} names no share to type`);
}

/** The largest whole per cent that has to be typed; null when nothing has. */
export function percentToType(checks: readonly CheckResult[]): bigint | null {
  return checks.reduce<bigint | null>((most, check) => {
    const percent = percentOf(check);
    return percent !== null && (most === null || percent > most) ? percent : most;
  }, null);
}

/** The name of the tick that a check needs; null: none. */
export function tickOf({ id, verdict, needsYes }: CheckResult): string | null {
  return verdict === 'unknown' || needsYes === true ? (yesByRule[id] ?? id) : null;
}

/** The names of every yes that this plan needs; a block cannot be accepted. */
export function neededYeses(
  { receives }: Pick<Plan, 'receives'>,
  exactness: Exactness,
  checks: readonly CheckResult[],
): readonly string[] {
  const percent = percentToType(checks);
  const named = new Set([
    ...(receives !== null && !receives.isGuaranteed ? ['no-minimum'] : []),
    ...(exactness.state === 'unverified' ? ['unverified'] : []),
    ...checks.flatMap((check) => tickOf(check) ?? []),
    ...(percent === null ? [] : [typedYes(percent)]),
  ]);
  return [...named];
}

function typedPercent(yes: string): bigint | null {
  const digits = yes.startsWith(TYPED) ? yes.slice(TYPED.length) : '';
  return /^\d{1,9}$/.test(digits) ? BigInt(digits) : null;
}

function isAnswered(needed: string, accepted: readonly string[]): boolean {
  const percent = typedPercent(needed);
  if (percent === null) return accepted.includes(needed);
  return accepted.some((yes) => (typedPercent(yes) ?? -1n) >= percent);
}

/** The needed names that were not accepted. */
export function openYeses(
  needed: readonly string[],
  accepted: readonly string[],
): readonly string[] {
  return needed.filter((one) => !isAnswered(one, accepted));
}

/** The checks whose tick is still open, to be shown. */
export function openTicks(
  checks: readonly CheckResult[],
  accepted: readonly string[],
): readonly CheckResult[] {
  return checks.filter((check) => {
    const tick = tickOf(check);
    return tick !== null && !accepted.includes(tick);
  });
}
