// What a lock meets at the facts' block: what is held and locked in the subnet, and how it comes free. Pure.
import { boundOf, noStake, stakeOf } from '../../model/available.ts';
import type { MoveFacts, Reading } from '../../model/facts.ts';
import type { Move } from '../../model/move.ts';
import type { Bound, PlannedLock } from '../../model/planned-lock.ts';
import { toAlphaRao, type Netuid } from '../../units.ts';

export type LockMove = Extract<Move, { kind: 'lock' }>;

/** Alpha-rao of the coldkey in the subnet; a place that the node does not list has neither stake nor lock. */
function boundAt({ availability, coldkey }: MoveFacts, netuid: Netuid): Reading<Bound> {
  if (!availability.known) return availability;
  const held = availability.value.find(
    (one) => one.netuid === netuid && one.coldkey === coldkey.coldkey,
  );
  const { total, locked, kept } = boundOf(held === undefined ? noStake : stakeOf(held));
  return {
    known: true,
    value: { total: toAlphaRao(total), locked: toAlphaRao(locked), kept: toAlphaRao(kept) },
  };
}

const UNREAD = { known: false, reason: 'unreadable' } as const;

export function plannedLock(facts: MoveFacts, { hotkey, netuid, amount }: LockMove): PlannedLock {
  const {
    hotkey: lockedTo,
    isPerpetual,
    unlockRate,
  } = facts.locking ?? {
    hotkey: UNREAD,
    isPerpetual: UNREAD,
    unlockRate: UNREAD,
  };
  return {
    netuid,
    hotkey,
    amount,
    bound: boundAt(facts, netuid),
    lockedTo,
    isPerpetual,
    unlockRate,
  };
}
