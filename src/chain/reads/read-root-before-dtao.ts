// Root's validators and their stake in the last block before dTAO: they decided each subnet's emission. Read by that
// block's own metadata; the block itself is found by metadata too, never by a version number.
import type { RootBeforeDtao, FormerRootValidator } from '../../model/emission-facts.ts';
import type { BlockRef } from '../../model/facts.ts';
import { ROOT_NETUID, type Hex } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { NodeAccess } from '../runtime/node-access.ts';
import { nameHotkeys, queryHotkey } from './read-hotkeys.ts';
import { parseRuntimeVersion } from '../runtime/runtime-source.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { accountOf, bigintOf, listOf, numberOf, placesOf, raoOf } from '../scale/scale-fields.ts';
import { malformed } from '../scale/scale-reader.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import { must, storageQuery, queryAll, combineQueries } from '../runtime/storage-query.ts';

/** Root had 64 slots; a far larger count is refused. */
const MOST_VALIDATORS = 1_024;

/** First guess by genesis: finney's last block before the runtime that introduced dTAO. */
const knownLast: ReadonlyMap<Hex, number> = new Map([
  ['0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03', 4_920_350],
]);
/** Blocks searched around the guess before the whole chain is searched. */
const AROUND = 4;

const hasPools = (runtime: Runtime): boolean =>
  runtime.storage(SUBTENSOR, 'SubnetAlphaIn') !== null;

/** Returns a test whether a block's state has pools; each runtime version is examined once. */
function createProbe(access: NodeAccess, signal: AbortSignal | undefined) {
  let lastWithout = -1;
  let firstWith = Number.POSITIVE_INFINITY;
  return async (number: number): Promise<boolean> => {
    const hash = await access.blockHashAt(number, signal);
    if (hash === null) throw malformed('block of that number');
    const answer = await access.ask('state_getRuntimeVersion', [hash], signal);
    const { specVersion } = parseRuntimeVersion(answer);
    // Versions only grow along a chain, and no later runtime removed the pools.
    if (specVersion <= lastWithout) return false;
    if (specVersion >= firstWith) return true;
    const has = hasPools(await access.source.fromVersion(answer, hash));
    if (has) firstWith = specVersion;
    else lastWithout = specVersion;
    return has;
  };
}

/**
 * The last block whose state has no pools yet; null where the chain began with pools, or still has none. Bisects the
 * blocks around a known guess, or the whole chain: at most about 25 steps.
 */
export async function findLastBefore(
  access: NodeAccess,
  signal: AbortSignal | undefined,
): Promise<BlockRef | null> {
  const isWith = createProbe(access, signal);
  const head = await access.head(signal);
  const genesis = access.link.genesisHash();
  const known = (genesis === null ? undefined : knownLast.get(genesis)) ?? null;
  let without = 1;
  let withPools = head.number;
  if (known !== null && known + AROUND < head.number) {
    const isAround = !(await isWith(known - AROUND)) && (await isWith(known + AROUND));
    if (isAround) [without, withPools] = [known - AROUND, known + AROUND];
  }
  if ((await isWith(without)) || !(await isWith(withPools))) return null;
  while (withPools - without > 1) {
    const middle = Math.floor((without + withPools) / 2);
    if (await isWith(middle)) withPools = middle;
    else without = middle;
  }
  const hash = await access.blockHashAt(without, signal);
  return hash === null ? null : { hash, number: without };
}

/**
 * Root's validators at that block with all stake behind each, in rao, and whether they had set weights. Their weights,
 * counted by that stake, decided the split. Throws RangeError where the runtime stores stake in another form.
 * Source: opentensor/subtensor pallets/subtensor/src/coinbase/root.rs, root_epoch and get_root_weights, at 8f39a583.
 */
export async function readRootBeforeDtao(
  state: StateReader,
  block: BlockRef,
  endpoint: string,
): Promise<RootBeforeDtao> {
  const { runtime } = state;
  if (runtime.storage(SUBTENSOR, 'TotalHotkeyStake') === null) {
    throw new RangeError('stake before dTAO is not kept by hotkey');
  }
  const count = storageQuery(runtime, [SUBTENSOR, 'SubnetworkN'], [ROOT_NETUID], placesOf);
  const total = storageQuery(runtime, [SUBTENSOR, 'TotalStake'], [], raoOf);
  const time = storageQuery(runtime, ['Timestamp', 'Now'], [], numberOf);
  const at = await state.storage(
    combineQueries([count, total, time], (valueAt) => ({
      count: must(count.read(valueAt), 'slots'),
      total: total.read(valueAt),
      time: time.read(valueAt),
    })),
  );
  if (at.count > MOST_VALIDATORS) throw malformed('validators of root');
  const slots = Array.from({ length: at.count }, (_unused, uid) => {
    const hotkey = storageQuery(runtime, [SUBTENSOR, 'Keys'], [ROOT_NETUID, uid], accountOf);
    const weights = storageQuery(runtime, [SUBTENSOR, 'Weights'], [ROOT_NETUID, uid], (list) =>
      listOf(list).some((weight) => bigintOf(listOf(weight)[1] ?? null) > 0n),
    );
    return combineQueries([hotkey, weights], (valueAt) => ({
      hotkey: hotkey.read(valueAt),
      hasWeights: weights.read(valueAt),
    }));
  });
  const taken = (await state.storage(queryAll(slots))).flatMap(({ hotkey, hasWeights }) =>
    hotkey.known ? [{ hotkey: hotkey.value, hasWeights }] : [],
  );
  const queries = taken.map(({ hotkey }) => {
    const behind = queryHotkey(runtime, hotkey);
    const stake = storageQuery(runtime, [SUBTENSOR, 'TotalHotkeyStake'], [hotkey], raoOf);
    return combineQueries([behind, stake], (valueAt) => ({
      ...behind.read(valueAt),
      stake: stake.read(valueAt),
    }));
  });
  const named = await nameHotkeys(state, await state.storage(queryAll(queries)));
  return {
    known: true,
    block,
    runtime: runtime.ref,
    endpoint,
    at: at.time,
    totalStake: at.total,
    validators: named.flatMap(({ hotkey, owner, name, stake }, i): FormerRootValidator[] => {
      const { hasWeights } = taken[i] ?? {};
      return stake.known && hasWeights
        ? [{ hotkey, owner, name, stake: stake.value, hasWeights }]
        : [];
    }),
  };
}
