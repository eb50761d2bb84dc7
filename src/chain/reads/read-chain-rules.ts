// The rules of a runtime that plans and checks need: constants, parameters, and its usable calls.
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { ChainRules, Reading } from '../../model/facts.ts';
import { publishedCalls } from '../../model/stake-calls.ts';
import { toRao, type Netuid, type Rao } from '../../units.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { bigintOf, netuidOf, numberOf, raoOf } from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import {
  known,
  storageQuery,
  combineQueries,
  type StorageQuery,
} from '../runtime/storage-query.ts';

/** A call of the same name with other arguments is another call, whose effect is unknown. */
function isUsableCall(runtime: Runtime, path: string, args: readonly string[]): boolean {
  const [pallet = '', name = ''] = path.split('.');
  const calls = runtime.calls(pallet);
  if (calls?.type !== 'enum' || !Object.hasOwn(calls.value, name)) return false;
  const call = calls.value[name];
  if (call?.type !== 'struct') return false;
  const named = Object.keys(call.value);
  return named.length === args.length && named.every((one, at) => one === args[at]);
}

/** `Pallet.call` of each call that may be signed and that the runtime has as published. */
export function usableCalls(runtime: Runtime): string[] {
  return [...publishedCalls].flatMap(([path, { args }]) =>
    isUsableCall(
      runtime,
      path,
      args.map(([name]) => name),
    )
      ? [path]
      : [],
  );
}

/** Minimum stakes compiled into runtimes without a constant for it: rao, by the first spec with the value. */
const MINIMUM_STAKES: readonly { fromSpec: number; minimum: bigint }[] = [
  { fromSpec: 291, minimum: 2_000_000n },
  { fromSpec: 283, minimum: 20_000_000n },
  { fromSpec: 0, minimum: 500_000n },
];

function minimumStakeOf(runtime: Runtime): Rao {
  const constant = runtime.constant(SUBTENSOR, 'InitialMinStake');
  if (constant !== null) return raoOf(constant);
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
  const factor = storageQuery(runtime, [SUBTENSOR, 'NominatorMinRequiredStake'], [], bigintOf);
  const immunity = storageQuery(runtime, [SUBTENSOR, 'NetworkImmunityPeriod'], [], numberOf);
  return combineQueries([factor, immunity], (valueAt) => (subnetToPrune) => ({
    existentialDeposit: raoOf(runtime.constant('Balances', 'ExistentialDeposit')),
    minimumStake: minimumStakeOf(runtime),
    nominatorMinimumFactor: factor.read(valueAt),
    calls: usableCalls(runtime),
    hasSimulation: runtime.api('SwapRuntimeApi', 'sim_swap_tao_for_alpha') !== null,
    subnetToPrune,
    immunityPeriod: immunity.read(valueAt),
  }));
}
