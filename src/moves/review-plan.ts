// A plan at the moment of review: its own checks and those of the context, as one list.
import { reviewRules } from '../checks/all-rules.ts';
import type { CheckResult } from '../model/check.ts';
import type { ReviewContext } from '../checks/review-context.ts';
import { runChecks } from '../checks/run-checks.ts';

/** What blocks first, in the order in which the rules stand. */
export function reviewPlan(context: ReviewContext): readonly CheckResult[] {
  return [...context.plan.checks, ...runChecks(reviewRules, context)];
}
