// The shape of what a lock binds.
import type { Bound, PlannedLock } from '../model/planned-lock.ts';
import { amount, flag, number, orNull, readingOf, recordOf, text } from '../parse.ts';

export const plannedLockShape = recordOf<PlannedLock>({
  netuid: number,
  hotkey: text,
  amount,
  bound: readingOf(recordOf<Bound>({ total: amount, locked: amount, kept: amount })),
  lockedTo: readingOf(orNull(text)),
  isPerpetual: readingOf(flag),
  unlockRate: readingOf(amount),
});
