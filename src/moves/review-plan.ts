// A plan at the moment of review: its own checks and those of the circumstances, as one list.
import { circumstanceRules } from '../checks/all-rules.ts';
import type { CheckResult } from '../model/check.ts';
import type { Circumstances } from '../checks/circumstances.ts';
import { runChecks } from '../checks/run-checks.ts';

/** What blocks first, in the order in which the rules stand. */
export function reviewPlan(circumstances: Circumstances): readonly CheckResult[] {
  return [...circumstances.plan.checks, ...runChecks(circumstanceRules, circumstances)];
}
