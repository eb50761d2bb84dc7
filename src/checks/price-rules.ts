// Rules about the price: the order's own impact, the limit that enforces the minimum, and whether the chain does.
import type { Severity } from '../model/check.ts';
import { promiseOf } from './promise.ts';
import type { PlanSubject } from './plan-subject.ts';
import { block, needsYes, nothingNeeded, pass, rule, warn } from './rule.ts';

/** From this impact on, in parts per million; the most severe first. */
const impactSteps: readonly { from: bigint; severity: Severity }[] = [
  { from: 100_000n, severity: 'typed' },
  { from: 50_000n, severity: 'red' },
  { from: 30_000n, severity: 'warning' },
  { from: 10_000n, severity: 'notice' },
];

export function impactSeverity(ppm: bigint): Severity | null {
  return impactSteps.find(({ from }) => ppm >= from)?.severity ?? null;
}

/** Parts per million, of the leg that moves its pool most. */
export const largestImpact = (legs: PlanSubject['plan']['legs']): bigint =>
  legs.reduce((worst, { priceImpactPpm: ppm }) => (ppm > worst ? ppm : worst), 0n);

export const priceImpact = rule<'price-impact', PlanSubject, null>({
  id: 'price-impact',
  verdicts: ['pass', 'warn'],
  applies: ({ plan }) => plan.legs.length > 0,
  needs: nothingNeeded,
  judge: ({ plan }) => {
    const ppm = largestImpact(plan.legs);
    const values = { impact: { unit: 'ppm', amount: ppm } } as const;
    const severity = impactSeverity(ppm);
    return severity === null ? pass(values) : warn(severity, values);
  },
  remedyKeys: { warn: 'remedySmallerOrder' },
});

const limitErrors: readonly string[] = [
  'SubtensorModule.SlippageTooHigh',
  'Swap.PriceLimitExceeded',
];

export const priceLimit = rule<'price-limit', PlanSubject, null>({
  id: 'price-limit',
  verdicts: ['pass', 'block'],
  applies: ({ limit }) => limit === 'solved' || limit === 'impossible',
  needs: nothingNeeded,
  judge: ({ limit, plan }) => {
    const { wouldFailWith } = plan;
    const values = {
      tolerance: { unit: 'ppm', amount: BigInt(plan.terms.toleranceBps) * 100n },
    } as const;
    if (wouldFailWith !== null && limitErrors.includes(wouldFailWith)) {
      return block(values, wouldFailWith);
    }
    return limit === 'impossible' ? block(values) : pass(values);
  },
  remedyKeys: { block: 'remedyMoreTolerance' },
});

export const minimumGuaranteed = rule<'minimum-guaranteed', PlanSubject, null>({
  id: 'minimum-guaranteed',
  verdicts: ['pass', 'warn'],
  applies: ({ plan, limit }) =>
    limit !== 'impossible' &&
    plan.receives !== null &&
    // A claim has a sentence of its own: it is sold at any price.
    plan.move.kind !== 'claim' &&
    // Where only a price is promised, or nothing is traded, there is no minimum; the ticket states what is promised.
    !['price', 'as-it-is', 'unproven'].includes(promiseOf(plan.receives, plan.legs)),
  needs: nothingNeeded,
  judge: ({ plan }) => (plan.receives?.isGuaranteed ? pass() : needsYes('warning')),
  remedyKeys: { warn: 'remedyProtectedRoute' },
});

/**
 * Above half the tolerance a limit keeps the minimum only on a pool as deep as told. A node can lie about reserves,
 * prices and simulations in step, so two operators must tell the same; else nothing is signed.
 */
export const depthFromOne = rule<'depth-one-source', PlanSubject, null>({
  id: 'depth-one-source',
  verdicts: ['pass', 'block'],
  applies: ({ plan, limit }) => plan.depthNeeded && limit !== 'impossible',
  needs: nothingNeeded,
  judge: ({ plan, facts }) =>
    facts.depth === 'two-sources'
      ? pass()
      : block({
          impact: { unit: 'ppm', amount: largestImpact(plan.legs) },
          tolerance: { unit: 'ppm', amount: BigInt(plan.terms.toleranceBps) * 100n },
        }),
  remedyKeys: { block: 'remedySecondSource' },
});

/** Who stands behind the figures: one rule for each, as what each of them shows is another thing. */
export const inputsProven = rule<'inputs-proven', PlanSubject, null>({
  id: 'inputs-proven',
  verdicts: ['pass'],
  applies: ({ facts }) => facts.inputs === 'proven',
  needs: nothingNeeded,
  judge: () => pass(),
});

export const inputsFromAuthors = rule<'inputs-authors', PlanSubject, null>({
  id: 'inputs-authors',
  verdicts: ['pass'],
  applies: ({ facts }) => facts.inputs === 'authors',
  needs: nothingNeeded,
  judge: () => pass(),
});

export const inputsFromTwo = rule<'inputs-two-sources', PlanSubject, null>({
  id: 'inputs-two-sources',
  verdicts: ['pass'],
  applies: ({ facts }) => facts.inputs === 'two-sources',
  needs: nothingNeeded,
  judge: () => pass(),
});

/** A node can tell a price in step with everything else, and whoever knows of it trades the true one up to the limit. */
export const inputsFromOne = rule<'inputs-one-node', PlanSubject, null>({
  id: 'inputs-one-node',
  verdicts: ['warn'],
  applies: ({ facts }) => facts.inputs === 'one-node',
  needs: nothingNeeded,
  judge: () => needsYes('warning'),
  remedyKeys: { warn: 'remedyInputsOneNode' },
});

export const callsExist = rule<'calls-exist', PlanSubject, null>({
  id: 'calls-exist',
  verdicts: ['pass', 'warn', 'block'],
  applies: () => true,
  needs: nothingNeeded,
  judge: ({ lackingCalls, plan }) => {
    if (lackingCalls.length === 0) return pass();
    const values = { calls: { unit: 'text', text: lackingCalls.join(', ') } } as const;
    // Another call does the same without a limit: allowed, but only with a warning.
    return plan.call === null ? block(values) : needsYes('warning', values);
  },
  remedyKeys: { block: 'remedyWaitForUpdate' },
});

export const wholeFill = rule<'whole-fill', PlanSubject, null>({
  id: 'whole-fill',
  verdicts: ['pass', 'warn'],
  applies: ({ plan, leaving, entering }) =>
    plan.terms.allowPartial &&
    plan.gives !== null &&
    (plan.move.kind === 'stake' || plan.move.kind === 'unstake') &&
    (leaving !== null || entering !== null),
  needs: nothingNeeded,
  judge: ({ plan, leaving, entering }) => {
    const asked = entering === null ? leaving?.amount : entering.amount;
    const { gives } = plan;
    if (gives === null || asked === undefined) return pass();
    // The deposit that a purchase leaves behind has its own rule.
    const least = entering !== null && entering.keepAlive < asked ? entering.keepAlive : asked;
    if (gives.amount >= least) return pass();
    return warn('notice', {
      filled:
        gives.unit === 'rao'
          ? { unit: 'rao', amount: gives.amount }
          : { unit: 'alpha', amount: gives.amount, netuid: gives.netuid },
    });
  },
});

export const allOrNothing = rule<'all-or-nothing', PlanSubject, null>({
  id: 'all-or-nothing',
  verdicts: ['warn'],
  applies: ({ plan }) => plan.items.length > 1 && plan.call !== null,
  needs: nothingNeeded,
  judge: ({ plan }) => warn('notice', { items: { unit: 'count', amount: plan.items.length } }),
});
