// What the chain tests before a stake call does anything, in its order, with its error names; and how much fits under a limit.
// Refuses to change the state. Facts: chain.md §4.9; stake_utils.rs (validate_*), add_stake.rs, remove_stake.rs, move_stake.rs.
import {
  F64,
  fromInt,
  min,
  mul,
  mulU64,
  safeDiv,
  sub,
  toU64,
  U64_MAX,
} from '../../../oracle/fixed-point.ts';
import { BASKET_ESCROW, isRootFree } from '../baskets/fund.ts';
import { spendable } from '../state/balances.ts';
import { ensure, LedgerFailure, ROOT_NETUID, subnetAt } from '../ledger-run.ts';
import { bondOf, coldkeyBond, stakeAvailability } from '../locks/locks.ts';
import { alphaPrice, approximateFee, simulate } from '../pools/pool-swap.ts';
import { canCredit, positionAlpha } from '../state/share-pool.ts';
import { MIN_STAKE, type Route } from '../pools/stake-flow.ts';
import type { AccountId, LedgerState } from '../state/ledger-state.ts';

const INPUT_CAP = 1000n;
const RAO_PER_TAO = 1_000_000_000n;
const MOST_OWN_HOTKEYS = 256;
const MOST_GIVEN_HOTKEYS = 128;

const isDynamic = (state: LedgerState, netuid: number): boolean =>
  netuid !== ROOT_NETUID && subnetAt(state, netuid).mechanism === 1;

export function ensureAddWithinCap(state: LedgerState, netuid: number, tao: bigint): void {
  if (!isDynamic(state, netuid)) return;
  const cap = mulU64(subnetAt(state, netuid).taoReserve, INPUT_CAP);
  ensure(tao <= cap, 'InsufficientLiquidity');
}

export function ensureRemoveWithinCap(state: LedgerState, netuid: number, alpha: bigint): void {
  if (!isDynamic(state, netuid)) return;
  const cap = mulU64(subnetAt(state, netuid).alphaReserve, INPUT_CAP);
  ensure(alpha <= cap, 'InsufficientLiquidity');
}

/** Input and fee of the largest simulated swap under a limit; the swap's own error when there is none. */
function largestUnderLimit(
  state: LedgerState,
  netuid: number,
  side: 'buy' | 'sell',
  limitPrice: bigint,
): bigint {
  const { taoReserve, alphaReserve } = subnetAt(state, netuid);
  const amount = mulU64(side === 'buy' ? taoReserve : alphaReserve, INPUT_CAP);
  const result = simulate(state, netuid, { side, amount, limitPrice });
  if (!result.ok) throw new LedgerFailure('Swap', result.error);
  return min(result.swapped.paidIn + result.swapped.fee, U64_MAX);
}

/** `get_max_amount_add`: most TAO, fee included, that a purchase under the limit takes. */
export function maxAdd(state: LedgerState, netuid: number, limitPrice: bigint): bigint {
  if (!isDynamic(state, netuid)) return limitPrice >= RAO_PER_TAO ? U64_MAX : 0n;
  return largestUnderLimit(state, netuid, 'buy', limitPrice);
}

/** `get_max_amount_remove`: most alpha, fee included, that a sale above the limit takes. */
export function maxRemove(state: LedgerState, netuid: number, limitPrice: bigint): bigint {
  if (!isDynamic(state, netuid)) return limitPrice <= RAO_PER_TAO ? U64_MAX : 0n;
  return largestUnderLimit(state, netuid, 'sell', limitPrice);
}

