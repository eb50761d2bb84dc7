// StakeInfoRuntimeApi: positions, availability and locks of coldkeys.
// Refuses to compute amounts; the ledger does.
import type { LedgerReads } from '../../ledger/ledger.ts';
import type { AccountId } from '../../ledger/state/ledger-state.ts';
import { hotkeyKey } from '../../ledger/state/ledger-state.ts';
import { approximateFee } from '../../ledger/pools/pool-swap.ts';
import type { Type, Value } from '../scale/type.ts';
import { bool, compact, option, orderedMap, sequence, tuple, u16, u64 } from '../scale/type.ts';
import { accountId, u64f64 } from './common-types.ts';
import type { Api, StateView } from './description.ts';
import { layOutStruct } from './layout.ts';
import type { RuntimeSpec } from './runtime-spec.ts';
import { listOf } from '../scale/value.ts';
import { accountOf, netuidOf } from './storage-entry.ts';
import { lockState, lockValue } from './subnet-storage.ts';

const path = 'pallet_subtensor::rpc_info::stake_info';

const stakeInfoType = (spec: RuntimeSpec): Type =>
  layOutStruct(spec, `${path}::StakeInfo`, {
    hotkey: accountId,
    coldkey: accountId,
    netuid: compact(u16),
    stake: compact(u64),
    locked: compact(u64),
    emission: compact(u64),
    tao_emission: compact(u64),
    drain: compact(u64),
    is_registered: bool,
  });

const availabilityType = (spec: RuntimeSpec): Type =>
  layOutStruct(spec, `${path}::StakeAvailability`, {
    total: compact(u64),
    locked: compact(u64),
    available: compact(u64),
  });

export function stakeApi(spec: RuntimeSpec, reads: LedgerReads): Api {
  const stakeInfo = stakeInfoType(spec);
  const availability = availabilityType(spec);
  const origin = option(tuple(accountId, u16));

  const describe = (
    view: StateView,
    hotkey: AccountId,
    coldkey: AccountId,
    netuid: number,
    stake: bigint,
  ): Value => ({
    hotkey,
    coldkey,
    netuid,
    stake,
    locked: 0n,
    emission: view.state.alphaDividends.get(hotkeyKey(hotkey, netuid)) ?? 0n,
    tao_emission: 0n,
    drain: 0n,
    is_registered:
      view.state.subnets.get(netuid)?.neurons.some((neuron) => neuron.hotkey === hotkey) ?? false,
  });

  const stakes = (view: StateView, coldkey: AccountId): Value[] => {
    const found: Value[] = [];
    const hotkeys = view.state.stakingHotkeys.get(coldkey) ?? [];
    for (const netuid of netuids(view)) {
      for (const hotkey of hotkeys) {
        const stake = reads.positionAlpha(view.state, hotkey, coldkey, netuid);
        if (stake > 0n) found.push(describe(view, hotkey, coldkey, netuid, stake));
      }
    }
    return found;
  };

  const availabilities = (view: StateView, coldkey: AccountId, wanted: Value): Value => {
    const all = netuids(view);
    const asked = wanted === null ? all : [...new Set(listOf(wanted).map(netuidOf))];
    if (asked.length > all.length) return [];
    return asked
      .sort((a, b) => a - b)
      .filter((netuid) => all.includes(netuid))
      .map((netuid): [number, ReturnType<LedgerReads['stakeAvailability']>] => [
        netuid,
        reads.stakeAvailability(view.state, coldkey, netuid),
      ])
      .filter(([, { total, locked }]) => total > 0n || locked > 0n)
      .map(([netuid, { total, locked, available }]) => [netuid, { total, locked, available }]);
  };

  return {
    name: 'StakeInfoRuntimeApi',
    version: 1,
    methods: [
      {
        name: 'get_stake_info_for_coldkey',
        inputs: [{ name: 'coldkey_account', type: accountId }],
        output: sequence(stakeInfo),
        run: (view, [coldkey]) => stakes(view, accountOf(coldkey)),
      },
      {
        name: 'get_stake_info_for_coldkeys',
        inputs: [{ name: 'coldkey_accounts', type: sequence(accountId) }],
        output: sequence(tuple(accountId, sequence(stakeInfo))),
        run: (view, [coldkeys]) =>
          listOf(coldkeys).map((coldkey) => [coldkey, stakes(view, accountOf(coldkey))]),
      },
      {
        name: 'get_stake_info_for_hotkey_coldkey_netuid',
        inputs: [
          { name: 'hotkey_account', type: accountId },
          { name: 'coldkey_account', type: accountId },
          { name: 'netuid', type: u16 },
        ],
        output: option(stakeInfo),
        run(view, [hot, cold, net]) {
          const [hotkey, coldkey, netuid] = [accountOf(hot), accountOf(cold), netuidOf(net)];
          const stake = reads.positionAlpha(view.state, hotkey, coldkey, netuid);
          return describe(view, hotkey, coldkey, netuid, stake);
        },
      },
      {
        name: 'get_stake_availability_for_coldkeys',
        inputs: [
          { name: 'coldkey_accounts', type: sequence(accountId) },
          { name: 'netuids', type: option(sequence(u16)) },
        ],
        output: orderedMap(accountId, orderedMap(u16, availability)),
        run: (view, [coldkeys, wanted]) =>
          [...new Set(listOf(coldkeys).map(accountOf))]
            .sort()
            .map((coldkey) => [coldkey, availabilities(view, coldkey, wanted ?? null)]),
      },
      {
        name: 'get_stake_fee',
        inputs: [
          { name: 'origin', type: origin },
          { name: 'origin_coldkey_account', type: accountId },
          { name: 'destination', type: origin },
          { name: 'destination_coldkey_account', type: accountId },
          { name: 'amount', type: u64 },
        ],
        output: u64,
        run: (view, [from, , to, , amount]) => flatFee(view, from, to, amount),
      },
      {
        name: 'get_coldkey_lock',
        inputs: [
          { name: 'coldkey', type: accountId },
          { name: 'netuid', type: u16 },
        ],
        output: option(lockState),
        run(view, [coldkey, netuid]) {
          const lock = reads.coldkeyLock(view.state, accountOf(coldkey), netuidOf(netuid));
          return lock ? lockValue(lock) : null;
        },
      },
      {
        name: 'get_hotkey_conviction',
        inputs: [
          { name: 'hotkey', type: accountId },
          { name: 'netuid', type: u16 },
        ],
        output: u64f64,
        run: (view, [hotkey, netuid]) => ({
          bits: reads.hotkeyConviction(view.state, accountOf(hotkey), netuidOf(netuid)),
        }),
      },
    ],
  };
}

const netuids = (view: StateView): number[] => [...view.state.subnets.keys()].sort((a, b) => a - b);

/** The chain's own rough answer (§2.1): nothing for root or without a move, else the rate of one end. */
function flatFee(
  view: StateView,
  from: Value | undefined,
  to: Value | undefined,
  amount: Value | undefined,
): Value {
  const [origin, destination] = [listOf(from), listOf(to)];
  const isSame =
    origin.length > 0 &&
    origin.length === destination.length &&
    origin.every((part, index) => part === destination[index]);
  const netuid = netuidOf((destination.length > 0 ? destination : origin)[1]);
  if (isSame || netuid === 0 || !view.state.subnets.has(netuid)) return 0n;
  return typeof amount === 'bigint' ? approximateFee(view.state, netuid, amount) : 0n;
}
