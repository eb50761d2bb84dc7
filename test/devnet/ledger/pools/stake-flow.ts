// The movements behind every stake call: out of a subnet, into a subnet, across keys within one, and the residue rule.
// Refuses to judge whether a call is allowed; stake-checks does. Facts: chain.md §4.6, §4.11; stake_utils.rs, helpers.rs of the staking pallet.
import { F64, fromInt, min, mul, safeDiv, sub, toU64 } from '../../../oracle/fixed-point.ts';
import {
  BURN_ACCOUNT,
  spendable,
  subnetAccount,
  transfer,
  transferTao,
} from '../state/balances.ts';
import { deposit, ensure, LedgerFailure, netuidsOf, ROOT_NETUID, type Run } from '../ledger-run.ts';
import { beforeRootChange } from '../baskets/fund.ts';
import {
  coldkeyHotkeyKey,
  fundKey,
  positionKey,
  type AccountId,
  type LedgerState,
} from '../state/ledger-state.ts';
import { recordTaoFlow } from './flow-counters.ts';
import { transferLock } from '../locks/lock-transfer.ts';
import { forceReduceLock, refreshLock } from '../locks/locks.ts';
import { alphaPrice, MIN_PRICE, swapAlphaForTao, swapTaoForAlpha } from './pool-swap.ts';
import { adjustRootClaimed } from '../calls/root-claims.ts';
import { canCredit, credit, debit, listStakingHotkey, positionAlpha } from '../state/share-pool.ts';

/** `DefaultMinStake`. */
export const MIN_STAKE = 2_000_000n;
const MILLION = 1_000_000n;

export type Sale = Readonly<{
  hotkey: AccountId;
  coldkey: AccountId;
  netuid: number;
  alpha: bigint;
  limitPrice: bigint;
  dropFees: boolean;
  /** Who gets the TAO: the coldkey, or the author for a fee paid in alpha. */
  beneficiary: AccountId;
}>;

/** Pays TAO out of a subnet's account. */
function payFromSubnet(run: Run, netuid: number, to: AccountId, amount: bigint): void {
  ensure(run.state.subnets.has(netuid), 'SubnetNotExists');
  transferTao(run, subnetAccount(netuid), to, amount);
}

/** Sells alpha of a position, then the fee for the author through the moved pool. Returns the TAO paid out. */
export function unstakeFromSubnet(run: Run, sale: Sale): bigint {
  const { state } = run;
  const { hotkey, coldkey, netuid, alpha } = sale;
  beforeRootChange(run, netuid, hotkey);
  debit(state, hotkey, coldkey, netuid, alpha);
  const sold = swapAlphaForTao(state, netuid, alpha, sale.limitPrice, sale.dropFees);
  const unsold = sub(alpha, sold.paidIn + sold.fee);
  if (unsold > 0n) credit(state, hotkey, coldkey, netuid, unsold);
  payFromSubnet(run, netuid, sale.beneficiary, sold.paidOut);
  let left = sold.paidOut;
  if (state.blockAuthor !== null) {
    const feeSale = swapAlphaForTao(state, netuid, sold.feeToAuthor, MIN_PRICE, true);
    payFromSubnet(run, netuid, state.blockAuthor, feeSale.paidOut);
    left += feeSale.paidOut;
  }
  if (netuid === ROOT_NETUID) adjustRootClaimed(state, hotkey, coldkey, alpha, false);
  recordTaoFlow(state, netuid, -left);
  refreshLock(state, coldkey, netuid);
  noteStake(state, coldkey, hotkey, netuid);
  pruneStakingHotkey(state, coldkey, hotkey);
  deposit(run, 'SubtensorModule', 'StakeRemoved', {
    '0': coldkey,
    '1': hotkey,
    '2': sold.paidOut,
    '3': sold.paidIn,
    '4': netuid,
    '5': sold.fee,
  });
  return sold.paidOut;
}

export type Purchase = Readonly<{
  hotkey: AccountId;
  coldkey: AccountId;
  netuid: number;
  tao: bigint;
  limitPrice: bigint;
  dropFees: boolean;
}>;

/** Moves at most what keeps the account alive into the subnet's account: staking everything stakes the deposit less. */
function payIntoSubnet(run: Run, netuid: number, coldkey: AccountId, tao: bigint): bigint {
  if (tao === 0n) return 0n;
  ensure(run.state.subnets.has(netuid), 'SubnetNotExists');
  const amount = min(tao, spendable(run.state, coldkey, true));
  ensure(amount > 0n, 'InsufficientBalance');
  transfer(run, coldkey, subnetAccount(netuid), amount, true);
  return amount;
}

/** Buys alpha for a position. Returns the alpha credited. */
export function stakeIntoSubnet(run: Run, purchase: Purchase): bigint {
  const { state } = run;
  const { hotkey, coldkey, netuid } = purchase;
  beforeRootChange(run, netuid, hotkey);
  const tao = payIntoSubnet(run, netuid, coldkey, purchase.tao);
  const bought = swapTaoForAlpha(state, netuid, tao, purchase.limitPrice, purchase.dropFees);
  ensure(bought.paidOut > 0n, 'AmountTooLow');
  ensure(canCredit(state, hotkey, netuid, bought.paidOut), 'InsufficientLiquidity');
  credit(state, hotkey, coldkey, netuid, bought.paidOut);
  listStakingHotkey(state, coldkey, hotkey);
  // without an author the fee goes to the burn account, and a failure to pay it there is ignored
  if (state.blockAuthor !== null) payFromSubnet(run, netuid, state.blockAuthor, bought.feeToAuthor);
  else burnFee(run, netuid, bought.feeToAuthor);
  recordTaoFlow(state, netuid, bought.paidIn);
  refreshLock(state, coldkey, netuid);
  noteStake(state, coldkey, hotkey, netuid);
  if (netuid === ROOT_NETUID) adjustRootClaimed(state, hotkey, coldkey, bought.paidOut, true);
  deposit(run, 'SubtensorModule', 'StakeAdded', {
    '0': coldkey,
    '1': hotkey,
    '2': tao,
    '3': bought.paidOut,
    '4': netuid,
    '5': bought.fee,
  });
  // since the gross amount in the event is the one before this refund, a client reads the transfer beside it
  const unspent = sub(tao, bought.paidIn + bought.fee);
  if (state.settings.rules.returnsUnspent && unspent > 0n) {
    payFromSubnet(run, netuid, coldkey, unspent);
  }
  return bought.paidOut;
}

