// A whole extrinsic: fee in TAO or, for the calls that allow it, in alpha; nonce; the call; the author's pay; the system events.
// Refuses to work out the fee and to refund weight: the amount is given. Facts: chain.md §5.5; pallets/transaction-fee/src/lib.rs.
import { F64, fromInt, min, safeDiv, toU64 } from '../../../oracle/fixed-point.ts';
import {
  accountAt,
  resolve,
  spendable,
  subnetAccount,
  transferTao,
  withdraw,
} from '../state/balances.ts';
import { dispatch } from './dispatch.ts';
import { deposit, ensure, LedgerFailure, netuidsOf, subnetAt, type Run } from '../ledger-run.ts';
import {
  forkState,
  restoreState,
  type AccountId,
  type LedgerState,
} from '../state/ledger-state.ts';
import { bondOf, stakeAvailability } from '../locks/locks.ts';
import { alphaPrice, MAX_PRICE, swapTaoForAlpha } from '../pools/pool-swap.ts';
import { credit, positionAlpha } from '../state/share-pool.ts';
import { unstakeFromSubnet } from '../pools/stake-flow.ts';
import type { DispatchOutcome, LedgerCall, LedgerEvent } from './ledger-call.ts';

export type FeePaid = Readonly<
  | { kind: 'tao'; rao: bigint }
  | { kind: 'alpha'; hotkey: AccountId; netuid: number; alpha: bigint; rao: bigint }
>;

/** What a whole extrinsic did: its events in chain order, fee and System events included. */
export type ExtrinsicOutcome = Readonly<{
  outcome: DispatchOutcome;
  events: readonly LedgerEvent[];
  feePaid: FeePaid;
}>;

type Source = { hotkey: AccountId; netuid: number };

/** The positions that a top-level call lets pay its fee; only a single one may (`fees_in_alpha`). */
function feeSources(state: LedgerState, signer: AccountId, call: LedgerCall): Source[] {
  switch (call.name) {
    case 'remove_stake':
    case 'remove_stake_limit':
    case 'remove_stake_full_limit':
      return [{ hotkey: call.args.hotkey, netuid: call.args.netuid }];
    case 'unstake_all':
    case 'unstake_all_alpha': {
      const { hotkey } = call.args;
      return netuidsOf(state)
        .filter((netuid) => subnetAt(state, netuid).subtokenEnabled)
        .filter((netuid) => positionAlpha(state, hotkey, signer, netuid) > 0n)
        .map((netuid) => ({ hotkey, netuid }));
    }
    case 'move_stake':
    case 'move_stake_limit':
    case 'transfer_stake_and_hotkey':
      return [{ hotkey: call.args.origin_hotkey, netuid: call.args.origin_netuid }];
    case 'transfer_stake':
    case 'swap_stake':
    case 'swap_stake_limit':
      return [{ hotkey: call.args.hotkey, netuid: call.args.origin_netuid }];
    default:
      return [];
  }
}

/** Alpha worth the fee at spot, rounded down (`get_alpha_amount_for_tao`). */
function alphaForTao(state: LedgerState, netuid: number, tao: bigint): bigint {
  if (subnetAt(state, netuid).mechanism !== 1) return tao;
  return toU64(safeDiv(fromInt(tao, F64), alphaPrice(state, netuid), F64), F64);
}

function singleSource(state: LedgerState, signer: AccountId, call: LedgerCall): Source | null {
  const sources = feeSources(state, signer, call);
  return sources.length === 1 ? (sources[0] ?? null) : null;
}

/** What of a position may pay a fee: neither bonded nor locked. */
function freeAlpha(state: LedgerState, signer: AccountId, { hotkey, netuid }: Source): bigint {
  const bond = bondOf(state, hotkey, signer, netuid);
  const unbonded = positionAlpha(state, hotkey, signer, netuid) - bond;
  return min(unbonded, stakeAvailability(state, signer, netuid).available);
}

/** Would the pool let this extrinsic in? TAO that leaves the account alive, or enough alpha in the one position. */
export function canPayFee(
  state: LedgerState,
  signer: AccountId,
  call: LedgerCall,
  fee: bigint,
): boolean {
  if (fee === 0n || spendable(state, signer, true) >= fee) return true;
  const source = singleSource(state, signer, call);
  if (source === null) return false;
  const wanted = alphaForTao(state, source.netuid, fee);
  return wanted > 0n && wanted <= freeAlpha(state, signer, source);
}

function payInAlpha(run: Run, signer: AccountId, source: Source, fee: bigint): FeePaid {
  const { state } = run;
  const { hotkey, netuid } = source;
  if (state.blockAuthor === null) return { kind: 'alpha', hotkey, netuid: 0, alpha: 0n, rao: 0n };
  const free = freeAlpha(state, signer, source);
  const wanted = alphaForTao(state, netuid, fee);
  const alpha = wanted === 0n ? free : min(wanted, free);
  const rao = unstakeFromSubnet(run, {
    hotkey,
    coldkey: signer,
    netuid,
    alpha,
    limitPrice: 0n,
    dropFees: true,
    beneficiary: state.blockAuthor,
  });
  return { kind: 'alpha', hotkey, netuid, alpha, rao };
}

