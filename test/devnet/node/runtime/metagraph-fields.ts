// The fields of the selective metagraph in index order (chain.md §2.3), and those that nothing here varies.
// Refuses to read state.
import type { Type, Value } from '../scale/type.ts';
import {
  bool,
  compact,
  compactText,
  option,
  sequence,
  struct,
  tuple,
  u128,
  u16,
  u32,
  u64,
  u8,
} from '../scale/type.ts';
import { coldkeyIdentity } from './account-storage.ts';
import { accountId, i96f32 } from './common-types.ts';
import { layOutStruct } from './layout.ts';
import type { RuntimeSpec } from './runtime-spec.ts';

const c16 = compact(u16);
const c64 = compact(u64);
const perHotkey = sequence(tuple(accountId, c64));

const axon = struct('pallet_subtensor::pallet::AxonInfo', {
  block: u64,
  version: u32,
  ip: u128,
  port: u16,
  ip_type: u8,
  protocol: u8,
  placeholder1: u8,
  placeholder2: u8,
});

/** In index order; index 0, the netuid, is always present. */
const fieldTypes = (identity: Type): Readonly<Record<string, Type>> => ({
  name: compactText,
  symbol: compactText,
  identity: option(identity),
  network_registered_at: c64,
  owner_hotkey: accountId,
  owner_coldkey: accountId,
  block: c64,
  tempo: c16,
  last_step: c64,
  blocks_since_last_step: c64,
  subnet_emission: c64,
  alpha_in: c64,
  alpha_out: c64,
  tao_in: c64,
  alpha_out_emission: c64,
  alpha_in_emission: c64,
  tao_in_emission: c64,
  pending_alpha_emission: c64,
  pending_root_emission: c64,
  subnet_volume: compact(u128),
  moving_price: i96f32,
  rho: c16,
  kappa: c16,
  min_allowed_weights: c16,
  max_weights_limit: c16,
  weights_version: c64,
  weights_rate_limit: c64,
  activity_cutoff: c64,
  max_validators: c16,
  num_uids: c16,
  max_uids: c16,
  burn: c64,
  difficulty: c64,
  registration_allowed: bool,
  pow_registration_allowed: bool,
  immunity_period: c16,
  min_difficulty: c64,
  max_difficulty: c64,
  min_burn: c64,
  max_burn: c64,
  adjustment_alpha: c64,
  adjustment_interval: c16,
  target_regs_per_interval: c16,
  max_regs_per_block: c16,
  serving_rate_limit: c64,
  commit_reveal_weights_enabled: bool,
  commit_reveal_period: c64,
  liquid_alpha_enabled: bool,
  alpha_high: c16,
  alpha_low: c16,
  bonds_moving_avg: c64,
  hotkeys: sequence(accountId),
  coldkeys: sequence(accountId),
  identities: sequence(option(coldkeyIdentity)),
  axons: sequence(axon),
  active: sequence(bool),
  validator_permit: sequence(bool),
  pruning_score: sequence(c16),
  last_update: sequence(c64),
  emission: sequence(c64),
  dividends: sequence(c16),
  incentives: sequence(c16),
  consensus: sequence(c16),
  trust: sequence(c16),
  rank: sequence(c16),
  block_at_registration: sequence(c64),
  alpha_stake: sequence(c64),
  tao_stake: sequence(c64),
  total_stake: sequence(c64),
  tao_dividends_per_hotkey: perHotkey,
  alpha_dividends_per_hotkey: perHotkey,
  validators: sequence(c16),
  commitments: sequence(tuple(accountId, compactText)),
});

export function selectiveMetagraphType(spec: RuntimeSpec, identity: Type): Type {
  const fields = Object.entries(fieldTypes(identity)).map(([name, type]) => [name, option(type)]);
  return layOutStruct(spec, 'pallet_subtensor::rpc_info::metagraph::SelectiveMetagraph', {
    netuid: c16,
    ...Object.fromEntries(fields),
  });
}

/** Names by index. */
export const METAGRAPH_FIELDS: readonly string[] = ['netuid', ...Object.keys(fieldTypes(bool))];

/** Hyperparameters that nothing here varies: the chain's defaults. */
export const FIXED_FIELDS: Readonly<Record<string, Value>> = {
  rho: 10,
  kappa: 32_767,
  min_allowed_weights: 1024,
  max_weights_limit: 65_535,
  weights_version: 0n,
  weights_rate_limit: 100n,
  activity_cutoff: 5000n,
  max_validators: 128,
  max_uids: 256,
  burn: 100_000_000n,
  difficulty: 10_000_000n,
  pow_registration_allowed: false,
  immunity_period: 4096,
  min_difficulty: 10_000_000n,
  max_difficulty: 4_611_686_018_427_387_903n,
  min_burn: 500_000n,
  max_burn: 100_000_000_000n,
  adjustment_alpha: 0n,
  adjustment_interval: 100,
  target_regs_per_interval: 2,
  max_regs_per_block: 1,
  serving_rate_limit: 50n,
  commit_reveal_weights_enabled: true,
  commit_reveal_period: 1n,
  liquid_alpha_enabled: false,
  alpha_high: 58_982,
  alpha_low: 45_875,
  bonds_moving_avg: 900_000n,
  pruning_score: [],
  trust: [],
  rank: [],
  commitments: [],
};

export const NO_AXON: Value = {
  block: 0n,
  version: 0,
  ip: 0n,
  port: 0,
  ip_type: 0,
  protocol: 0,
  placeholder1: 0,
  placeholder2: 0,
};
