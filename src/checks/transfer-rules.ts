// Rules about stake transferred to another coldkey: the subnet's permission, and locks that travel with the stake.
import type { LockFacts } from '../model/facts.ts';
import type { Ss58Address } from '../units.ts';
import type { PlanSubject } from './plan-subject.ts';
import { block, both, every, notKnown, nothingNeeded, pass, rule, warn } from './rule.ts';

export const transferEnabled = rule<'transfer-enabled', PlanSubject, readonly boolean[]>({
  id: 'transfer-enabled',
  verdicts: ['pass', 'block', 'unknown'],
  applies: ({ isTransfer, subnets }) => isTransfer && subnets.every(({ exists }) => exists),
  needs: ({ subnets }) => every(subnets.map(({ isTransferEnabled }) => isTransferEnabled)),
  judge: ({ subnets }, enabled) => {
    const off = subnets[enabled.indexOf(false)];
    if (off === undefined) return pass();
    return block(
      { netuid: { unit: 'netuid', amount: off.netuid } },
      'SubtensorModule.TransferDisallowed',
    );
  },
  remedyKeys: { block: 'remedyUnstakeInstead' },
});

export const lockMayTravel = rule<
  'locked-transfer',
  PlanSubject,
  readonly [boolean, readonly LockFacts[]]
>({
  id: 'locked-transfer',
  verdicts: ['warn', 'block', 'unknown'],
  applies: ({ isTransfer, lockedTravels }) => isTransfer && lockedTravels !== 0n,
  needs: ({ facts, lockedTravels }) => {
    if (lockedTravels === null || facts.destination === null) {
      return { known: false, reason: 'unreadable' };
    }
    return both(facts.destination.acceptsLockedAlpha, facts.locks);
  },
  judge: ({ facts, lockedTravels, leaving }, [accepts, locks]) => {
    if (leaving === null || lockedTravels === null) return notKnown;
    const { netuid } = leaving.subnet;
    const values = { locked: { unit: 'alpha', amount: lockedTravels, netuid } } as const;
    const lockOf = (coldkey: Ss58Address | undefined): LockFacts | undefined =>
      locks.find((lock) => lock.coldkey === coldkey && lock.netuid === netuid);
    const [ours, theirs] = [lockOf(facts.coldkey.coldkey), lockOf(facts.destination?.coldkey)];
    if (ours !== undefined && theirs !== undefined) {
      // A lock whose hotkey is unknown may be to another hotkey.
      if (ours.hotkey === null || theirs.hotkey === null) return notKnown;
      if (ours.hotkey !== theirs.hotkey) {
        return block(values, 'SubtensorModule.LockHotkeyMismatch');
      }
    }
    return accepts
      ? warn('warning', values)
      : block(values, 'SubtensorModule.AccountRejectsLockedAlpha');
  },
  remedyKeys: { block: 'remedyOnlyAvailable' },
});

export const differentPlace = rule<'different-place', PlanSubject, null>({
  id: 'different-place',
  verdicts: ['pass', 'block'],
  applies: ({ plan }) => ['transfer', 'change-validator', 'change-subnet'].includes(plan.move.kind),
  needs: nothingNeeded,
  judge: ({ plan, facts }) => {
    const { move } = plan;
    const isSame =
      (move.kind === 'transfer' && move.toColdkey === facts.coldkey.coldkey) ||
      (move.kind === 'change-validator' && move.toHotkey === move.hotkey) ||
      (move.kind === 'change-subnet' && move.toNetuid === move.netuid);
    const error =
      plan.wouldFailWith === 'SubtensorModule.SameNetuid' ? plan.wouldFailWith : undefined;
    return isSame ? block({}, error) : pass();
  },
  remedyKeys: { block: 'remedyChooseOther' },
});
