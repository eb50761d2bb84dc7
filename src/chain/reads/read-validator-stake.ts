// The stake behind each validator of some subnets, with its owner: many subnets in a few requests. Hotkeys without a
// permit are left out unless `wantsAll`: reading every slot takes ten times as long.
import type { ValidatorStakeFacts, ValidatorStake } from '../../model/emission-facts.ts';
import type { BlockRef } from '../../model/facts.ts';
import type { Netuid, Ss58Address } from '../../units.ts';
import { nameHotkeys, queryHotkey } from './read-hotkeys.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import { accountOf, alphaOf, booleanOf, listOf, placesOf } from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import {
  must,
  storageQuery,
  queryAll,
  combineQueries,
  UNREADABLE,
} from '../runtime/storage-query.ts';

type Slot = { netuid: Netuid; uid: number };

/** Slots with a permit; all slots where none has one (root, new subnets) or `wantsAll`. */
async function readSlots(
  state: StateReader,
  netuids: readonly Netuid[],
  wantsAll: boolean,
): Promise<Slot[]> {
  const queries = netuids.map((netuid) => {
    const count = storageQuery(state.runtime, [SUBTENSOR, 'SubnetworkN'], [netuid], placesOf);
    const permits = storageQuery(state.runtime, [SUBTENSOR, 'ValidatorPermit'], [netuid], (list) =>
      listOf(list).map(booleanOf),
    );
    return combineQueries([count, permits], (valueAt) => {
      const permitted = permits.read(valueAt);
      // Where permits are not known, every slot is read, as where none has one.
      const hasAny = permitted.known && permitted.value.includes(true);
      return Array.from({ length: must(count.read(valueAt), 'slots') }, (_unused, uid) => ({
        netuid,
        uid,
      })).filter(({ uid }) => wantsAll || !hasAny || permitted.value[uid] === true);
    });
  });
  return (await state.storage(queryAll(queries))).flat();
}

export async function readValidatorStake(
  state: StateReader,
  block: BlockRef,
  netuids: readonly Netuid[],
  wantsAll = false,
): Promise<ValidatorStakeFacts> {
  const { runtime } = state;
  const slots = await readSlots(state, netuids, wantsAll);
  const hotkeys = await state.storage(
    queryAll(
      slots.map(({ netuid, uid }) =>
        storageQuery(runtime, [SUBTENSOR, 'Keys'], [netuid, uid], accountOf),
      ),
    ),
  );
  const held = slots.flatMap(({ netuid }, i) => {
    const hotkey = hotkeys[i];
    return hotkey?.known === true ? [{ netuid, hotkey: hotkey.value }] : [];
  });
  const distinct = [...new Set(held.map(({ hotkey }) => hotkey))];
  const stakes = queryAll(
    held.map(({ netuid, hotkey }) =>
      storageQuery(runtime, [SUBTENSOR, 'TotalHotkeyAlpha'], [hotkey, netuid], alphaOf),
    ),
  );
  const owners = queryAll(distinct.map((hotkey) => queryHotkey(runtime, hotkey)));
  const answered = await state.storage(
    combineQueries([stakes, owners], (valueAt) => ({
      stakes: stakes.read(valueAt),
      owners: owners.read(valueAt),
    })),
  );
  const named = await nameHotkeys(state, answered.owners);
  const behind = new Map<Ss58Address, (typeof named)[number]>(
    named.map((facts) => [facts.hotkey, facts]),
  );
  return {
    block,
    cost: state.cost(),
    stakes: held.flatMap(({ netuid, hotkey }, i): ValidatorStake[] => {
      const alpha = must(answered.stakes[i] ?? UNREADABLE, 'stake');
      const { owner = null, name = null } = behind.get(hotkey) ?? {};
      return alpha === 0n ? [] : [{ netuid, hotkey, owner, name, alpha }];
    }),
  };
}
