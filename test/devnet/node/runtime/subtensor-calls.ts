// The calls of SubtensorModule that stakers meet: names, indices and arguments of the live chain.
// Refuses to know what they do.
import type { Type, Variant } from '../scale/type.ts';
import { bool, field, option, orderedSet, u16, u64, variants } from '../scale/type.ts';
import { accountId, h256 } from './common-types.ts';
import type { RuntimeSpec } from './runtime-spec.ts';
import { layOut } from './layout.ts';
import { variant } from './variant.ts';

export const rootClaimType: Type = variants('pallet_subtensor::pallet::RootClaimTypeEnum', [
  { name: 'Swap', index: 0, fields: [] },
  { name: 'Keep', index: 1, fields: [] },
  { name: 'KeepSubnets', index: 2, fields: [field('subnets', orderedSet(u16))] },
]);

const amount = { hotkey: accountId, netuid: u16 };
const limit = { limit_price: u64, allow_partial: bool };
const route = { origin_netuid: u16, destination_netuid: u16, alpha_amount: u64 };

const calls: readonly Variant[] = [
  variant('add_stake', 2, { ...amount, amount_staked: u64 }),
  variant('remove_stake', 3, { ...amount, amount_unstaked: u64 }),
  variant('unstake_all', 83, { hotkey: accountId }),
  variant('unstake_all_alpha', 84, { hotkey: accountId }),
  variant('move_stake', 85, {
    origin_hotkey: accountId,
    destination_hotkey: accountId,
    ...route,
  }),
  variant('transfer_stake', 86, { destination_coldkey: accountId, hotkey: accountId, ...route }),
  variant('swap_stake', 87, { hotkey: accountId, ...route }),
  variant('add_stake_limit', 88, { ...amount, amount_staked: u64, ...limit }),
  variant('remove_stake_limit', 89, { ...amount, amount_unstaked: u64, ...limit }),
  variant('swap_stake_limit', 90, { hotkey: accountId, ...route, ...limit }),
  variant('try_associate_hotkey', 91, { hotkey: accountId }),
  variant('recycle_alpha', 101, { hotkey: accountId, amount: u64, netuid: u16 }),
  variant('burn_alpha', 102, { hotkey: accountId, amount: u64, netuid: u16 }),
  variant('remove_stake_full_limit', 103, { ...amount, limit_price: option(u64) }),
  variant('set_coldkey_auto_stake_hotkey', 114, { netuid: u16, hotkey: accountId }),
  variant('claim_root', 121, { subnets: orderedSet(u16) }),
  variant('set_root_claim_type', 122, { new_root_claim_type: rootClaimType }),
  variant('announce_coldkey_swap', 125, { new_coldkey_hash: h256 }),
  variant('swap_coldkey_announced', 126, { new_coldkey: accountId }),
  variant('dispute_coldkey_swap', 127),
  variant('add_stake_burn', 132, { ...amount, amount: u64, limit: option(u64) }),
  variant('clear_coldkey_swap_announcement', 133),
  variant('lock_stake', 136, { ...amount, amount: u64 }),
  variant('move_lock', 137, { destination_hotkey: accountId, netuid: u16 }),
  variant('set_perpetual_lock', 138, { netuid: u16, enabled: bool }),
  variant('set_reject_locked_alpha', 142, { enabled: bool }),
  variant('transfer_stake_and_hotkey', 143, {
    destination_coldkey: accountId,
    origin_hotkey: accountId,
    destination_hotkey: accountId,
    ...route,
  }),
  variant('add_collateral', 144, {
    netuid: u16,
    hotkey: accountId,
    alpha: u64,
    limit_price: u64,
  }),
  variant('set_min_collateral', 145, { netuid: u16, hotkey: accountId, min_locked: u64 }),
  variant('stake_into_basket', 147, { hotkey: accountId, amount_staked: u64 }),
  variant('claim_root_with_hotkey', 148, { hotkey: accountId }),
  variant('move_stake_limit', 149, {
    origin_hotkey: accountId,
    destination_hotkey: accountId,
    ...route,
    ...limit,
  }),
];

export const subtensorCalls = (spec: RuntimeSpec): Variant[] =>
  calls.map((call) => ({
    ...call,
    index: spec.indices[`SubtensorModule.${call.name}`] ?? call.index,
    fields: layOut(spec, `SubtensorModule.${call.name}`, call.fields),
  }));
