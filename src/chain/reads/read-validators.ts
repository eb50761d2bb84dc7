// The validators of one subnet with their take and their earnings. Read from storage only, which is the same on every
// runtime.
import type { Reading, ValidatorFacts } from '../../model/facts.ts';
import type { AlphaRao, Netuid, Ss58Address } from '../../units.ts';
import { nameHotkeys, queryHotkey } from './read-hotkeys.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import {
  accountOf,
  alphaOf,
  booleanOf,
  listOf,
  numberOf,
  placesOf,
} from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import {
  known,
  NOT_HERE,
  UNREADABLE,
  must,
  storageQuery,
  queryAll,
  combineQueries,
  type StorageQuery,
} from '../runtime/storage-query.ts';

type Slot = Pick<ValidatorFacts, 'hotkey' | 'hasPermit' | 'weightsAge'>;

/** Slots with a permit; all slots where none has one (root, new subnets). */
async function readSlots(state: StateReader, netuid: Netuid, head: number): Promise<Slot[]> {
  const { runtime } = state;
  const count = storageQuery(runtime, [SUBTENSOR, 'SubnetworkN'], [netuid], placesOf);
  const permits = storageQuery(runtime, [SUBTENSOR, 'ValidatorPermit'], [netuid], (list) =>
    listOf(list).map(booleanOf),
  );
  // Of the first mechanism, whose index is the netuid. A commit counts as setting them.
  const weights = storageQuery(runtime, [SUBTENSOR, 'LastUpdate'], [netuid], (list) =>
    listOf(list).map(numberOf),
  );
  const first = await state.storage(
    combineQueries([count, permits, weights], (valueAt) => ({
      count: must(count.read(valueAt), 'slots'),
      permits: permits.read(valueAt),
      weights: weights.read(valueAt),
    })),
  );
  const weightsAgeOf = (uid: number): Reading<number> => {
    if (!first.weights.known) return first.weights;
    const at = first.weights.value[uid];
    return at === undefined || at > head ? UNREADABLE : known(head - at);
  };
  const permitted = first.permits;
  const hasAny = permitted.known && permitted.value.includes(true);
  const uids = Array.from({ length: first.count }, (_unused, uid) => uid).filter(
    (uid) => !hasAny || permitted.value[uid] === true,
  );
  const hotkeys = await state.storage(
    queryAll(
      uids.map((uid) => storageQuery(runtime, [SUBTENSOR, 'Keys'], [netuid, uid], accountOf)),
    ),
  );
  return hotkeys.flatMap((hotkey, i): Slot[] => {
    const uid = uids[i];
    if (!hotkey.known || uid === undefined) return [];
    const hasPermit = permitted.known ? known(permitted.value[uid] ?? false) : permitted;
    return [{ hotkey: hotkey.value, hasPermit, weightsAge: weightsAgeOf(uid) }];
  });
}

type Nameless = Omit<ValidatorFacts, 'name'>;

function queryValidator(runtime: Runtime, netuid: Netuid, slot: Slot): StorageQuery<Nameless> {
  const { hotkey, hasPermit, weightsAge } = slot;
  const facts = queryHotkey(runtime, hotkey);
  const amount = (
    item: string,
    ...args: (Netuid | Ss58Address)[]
  ): StorageQuery<Reading<AlphaRao>> => storageQuery(runtime, [SUBTENSOR, item], args, alphaOf);
  const stake = amount('TotalHotkeyAlpha', hotkey, netuid);
  const afterCredit = amount('TotalHotkeyAlphaLastEpoch', hotkey, netuid);
  const dividends = amount('AlphaDividendsPerSubnet', netuid, hotkey);
  return combineQueries([facts, stake, afterCredit, dividends], (valueAt) => {
    const earned = dividends.read(valueAt);
    const alphaStake = must(stake.read(valueAt), 'stake');
    return {
      ...facts.read(valueAt),
      netuid,
      isRegistered: true,
      hasPermit,
      weightsAge,
      alphaStake,
      dividends: earned,
      stakeAtLastEpoch: earnedOn(earned, afterCredit.read(valueAt), alphaStake),
    };
  });
}

/**
 * The stake that earned the last dividends. The chain stores the total after the credit, and only when dividends were
 * paid: the earning stake is that total minus the dividends. Without dividends it is the present stake.
 */
function earnedOn(
  earned: Reading<AlphaRao>,
  after: Reading<AlphaRao>,
  now: AlphaRao,
): Reading<AlphaRao> {
  if (!earned.known || !after.known) return NOT_HERE;
  if (earned.value === 0n) return known(now);
  return earned.value > after.value ? UNREADABLE : known(alphaOf(after.value - earned.value));
}

export async function readValidators(
  state: StateReader,
  netuid: Netuid,
  head: number,
): Promise<ValidatorFacts[]> {
  const slots = await readSlots(state, netuid, head);
  const queries = slots.map((slot) => queryValidator(state.runtime, netuid, slot));
  return nameHotkeys(state, await state.storage(queryAll(queries)));
}
