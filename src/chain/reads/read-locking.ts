// What a new lock of a coldkey in one subnet meets: the hotkey of a lock that is there, and how locks come free.
import type { LockingFacts } from '../../model/facts.ts';
import type { Netuid, Ss58Address } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import { combineQueries, known, NOT_HERE, storageQuery } from '../runtime/storage-query.ts';
import { bigintOf } from '../scale/scale-fields.ts';
import { hotkeyOfLock, MOST_LOCKS_HELD, queryPerpetual } from './read-availability.ts';

/** The lock is found by its key: one that decayed to nothing binds the next lock to its hotkey all the same. */
export async function readLocking(
  state: StateReader,
  coldkey: Ss58Address,
  netuid: Netuid,
): Promise<LockingFacts> {
  const { runtime } = state;
  const item = runtime.storage(SUBTENSOR, 'Lock');
  if (item === null) return { hotkey: NOT_HERE, isPerpetual: NOT_HERE, unlockRate: NOT_HERE };
  const perpetual = queryPerpetual(runtime, coldkey, netuid);
  const rate = storageQuery(runtime, [SUBTENSOR, 'UnlockRate'], [], bigintOf);
  const [keys, course] = await Promise.all([
    state.keysUnder(item.keyStart(coldkey, netuid), MOST_LOCKS_HELD),
    state.storage(
      combineQueries([perpetual, rate], (valueAt) => ({
        isPerpetual: perpetual.read(valueAt),
        unlockRate: rate.read(valueAt),
      })),
    ),
  ]);
  const [key] = keys;
  return { hotkey: known(key === undefined ? null : hotkeyOfLock(key)), ...course };
}
