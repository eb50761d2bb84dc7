// The checks at review: those of the plan and those of its context, as one list.
import { reviewRules } from '../checks/all-rules.ts';
import type { CheckResult } from '../model/check.ts';
import type { ReviewContext } from '../checks/review-context.ts';
import { runChecks } from '../checks/run-checks.ts';

/** The plan's checks first, then those of the context, each in the order of the rules. */
export function reviewPlan(context: ReviewContext): readonly CheckResult[] {
  return [...context.plan.checks, ...runChecks(reviewRules, context)];
}
