// The rules of a runtime that plans and checks need: constants and parameters, which calls it has.
import type { ChainRules, Reading } from '../../model/facts.ts';
import { toRao, type Netuid, type Rao } from '../../units.ts';
import { publishedArguments } from '../extrinsic/known-calls.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { bigintOf, netuidOf, numberOf, raoOf } from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import {
  known,
  storageQuery,
  combineQueries,
  type StorageQuery,
} from '../runtime/storage-query.ts';

const PALLET = 'SubtensorModule';

/** Calls that the extension can compose, where a runtime has them. */
export const USABLE_CALLS: readonly (readonly [pallet: string, name: string])[] = [
  [PALLET, 'add_stake'],
  [PALLET, 'add_stake_limit'],
  [PALLET, 'remove_stake'],
  [PALLET, 'remove_stake_limit'],
  [PALLET, 'remove_stake_full_limit'],
  [PALLET, 'unstake_all'],
  [PALLET, 'unstake_all_alpha'],
  [PALLET, 'move_stake'],
  [PALLET, 'move_stake_limit'],
  [PALLET, 'swap_stake'],
  [PALLET, 'swap_stake_limit'],
  [PALLET, 'transfer_stake'],
  [PALLET, 'claim_root'],
  [PALLET, 'set_coldkey_auto_stake_hotkey'],
  ['Utility', 'batch_all'],
  ['Balances', 'transfer_keep_alive'],
];

/** A call of the same name that takes other things is another call: nobody here knows what it would do. */
export function isUsableCall(runtime: Runtime, pallet: string, name: string): boolean {
  const calls = runtime.calls(pallet);
  if (calls?.type !== 'enum' || !Object.hasOwn(calls.value, name)) return false;
  const published = publishedArguments(`${pallet}.${name}`);
  const call = calls.value[name];
  if (published === null || call?.type !== 'struct') return published === null;
  const named = Object.keys(call.value);
  return named.length === published.length && named.every((one, at) => one === published[at]);
}

function callsOf(runtime: Runtime): string[] {
  return USABLE_CALLS.filter(([pallet, name]) => isUsableCall(runtime, pallet, name)).map(
    ([pallet, name]) => `${pallet}.${name}`,
  );
}

/** Compiled into runtimes that do not tell it: from which spec on, rao. */
const MINIMUM_STAKES: readonly { fromSpec: number; minimum: bigint }[] = [
  { fromSpec: 291, minimum: 2_000_000n },
  { fromSpec: 283, minimum: 20_000_000n },
  { fromSpec: 0, minimum: 500_000n },
];

function minimumStakeOf(runtime: Runtime): Rao {
  const told = runtime.constant(PALLET, 'InitialMinStake');
  if (told !== null) return raoOf(told);
  const row = MINIMUM_STAKES.find(({ fromSpec }) => runtime.ref.specVersion >= fromSpec);
  return toRao(row?.minimum ?? 0n);
}

/** The subnet that the next registration would remove. */
export async function readSubnetToPrune(state: StateReader): Promise<Reading<Netuid | null>> {
  const answer = await state.api('SubnetInfoRuntimeApi', 'get_subnet_to_prune');
  if (!answer.known) return answer;
  return known(answer.value === null ? null : netuidOf(answer.value));
}

export function queryRules(
  runtime: Runtime,
): StorageQuery<(subnetToPrune: Reading<Netuid | null>) => ChainRules> {
  const factor = storageQuery(runtime, [PALLET, 'NominatorMinRequiredStake'], [], bigintOf);
  const immunity = storageQuery(runtime, [PALLET, 'NetworkImmunityPeriod'], [], numberOf);
  return combineQueries([factor, immunity], (valueAt) => (subnetToPrune) => ({
    existentialDeposit: raoOf(runtime.constant('Balances', 'ExistentialDeposit')),
    minimumStake: minimumStakeOf(runtime),
    nominatorMinimumFactor: factor.read(valueAt),
    calls: callsOf(runtime),
    hasSimulation: runtime.api('SwapRuntimeApi', 'sim_swap_tao_for_alpha') !== null,
    subnetToPrune,
    immunityPeriod: immunity.read(valueAt),
  }));
}