/** `get_max_amount_move`; between two pools a constant-product estimate that ignores weights and fees. */
export function maxMove(
  state: LedgerState,
  origin: number,
  destination: number,
  limitPrice: bigint,
): bigint {
  const isOriginDynamic = isDynamic(state, origin);
  const isDestinationDynamic = isDynamic(state, destination);
  if (!isOriginDynamic && !isDestinationDynamic) return limitPrice > RAO_PER_TAO ? 0n : U64_MAX;
  const fx = (value: bigint): bigint => fromInt(value, F64);
  if (!isOriginDynamic) {
    if (limitPrice === 0n) return U64_MAX;
    const inverse = mul(safeDiv(fx(RAO_PER_TAO), fx(limitPrice), F64), fx(RAO_PER_TAO), F64);
    return maxAdd(state, destination, toU64(inverse, F64));
  }
  if (!isDestinationDynamic) return maxRemove(state, origin, limitPrice);

  const from = subnetAt(state, origin);
  const to = subnetAt(state, destination);
  const reserves = [from.taoReserve, from.alphaReserve, to.taoReserve, to.alphaReserve];
  if (reserves.includes(0n)) return 0n;
  const limit = safeDiv(fx(limitPrice), fx(RAO_PER_TAO), F64);
  const ratio = safeDiv(alphaPrice(state, origin), alphaPrice(state, destination), F64);
  if (limit > ratio) return 0n;
  if (limitPrice === 0n) return U64_MAX;
  const taoSum = min(fx(to.taoReserve) + fx(from.taoReserve), (1n << 128n) - 1n);
  const originShare = safeDiv(fx(from.taoReserve), taoSum, F64);
  const destinationShare = safeDiv(fx(to.taoReserve), taoSum, F64);
  const gained = safeDiv(mul(fx(to.alphaReserve), originShare, F64), limit, F64);
  return toU64(sub(gained, mul(fx(from.alphaReserve), destinationShare, F64)), F64);
}

export function validateAdd(
  state: LedgerState,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
  requested: bigint,
  largest: bigint,
  allowPartial: boolean,
): void {
  ensure(state.subnets.has(netuid), 'SubnetNotExists');
  ensure(subnetAt(state, netuid).subtokenEnabled, 'SubtokenDisabled');
  const smallest = simulate(state, netuid, { side: 'buy', amount: MIN_STAKE });
  const fee = smallest.ok ? smallest.swapped.fee : approximateFee(state, netuid, MIN_STAKE);
  ensure(requested >= MIN_STAKE + fee, 'AmountTooLow');
  if (!allowPartial) ensure(requested <= largest, 'SlippageTooHigh');
  const amount = allowPartial ? min(largest, requested) : requested;
  ensure(amount <= spendable(state, coldkey, false), 'NotEnoughBalanceToStake');
  ensure(state.owners.has(hotkey), 'HotKeyAccountNotExists');
  ensureListable(state, coldkey, coldkey, hotkey);
  const result = simulate(state, netuid, { side: 'buy', amount });
  if (!result.ok) throw new LedgerFailure('SubtensorModule', 'InsufficientLiquidity');
  ensure(result.swapped.paidIn >= MIN_STAKE, 'AmountTooLow');
  ensure(result.swapped.paidOut > 0n, 'InsufficientLiquidity');
  ensure(canCredit(state, hotkey, netuid, result.swapped.paidOut), 'InsufficientLiquidity');
}

/** Root stake inside its hold leaves by no call of its coldkey. */
function ensureRootFree(
  state: LedgerState,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
): void {
  if (netuid === ROOT_NETUID) ensure(isRootFree(state, coldkey, hotkey), 'RootStakeLocked');
}

/** A hotkey joins a list only while that is short: the own one has room for 256, a gift grows it to 128. */
function ensureListable(
  state: LedgerState,
  signer: AccountId,
  coldkey: AccountId,
  hotkey: AccountId,
): void {
  const listed = state.stakingHotkeys.get(coldkey) ?? [];
  if (!state.settings.rules.hasHotkeyCaps || listed.includes(hotkey)) return;
  const room = signer === coldkey ? MOST_OWN_HOTKEYS : MOST_GIVEN_HOTKEYS;
  ensure(listed.length < room, 'TooManyStakingHotkeys');
}

function ensureAvailable(
  state: LedgerState,
  coldkey: AccountId,
  netuid: number,
  alpha: bigint,
): void {
  ensure(stakeAvailability(state, coldkey, netuid).available >= alpha, 'StakeUnavailable');
}

