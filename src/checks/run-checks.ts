// Runs rules over a subject and summarises their results.
import type { WireError } from '../errors.ts';
import type { CheckResult, Severity, Verdict } from '../model/check.ts';
import type { Rule } from './rule.ts';

/** The results of all rules that apply, in the rules' order. */
export function runChecks<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
): readonly CheckResult[] {
  return rules.flatMap((one) => one.check(subject) ?? []);
}

const verdictRank: Record<Verdict, number> = { pass: 0, warn: 1, unknown: 2, block: 3 };
const severityRank: Record<Severity, number> = { notice: 0, warning: 1, red: 2, typed: 3 };

const rankOf = (result: CheckResult): number =>
  verdictRank[result.verdict] * 10 +
  (result.severity === undefined ? 0 : severityRank[result.severity]);

/** One result per rule over several subjects: the most severe, the first of equals. */
export function severestOfEach(lists: readonly (readonly CheckResult[])[]): readonly CheckResult[] {
  const byId = new Map<string, CheckResult>();
  for (const result of lists.flat()) {
    const kept = byId.get(result.id);
    if (kept === undefined || rankOf(result) > rankOf(kept)) byId.set(result.id, result);
  }
  return [...byId.values()];
}

/** The first check that blocks, or null. */
export function firstBlock(checks: readonly CheckResult[]): CheckResult | null {
  return checks.find(({ verdict }) => verdict === 'block') ?? null;
}

/** Whether a rule is about a limit that the user set for the account: to be changed there, not in the order. */
export const isAccountLimit = (id: string): boolean => id.startsWith('account-limit');

/** A check that forbids signing or sending, as an error. */
export const blockedBy = ({ id, messageKey, verdict }: CheckResult): WireError => ({
  code: isAccountLimit(id) ? 'ACCOUNT_LIMIT' : 'PLAN_BLOCKED',
  detail: { check: id, messageKey, verdict },
});
