// The calls that plans are made of, typed, and their form by names. Knows no bytes.
import type { Netuid, Ss58Address } from '../../units.ts';
import type { CallDraft } from '../../model/plan.ts';

type At = { hotkey: Ss58Address; netuid: Netuid };

/** Amounts in rao or alpha-rao, limit prices in rao per whole alpha unless the call says otherwise. */
export type StakeCall =
  | (At & { name: 'add_stake'; amount: bigint })
  | (At & { name: 'add_stake_limit'; amount: bigint; limitPrice: bigint; allowPartial: boolean })
  | (At & { name: 'remove_stake'; amount: bigint })
  | (At & { name: 'remove_stake_limit'; amount: bigint; limitPrice: bigint; allowPartial: boolean })
  | (At & { name: 'remove_stake_full_limit'; limitPrice: bigint })
  | (At & { name: 'move_stake'; toHotkey: Ss58Address; toNetuid: Netuid; amount: bigint })
  | (At & { name: 'swap_stake'; toNetuid: Netuid; amount: bigint })
  | (At & {
      name: 'swap_stake_limit';
      toNetuid: Netuid;
      amount: bigint;
      /** 10⁹ × (price of the origin / price of the destination). */
      limitPrice: bigint;
      allowPartial: boolean;
    })
  | (At & {
      name: 'move_stake_limit';
      toHotkey: Ss58Address;
      toNetuid: Netuid;
      amount: bigint;
      /** As of swap_stake_limit. */
      limitPrice: bigint;
      allowPartial: boolean;
    })
  | (At & { name: 'transfer_stake'; toColdkey: Ss58Address; toNetuid: Netuid; amount: bigint });

export type ChainCall = StakeCall | { name: 'batch_all'; calls: readonly StakeCall[] };

/** What the protected route is a batch of, in order. */
export const PROTECTED_CALLS: readonly string[] = [
  'SubtensorModule.remove_stake_limit',
  'SubtensorModule.add_stake_limit',
];

/** A batch of these calls, as its fee is keyed: `Utility.batch_all[2*Pallet.one+Pallet.other]`. */
export function batchOf(names: readonly string[]): string {
  const runs: { name: string; count: number }[] = [];
  for (const name of names) {
    const last = runs.at(-1);
    if (last?.name === name) last.count += 1;
    else runs.push({ name, count: 1 });
  }
  const parts = runs.map(({ name, count }) => (count === 1 ? name : `${count}*${name}`));
  return `Utility.batch_all[${parts.join('+')}]`;
}

/** What the call's network fee is keyed by: a call costs by its kind, a batch by what is in it. */
export function feeName(call: ChainCall): string {
  return call.name === 'batch_all' ? batchOf(call.calls.map(callName)) : callName(call);
}

/** `Pallet.call`, as the rules are keyed. */
export function callName(call: ChainCall): string {
  return call.name === 'batch_all' ? 'Utility.batch_all' : `SubtensorModule.${call.name}`;
}

function argsOf(call: StakeCall): CallDraft['args'] {
  const { hotkey, netuid } = call;
  switch (call.name) {
    case 'add_stake':
      return { hotkey, netuid, amount_staked: call.amount };
    case 'add_stake_limit':
      return {
        hotkey,
        netuid,
        amount_staked: call.amount,
        limit_price: call.limitPrice,
        allow_partial: call.allowPartial,
      };
    case 'remove_stake':
      return { hotkey, netuid, amount_unstaked: call.amount };
    case 'remove_stake_limit':
      return {
        hotkey,
        netuid,
        amount_unstaked: call.amount,
        limit_price: call.limitPrice,
        allow_partial: call.allowPartial,
      };
    case 'remove_stake_full_limit':
      return { hotkey, netuid, limit_price: call.limitPrice };
    case 'move_stake':
      return {
        origin_hotkey: hotkey,
        destination_hotkey: call.toHotkey,
        origin_netuid: netuid,
        destination_netuid: call.toNetuid,
        alpha_amount: call.amount,
      };
    case 'move_stake_limit':
      return {
        origin_hotkey: hotkey,
        destination_hotkey: call.toHotkey,
        origin_netuid: netuid,
        destination_netuid: call.toNetuid,
        alpha_amount: call.amount,
        limit_price: call.limitPrice,
        allow_partial: call.allowPartial,
      };
    case 'swap_stake':
      return {
        hotkey,
        origin_netuid: netuid,
        destination_netuid: call.toNetuid,
        alpha_amount: call.amount,
      };
    case 'swap_stake_limit':
      return {
        hotkey,
        origin_netuid: netuid,
        destination_netuid: call.toNetuid,
        alpha_amount: call.amount,
        limit_price: call.limitPrice,
        allow_partial: call.allowPartial,
      };
    case 'transfer_stake':
      return {
        destination_coldkey: call.toColdkey,
        hotkey,
        origin_netuid: netuid,
        destination_netuid: call.toNetuid,
        alpha_amount: call.amount,
      };
  }
}

export function draftOf(call: ChainCall): CallDraft {
  if (call.name === 'batch_all') {
    return { pallet: 'Utility', name: 'batch_all', args: { calls: call.calls.map(draftOf) } };
  }
  return { pallet: 'SubtensorModule', name: call.name, args: argsOf(call) };
}