/** A bond binds its position, wherever the stake would go. */
function ensureUnbonded(
  state: LedgerState,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
  alpha: bigint,
): void {
  const held = positionAlpha(state, hotkey, coldkey, netuid);
  ensure(alpha + bondOf(state, hotkey, coldkey, netuid) <= held, 'StakeUnavailable');
}

export function validateRemove(
  state: LedgerState,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
  alpha: bigint,
  largest: bigint,
  allowPartial: boolean,
): void {
  ensure(state.subnets.has(netuid), 'SubnetNotExists');
  ensure(alpha > 0n, 'AmountTooLow');
  const position = positionAlpha(state, hotkey, coldkey, netuid);
  ensure(alpha <= position, 'NotEnoughStakeToWithdraw');
  ensureRootFree(state, coldkey, hotkey, netuid);
  const result = simulate(state, netuid, { side: 'sell', amount: alpha });
  if (!result.ok) throw new LedgerFailure('SubtensorModule', 'InsufficientLiquidity');
  if (position > alpha) ensure(result.swapped.paidOut >= MIN_STAKE, 'AmountTooLow');
  if (!allowPartial) ensure(alpha <= largest, 'SlippageTooHigh');
  ensure(state.owners.has(hotkey), 'HotKeyAccountNotExists');
  ensureAvailable(state, coldkey, netuid, alpha);
  ensureUnbonded(state, coldkey, hotkey, netuid, alpha);
}

export type Transition = Route &
  Readonly<{
    origin: number;
    destination: number;
    alpha: bigint;
    largest: bigint;
    /** Null: a call without a limit. */
    allowPartial: boolean | null;
    checksToggle: boolean;
  }>;

export function validateTransition(state: LedgerState, move: Transition): void {
  const { origin, destination, alpha } = move;
  const isCross = origin !== destination;
  const isSameKeys =
    move.originColdkey === move.destinationColdkey && move.originHotkey === move.destinationHotkey;
  if (isSameKeys) ensure(isCross, 'SameNetuid');
  ensure(state.subnets.has(origin) && state.subnets.has(destination), 'SubnetNotExists');
  const from = subnetAt(state, origin);
  const to = subnetAt(state, destination);
  ensure(from.subtokenEnabled && to.subtokenEnabled, 'SubtokenDisabled');
  ensure(state.owners.has(move.originHotkey), 'HotKeyAccountNotExists');
  ensure(state.owners.has(move.destinationHotkey), 'HotKeyAccountNotExists');
  const held = positionAlpha(state, move.originHotkey, move.originColdkey, origin);
  ensure(alpha <= held, 'NotEnoughStakeToWithdraw');
  ensureRootFree(state, move.originColdkey, move.originHotkey, origin);
  if (move.checksToggle && state.settings.rules.hasBaskets) {
    ensure(move.destinationColdkey !== BASKET_ESCROW, 'CannotUseSystemAccount');
  }
  ensureListable(state, move.originColdkey, move.destinationColdkey, move.destinationHotkey);
  if (isCross) {
    const result = simulate(state, origin, { side: 'sell', amount: alpha });
    if (!result.ok) throw new LedgerFailure('SubtensorModule', 'InsufficientLiquidity');
    const least = move.checksToggle ? state.settings.rules.minTransfer : MIN_STAKE;
    ensure(result.swapped.paidOut > least, 'AmountTooLow');
    if (move.allowPartial === false) ensure(alpha <= move.largest, 'SlippageTooHigh');
  }
  if (move.checksToggle) ensure(from.transferToggle && to.transferToggle, 'TransferDisallowed');
  if (isCross) ensureAvailable(state, move.originColdkey, origin, alpha);
  ensureUnbonded(state, move.originColdkey, move.originHotkey, origin, alpha);
  if (!isCross && move.originColdkey !== move.destinationColdkey) {
    const { total } = stakeAvailability(state, move.originColdkey, origin);
    const bond = coldkeyBond(state, move.originColdkey, origin);
    ensure(alpha + bond <= total, 'StakeUnavailable');
  }
}
