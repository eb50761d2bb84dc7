// Runs rules over a subject and reads their answers together. Knows no rule.
import type { CheckResult, Severity, Verdict } from '../model/check.ts';
import type { Rule } from './rule.ts';

/** The answers of all rules that apply, in the rules' order. */
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

/** One answer per rule over several subjects: the gravest, the first of equals. */
export function severestOfEach(lists: readonly (readonly CheckResult[])[]): readonly CheckResult[] {
  const byId = new Map<string, CheckResult>();
  for (const result of lists.flat()) {
    const kept = byId.get(result.id);
    if (kept === undefined || rankOf(result) > rankOf(kept)) byId.set(result.id, result);
  }
  return [...byId.values()];
}

/** What stands between the user and the wallet. */
type Readiness =
  /** Nothing, or things worth reading. */
  | 'ready'
  /** Something is unknown or promised by nobody: an explicit yes. */
  | 'needs-yes'
  /** The impact is grave enough that something must be typed; what asks for a yes asks for it all the same. */
  | 'needs-typing'
  | 'blocked';

export function readinessOf(checks: readonly CheckResult[]): Readiness {
  if (checks.some(({ verdict }) => verdict === 'block')) return 'blocked';
  if (checks.some(({ severity }) => severity === 'typed')) return 'needs-typing';
  return checks.some(({ verdict, needsYes }) => verdict === 'unknown' || needsYes === true)
    ? 'needs-yes'
    : 'ready';
}

/** The first reason why nothing can be sent, or null. */
export function firstBlock(checks: readonly CheckResult[]): CheckResult | null {
  return checks.find(({ verdict }) => verdict === 'block') ?? null;
}
