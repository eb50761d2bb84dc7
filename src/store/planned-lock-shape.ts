// The shape of what a lock binds.
import type { Bound, PlannedLock } from '../model/planned-lock.ts';
import { isAmount, isFlag, isNumber, isText, orNull, readingOf, recordOf } from './shape.ts';

export const plannedLockShape = recordOf<PlannedLock>({
  netuid: isNumber,
  hotkey: isText,
  amount: isAmount,
  bound: readingOf(recordOf<Bound>({ total: isAmount, locked: isAmount, kept: isAmount })),
  lockedTo: readingOf(orNull(isText)),
  isPerpetual: readingOf(isFlag),
  unlockRate: readingOf(isAmount),
});
