// A decoded call as the ledger takes it.
// Refuses calls that the ledger does not know: the runtime's metadata names more than it can run.
import type { LedgerCall } from '../../ledger/calls/ledger-call.ts';
import type { Value } from '../scale/type.ts';
import { listOf, partOf, variantName } from '../scale/value.ts';

type Args = Readonly<{
  account(name: string): string;
  u16(name: string): number;
  u16s(name: string): number[];
  u64(name: string): bigint;
  flag(name: string): boolean;
  limit(name: string): bigint | null;
}>;

class WrongArgument extends Error {}

/** Null for a call that cannot run here. */
export function toLedgerCall(call: Value): LedgerCall | null {
  const pallet = variantName(call) ?? '';
  const inner = partOf(call, 'value');
  const name = variantName(inner) ?? '';
  const args = partOf(inner, 'value') ?? null;
  if (pallet === 'Utility') return toBatch(name, args);
  try {
    return toPlainCall(`${pallet}.${name}`, argsOf(args));
  } catch (error) {
    if (error instanceof WrongArgument) return null;
    throw error;
  }
}

function toBatch(name: string, args: Value): LedgerCall | null {
  if (name !== 'batch' && name !== 'batch_all' && name !== 'force_batch') return null;
  const calls: LedgerCall[] = [];
  for (const item of listOf(partOf(args, 'calls'))) {
    const call = toLedgerCall(item);
    if (!call) return null;
    calls.push(call);
  }
  return { pallet: 'Utility', name, args: { calls } };
}

function toPlainCall(name: string, args: Args): LedgerCall | null {
  return toStakeCall(name, args) ?? toMoveCall(name, args) ?? toAccountCall(name, args);
}

function toStakeCall(name: string, args: Args): LedgerCall | null {
  const pallet = 'SubtensorModule';
  const position = () => ({ hotkey: args.account('hotkey'), netuid: args.u16('netuid') });
  const limit = () => ({
    limit_price: args.u64('limit_price'),
    allow_partial: args.flag('allow_partial'),
  });
  switch (name) {
    case 'SubtensorModule.add_stake': {
      const amount_staked = args.u64('amount_staked');
      return { pallet, name: 'add_stake', args: { ...position(), amount_staked } };
    }
    case 'SubtensorModule.add_stake_limit': {
      const amount_staked = args.u64('amount_staked');
      return {
        pallet,
        name: 'add_stake_limit',
        args: { ...position(), amount_staked, ...limit() },
      };
    }
    case 'SubtensorModule.remove_stake': {
      const amount_unstaked = args.u64('amount_unstaked');
      return { pallet, name: 'remove_stake', args: { ...position(), amount_unstaked } };
    }
    case 'SubtensorModule.remove_stake_limit': {
      const amount_unstaked = args.u64('amount_unstaked');
      const all = { ...position(), amount_unstaked, ...limit() };
      return { pallet, name: 'remove_stake_limit', args: all };
    }
    case 'SubtensorModule.remove_stake_full_limit': {
      const limit_price = args.limit('limit_price');
      return { pallet, name: 'remove_stake_full_limit', args: { ...position(), limit_price } };
    }
    case 'SubtensorModule.unstake_all':
      return { pallet, name: 'unstake_all', args: { hotkey: args.account('hotkey') } };
    case 'SubtensorModule.unstake_all_alpha':
      return { pallet, name: 'unstake_all_alpha', args: { hotkey: args.account('hotkey') } };
    default:
      return null;
  }
}

function toMoveCall(name: string, args: Args): LedgerCall | null {
  const pallet = 'SubtensorModule';
  const route = () => ({
    origin_netuid: args.u16('origin_netuid'),
    destination_netuid: args.u16('destination_netuid'),
    alpha_amount: args.u64('alpha_amount'),
  });
  const onto = () => ({
    origin_hotkey: args.account('origin_hotkey'),
    destination_hotkey: args.account('destination_hotkey'),
    ...route(),
  });
  const limit = () => ({
    limit_price: args.u64('limit_price'),
    allow_partial: args.flag('allow_partial'),
  });
  const held = () => ({ hotkey: args.account('hotkey'), ...route() });
  switch (name) {
    case 'SubtensorModule.move_stake':
      return { pallet, name: 'move_stake', args: onto() };
    case 'SubtensorModule.move_stake_limit':
      return { pallet, name: 'move_stake_limit', args: { ...onto(), ...limit() } };
    case 'SubtensorModule.swap_stake':
      return { pallet, name: 'swap_stake', args: held() };
    case 'SubtensorModule.swap_stake_limit':
      return { pallet, name: 'swap_stake_limit', args: { ...held(), ...limit() } };
    case 'SubtensorModule.transfer_stake': {
      const destination_coldkey = args.account('destination_coldkey');
      return { pallet, name: 'transfer_stake', args: { destination_coldkey, ...held() } };
    }
    case 'SubtensorModule.transfer_stake_and_hotkey': {
      const destination_coldkey = args.account('destination_coldkey');
      const all = { destination_coldkey, ...onto() };
      return { pallet, name: 'transfer_stake_and_hotkey', args: all };
    }
    default:
      return null;
  }
}

