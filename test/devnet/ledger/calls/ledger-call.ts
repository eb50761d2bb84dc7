// Calls, events and errors as the ledger takes and gives them: names and argument names of the chain's own metadata.
// Refuses to know bytes; the node encodes and decodes.
import type { Work } from '../ledger-run.ts';
import type { AccountId } from '../state/ledger-state.ts';

export type StakeCall =
  | {
      pallet: 'SubtensorModule';
      name: 'add_stake';
      args: { hotkey: AccountId; netuid: number; amount_staked: bigint };
    }
  | {
      pallet: 'SubtensorModule';
      name: 'remove_stake';
      args: { hotkey: AccountId; netuid: number; amount_unstaked: bigint };
    }
  | {
      pallet: 'SubtensorModule';
      name: 'add_stake_limit';
      args: {
        hotkey: AccountId;
        netuid: number;
        amount_staked: bigint;
        limit_price: bigint;
        allow_partial: boolean;
      };
    }
  | {
      pallet: 'SubtensorModule';
      name: 'remove_stake_limit';
      args: {
        hotkey: AccountId;
        netuid: number;
        amount_unstaked: bigint;
        limit_price: bigint;
        allow_partial: boolean;
      };
    }
  | {
      pallet: 'SubtensorModule';
      name: 'remove_stake_full_limit';
      args: { hotkey: AccountId; netuid: number; limit_price: bigint | null };
    }
  | { pallet: 'SubtensorModule'; name: 'unstake_all'; args: { hotkey: AccountId } }
  | { pallet: 'SubtensorModule'; name: 'unstake_all_alpha'; args: { hotkey: AccountId } }
  | {
      pallet: 'SubtensorModule';
      name: 'move_stake';
      args: {
        origin_hotkey: AccountId;
        destination_hotkey: AccountId;
        origin_netuid: number;
        destination_netuid: number;
        alpha_amount: bigint;
      };
    }
  | {
      pallet: 'SubtensorModule';
      name: 'move_stake_limit';
      args: {
        origin_hotkey: AccountId;
        destination_hotkey: AccountId;
        origin_netuid: number;
        destination_netuid: number;
        alpha_amount: bigint;
        limit_price: bigint;
        allow_partial: boolean;
      };
    }
  | {
      pallet: 'SubtensorModule';
      name: 'swap_stake';
      args: {
        hotkey: AccountId;
        origin_netuid: number;
        destination_netuid: number;
        alpha_amount: bigint;
      };
    }
  | {
      pallet: 'SubtensorModule';
      name: 'swap_stake_limit';
      args: {
        hotkey: AccountId;
        origin_netuid: number;
        destination_netuid: number;
        alpha_amount: bigint;
        limit_price: bigint;
        allow_partial: boolean;
      };
    }
  | {
      pallet: 'SubtensorModule';
      name: 'transfer_stake';
      args: {
        destination_coldkey: AccountId;
        hotkey: AccountId;
        origin_netuid: number;
        destination_netuid: number;
        alpha_amount: bigint;
      };
    }
  | {
      pallet: 'SubtensorModule';
      name: 'transfer_stake_and_hotkey';
      args: {
        destination_coldkey: AccountId;
        origin_hotkey: AccountId;
        destination_hotkey: AccountId;
        origin_netuid: number;
        destination_netuid: number;
        alpha_amount: bigint;
      };
    };

export type AccountCall =
  | { pallet: 'SubtensorModule'; name: 'claim_root_with_hotkey'; args: { hotkey: AccountId } }
  | {
      pallet: 'SubtensorModule';
      name: 'stake_into_basket';
      args: { hotkey: AccountId; amount_staked: bigint };
    }
  | {
      pallet: 'SubtensorModule';
      name: 'lock_stake';
      args: { hotkey: AccountId; netuid: number; amount: bigint };
    }
  | {
      pallet: 'SubtensorModule';
      name: 'set_perpetual_lock';
      args: { netuid: number; enabled: boolean };
    }
  | { pallet: 'SubtensorModule'; name: 'set_reject_locked_alpha'; args: { enabled: boolean } }
  | { pallet: 'SubtensorModule'; name: 'claim_root'; args: { subnets: readonly number[] } }
  | { pallet: 'SubtensorModule'; name: 'announce_coldkey_swap'; args: { new_coldkey_hash: string } }
  | {
      pallet: 'SubtensorModule';
      name: 'set_coldkey_auto_stake_hotkey';
      args: { netuid: number; hotkey: AccountId };
    };

/** `dest` is the account id; the node unwraps `MultiAddress::Id`. */
export type BalancesCall =
  | { pallet: 'Balances'; name: 'transfer_allow_death'; args: { dest: AccountId; value: bigint } }
  | { pallet: 'Balances'; name: 'transfer_keep_alive'; args: { dest: AccountId; value: bigint } }
  | { pallet: 'Balances'; name: 'transfer_all'; args: { dest: AccountId; keep_alive: boolean } };

export type BatchCall = {
  pallet: 'Utility';
  name: 'batch' | 'batch_all' | 'force_batch';
  args: { calls: readonly LedgerCall[] };
};

export type SystemCall = { pallet: 'System'; name: 'remark'; args: { remark: string } };

export type LedgerCall = StakeCall | AccountCall | BalancesCall | BatchCall | SystemCall;

export type LedgerError = Readonly<{
  pallet: 'SubtensorModule' | 'Swap' | 'Balances' | 'Token' | 'System' | 'Utility' | 'Arithmetic';
  name: string;
}>;

export type EventValue =
  | bigint
  | number
  | boolean
  | string
  | LedgerError
  | { ok: true }
  | { ok: false; error: LedgerError };

/**
 * Fields keyed as in the metadata: by name, or '0', '1', … for tuple variants (StakeAdded, StakeRemoved).
 * u64 amounts are bigint, netuids numbers, account ids hex. In the chain's order.
 */
export type LedgerEvent = Readonly<{
  pallet: string;
  name: string;
  fields: Readonly<Record<string, EventValue>>;
}>;

/** `work`: how much of what it is billed for the call did; absent: all of it. */
export type DispatchOutcome =
  | { ok: true; events: LedgerEvent[]; work?: Work }
  | { ok: false; error: LedgerError; events: LedgerEvent[]; work?: Work };
