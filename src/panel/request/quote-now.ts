// What a queued request would bring as its account's last check found it, beside what was reviewed. Pure.
import type { Quantity } from '../../model/plan.ts';
import type { SigningRequest } from '../../model/request.ts';
import { toAlphaRao, toRao } from '../../units.ts';
import { needsReview } from './request-view.ts';

const sameUnit = (quantity: Quantity, amount: bigint): Quantity =>
  quantity.unit === 'rao'
    ? { ...quantity, amount: toRao(amount) }
    : { ...quantity, amount: toAlphaRao(amount) };

/** By the plan that was refused for it; null: its minimum is not what changed. `expected` is null where only that was told. */
export function quoteNow(
  request: SigningRequest,
): { expected: Quantity | null; minimum: Quantity } | null {
  const { error, plan, queueEntry } = request;
  const reviewed = (queueEntry ?? plan.receives)?.minimum;
  if (!needsReview(request) || error?.code !== 'PLAN_CHANGED' || reviewed === undefined)
    return null;
  const { now, expected } = error.detail;
  if (typeof now !== 'bigint' || now >= reviewed.amount) return null;
  return {
    expected: typeof expected === 'bigint' ? sameUnit(reviewed, expected) : null,
    minimum: sameUnit(reviewed, now),
  };
}
