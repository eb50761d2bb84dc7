// The minimum of a queued request as its account's last check found it, beside the one that was reviewed. Pure.
import type { Quantity } from '../../model/plan.ts';
import type { SigningRequest } from '../../model/request.ts';
import { toAlphaRao, toRao } from '../../units.ts';
import { needsReview } from './request-view.ts';

/** What a queued one would bring at least by the plan that was refused for it; null: its minimum is not what changed. */
export function minimumNow(request: SigningRequest): Quantity | null {
  const { error, plan, queueEntry } = request;
  const reviewed = (queueEntry ?? plan.receives)?.minimum;
  const now = error?.detail['now'];
  if (!needsReview(request) || error?.code !== 'PLAN_CHANGED' || reviewed === undefined)
    return null;
  if (typeof now !== 'bigint' || now >= reviewed.amount) return null;
  return reviewed.unit === 'rao'
    ? { ...reviewed, amount: toRao(now) }
    : { ...reviewed, amount: toAlphaRao(now) };
}
