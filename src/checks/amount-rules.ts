// Rules about how much moves: the position, the lock, the chain's minimum, and what the pool can take.
import type { Leave } from '../model/available.ts';
import type { ValueIn } from '../model/check.ts';
import type { Entering, Leaving, PlanSubject } from './plan-subject.ts';
import { block, notKnown, nothingNeeded, pass, rule, warn } from './rule.ts';

const alphaOf = ({ subnet }: Leaving, amount: bigint): ValueIn<'alpha'> => ({
  unit: 'alpha',
  amount,
  netuid: subnet.netuid,
});

const over = (amount: bigint, limit: bigint): bigint => (amount > limit ? amount - limit : 0n);

export const enoughStake = rule<'enough-stake', PlanSubject, null>({
  id: 'enough-stake',
  verdicts: ['pass', 'block'],
  applies: ({ leaving }) => leaving !== null,
  needs: nothingNeeded,
  judge: ({ leaving }) => {
    if (leaving === null) return null;
    const values = {
      held: alphaOf(leaving, leaving.held),
      missing: alphaOf(leaving, over(leaving.amount, leaving.held)),
    } as const;
    if (leaving.amount <= leaving.held && leaving.held > 0n) return pass(values);
    // A sale is always refused; changes and transfers were cut to the position up to spec 425.
    return block(values, 'SubtensorModule.NotEnoughStakeToWithdraw');
  },
  remedyKeys: { block: 'remedyLowerAmount' },
});

/** Within a subnet most stake is free to move: then there is nothing to say. */
function hasToStay({ goes, held, leave }: Leaving): boolean {
  return goes === 'away' || !leave.known || leave.value.sure < held;
}

export const stakeAvailable = rule<'stake-available', PlanSubject, Leave>({
  id: 'stake-available',
  verdicts: ['pass', 'block', 'unknown'],
  applies: ({ leaving }) => leaving !== null && hasToStay(leaving),
  needs: ({ leaving }) => leaving?.leave ?? { known: false, reason: 'unreadable' },
  judge: ({ leaving }, { sure, most }) => {
    if (leaving === null) return null;
    const { amount } = leaving;
    const bound = amount <= sure ? sure : most;
    const values = {
      available: alphaOf(leaving, bound),
      missing: alphaOf(leaving, over(amount, bound)),
    } as const;
    if (amount <= sure) return pass(values);
    return amount > most ? block(values, 'SubtensorModule.StakeUnavailable') : notKnown;
  },
  remedyKeys: { block: 'remedyOnlyAvailable' },
});

/** Whether the chain's minimum refuses the amount; each manner has its own comparison. */
function isTooLittle({ manner, worth, isWhole, amount }: Leaving, minimum: bigint): boolean {
  if (amount === 0n) return true;
  if (worth === null) return false;
  if (manner === 'across') return worth <= minimum;
  if (manner === 'within') return worth < minimum;
  return !isWhole && worth < minimum;
}

/** TAO that a purchase takes: a purchase with the whole balance leaves the deposit. */
function takenOf({ amount, spendable, keepAlive }: Entering): bigint {
  return amount > keepAlive && amount <= spendable ? keepAlive : amount;
}

export const minimumStake = rule<'minimum-stake', PlanSubject, null>({
  id: 'minimum-stake',
  verdicts: ['pass', 'block'],
  applies: ({ leaving, entering }) => leaving !== null || entering !== null,
  needs: nothingNeeded,
  judge: ({ leaving, entering, facts }) => {
    const { rules } = facts;
    const minimum = leaving?.manner === 'within' ? rules.minimumTransfer : rules.minimumStake;
    const tooLow = 'SubtensorModule.AmountTooLow';
    if (entering !== null && takenOf(entering) < entering.smallest) {
      return block({ least: { unit: 'rao', amount: entering.smallest } }, tooLow);
    }
    const values = { least: { unit: 'rao', amount: entering?.smallest ?? minimum } } as const;
    return leaving !== null && isTooLittle(leaving, minimum) ? block(values, tooLow) : pass(values);
  },
  remedyKeys: { block: 'remedyRaiseAmount' },
});

const poolErrors: readonly string[] = [
  'SubtensorModule.InsufficientLiquidity',
  'Swap.ReservesTooLow',
  'Swap.SwapInputTooLarge',
  'Swap.InsufficientLiquidity',
  'Swap.ReservesOutOfBalance',
];

/** A sale that the pool would fill, but whose fee is too small to be sold by the block's author. */
const isDustExit = ({ plan, leaving }: PlanSubject): boolean =>
  plan.wouldFailWith === 'Swap.ReservesTooLow' && leaving !== null && leaving.worth !== null;

export const poolCanFill = rule<'pool-can-fill', PlanSubject, null>({
  id: 'pool-can-fill',
  verdicts: ['pass', 'block'],
  // A call that fails for another reason never reaches the pool, so this rule does not apply.
  applies: (subject) => {
    const { wouldFailWith, legs } = subject.plan;
    if (isDustExit(subject)) return false;
    if (wouldFailWith === null) return legs.length > 0;
    // Without a limit of ours, the price met the chain's own outermost limit.
    const isAtTheEnd = wouldFailWith === 'Swap.PriceLimitExceeded';
    return poolErrors.includes(wouldFailWith) || (isAtTheEnd && subject.limit === 'not-needed');
  },
  needs: nothingNeeded,
  judge: ({ plan }) => (plan.wouldFailWith === null ? pass() : block({}, plan.wouldFailWith)),
  remedyKeys: { block: 'remedyLowerAmount' },
});

export const dustExit = rule<'dust-exit', PlanSubject, null>({
  id: 'dust-exit',
  verdicts: ['block'],
  applies: isDustExit,
  needs: nothingNeeded,
  judge: ({ leaving }) =>
    block({ worth: { unit: 'rao', amount: leaving?.worth ?? 0n } }, 'Swap.ReservesTooLow'),
  remedyKeys: { block: 'remedyDustExit' },
});

export const noResidue = rule<'residue', PlanSubject, bigint>({
  id: 'residue',
  verdicts: ['pass', 'warn', 'unknown'],
  applies: ({ leaving }) => leaving !== null && leaving.smallestRemainder !== null,
  needs: ({ leaving }) => leaving?.smallestRemainder ?? { known: false, reason: 'unreadable' },
  judge: ({ leaving }, smallest) => {
    if (leaving === null || leaving.remainder === 0n) return pass();
    const values = {
      remainder: alphaOf(leaving, leaving.remainder),
      brings: { unit: 'rao', amount: leaving.paidForRemainder },
      missing: alphaOf(leaving, over(smallest, leaving.remainder)),
    } as const;
    return leaving.remainder >= smallest ? pass(values) : warn('warning', values);
  },
  remedyKeys: { warn: 'remedyResidue' },
});
