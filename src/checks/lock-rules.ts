// Rules about a lock: there is stake for it, an earlier lock goes to the same hotkey, and nothing but time frees it. And
// about the account's word on locked alpha that others give it.
import { halfLifeOf } from '../emission/lock-decay.ts';
import type { Reading } from '../model/facts.ts';
import type { Move } from '../model/move.ts';
import type { Bound, PlannedLock } from '../model/planned-lock.ts';
import type { Ss58Address } from '../units.ts';
import type { PlanSubject } from './plan-subject.ts';
import { block, both, needsYes, notKnown, nothingNeeded, pass, rule, warn } from './rule.ts';

const lockOf = ({ plan }: PlanSubject): PlannedLock | null => plan.lock ?? null;

/** Nothing more is to be said of a lock in a subnet that is not there. */
const isLock = (subject: PlanSubject): boolean =>
  lockOf(subject) !== null &&
  subject.missingNetuid === null &&
  subject.subnets.every(({ exists }) => exists);

const UNREAD = { known: false, reason: 'unreadable' } as const;
const alpha = ({ netuid }: PlannedLock, amount: bigint) =>
  ({ unit: 'alpha', amount, netuid }) as const;

const lockAmount = rule<'lock-amount', PlanSubject, null>({
  id: 'lock-amount',
  verdicts: ['pass', 'block'],
  applies: isLock,
  needs: nothingNeeded,
  judge: (subject) =>
    lockOf(subject)?.amount === 0n ? block({}, 'SubtensorModule.AmountTooLow') : pass(),
  remedyKeys: { block: 'remedyRaiseAmount' },
});

const lockStake = rule<'lock-stake', PlanSubject, Bound>({
  id: 'lock-stake',
  verdicts: ['pass', 'block', 'unknown'],
  applies: isLock,
  needs: (subject) => lockOf(subject)?.bound ?? UNREAD,
  judge: (subject, { total, locked }) => {
    const lock = lockOf(subject);
    if (lock === null) return notKnown;
    const after = locked + lock.amount;
    const figures = { total: alpha(lock, total), locked: alpha(lock, locked) };
    return after <= total
      ? pass(figures)
      : block(
          { ...figures, missing: alpha(lock, after - total) },
          'SubtensorModule.InsufficientStakeForLock',
        );
  },
  remedyKeys: { block: 'remedyLockLess' },
});

const lockHotkey = rule<'lock-hotkey', PlanSubject, Ss58Address | null>({
  id: 'lock-hotkey',
  verdicts: ['pass', 'block', 'unknown'],
  applies: isLock,
  needs: (subject) => lockOf(subject)?.lockedTo ?? UNREAD,
  judge: (subject, lockedTo) => {
    if (lockedTo === null || lockedTo === lockOf(subject)?.hotkey) return pass();
    const validator = { unit: 'address', text: lockedTo } as const;
    return block({ validator }, 'SubtensorModule.LockHotkeyMismatch');
  },
  remedyKeys: { block: 'remedyLockSame' },
});

type Course = readonly [isPerpetual: boolean, unlockRate: bigint, bound: Bound];

/** How the lock comes free, and what is bound before it. */
function courseOf(subject: PlanSubject): Reading<Course> {
  const lock = lockOf(subject);
  if (lock === null) return UNREAD;
  const read = both(both(lock.isPerpetual, lock.unlockRate), lock.bound);
  return read.known
    ? { known: true, value: [read.value[0][0], read.value[0][1], read.value[1]] }
    : read;
}

/** Of a lock that decays, and of one of which that is not known. */
const lockDecays = rule<'lock-decays', PlanSubject, Course>({
  id: 'lock-decays',
  verdicts: ['warn', 'unknown'],
  applies: (subject) => {
    const course = courseOf(subject);
    return isLock(subject) && !(course.known && course.value[0]);
  },
  needs: courseOf,
  judge: (subject, [, unlockRate, { locked }]) => {
    const lock = lockOf(subject);
    if (lock === null) return notKnown;
    return needsYes('red', {
      locked: alpha(lock, locked + lock.amount),
      half: { unit: 'blocks', amount: Number(halfLifeOf(unlockRate)) },
    });
  },
});

const lockPerpetual = rule<'lock-perpetual', PlanSubject, Course>({
  id: 'lock-perpetual',
  verdicts: ['warn'],
  applies: (subject) => {
    const course = courseOf(subject);
    return isLock(subject) && course.known && course.value[0];
  },
  needs: courseOf,
  judge: (subject, [, , { locked }]) => {
    const lock = lockOf(subject);
    return lock === null ? null : needsYes('red', { locked: alpha(lock, locked + lock.amount) });
  },
});

type AcceptMove = Extract<Move, { kind: 'accept-locked' }>;

const acceptOf = ({ plan: { move } }: PlanSubject): AcceptMove | null =>
  move.kind === 'accept-locked' ? move : null;

/** The chain takes it again and again, for its fee. */
const acceptChanges = rule<'accept-changes', PlanSubject, boolean>({
  id: 'accept-changes',
  verdicts: ['pass', 'block', 'unknown'],
  applies: (subject) => acceptOf(subject) !== null,
  needs: ({ facts }) => facts.coldkey.acceptsLockedAlpha,
  judge: (subject, accepts) => (acceptOf(subject)?.accepts === accepts ? block() : pass()),
});

const acceptLocks = rule<'accept-locks', PlanSubject, null>({
  id: 'accept-locks',
  verdicts: ['warn'],
  applies: (subject) => acceptOf(subject)?.accepts === true,
  needs: nothingNeeded,
  judge: () => warn('warning'),
});

export const lockRules = [
  lockAmount,
  lockStake,
  lockHotkey,
  lockDecays,
  lockPerpetual,
  acceptChanges,
  acceptLocks,
];
