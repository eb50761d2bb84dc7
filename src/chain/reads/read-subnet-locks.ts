// All conviction locks of one subnet or of all, which the chain sums by hotkey and kind, and the stake behind the owner's
// hotkey. Masses as stored: the caller applies the decay up to now.
import type { LocksFacts, SubnetLocks } from '../../model/emission-facts.ts';
import type { BlockRef, Reading } from '../../model/facts.ts';
import type { AlphaRao, Netuid } from '../../units.ts';
import { readNetuids } from './read-subnets.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import {
  accountOf,
  alphaOf,
  bigintOf,
  fieldOf,
  netuidOf,
  numberOf,
} from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import {
  known,
  NOT_HERE,
  storageQuery,
  queryAll,
  combineQueries,
  type StorageQuery,
} from '../runtime/storage-query.ts';

type Lock = { mass: AlphaRao; updatedAt: number; isPerpetual: boolean };

const lockOf = (value: ScaleValue, isPerpetual: boolean): Lock => ({
  mass: alphaOf(fieldOf(value, 'locked_mass')),
  updatedAt: numberOf(fieldOf(value, 'last_update')),
  isPerpetual,
});

/** Locks to ordinary hotkeys and to the owner's, perpetual and decaying, each in its own storage item. */
const items = [
  { name: 'HotkeyLock', isOfOwner: false, isPerpetual: true },
  { name: 'DecayingHotkeyLock', isOfOwner: false, isPerpetual: false },
  { name: 'OwnerLock', isOfOwner: true, isPerpetual: true },
  { name: 'DecayingOwnerLock', isOfOwner: true, isPerpetual: false },
] as const;

/** Far more than exist; a longer list is refused. */
const MOST_LOCKS = 20_000;

/** The stake behind the owner's hotkey of each subnet. */
async function queryOwners(
  state: StateReader,
  netuids: readonly Netuid[],
): Promise<readonly StorageQuery<Reading<AlphaRao>>[]> {
  const { runtime } = state;
  const owners = await state.storage(
    queryAll(
      netuids.map((one) =>
        storageQuery(runtime, [SUBTENSOR, 'SubnetOwnerHotkey'], [one], accountOf),
      ),
    ),
  );
  return owners.map((owner, at) =>
    owner.known
      ? storageQuery(
          runtime,
          [SUBTENSOR, 'TotalHotkeyAlpha'],
          [owner.value, netuids[at] ?? 0],
          alphaOf,
        )
      : { keys: [], read: () => owner },
  );
}

/**
 * Locks of one subnet or, for `netuid` null, of all but root. The lists of locks are read once for all subnets, so many
 * subnets take hardly more requests than one. Masses in alpha-rao, each at its own block. Unknown where the runtime
 * stores locks in other items: a part of them would mislead.
 */
export async function readSubnetLocks(
  state: StateReader,
  block: BlockRef,
  netuid: Netuid | null,
): Promise<Reading<LocksFacts>> {
  const found = items.map((item) => ({ ...item, at: state.runtime.storage(SUBTENSOR, item.name) }));
  if (found.some(({ at }) => at === null)) return NOT_HERE;
  const all = netuid === null ? readNetuids(state) : Promise.resolve([netuid]);
  const [listed, netuids, owners] = await Promise.all([
    Promise.all(
      found.map(async ({ at, isOfOwner, isPerpetual }): Promise<StorageQuery<[Netuid, Lock][]>> => {
        if (at === null) return { keys: [], read: () => [] };
        const start = netuid === null ? at.prefix : at.keyStart(netuid);
        // This item has one key per subnet: queried without listing keys.
        const keys = isOfOwner
          ? (await all).map((one) => at.key(one))
          : await state.keysUnder(start, MOST_LOCKS);
        return {
          keys,
          read: (valueAt) =>
            keys.flatMap((key): [Netuid, Lock][] => {
              const stored = valueAt(key);
              const of = netuidOf(at.keyArgs(key)?.[0] ?? null);
              return stored === null ? [] : [[of, lockOf(at.decode(stored), isPerpetual)]];
            }),
        };
      }),
    ),
    all,
    all.then((some) => queryOwners(state, some)),
  ]);
  const rate = storageQuery(state.runtime, [SUBTENSOR, 'UnlockRate'], [], bigintOf);
  const outside = netuids.map((one) =>
    storageQuery(state.runtime, [SUBTENSOR, 'SubnetAlphaOut'], [one], alphaOf),
  );
  return state.storage(
    combineQueries([...listed, ...owners, ...outside, rate], (valueAt): Reading<LocksFacts> => {
      const unlockRate = rate.read(valueAt);
      if (!unlockRate.known) return unlockRate;
      const locks = listed.flatMap(({ read }) => read(valueAt));
      const subnets: SubnetLocks[] = [];
      for (const [at, one] of netuids.entries()) {
        const alphaOut = outside[at]?.read(valueAt) ?? NOT_HERE;
        if (!alphaOut.known) return alphaOut;
        if (one === 0) continue;
        subnets.push({
          block,
          netuid: one,
          alphaOut: alphaOut.value,
          locks: locks.filter(([of]) => of === one).map(([, lock]) => lock),
          unlockRate: unlockRate.value,
          ownerAlpha: owners[at]?.read(valueAt) ?? NOT_HERE,
        });
      }
      return known({ block, subnets, cost: state.cost() });
    }),
  );
}
