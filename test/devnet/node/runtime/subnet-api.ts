// SubnetInfoRuntimeApi: what a subnet is and holds, epochs, pruning, hyperparameters.
// Refuses to compute prices.
import type { LedgerReads } from '../../ledger/ledger.ts';
import { emissionForIssuance } from '../../ledger/emission/emission-shares.ts';
import type { Subnet } from '../../ledger/state/ledger-state.ts';
import { subnetAccount } from '../../ledger/state/balances.ts';
import { coldkeySubnetKey } from '../../ledger/state/ledger-state.ts';
import { utf8 } from '../scale/bytes.ts';
import type { Type, Value } from '../scale/type.ts';
import {
  bool,
  bytes,
  compact,
  compactText,
  option,
  sequence,
  struct,
  u128,
  u16,
  u32,
  u64,
  variants,
} from '../scale/type.ts';
import { accountId, i32f32, i96f32, u64f64 } from './common-types.ts';
import type { Api, StateView } from './description.ts';
import { layOutStruct } from './layout.ts';
import { selectiveMetagraphValue } from './metagraph.ts';
import { selectiveMetagraphType } from './metagraph-fields.ts';
import type { RuntimeSpec } from './runtime-spec.ts';
import { accountOf, netuidOf } from './storage-entry.ts';
import { subnetIdentityValue, subnetName } from './subtensor-pallet.ts';
import { tupleVariant } from './variant.ts';

const path = 'pallet_subtensor::rpc_info';

const dynamicInfoType = (spec: RuntimeSpec, identity: Type): Type =>
  layOutStruct(spec, `${path}::dynamic_info::DynamicInfo`, {
    netuid: compact(u16),
    owner_hotkey: accountId,
    owner_coldkey: accountId,
    subnet_name: compactText,
    token_symbol: compactText,
    tempo: compact(u16),
    last_step: compact(u64),
    blocks_since_last_step: compact(u64),
    emission: compact(u64),
    alpha_in: compact(u64),
    alpha_out: compact(u64),
    tao_in: compact(u64),
    alpha_out_emission: compact(u64),
    alpha_in_emission: compact(u64),
    tao_in_emission: compact(u64),
    pending_alpha_emission: compact(u64),
    pending_root_emission: compact(u64),
    subnet_volume: compact(u128),
    network_registered_at: compact(u64),
    subnet_identity: option(identity),
    moving_price: i96f32,
  });

function dynamicInfo(view: StateView, netuid: number): Value {
  const subnet = view.state.subnets.get(netuid);
  if (!subnet) return null;
  return {
    netuid,
    owner_hotkey: subnet.ownerHotkey,
    owner_coldkey: subnet.ownerColdkey,
    subnet_name: utf8(subnetName(subnet, netuid)),
    token_symbol: utf8(subnet.symbol),
    tempo: subnet.tempo,
    last_step: subnet.lastMechanismStepBlock,
    blocks_since_last_step: subnet.blocksSinceLastStep,
    emission: 0n,
    alpha_in: subnet.alphaReserve,
    alpha_out: subnet.alphaOut,
    tao_in: subnet.taoReserve,
    alpha_out_emission: subnet.alphaOutEmission,
    alpha_in_emission: subnet.alphaInEmission,
    tao_in_emission: subnet.taoInEmission,
    pending_alpha_emission: subnet.pendingServerEmission + subnet.pendingValidatorEmission,
    pending_root_emission: 0n,
    subnet_volume: subnet.volume,
    network_registered_at: subnet.registeredAt,
    subnet_identity: subnetIdentityValue(subnet),
    moving_price: { bits: subnet.movingPrice },
  };
}

