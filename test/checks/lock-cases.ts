// Locks for the table of rules: the moves, and facts in which one thing differs from a lock that decays.
import type { LockingFacts, MoveFacts } from '../../src/model/facts.ts';
import type { Move } from '../../src/model/move.ts';
import { toAlphaRao, type Ss58Address } from '../../src/units.ts';
import { HOTKEY, known, ME, SN1, unknown } from '../moves/sample-facts.ts';

type Edit = (facts: MoveFacts) => MoveFacts;

/** Alpha-rao of the sample's stake in SN1. */
export const HELD = 9_000_000_000_000n;
export const UNLOCK_RATE = 934_866n;

export const lockOf = (amount: bigint): Extract<Move, { kind: 'lock' }> => ({
  kind: 'lock',
  coldkey: ME,
  hotkey: HOTKEY,
  netuid: SN1,
  amount: toAlphaRao(amount),
});
export const accept: Move = { kind: 'accept-locked', coldkey: ME, accepts: true };
export const refuse: Move = { kind: 'accept-locked', coldkey: ME, accepts: false };

/** `locked` alpha-rao of mine are locked already. */
export const locking =
  (part: Partial<LockingFacts> = {}, locked = 0n): Edit =>
  (facts) => ({
    ...facts,
    locking: {
      hotkey: known(null),
      isPerpetual: known(false),
      unlockRate: known(UNLOCK_RATE),
      ...part,
    },
    availability: facts.availability.known
      ? known(
          facts.availability.value.map((one) =>
            one.netuid === SN1 && one.coldkey === ME
              ? { ...one, locked: toAlphaRao(locked), available: toAlphaRao(one.total - locked) }
              : one,
          ),
        )
      : facts.availability,
  });

export const lockedTo = (hotkey: Ss58Address): Edit => locking({ hotkey: known(hotkey) }, 1_000n);
export const perpetual: Edit = locking({ isPerpetual: known(true) });
export const unreadLock: Edit = locking({ hotkey: unknown });
export const unreadCourse: Edit = locking({ unlockRate: unknown });
export const unreadFlag: Edit = locking({ isPerpetual: unknown });
export const unreadStake: Edit = (facts) => ({ ...locking()(facts), availability: unknown });
