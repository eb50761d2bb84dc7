// All conviction locks of one subnet, summed by the chain by hotkey and by kind. As stored: who wants them as of now
// lets them decay.
import type { BlockRef, Reading, SubnetLocks } from '../facts.ts';
import type { AlphaRao, Netuid } from '../units.ts';
import type { ScaleValue } from './scale-decoder.ts';
import { alphaOf, bigintOf, fieldOf, numberOf } from './scale-fields.ts';
import type { StateReader } from './state-reader.ts';
import { known, NOT_HERE, want, wantTogether, type Wanted } from './wanted.ts';

const PALLET = 'SubtensorModule';

type Lock = { mass: AlphaRao; updatedAt: number; isPerpetual: boolean };

const lockOf = (value: ScaleValue, isPerpetual: boolean): Lock => ({
  mass: alphaOf(fieldOf(value, 'locked_mass')),
  updatedAt: numberOf(fieldOf(value, 'last_update')),
  isPerpetual,
});

/** Locks to ordinary hotkeys and to the owner's, those that stay and those that decay, each in an item of its own. */
const items = [
  { name: 'HotkeyLock', isOfOwner: false, isPerpetual: true },
  { name: 'DecayingHotkeyLock', isOfOwner: false, isPerpetual: false },
  { name: 'OwnerLock', isOfOwner: true, isPerpetual: true },
  { name: 'DecayingOwnerLock', isOfOwner: true, isPerpetual: false },
] as const;

export async function readSubnetLocks(
  state: StateReader,
  block: BlockRef,
  netuid: Netuid,
): Promise<Reading<SubnetLocks>> {
  const found = items.map((item) => ({ ...item, at: state.runtime.storage(PALLET, item.name) }));
  const rate = want(state.runtime, [PALLET, 'UnlockRate'], [], bigintOf);
  const alphaOut = want(state.runtime, [PALLET, 'SubnetAlphaOut'], [netuid], alphaOf);
  // A runtime with other items counts locks differently: half of them would be worse than none.
  if (found.some(({ at }) => at === null)) return NOT_HERE;
  const wishes = await Promise.all(
    found.map(async ({ at, isOfOwner, isPerpetual }): Promise<Wanted<Lock[]>> => {
      if (at === null) return { keys: [], read: () => [] };
      const keys = isOfOwner ? [at.key(netuid)] : await state.keysUnder(at.keyStart(netuid));
      return {
        keys,
        read: (valueAt) =>
          keys.flatMap((key) => {
            const stored = valueAt(key);
            return stored === null ? [] : [lockOf(at.decode(stored), isPerpetual)];
          }),
      };
    }),
  );
  return state.storage(
    wantTogether([...wishes, rate, alphaOut], (valueAt) => {
      const unlockRate = rate.read(valueAt);
      const outside = alphaOut.read(valueAt);
      if (!unlockRate.known) return unlockRate;
      if (!outside.known) return outside;
      return known({
        block,
        netuid,
        alphaOut: outside.value,
        locks: wishes.flatMap(({ read }) => read(valueAt)),
        unlockRate: unlockRate.value,
      });
    }),
  );
}