/** The last stake of a pair; since the funds, of root stake only. */
function noteStake(
  state: LedgerState,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
): void {
  if (state.settings.rules.hasBaskets && netuid !== ROOT_NETUID) return;
  state.lastStakeBlock.set(coldkeyHotkeyKey(coldkey, hotkey), state.blockNumber);
}

/** Since 473: kept on the list while a share row exists or a fund's watermark is not zero. */
function pruneStakingHotkey(state: LedgerState, coldkey: AccountId, hotkey: AccountId): void {
  if (!state.settings.rules.hasHotkeyCaps) return;
  const hasShares = netuidsOf(state).some((netuid) =>
    state.shares.has(positionKey(hotkey, coldkey, netuid)),
  );
  if (hasShares || state.basketClaimed.has(fundKey(hotkey, coldkey))) return;
  const left = (state.stakingHotkeys.get(coldkey) ?? []).filter((listed) => listed !== hotkey);
  if (left.length === 0) state.stakingHotkeys.delete(coldkey);
  else state.stakingHotkeys.set(coldkey, left);
}

function burnFee(run: Run, netuid: number, fee: bigint): void {
  try {
    transferTao(run, subnetAccount(netuid), BURN_ACCOUNT, fee);
  } catch (error) {
    if (!(error instanceof LedgerFailure)) throw error; // a fee below the burn account's deposit stays in the subnet
  }
}

export type Route = Readonly<{
  originColdkey: AccountId;
  originHotkey: AccountId;
  destinationColdkey: AccountId;
  destinationHotkey: AccountId;
}>;

/** Moves alpha across keys without a swap; must be worth the minimum at spot. Returns that worth in TAO. */
export function transferWithinSubnet(
  run: Run,
  route: Route,
  netuid: number,
  alpha: bigint,
): bigint {
  const { state } = run;
  const { originColdkey, originHotkey, destinationColdkey, destinationHotkey } = route;
  beforeRootChange(run, netuid, originHotkey);
  beforeRootChange(run, netuid, destinationHotkey);
  transferLock(state, originColdkey, destinationColdkey, netuid, alpha);
  debit(state, originHotkey, originColdkey, netuid, alpha);
  if (netuid === ROOT_NETUID) adjustRootClaimed(state, originHotkey, originColdkey, alpha, false);
  credit(state, destinationHotkey, destinationColdkey, netuid, alpha);
  if (netuid === ROOT_NETUID) {
    adjustRootClaimed(state, destinationHotkey, destinationColdkey, alpha, true);
  }
  const tao = toU64(mul(alphaPrice(state, netuid), fromInt(alpha, F64), F64), F64);
  ensure(tao >= state.settings.rules.minTransfer, 'AmountTooLow');
  noteStake(state, destinationColdkey, destinationHotkey, netuid);
  if (state.settings.rules.hasBaskets) noteStake(state, originColdkey, originHotkey, netuid);
  pruneStakingHotkey(state, originColdkey, originHotkey);
  const common = { '2': tao, '3': alpha, '4': netuid, '5': 0n };
  const left = { '0': originColdkey, '1': originHotkey, ...common };
  deposit(run, 'SubtensorModule', 'StakeRemoved', left);
  const joined = { '0': destinationColdkey, '1': destinationHotkey, ...common };
  deposit(run, 'SubtensorModule', 'StakeAdded', joined);
  return tao;
}

/** Below this much alpha a stranger's remainder is sold by force; rounded down twice, as the chain does. */
export function smallNominationLimit(state: LedgerState, netuid: number): bigint {
  const tao = (MIN_STAKE * state.nominatorMinRequiredStake) / MILLION;
  return toU64(safeDiv(fromInt(tao, F64), alphaPrice(state, netuid), F64), F64);
}

/**
 * The residue rule: a small remainder on someone else's hotkey is sold too. A sale that fails half-way leaves what it
 * already did, as on the chain, and the alpha is gone without compensation.
 */
export function clearSmallNomination(
  run: Run,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: number,
): void {
  const { state } = run;
  if (state.owners.get(hotkey) === coldkey) return;
  const alpha = positionAlpha(state, hotkey, coldkey, netuid);
  if (alpha === 0n || alpha >= smallNominationLimit(state, netuid)) return;
  try {
    unstakeFromSubnet(run, {
      hotkey,
      coldkey,
      netuid,
      alpha,
      limitPrice: MIN_PRICE,
      dropFees: false,
      beneficiary: coldkey,
    });
  } catch (error) {
    if (!(error instanceof LedgerFailure)) throw error;
    debit(state, hotkey, coldkey, netuid, positionAlpha(state, hotkey, coldkey, netuid));
  }
  forceReduceLock(state, coldkey, netuid, alpha);
}
