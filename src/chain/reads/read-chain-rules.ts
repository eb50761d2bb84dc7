// The rules of a runtime that plans and checks need: constants, parameters, and its usable calls.
import { judgeCallLayout } from '../extrinsic/call-layouts.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { ChainRules, HotkeyCaps } from '../../model/chain-rules.ts';
import type { Reading } from '../../model/facts.ts';
import { NEWEST_KNOWN_SPEC } from '../../model/known-specs.ts';
import { publishedCalls } from '../../model/stake-calls.ts';
import { toRao, type Netuid, type Rao } from '../../units.ts';
import { hotkeyCapsAt, overAmountsAt } from '../runtime/rules-by-spec.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { bigintOf, netuidOf, numberOf, raoOf } from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import {
  known,
  NOT_HERE,
  storageQuery,
  combineQueries,
  type StorageQuery,
} from '../runtime/storage-query.ts';

/** `Pallet.call` of each call that may be signed and that the runtime has as published; another of that name is another call. */
export function usableCalls(runtime: Runtime): string[] {
  // A newer runtime that does not name its minimum may have any: nothing is signed there.
  const isMinimumKnown =
    runtime.constant(SUBTENSOR, 'InitialMinStake') !== null ||
    runtime.ref.specVersion <= NEWEST_KNOWN_SPEC;
  if (!isMinimumKnown) return [];
  return [...publishedCalls.keys()].filter(
    (path) => judgeCallLayout(runtime, path).state === 'same',
  );
}

/** Minimum stakes compiled into runtimes without a constant for it: rao, by the first spec with the value. */
const MINIMUM_STAKES: readonly { fromSpec: number; minimum: bigint }[] = [
  { fromSpec: 291, minimum: 2_000_000n },
  { fromSpec: 283, minimum: 20_000_000n },
  { fromSpec: 0, minimum: 500_000n },
];

export function minimumStakeOf(runtime: Runtime): Rao {
  const constant = runtime.constant(SUBTENSOR, 'InitialMinStake');
  if (constant !== null) return raoOf(constant);
  const row = MINIMUM_STAKES.find(({ fromSpec }) => runtime.ref.specVersion >= fromSpec);
  return toRao(row?.minimum ?? 0n);
}

/** Before there was a minimum of its own, moves inside a subnet and transfers had the minimum stake. */
function minimumTransferOf(runtime: Runtime): Rao {
  const constant = runtime.constant(SUBTENSOR, 'InitialMinTransfer');
  return constant === null ? minimumStakeOf(runtime) : raoOf(constant);
}

/** A runtime without the error has no cap. On one newer than known checks/guard-rules.ts says that it may have another. */
const hotkeyCapsOf = (runtime: Runtime): Reading<HotkeyCaps> =>
  runtime.hasError(SUBTENSOR, 'TooManyStakingHotkeys')
    ? hotkeyCapsAt(runtime.ref.specVersion)
    : NOT_HERE;

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
  const hold = storageQuery(runtime, [SUBTENSOR, 'RootStakeUnlockInterval'], [], numberOf);
  const safeMode = storageQuery(runtime, ['SafeMode', 'EnteredUntil'], [], (value) =>
    value === null ? null : numberOf(value),
  );
  return combineQueries([factor, immunity, hold, safeMode], (valueAt) => (subnetToPrune) => ({
    existentialDeposit: raoOf(runtime.constant('Balances', 'ExistentialDeposit')),
    minimumStake: minimumStakeOf(runtime),
    minimumTransfer: minimumTransferOf(runtime),
    overAmounts: overAmountsAt(runtime.ref.specVersion),
    safeModeUntil: safeMode.read(valueAt),
    rootHold: hold.read(valueAt),
    hotkeyCaps: hotkeyCapsOf(runtime),
    nominatorMinimumFactor: factor.read(valueAt),
    calls: usableCalls(runtime),
    hasSimulation: runtime.api('SwapRuntimeApi', 'sim_swap_tao_for_alpha') !== null,
    subnetToPrune,
    immunityPeriod: immunity.read(valueAt),
  }));
}
