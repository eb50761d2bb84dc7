// What a person must accept before a plan may be signed, by name, and which of it is still open. An acceptance covers
// only what was shown; a later finding needs a new one.
import type { Exactness, Plan } from '../model/plan.ts';
import type { CheckResult } from '../model/check.ts';

const PPM_PER_PERCENT = 10_000n;
const TYPED = 'typed-impact:';
const TYPED_RECEIVER = 'typed-to:';
/** Characters at the end of an address that are typed. */
const ENDING = 4;

/** Rules whose sentence covers what the plan itself leaves open: one yes for both. */
const yesByRule: Readonly<Record<string, string>> = {
  'minimum-guaranteed': 'no-minimum',
  'claim-any-price': 'no-minimum',
  'node-agrees': 'unverified',
  'runtime-model': 'unverified',
  'newer-hold': 'newer-runtime',
  'newer-caps': 'newer-runtime',
  'newer-legs': 'newer-runtime',
};

/** A yes given by typing this whole per cent of price impact; it also covers less impact, never more. */
export const typedYes = (percent: bigint): string => `${TYPED}${percent}`;

/** A yes given by typing the end of a receiving address; it covers this address alone. */
export const typedReceiverYes = (address: string): string => `${TYPED_RECEIVER}${address}`;

/** The receiving address that a check wants typed; null: none. */
function receiverOf({ severity, values }: CheckResult): string | null {
  const receiver = severity === 'typed' ? values.receiver : undefined;
  return receiver?.unit === 'address' ? receiver.text : null;
}

/** The whole per cent of price impact to type for a check; null: none. Throws RangeError where the check has nothing to type. */
function percentOf(check: CheckResult): bigint | null {
  const { id, severity, values } = check;
  if (severity !== 'typed' || receiverOf(check) !== null) return null;
  if (values.impact?.unit === 'ppm') return values.impact.amount / PPM_PER_PERCENT;
  throw new RangeError(`check ${id} names nothing to type`);
}

/** The largest whole per cent that has to be typed; null when nothing has. */
export function percentToType(checks: readonly CheckResult[]): bigint | null {
  return checks.reduce<bigint | null>((most, check) => {
    const percent = percentOf(check);
    return percent !== null && (most === null || percent > most) ? percent : most;
  }, null);
}

/** What has to be typed, and the names of the yeses that this gives. */
export type Typing = { about: 'impact' | 'receiver'; text: string; yeses: readonly string[] };

/** All that has to be typed, as one text; null when nothing has. */
export function typingOf(checks: readonly CheckResult[]): Typing | null {
  const receivers = [...new Set(checks.flatMap((check) => receiverOf(check) ?? []))];
  const percent = percentToType(checks);
  const percents = percent === null ? [] : [percent];
  const text = [...percents, ...receivers.map((address) => address.slice(-ENDING))].join(' ');
  if (text === '') return null;
  return {
    about: receivers.length > 0 ? 'receiver' : 'impact',
    text,
    yeses: [...percents.map(typedYes), ...receivers.map(typedReceiverYes)],
  };
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
  const named = new Set([
    ...(receives !== null && !receives.isGuaranteed ? ['no-minimum'] : []),
    ...(exactness.state === 'unverified' ? ['unverified'] : []),
    ...checks.flatMap((check) => tickOf(check) ?? []),
    ...(typingOf(checks)?.yeses ?? []),
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
