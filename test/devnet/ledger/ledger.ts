// The ledger as the node uses it: a state that blocks and calls change, snapshots of it, and the chain's read-only answers.
// Refuses to know bytes, signatures and transport.
import type { AccountId, LedgerState } from './ledger-state.ts';
import type { DispatchOutcome, LedgerCall, LedgerEvent } from './ledger-call.ts';

/** Answer of `SwapRuntimeApi.sim_swap_*`; all zero when the swap would fail. */
export type SimSwap = Readonly<{
  taoAmount: bigint;
  alphaAmount: bigint;
  taoFee: bigint;
  alphaFee: bigint;
  taoSlippage: bigint;
  alphaSlippage: bigint;
}>;

export type StakeAvailability = Readonly<{ total: bigint; locked: bigint; available: bigint }>;

/** What a whole extrinsic did: its events in chain order, fee and System events included. */
export type ExtrinsicOutcome = Readonly<{
  outcome: DispatchOutcome;
  events: readonly LedgerEvent[];
  /** TAO actually charged, or the alpha when TAO did not suffice (§5.5). */
  feePaid:
    { kind: 'tao'; rao: bigint } | { kind: 'alpha'; netuid: number; alpha: bigint; rao: bigint };
}>;

export type Ledger = {
  /** The state after the last block or call; replaced in place, so keep forks, not references. */
  readonly state: LedgerState;
  /** A snapshot that later blocks do not change (O(number of tables)). */
  snapshot(): LedgerState;
  /** Back to a snapshot, which stays usable. */
  restore(snapshot: LedgerState): void;
  /** Next block number, emission, epochs, price averages (§7.1); returns the block's initialisation events. */
  beginBlock(): LedgerEvent[];
  /** Can the signer pay this fee, in TAO or (for the calls that allow it) in alpha? */
  canPayFee(signer: AccountId, call: LedgerCall, fee: bigint): boolean;
  /** Takes the fee, raises the nonce, runs the call in a storage transaction, pays the author. */
  applyExtrinsic(signer: AccountId, call: LedgerCall, fee: bigint, tip: bigint): ExtrinsicOutcome;
  /** The call alone: no fee, no nonce. A failing call leaves the state as it was. */
  dispatch(origin: AccountId, call: LedgerCall): DispatchOutcome;
};

/** Read-only answers at any state: the current one or a snapshot. */
export type LedgerReads = {
  positionAlpha(state: LedgerState, hotkey: AccountId, coldkey: AccountId, netuid: number): bigint;
  simSwapTaoForAlpha(state: LedgerState, netuid: number, tao: bigint): SimSwap;
  simSwapAlphaForTao(state: LedgerState, netuid: number, alpha: bigint): SimSwap;
  currentAlphaPrice(state: LedgerState, netuid: number): bigint;
  stakeAvailability(state: LedgerState, coldkey: AccountId, netuid: number): StakeAvailability;
  subnetToPrune(state: LedgerState): number | null;
};

/** Weight of a call (`ref_time`), and its fee before the tip. */
export type CallWeight = { refTime: bigint; isFeeless: boolean };
