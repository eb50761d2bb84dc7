// The ledger as the node uses it: a state that blocks and calls change, snapshots of it, and the chain's read-only answers.
// Refuses to know bytes, signatures and transport.
import {
  applyExtrinsic,
  canPayFee,
  type ExtrinsicOutcome,
  type FeePaid,
} from './calls/extrinsic.ts';
import { emitBlock, updateAverages } from './emission/coinbase.ts';
import { dispatch } from './calls/dispatch.ts';
import { movingPrice } from './emission/emission-shares.ts';
import { dissolve, goOnDissolving, type DissolveOptions } from './dissolve.ts';
import { previewClaim, type ClaimPreview } from './baskets/claim.ts';
import { owedShares, rowsOf, settleAll, type Row } from './baskets/fund.ts';
import { updateFastPrices } from './emission/fast-price.ts';
import { runEpochs } from './emission/epoch.ts';
import { ROOT_NETUID, subnetAt, type Run } from './ledger-run.ts';
import {
  forkState,
  restoreState,
  type AccountId,
  type LedgerState,
  type LockState,
} from './state/ledger-state.ts';
import {
  bondOf,
  coldkeyLock,
  hotkeyConviction,
  stakeAvailability,
  type StakeAvailability,
} from './locks/locks.ts';
import {
  currentAlphaPrice,
  simSwapAlphaForTao,
  simSwapTaoForAlpha,
  type SimSwap,
} from './pools/pool-swap.ts';
import { positionAlpha } from './state/share-pool.ts';
import type { DispatchOutcome, LedgerCall, LedgerEvent } from './calls/ledger-call.ts';

export type Ledger = {
  /** The state after the last block or call; changed in place, so keep snapshots, not references. */
  readonly state: LedgerState;
  /** A snapshot that later blocks do not change: O(number of tables), then what is written pays by the bucket. */
  snapshot(): LedgerState;
  /** Back to a snapshot, which stays usable. */
  restore(snapshot: LedgerState): void;
  /** Next block number, emission, epochs, price averages (§7.1); returns the block's initialisation events. */
  beginBlock(): LedgerEvent[];
  /** Takes a subnet away in the next block (§7.10): its stakers are paid some blocks later. */
  dissolveNext(netuid: number, options?: DissolveOptions): void;
  /** A registration in the next block takes the candidate's place, if there is one; the new subnet comes blocks later. */
  pruneNext(options?: DissolveOptions): void;
  /** What follows a block's extrinsics; returns the events of its finalisation. */
  endBlock(): LedgerEvent[];
  /** Can the signer pay this fee, in TAO or (for the calls that allow it) in alpha? */
  canPayFee(signer: AccountId, call: LedgerCall, fee: bigint): boolean;
  /**
   * Takes the fee (tip included), raises the nonce, runs the call in a transaction, pays the author. Null: cannot pay.
   * `callFee`: the part of the fee that the call's weight makes, of which work not done is given back.
   */
  applyExtrinsic(
    signer: AccountId,
    call: LedgerCall,
    fee: bigint,
    tip: bigint,
    callFee?: bigint,
  ): ExtrinsicOutcome | null;
  /** The call alone: no fee, no nonce. A failing call leaves the state as it was. */
  dispatch(origin: AccountId, call: LedgerCall): DispatchOutcome;
};

/** Read-only answers at any state: the current one or a snapshot. */
export type LedgerReads = {
  claimPreview(state: LedgerState, hotkey: AccountId, coldkey: AccountId): ClaimPreview | null;
  owedShares(state: LedgerState, hotkey: AccountId, coldkey: AccountId): bigint;
  /** Holdings of a validator's fund with what each would sell for. */
  fundRows(state: LedgerState, hotkey: AccountId): Row[];
  positionAlpha(state: LedgerState, hotkey: AccountId, coldkey: AccountId, netuid: number): bigint;
  simSwapTaoForAlpha(state: LedgerState, netuid: number, tao: bigint): SimSwap;
  simSwapAlphaForTao(state: LedgerState, netuid: number, alpha: bigint): SimSwap;
  currentAlphaPrice(state: LedgerState, netuid: number): bigint;
  stakeAvailability(state: LedgerState, coldkey: AccountId, netuid: number): StakeAvailability;
  /** Collateral that binds the position. */
  bondOf(state: LedgerState, hotkey: AccountId, coldkey: AccountId, netuid: number): bigint;
  /** Rolled forward to the state's block. */
  coldkeyLock(state: LedgerState, coldkey: AccountId, netuid: number): LockState | null;
  /** U64F64 bits. */
  hotkeyConviction(state: LedgerState, hotkey: AccountId, netuid: number): bigint;
  subnetToPrune(state: LedgerState): number | null;
  nextEpochBlock(state: LedgerState, netuid: number): number | null;
};

