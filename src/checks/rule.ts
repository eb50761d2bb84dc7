// A rule: data about one possible problem, and one function from facts to a finding. Where a needed fact is unknown,
// the finding is `unknown` and `judge` is not called.
import type { Reading } from '../model/facts.ts';
import type { CheckResult, CheckValue, Severity, Verdict } from '../model/check.ts';

export type Values = Readonly<Record<string, CheckValue>>;

export type Finding = { values?: Values } & (
  | { verdict: 'pass' }
  | { verdict: 'warn'; severity: Severity; needsYes?: true }
  | { verdict: 'block'; chainError?: string }
  | { verdict: 'unknown' }
);

type Spec<Subject, Needed> = {
  id: string;
  /** Every verdict that the rule can give; each has its sentence in _locales. */
  verdicts: readonly Verdict[];
  /** false: the rule gives no result for this subject. */
  applies: (subject: Subject) => boolean;
  /** The facts that the rule needs; an unknown fact makes the verdict `unknown`. */
  needs: (subject: Subject) => Reading<Needed>;
  judge: (subject: Subject, needed: Needed) => Finding;
  /** Key of the remedy's sentence, by verdict. */
  remedyKeys?: Partial<Record<'warn' | 'block' | 'unknown', string>>;
};

export type Rule<Subject> = {
  id: string;
  verdicts: readonly Verdict[];
  remedyKeys: readonly string[];
  /** null: the rule does not apply. */
  check: (subject: Subject) => CheckResult | null;
};

export const pass = (values: Values = {}): Finding => ({ verdict: 'pass', values });
export const warn = (severity: Severity, values: Values = {}): Finding => ({
  verdict: 'warn',
  severity,
  values,
});
/** A warning that the user must accept explicitly. */
export const needsYes = (severity: Severity, values: Values = {}): Finding => ({
  verdict: 'warn',
  severity,
  needsYes: true,
  values,
});
export const block = (values: Values = {}, chainError?: string): Finding => ({
  verdict: 'block',
  values,
  ...(chainError === undefined ? {} : { chainError }),
});

/** A known reading of nothing: for rules that need no fact beyond the plan itself. */
export const nothingNeeded = (): Reading<null> => ({ known: true, value: null });

/** Both, or the first that is missing. */
export function both<A, B>(a: Reading<A>, b: Reading<B>): Reading<readonly [A, B]> {
  if (!a.known) return a;
  return b.known ? { known: true, value: [a.value, b.value] } : b;
}

/** All, or the first that is missing. */
export function every<T>(readings: readonly Reading<T>[]): Reading<readonly T[]> {
  const values: T[] = [];
  for (const reading of readings) {
    if (!reading.known) return reading;
    values.push(reading.value);
  }
  return { known: true, value: values };
}

/** `minimum-stake` and `block` → `checkMinimumStakeBlock`. */
export function messageKeyOf(id: string, verdict: CheckResult['verdict']): string {
  const words = [...id.split('-'), verdict];
  return `check${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;
}

function resultOf(
  id: string,
  finding: Finding,
  remedyKeys: Spec<unknown, unknown>['remedyKeys'],
): CheckResult {
  const { verdict } = finding;
  const remedyKey = verdict === 'pass' ? undefined : remedyKeys?.[verdict];
  return {
    id,
    verdict,
    messageKey: messageKeyOf(id, verdict),
    values: finding.values ?? {},
    ...(finding.verdict === 'warn' ? { severity: finding.severity } : {}),
    ...(finding.verdict === 'warn' && finding.needsYes ? { needsYes: true } : {}),
    ...(finding.verdict === 'block' && finding.chainError !== undefined
      ? { chainError: finding.chainError }
      : {}),
    ...(remedyKey === undefined ? {} : { remedyKey }),
  };
}

export function rule<Subject, Needed>(spec: Spec<Subject, Needed>): Rule<Subject> {
  const { id, verdicts, applies, needs, judge, remedyKeys } = spec;
  const check = (subject: Subject): CheckResult | null => {
    if (!applies(subject)) return null;
    const needed = needs(subject);
    const finding: Finding = needed.known ? judge(subject, needed.value) : { verdict: 'unknown' };
    return resultOf(id, finding, remedyKeys);
  };
  return { id, verdicts, remedyKeys: Object.values(remedyKeys ?? {}), check };
}
