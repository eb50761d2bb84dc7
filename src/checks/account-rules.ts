// Rules about the signing account: announced swaps, the network fee and the free balance.
import type { AccountFacts } from '../model/facts.ts';
import type { PlanSubject } from './plan-subject.ts';
import { block, notKnown, nothingNeeded, pass, rule, warn } from './rule.ts';

export const noColdkeySwap = rule<'coldkey-swap', PlanSubject, number | null>({
  id: 'coldkey-swap',
  verdicts: ['pass', 'block', 'unknown'],
  applies: () => true,
  needs: ({ facts }) => facts.coldkey.swapAnnouncedFor,
  judge: ({ facts }, announcedFor) => {
    if (announcedFor === null) return pass();
    // A dispute only changes the chain's error: the account is frozen either way.
    const { isSwapDisputed } = facts.coldkey;
    const isDisputed = isSwapDisputed.known && isSwapDisputed.value;
    const error = isDisputed ? 'ColdkeySwapDisputed' : 'ColdkeySwapAnnounced';
    return block({ from: { unit: 'block', amount: announcedFor } }, `SubtensorModule.${error}`);
  },
  remedyKeys: { block: 'remedyColdkeySwap' },
});

/** Alpha is no reference: an account that only ever held stake has none. */
const isAdmitted = ({ references }: AccountFacts): boolean =>
  !references.known || references.value.providers + references.value.sufficients > 0;

export const signerAdmitted = rule<'signer-admitted', PlanSubject, unknown>({
  id: 'signer-admitted',
  verdicts: ['pass', 'block', 'unknown'],
  applies: () => true,
  needs: ({ facts }) => facts.coldkey.references,
  judge: ({ facts }) =>
    isAdmitted(facts.coldkey)
      ? pass()
      : block({ least: { unit: 'rao', amount: facts.rules.existentialDeposit } }),
  remedyKeys: { block: 'remedySendTaoFirst' },
});

export const canPayFee = rule<'network-fee', PlanSubject, null>({
  id: 'network-fee',
  verdicts: ['pass', 'warn', 'block', 'unknown'],
  // Of a signer that the chain turns away it takes no fee, in TAO or in alpha.
  applies: ({ plan, limit, facts }) =>
    isAdmitted(facts.coldkey) && (plan.call !== null || limit === 'impossible'),
  needs: ({ canPayFee: can }) =>
    can === null ? { known: false, reason: 'unreadable' } : { known: true, value: null },
  judge: ({ canPayFee: can, plan }) => {
    const fee = plan.networkFee;
    if (!fee.known) return notKnown;
    const { value } = fee;
    const values =
      value.paidIn === 'tao'
        ? ({ fee: { unit: 'rao', amount: value.fee } } as const)
        : ({ fee: { unit: 'alpha', amount: value.fee, netuid: value.netuid } } as const);
    if (can !== true) return block(values);
    return value.paidIn === 'alpha' ? warn('notice', values) : pass(values);
  },
  remedyKeys: { block: 'remedyAddTao' },
});

export const enoughBalance = rule<'enough-balance', PlanSubject, null>({
  id: 'enough-balance',
  verdicts: ['pass', 'block', 'unknown'],
  applies: ({ entering }) => entering !== null && !entering.isFromSale,
  needs: ({ canPayFee: can }) =>
    can === null ? { known: false, reason: 'unreadable' } : { known: true, value: null },
  judge: ({ entering }) => {
    if (entering === null) return null;
    const { amount, spendable } = entering;
    const values = {
      spendable: { unit: 'rao', amount: spendable },
      missing: { unit: 'rao', amount: amount > spendable ? amount - spendable : 0n },
    } as const;
    if (amount <= spendable) return pass(values);
    return block(values, 'SubtensorModule.NotEnoughBalanceToStake');
  },
  remedyKeys: { block: 'remedyLowerAmount' },
});

export const keepsDeposit = rule<'keeps-deposit', PlanSubject, null>({
  id: 'keeps-deposit',
  verdicts: ['pass', 'warn'],
  applies: ({ entering }) => entering !== null && entering.amount <= entering.spendable,
  needs: nothingNeeded,
  judge: ({ entering }) => {
    if (entering === null || entering.amount <= entering.keepAlive) return pass();
    const kept = entering.amount - entering.keepAlive;
    return warn('notice', { kept: { unit: 'rao', amount: kept } });
  },
});
