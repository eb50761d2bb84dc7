// The user's own limits for an account. Each blocks: no yes of the moment lifts one, and what cannot be told never passes.
import type { AccountLimits, LimitsMet } from '../model/account-limits.ts';
import type { Move } from '../model/move.ts';
import type { PlannedClaim } from '../model/root-claims.ts';
import {
  mulDivUp,
  PPM,
  PPM_PER_BPS,
  ROOT_NETUID,
  type Netuid,
  type Ss58Address,
} from '../units.ts';
import { plannedClaims } from './planned-claims.ts';
import type { PlanSubject } from './plan-subject.ts';
import { largestImpact } from './price-rules.ts';
import { block, nothingNeeded, pass, rule, type Rule } from './rule.ts';

/** null: none is judged here, or what is kept of them cannot be read. */
const metOf = ({ facts: { accountLimits: met } }: PlanSubject): LimitsMet | null =>
  met?.known === true ? met.value : null;

const limitOf = <Name extends keyof AccountLimits>(
  subject: PlanSubject,
  name: Name,
): AccountLimits[Name] | null => metOf(subject)?.limits[name] ?? null;

type Arrivals = { netuids: readonly Netuid[]; hotkeys: readonly Ss58Address[] };

/** Where stake arrives or is bound. It may leave from everywhere: nobody is to be held in a subnet by a limit. */
function arrivalsOf(move: Move): Arrivals {
  switch (move.kind) {
    case 'stake':
    case 'transfer':
    case 'lock':
      return { netuids: [move.netuid], hotkeys: [move.hotkey] };
    case 'change-validator':
      return { netuids: [move.netuid], hotkeys: [move.toHotkey] };
    case 'change-subnet':
      return { netuids: [move.toNetuid], hotkeys: [move.toHotkey] };
    case 'claim':
      return { netuids: [ROOT_NETUID], hotkeys: move.hotkeys };
    case 'unstake':
    case 'unstake-all':
    case 'exit-several':
    case 'accept-locked':
      return { netuids: [], hotkeys: [] };
  }
}

/** Parts per million that a claim loses by the sale of a fund's holdings; null: not known. */
function claimImpact({ accrued, redeemable }: PlannedClaim): bigint | null {
  if (accrued === null || redeemable === null) return null;
  return redeemable >= accrued ? 0n : mulDivUp(accrued - redeemable, PPM, accrued);
}

/** Parts per million, of the sale or purchase that moves its price most; null: not known. */
function impactOf({ plan, facts }: PlanSubject): bigint | null {
  const claims = plan.move.kind === 'claim' ? plannedClaims(facts, plan.move) : [];
  return claims
    .map(claimImpact)
    .reduce(
      (worst, one) => (worst === null || one === null ? null : one > worst ? one : worst),
      largestImpact(plan.legs),
    );
}

/** Positions sent one by one are an order each. */
const isOneOrder = ({ plan: { move } }: PlanSubject): boolean =>
  move.kind !== 'exit-several' || move.sending === 'one-batch';

const valueOf = ({ plan }: PlanSubject): bigint | null => plan.orderValue ?? null;

const limitsRead = rule<'account-limits-unread', PlanSubject, null>({
  id: 'account-limits-unread',
  verdicts: ['block'],
  applies: ({ facts: { accountLimits: met } }) => met?.known === false,
  needs: nothingNeeded,
  judge: () => block(),
  remedyKeys: { block: 'remedyAccountLimits' },
});

function isUnknown(subject: PlanSubject): boolean {
  const met = metOf(subject);
  if (met === null) return false;
  const { limits, movedToday } = met;
  const { mostPerOrder, mostPerDay, mostImpactBps, leastFree } = limits;
  const wantsValue = mostPerOrder !== null || mostPerDay !== null;
  return (
    (wantsValue && valueOf(subject) === null) ||
    (mostPerDay !== null && !movedToday.known) ||
    (mostImpactBps !== null && impactOf(subject) === null) ||
    (leastFree !== null && !subject.plan.freeAfter.known)
  );
}

/** Without a call nothing can be signed, and its own reason is shown. */
const figuresKnown = rule<'account-limit-unknown', PlanSubject, null>({
  id: 'account-limit-unknown',
  verdicts: ['block'],
  applies: (subject) => subject.plan.call !== null && isUnknown(subject),
  needs: nothingNeeded,
  judge: () => block(),
  remedyKeys: { block: 'remedyLimitUnknown' },
});

