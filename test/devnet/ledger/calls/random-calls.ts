// Random calls on the two recorded pools, most of them sensible, for tests that must hold whatever is called.
// Refuses to judge outcomes.
import { FIRST_POOL, keys, SECOND_POOL } from '../pools/two-pools.ts';
import type { LedgerCall, StakeCall } from './ledger-call.ts';
import type { AccountId } from '../state/ledger-state.ts';
import type { Random } from '../genesis/random.ts';

const TAO = 1_000_000_000n;
const ALPHA = 1_000_000_000n;

export const COLDKEYS = [keys.staker, keys.other, keys.validator] as const;
const HOTKEYS = [keys.hotkey, keys.ownHotkey, keys.unknownHotkey] as const;
const NETUIDS = [0, FIRST_POOL, SECOND_POOL, FIRST_POOL, SECOND_POOL, 7] as const;

function pick<T>(random: Random, from: readonly T[]): T {
  const value = from[random.index(from.length)];
  if (value === undefined) throw new RangeError('nothing to pick from');
  return value;
}

const taoAmount = (random: Random): bigint => random.below(10n ** random.between(3n, 13n));
const alphaAmount = (random: Random): bigint => random.below(ALPHA * 10n ** random.between(0n, 5n));

function stakeCall(random: Random): StakeCall {
  const pallet = 'SubtensorModule';
  const hotkey = pick(random, HOTKEYS);
  const netuid = pick(random, NETUIDS);
  const other = pick(random, NETUIDS);
  const alpha = alphaAmount(random);
  const limit_price = pick(random, [0n, 1n, random.below(20_000_000n), TAO, 10n ** 16n]);
  const allow_partial = random.index(2) === 0;
  const route = { origin_netuid: netuid, destination_netuid: other, alpha_amount: alpha };
  const amount_staked = taoAmount(random);
  const calls: StakeCall[] = [
    { pallet, name: 'add_stake', args: { hotkey, netuid, amount_staked } },
    { pallet, name: 'add_stake', args: { hotkey, netuid, amount_staked } },
    {
      pallet,
      name: 'add_stake_limit',
      args: { hotkey, netuid, amount_staked, limit_price, allow_partial },
    },
    { pallet, name: 'remove_stake', args: { hotkey, netuid, amount_unstaked: alpha } },
    {
      pallet,
      name: 'remove_stake_limit',
      args: { hotkey, netuid, amount_unstaked: alpha, limit_price, allow_partial },
    },
    { pallet, name: 'remove_stake_full_limit', args: { hotkey, netuid, limit_price: null } },
    { pallet, name: 'unstake_all', args: { hotkey } },
    { pallet, name: 'unstake_all_alpha', args: { hotkey } },
    {
      pallet,
      name: 'move_stake',
      args: { origin_hotkey: hotkey, destination_hotkey: pick(random, HOTKEYS), ...route },
    },
    {
      pallet,
      name: 'move_stake_limit',
      args: {
        origin_hotkey: hotkey,
        destination_hotkey: pick(random, HOTKEYS),
        ...route,
        limit_price,
        allow_partial,
      },
    },
    { pallet, name: 'swap_stake', args: { hotkey, ...route } },
    { pallet, name: 'swap_stake_limit', args: { hotkey, ...route, limit_price, allow_partial } },
    {
      pallet,
      name: 'transfer_stake',
      args: { destination_coldkey: pick(random, COLDKEYS), hotkey, ...route },
    },
  ];
  return pick(random, calls);
}

export function randomCall(random: Random): LedgerCall {
  const kind = random.index(20);
  const value = taoAmount(random);
  const dest: AccountId = pick(random, [...COLDKEYS, keys.unknownHotkey]);
  if (kind === 0)
    return { pallet: 'Balances', name: 'transfer_allow_death', args: { dest, value } };
  if (kind === 1) return { pallet: 'Balances', name: 'transfer_keep_alive', args: { dest, value } };
  if (kind === 2) {
    const args = { hotkey: pick(random, HOTKEYS), netuid: FIRST_POOL, amount: alphaAmount(random) };
    return { pallet: 'SubtensorModule', name: 'lock_stake', args };
  }
  if (kind > 4) return stakeCall(random);
  const name = pick(random, ['batch', 'batch_all', 'force_batch'] as const);
  const calls = [stakeCall(random), stakeCall(random), stakeCall(random)];
  return { pallet: 'Utility', name, args: { calls } };
}