/** Takes the fee; null when the signer cannot pay it (the extrinsic is invalid, nothing happened). */
function takeFee(run: Run, signer: AccountId, call: LedgerCall, fee: bigint): FeePaid | null {
  if (fee === 0n) return { kind: 'tao', rao: 0n };
  if (spendable(run.state, signer, true) >= fee) {
    withdraw(run, signer, fee, true);
    return { kind: 'tao', rao: fee };
  }
  const source = singleSource(run.state, signer, call);
  if (source === null) return null;
  const saved = forkState(run.state);
  const eventsBefore = run.events.length;
  try {
    return payInAlpha(run, signer, source, fee);
  } catch (error) {
    if (!(error instanceof LedgerFailure)) throw error;
    restoreState(run.state, saved);
    run.events.length = eventsBefore;
    return null;
  }
}

/** Pays the author what was taken in TAO; without an author, or below its deposit, the fee leaves the issuance. */
function payAuthor(run: Run, rao: bigint): void {
  if (rao === 0n) return;
  const { blockAuthor, settings } = run.state;
  if (settings.rules.recyclesFees) run.state.totalIssuance -= rao;
  else if (blockAuthor !== null && resolve(run, blockAuthor, rao)) return;
  run.state.balancesIssuance -= rao;
}

/** What of the call's part of the fee was for work not done, rounded down. */
function unearned(outcome: DispatchOutcome, callFee: bigint): bigint {
  if (outcome.work === undefined) return 0n;
  const { done, of } = outcome.work;
  return (callFee * (of - done)) / of;
}

/** Gives it back: TAO to the signer, or the alpha that it buys without a fee into the position that paid. */
function giveBack(run: Run, signer: AccountId, paid: FeePaid, rao: bigint): FeePaid {
  if (rao === 0n) return paid;
  if (paid.kind === 'tao') {
    if (!resolve(run, signer, rao)) return paid;
    return { kind: 'tao', rao: paid.rao - rao };
  }
  const saved = forkState(run.state);
  const eventsBefore = run.events.length;
  const { hotkey, netuid } = paid;
  try {
    ensure(run.state.blockAuthor !== null, 'InsufficientBalance');
    transferTao(run, run.state.blockAuthor ?? '', subnetAccount(netuid), rao);
    const { paidOut } = swapTaoForAlpha(run.state, netuid, rao, MAX_PRICE, true);
    credit(run.state, hotkey, signer, netuid, paidOut);
    const added = { 0: signer, 1: hotkey, 2: rao, 3: paidOut, 4: netuid, 5: 0n };
    deposit(run, 'SubtensorModule', 'StakeAdded', added);
    return { ...paid, alpha: paid.alpha - paidOut, rao: paid.rao - rao };
  } catch (error) {
    if (!(error instanceof LedgerFailure)) throw error;
    restoreState(run.state, saved);
    run.events.length = eventsBefore;
    return paid;
  }
}

/** Null: the signer cannot pay (`Payment`). `fee` includes the tip; `callFee` is the part of it for the call's weight. */
export function applyExtrinsic(
  state: LedgerState,
  signer: AccountId,
  call: LedgerCall,
  fee: bigint,
  tip: bigint,
  callFee = 0n,
): ExtrinsicOutcome | null {
  const run: Run = { state, events: [] };
  const taken = takeFee(run, signer, call, fee);
  if (taken === null) return null;
  const account = accountAt(state, signer);
  state.accounts.set(signer, { ...account, nonce: account.nonce + 1 });
  const outcome = dispatch(state, signer, call);
  run.events.push(...outcome.events);
  const feePaid = giveBack(run, signer, taken, unearned(outcome, callFee));
  if (feePaid.kind === 'tao') payAuthor(run, feePaid.rao);
  else {
    deposit(run, 'SubtensorModule', 'TransactionFeePaidWithAlpha', {
      who: signer,
      netuid: feePaid.netuid,
      alpha_fee: feePaid.alpha,
      tao_amount: feePaid.rao,
    });
  }
  const actual = fee - (taken.rao - feePaid.rao);
  const paid = { who: signer, actual_fee: actual, tip };
  deposit(run, 'TransactionPayment', 'TransactionFeePaid', paid);
  if (outcome.ok) deposit(run, 'System', 'ExtrinsicSuccess', {});
  else deposit(run, 'System', 'ExtrinsicFailed', { dispatch_error: outcome.error });
  return { outcome, events: run.events, feePaid };
}