export const ledgerReads: LedgerReads = {
  claimPreview: previewClaim,
  owedShares,
  fundRows: rowsOf,
  positionAlpha,
  simSwapTaoForAlpha,
  simSwapAlphaForTao,
  currentAlphaPrice,
  stakeAvailability,
  bondOf,
  coldkeyLock,
  hotkeyConviction,
  subnetToPrune,
  nextEpochBlock,
};

export type { ExtrinsicOutcome, FeePaid, SimSwap, StakeAvailability };

/** From a removal to the subnet that takes the number: 17 to 25 on the live chain. */
const CLEANUP_BLOCKS = 20;

/** A ledger that starts from a copy of the genesis. */
export function createLedger(genesis: LedgerState): Ledger {
  const state = forkState(genesis);
  const leaving: [netuid: number, options: DissolveOptions][] = [];
  const pruning: DissolveOptions[] = [];
  return {
    state,
    snapshot: () => forkState(state),
    restore: (snapshot) => restoreState(state, forkState(snapshot)),
    beginBlock() {
      const events = beginBlock(state);
      for (const [netuid, options] of leaving.splice(0))
        dissolve({ state, events }, netuid, options);
      for (const options of pruning.splice(0)) {
        const netuid = subnetToPrune(state);
        if (netuid !== null) dissolve({ state, events }, netuid, options);
      }
      return events;
    },
    endBlock: () => endBlock(state),
    pruneNext: (options = {}) => void pruning.push({ reuseAfter: CLEANUP_BLOCKS, ...options }),
    dissolveNext: (netuid, options = {}) => void leaving.push([netuid, options]),
    canPayFee: (signer, call, fee) => canPayFee(state, signer, call, fee),
    applyExtrinsic: (signer, call, fee, tip, callFee) =>
      applyExtrinsic(state, signer, call, fee, tip, callFee),
    dispatch: (origin, call) => dispatch(state, origin, call),
  };
}

/** Everything that happens before a block's extrinsics, in the order of `block_step`. */
export function beginBlock(state: LedgerState): LedgerEvent[] {
  const run: Run = { state, events: [] };
  state.blockNumber += 1;
  if (state.safeModeUntil !== null && state.blockNumber > state.safeModeUntil) {
    state.safeModeUntil = null;
  }
  if (state.settings.rules.hasBaskets) settleAll(run);
  else goOnDissolving(run);
  if (!state.settings.isEmitting) return run.events;
  emitBlock(run);
  runEpochs(run);
  updateAverages(state);
  if (state.settings.rules.hasBaskets) updateFastPrices(state);
  return run.events;
}

/** After a block's extrinsics: payouts of removed subnets (§7.10), since the funds; before that they ran at its start. */
export function endBlock(state: LedgerState): LedgerEvent[] {
  const run: Run = { state, events: [] };
  if (state.settings.rules.hasBaskets) goOnDissolving(run);
  return run.events;
}

/** The subnet that the next registration would remove: lowest price average past immunity, the oldest on a tie. */
export function subnetToPrune(state: LedgerState): number | null {
  let candidate: number | null = null;
  for (const netuid of [...state.subnets.keys()].sort((a, b) => a - b)) {
    const { registeredAt } = subnetAt(state, netuid);
    const isImmune = state.blockNumber < registeredAt + state.networkImmunityPeriod;
    if (netuid === ROOT_NETUID || isImmune) continue;
    if (candidate === null || isPrunedBefore(state, netuid, candidate)) candidate = netuid;
  }
  return candidate;
}

function isPrunedBefore(state: LedgerState, netuid: number, other: number): boolean {
  const price = movingPrice(state, netuid);
  const otherPrice = movingPrice(state, other);
  if (price !== otherPrice) return price < otherPrice;
  return subnetAt(state, netuid).registeredAt < subnetAt(state, other).registeredAt;
}

/** `get_next_epoch_start_block`: null for a subnet without epochs. */
export function nextEpochBlock(state: LedgerState, netuid: number): number | null {
  const { tempo, lastEpochBlock, pendingEpochAt } = subnetAt(state, netuid);
  if (tempo === 0) return null;
  const next = lastEpochBlock + tempo;
  return pendingEpochAt > 0 ? Math.min(next, pendingEpochAt) : next;
}
