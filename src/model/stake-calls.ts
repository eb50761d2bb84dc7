// The stake calls of the chain, one row a call: published index, arguments, and the moves that use the call.
// A new call is one row here and its effect in moves/run/run-call.ts; all else follows from the row.
// Source: opentensor/subtensor runtime/src/lib.rs (pallet indices), pallets/subtensor/src/macros/dispatches.rs,
// pallets/transaction-fee/src/lib.rs `fees_in_alpha`, pallets/utility/src/lib.rs.
import type { Netuid, Ss58Address } from '../units.ts';
import type { MoveKind } from './move.ts';

/** What a typed call holds for an argument of each kind. */
type ValueOf = {
  account: Ss58Address;
  u16: Netuid;
  u64: bigint;
  bool: boolean;
  'optional-u64': bigint;
};
export type StakeArgumentKind = keyof ValueOf;

/** Name on the chain, kind of the bytes, and field of the typed call. */
type Argument<Kind> = readonly [name: string, kind: Kind, field: string];

export type StakeCallRow = {
  index: readonly [pallet: number, call: number];
  /** In the chain's order. */
  args: readonly Argument<StakeArgumentKind>[];
  /** A plan of these kinds may contain the call, so its network fee is read for them. */
  moves: readonly MoveKind[];
  /** Where TAO does not suffice for the network fee, the chain sells alpha of `hotkey` and `netuid`. */
  paysFeeInAlpha: boolean;
};

const hotkey = ['hotkey', 'account', 'hotkey'] as const;
const netuid = ['netuid', 'u16', 'netuid'] as const;
const hotkeys = [
  ['origin_hotkey', 'account', 'hotkey'],
  ['destination_hotkey', 'account', 'toHotkey'],
] as const;
const across = [
  ['origin_netuid', 'u16', 'netuid'],
  ['destination_netuid', 'u16', 'toNetuid'],
  ['alpha_amount', 'u64', 'amount'],
] as const;
const limit = [
  ['limit_price', 'u64', 'limitPrice'],
  ['allow_partial', 'bool', 'allowPartial'],
] as const;

/** Amounts in rao or alpha-rao, limit prices in rao per whole alpha unless the row says otherwise. */
export const stakeCalls = {
  add_stake: {
    index: [7, 2],
    args: [hotkey, netuid, ['amount_staked', 'u64', 'amount']],
    moves: ['stake'],
    paysFeeInAlpha: false,
  },
  add_stake_limit: {
    index: [7, 88],
    args: [hotkey, netuid, ['amount_staked', 'u64', 'amount'], ...limit],
    moves: ['stake', 'change-subnet'],
    paysFeeInAlpha: false,
  },
  remove_stake: {
    index: [7, 3],
    args: [hotkey, netuid, ['amount_unstaked', 'u64', 'amount']],
    moves: ['unstake', 'unstake-all', 'exit-several'],
    paysFeeInAlpha: true,
  },
  remove_stake_limit: {
    index: [7, 89],
    args: [hotkey, netuid, ['amount_unstaked', 'u64', 'amount'], ...limit],
    moves: ['unstake', 'unstake-all', 'exit-several', 'change-subnet'],
    paysFeeInAlpha: true,
  },
  remove_stake_full_limit: {
    index: [7, 103],
    args: [hotkey, netuid, ['limit_price', 'optional-u64', 'limitPrice']],
    moves: ['unstake-all', 'exit-several', 'claim'],
    paysFeeInAlpha: true,
  },
  move_stake: {
    index: [7, 85],
    args: [...hotkeys, ...across],
    moves: ['change-validator', 'change-subnet'],
    paysFeeInAlpha: true,
  },
  /** Limit: 10⁹ × (price of the origin / price of the destination). */
  move_stake_limit: {
    index: [7, 149],
    args: [...hotkeys, ...across, ...limit],
    moves: ['change-subnet'],
    paysFeeInAlpha: true,
  },
  swap_stake: {
    index: [7, 87],
    args: [hotkey, ...across],
    moves: ['change-subnet'],
    paysFeeInAlpha: true,
  },
  /** Limit: as of move_stake_limit. */
  swap_stake_limit: {
    index: [7, 90],
    args: [hotkey, ...across, ...limit],
    moves: ['change-subnet'],
    paysFeeInAlpha: true,
  },
  transfer_stake: {
    index: [7, 86],
    args: [['destination_coldkey', 'account', 'toColdkey'], hotkey, ...across],
    moves: ['transfer'],
    paysFeeInAlpha: true,
  },
  /** From spec 441: the whole share of the validator's fund becomes root stake on it. */
  claim_root_with_hotkey: {
    index: [7, 148],
    args: [hotkey],
    moves: ['claim'],
    paysFeeInAlpha: false,
  },
  /** Alpha-rao of the coldkey in the subnet; the hotkey gets the conviction and need not hold the stake. */
  lock_stake: {
    index: [7, 136],
    args: [hotkey, netuid, ['amount', 'u64', 'amount']],
    moves: ['lock'],
    paysFeeInAlpha: false,
  },
  /** false: the account accepts locked alpha; rejecting is the default. */
  set_reject_locked_alpha: {
    index: [7, 142],
    args: [['enabled', 'bool', 'rejects']],
    moves: ['accept-locked'],
    paysFeeInAlpha: false,
  },
} as const satisfies Record<string, StakeCallRow>;

export type StakeCallName = keyof typeof stakeCalls;

type FieldsOf<Args extends StakeCallRow['args']> = {
  [Arg in Args[number] as Arg[2]]: ValueOf[Arg[1]];
};

/** A call as its row types it: `{ name: 'add_stake', hotkey: Ss58Address, netuid: Netuid, amount: bigint }`, … */
export type StakeCall = {
  [Name in StakeCallName]: { name: Name } & FieldsOf<(typeof stakeCalls)[Name]['args']>;
}[StakeCallName];

type PublishedCall = {
  index: readonly [pallet: number, call: number];
  args: readonly (readonly [name: string, kind: StakeArgumentKind | 'calls', ...rest: unknown[]])[];
};

/** Every call that may be signed, by `Pallet.call`. */
export const publishedCalls: ReadonlyMap<string, PublishedCall> = new Map<string, PublishedCall>([
  ...Object.entries(stakeCalls).map(([name, row]) => [`SubtensorModule.${name}`, row] as const),
  ['Utility.batch_all', { index: [11, 2], args: [['calls', 'calls']] }],
]);