const orderWithin = rule<'account-limit-order', PlanSubject, null>({
  id: 'account-limit-order',
  verdicts: ['pass', 'block'],
  applies: (subject) => isOneOrder(subject) && limitOf(subject, 'mostPerOrder') !== null,
  needs: nothingNeeded,
  judge: (subject) => {
    const value = valueOf(subject);
    const most = limitOf(subject, 'mostPerOrder');
    if (value === null || most === null) return null;
    const values = {
      value: { unit: 'rao', amount: value },
      most: { unit: 'rao', amount: most },
    } as const;
    return value <= most ? pass(values) : block(values);
  },
  remedyKeys: { block: 'remedyAccountLimits' },
});

const dayWithin = rule<'account-limit-day', PlanSubject, null>({
  id: 'account-limit-day',
  verdicts: ['pass', 'block'],
  applies: (subject) => limitOf(subject, 'mostPerDay') !== null,
  needs: nothingNeeded,
  judge: (subject) => {
    const value = valueOf(subject);
    const most = limitOf(subject, 'mostPerDay');
    const moved = metOf(subject)?.movedToday;
    // What moves nothing is within any limit.
    if (value === null || most === null || moved?.known !== true || value === 0n) return null;
    const values = {
      value: { unit: 'rao', amount: value },
      moved: { unit: 'rao', amount: moved.value },
      most: { unit: 'rao', amount: most },
    } as const;
    return value + moved.value <= most ? pass(values) : block(values);
  },
  remedyKeys: { block: 'remedyAccountLimits' },
});

const subnetAllowed = rule<'account-limit-subnet', PlanSubject, null>({
  id: 'account-limit-subnet',
  verdicts: ['pass', 'block'],
  applies: (subject) => limitOf(subject, 'netuids') !== null,
  needs: nothingNeeded,
  judge: (subject) => {
    const allowed = limitOf(subject, 'netuids') ?? [];
    const { netuids } = arrivalsOf(subject.plan.move);
    const other = netuids.find((netuid) => !allowed.includes(netuid));
    if (other !== undefined) return block({ netuid: { unit: 'netuid', amount: other } });
    return netuids.length === 0 ? null : pass();
  },
  remedyKeys: { block: 'remedyAccountLimits' },
});

const validatorAllowed = rule<'account-limit-validator', PlanSubject, null>({
  id: 'account-limit-validator',
  verdicts: ['pass', 'block'],
  applies: (subject) => limitOf(subject, 'hotkeys') !== null,
  needs: nothingNeeded,
  judge: (subject) => {
    const allowed = limitOf(subject, 'hotkeys') ?? [];
    const { hotkeys } = arrivalsOf(subject.plan.move);
    const other = hotkeys.find((hotkey) => !allowed.includes(hotkey));
    if (other !== undefined) return block({ validator: { unit: 'address', text: other } });
    return hotkeys.length === 0 ? null : pass();
  },
  remedyKeys: { block: 'remedyAccountLimits' },
});

const impactWithin = rule<'account-limit-impact', PlanSubject, null>({
  id: 'account-limit-impact',
  verdicts: ['pass', 'block'],
  applies: (subject) => limitOf(subject, 'mostImpactBps') !== null,
  needs: nothingNeeded,
  judge: (subject) => {
    const impact = impactOf(subject);
    const most = limitOf(subject, 'mostImpactBps');
    if (impact === null || most === null) return null;
    const limit = BigInt(most) * PPM_PER_BPS;
    const values = {
      impact: { unit: 'ppm', amount: impact },
      limit: { unit: 'ppm', amount: limit },
    } as const;
    return impact <= limit ? pass(values) : block(values);
  },
  remedyKeys: { block: 'remedyAccountLimits' },
});

/** An order that adds to the free TAO is no breach, however little there is. */
const enoughStaysFree = rule<'account-limit-free', PlanSubject, null>({
  id: 'account-limit-free',
  verdicts: ['pass', 'block'],
  applies: (subject) => limitOf(subject, 'leastFree') !== null,
  needs: nothingNeeded,
  judge: (subject) => {
    const { freeAfter } = subject.plan;
    const least = limitOf(subject, 'leastFree');
    if (!freeAfter.known || least === null) return null;
    const values = {
      left: { unit: 'rao', amount: freeAfter.value },
      least: { unit: 'rao', amount: least },
    } as const;
    const isLess = freeAfter.value < subject.facts.coldkey.free;
    return isLess && freeAfter.value < least ? block(values) : pass(values);
  },
  remedyKeys: { block: 'remedyAccountLimits' },
});

export const accountLimitRules: readonly Rule<PlanSubject>[] = [
  limitsRead,
  // What no smaller amount would mend comes first.
  subnetAllowed,
  validatorAllowed,
  figuresKnown,
  orderWithin,
  dayWithin,
  impactWithin,
  enoughStaysFree,
];