const hyperparameterValue = variants(`${path}::subnet_info::HyperparamValue`, [
  tupleVariant('Bool', 0, bool),
  tupleVariant('U16', 1, compact(u16)),
  tupleVariant('U32', 2, compact(u32)),
  tupleVariant('U64', 3, compact(u64)),
  tupleVariant('U128', 4, compact(u128)),
  tupleVariant('TaoBalance', 5, compact(u64)),
  tupleVariant('I32F32', 6, i32f32),
  tupleVariant('U64F64', 7, u64f64),
]);

const hyperparameter = struct(`${path}::subnet_info::HyperparamEntry`, {
  name: bytes,
  value: hyperparameterValue,
});

function hyperparameters(subnet: Subnet): Value {
  const entry = (name: string, type: string, value: Value): Value => ({
    name: utf8(name),
    value: { type, value },
  });
  return [
    entry('tempo', 'U16', subnet.tempo),
    entry('registration_allowed', 'Bool', subnet.registrationAllowed),
    entry('subnet_is_active', 'Bool', subnet.subtokenEnabled),
    entry('transfers_enabled', 'Bool', subnet.transferToggle),
    entry('user_liquidity_enabled', 'Bool', false),
    entry('owner_cut_enabled', 'Bool', subnet.ownerCutEnabled),
    entry('owner_cut_auto_lock_enabled', 'Bool', subnet.ownerCutAutoLockEnabled),
  ];
}

export function subnetApi(spec: RuntimeSpec, reads: LedgerReads, identity: Type): Api {
  const info = option(dynamicInfoType(spec, identity));
  const netuid = { name: 'netuid', type: u16 };
  const subnetOf = (view: StateView, value: Value | undefined): Subnet | undefined =>
    view.state.subnets.get(netuidOf(value));
  return {
    name: 'SubnetInfoRuntimeApi',
    version: 2,
    methods: [
      {
        name: 'get_all_dynamic_info',
        inputs: [],
        output: sequence(info),
        run: (view) =>
          [...view.state.subnets.keys()].sort((a, b) => a - b).map((id) => dynamicInfo(view, id)),
      },
      {
        name: 'get_dynamic_info',
        inputs: [netuid],
        output: info,
        run: (view, [id]) => dynamicInfo(view, netuidOf(id)),
      },
      {
        name: 'get_selective_metagraph',
        inputs: [netuid, { name: 'metagraph_indexes', type: sequence(u16) }],
        output: option(selectiveMetagraphType(spec, identity)),
        run: (view, [id, wanted]) =>
          selectiveMetagraphValue(
            view,
            netuidOf(id),
            Array.isArray(wanted) ? wanted.map(netuidOf) : [],
          ),
      },
      {
        name: 'get_coldkey_auto_stake_hotkey',
        inputs: [{ name: 'coldkey', type: accountId }, netuid],
        output: option(accountId),
        run: (view, [coldkey, id]) =>
          view.state.autoStakeDestinations.get(
            coldkeySubnetKey(accountOf(coldkey), netuidOf(id)),
          ) ?? null,
      },
      {
        name: 'get_subnet_to_prune',
        inputs: [],
        output: option(u16),
        run: (view) => reads.subnetToPrune(view.state),
      },
      {
        name: 'get_block_emission',
        inputs: [],
        output: u64,
        run: ({ state }) => emissionForIssuance(state.totalIssuance),
      },
      {
        name: 'get_subnet_account_id',
        inputs: [netuid],
        output: option(accountId),
        run: (view, [id]) => (subnetOf(view, id) ? subnetAccount(netuidOf(id)) : null),
      },
      {
        name: 'get_next_epoch_start_block',
        inputs: [netuid],
        output: option(u64),
        run: (view, [id]) =>
          subnetOf(view, id) ? reads.nextEpochBlock(view.state, netuidOf(id)) : null,
      },
      {
        name: 'get_subnet_hyperparams_v3',
        inputs: [netuid],
        output: option(sequence(hyperparameter)),
        run(view, [id]) {
          const subnet = subnetOf(view, id);
          return subnet ? hyperparameters(subnet) : null;
        },
      },
    ],
  };
}