function toAccountCall(name: string, args: Args): LedgerCall | null {
  const pallet = 'SubtensorModule';
  switch (name) {
    case 'SubtensorModule.lock_stake': {
      const position = { hotkey: args.account('hotkey'), netuid: args.u16('netuid') };
      return { pallet, name: 'lock_stake', args: { ...position, amount: args.u64('amount') } };
    }
    case 'SubtensorModule.set_perpetual_lock': {
      const all = { netuid: args.u16('netuid'), enabled: args.flag('enabled') };
      return { pallet, name: 'set_perpetual_lock', args: all };
    }
    case 'SubtensorModule.set_reject_locked_alpha':
      return { pallet, name: 'set_reject_locked_alpha', args: { enabled: args.flag('enabled') } };
    case 'SubtensorModule.claim_root':
      return { pallet, name: 'claim_root', args: { subnets: args.u16s('subnets') } };
    case 'SubtensorModule.claim_root_with_hotkey':
      return { pallet, name: 'claim_root_with_hotkey', args: { hotkey: args.account('hotkey') } };
    case 'SubtensorModule.stake_into_basket': {
      const amount_staked = args.u64('amount_staked');
      const all = { hotkey: args.account('hotkey'), amount_staked };
      return { pallet, name: 'stake_into_basket', args: all };
    }
    case 'SubtensorModule.announce_coldkey_swap': {
      const new_coldkey_hash = args.account('new_coldkey_hash');
      return { pallet, name: 'announce_coldkey_swap', args: { new_coldkey_hash } };
    }
    case 'SubtensorModule.set_coldkey_auto_stake_hotkey': {
      const all = { netuid: args.u16('netuid'), hotkey: args.account('hotkey') };
      return { pallet, name: 'set_coldkey_auto_stake_hotkey', args: all };
    }
    case 'System.remark':
      return { pallet: 'System', name: 'remark', args: { remark: args.account('remark') } };
    default:
      return toBalancesCall(name, args);
  }
}

function toBalancesCall(name: string, args: Args): LedgerCall | null {
  const pallet = 'Balances';
  const transfer = () => ({ dest: args.account('dest'), value: args.u64('value') });
  switch (name) {
    case 'Balances.transfer_allow_death':
      return { pallet, name: 'transfer_allow_death', args: transfer() };
    case 'Balances.transfer_keep_alive':
      return { pallet, name: 'transfer_keep_alive', args: transfer() };
    case 'Balances.transfer_all': {
      const all = { dest: args.account('dest'), keep_alive: args.flag('keep_alive') };
      return { pallet, name: 'transfer_all', args: all };
    }
    default:
      return null;
  }
}

/** Only `MultiAddress::Id` names an account here. */
function argsOf(args: Value): Args {
  const get = (name: string): Value | undefined => partOf(args, name);
  const wrong = (name: string): never => {
    throw new WrongArgument(name);
  };
  return {
    account(name) {
      const value = get(name);
      const id = partOf(value, 'type') === 'Id' ? partOf(value, 'value') : value;
      return typeof id === 'string' ? id : wrong(name);
    },
    u16(name) {
      const value = get(name);
      return typeof value === 'number' ? value : wrong(name);
    },
    u16s: (name) =>
      listOf(get(name)).map((value) => (typeof value === 'number' ? value : wrong(name))),
    u64(name) {
      const value = get(name);
      return typeof value === 'bigint' ? value : wrong(name);
    },
    flag(name) {
      const value = get(name);
      return typeof value === 'boolean' ? value : wrong(name);
    },
    limit(name) {
      const value = get(name);
      return value === null || typeof value === 'bigint' ? value : wrong(name);
    },
  };
}
