// A subnet's pool seen from the staking pallet: price, simulated swaps, and swaps that move reserves and counters.
// Refuses to know who trades. Facts: chain.md §2.2, §4.6; pallets/subtensor/src/staking/stake_utils.rs (swap_tao_for_alpha, swap_alpha_for_tao).
import {
  F64,
  fromInt,
  min,
  mul,
  safeDiv,
  sub,
  toU64,
  U64_MAX,
} from '../../../oracle/fixed-point.ts';
import { feeOnGross } from '../../../oracle/balancer-oracle.ts';
import { oraclePrice, oracleQuote } from '../../../oracle/pool-oracle.ts';
import { changeSubnet, LedgerFailure, subnetAt } from '../ledger-run.ts';
import type { Fill, Order, Pool } from '../../../oracle/pool-types.ts';
import type { LedgerState, Subnet } from '../state/ledger-state.ts';

export const MAX_PRICE = 10n ** 15n;
export const MIN_PRICE = 1000n;
export const DEFAULT_FEE_RATE = 33;
const HALF = 5n * 10n ** 17n;
const RAO_PER_TAO = 1_000_000_000n;

export type Swapped = Readonly<{
  paidIn: bigint;
  paidOut: bigint;
  fee: bigint;
  feeToAuthor: bigint;
}>;

/** What a call would get; the error is the Swap pallet's. */
export type Simulated = { ok: true; swapped: Swapped } | { ok: false; error: string };

/** The pool as plain arithmetic. A swap first sets an uninitialised balancer to one half; a price does not. */
export function poolOf(subnet: Subnet, isSwap: boolean): Pool {
  if (subnet.mechanism !== 1) return { kind: 'stable' };
  const { taoReserve, alphaReserve, curve } = subnet;
  const feeRate = subnet.feeRate ?? DEFAULT_FEE_RATE;
  if (curve.kind === 'constant-product') return { kind: curve.kind, taoReserve, alphaReserve };
  if (curve.kind === 'superellipse') return { ...curve, taoReserve, alphaReserve, feeRate };
  const stored = isSwap && !curve.isInitialized ? null : curve.taoWeight;
  return { kind: 'balancer', taoReserve, alphaReserve, taoWeight: stored ?? HALF, feeRate };
}

/** TAO per alpha, U64F64 bits (`current_alpha_price` of the swap interface). */
export const alphaPrice = (state: LedgerState, netuid: number): bigint =>
  oraclePrice(poolOf(subnetAt(state, netuid), false));

function swappedOf(fill: Extract<Fill, { ok: true }>): Swapped {
  const { amountIn, amountOut, fee } = fill;
  return { paidIn: amountIn, paidOut: amountOut, fee, feeToAuthor: amountIn === 0n ? 0n : fee };
}

/** A swap at a limit without any effect. Mechanism 0 is one to one; an unknown subnet pays nothing. */
export function simulate(state: LedgerState, netuid: number, order: Order): Simulated {
  const subnet = subnetAt(state, netuid);
  if (subnet.mechanism !== 1) {
    const amount = state.subnets.has(netuid) ? order.amount : 0n;
    return { ok: true, swapped: { paidIn: amount, paidOut: amount, fee: 0n, feeToAuthor: 0n } };
  }
  const fill = oracleQuote(poolOf(subnet, true), order);
  return fill.ok ? { ok: true, swapped: swappedOf(fill) } : fill;
}

/** Fee on a gross amount at the subnet's rate (`approx_fee_amount`). */
export function approximateFee(state: LedgerState, netuid: number, amount: bigint): bigint {
  const subnet = subnetAt(state, netuid);
  return subnet.mechanism === 1 ? feeOnGross(amount, subnet.feeRate ?? DEFAULT_FEE_RATE) : 0n;
}

function swap(state: LedgerState, netuid: number, order: Order): Swapped {
  const subnet = subnetAt(state, netuid);
  if (subnet.mechanism !== 1) {
    return { paidIn: order.amount, paidOut: order.amount, fee: 0n, feeToAuthor: 0n };
  }
  const fill = oracleQuote(poolOf(subnet, true), order);
  if (!fill.ok) throw new LedgerFailure('Swap', fill.error);
  if (subnet.curve.kind === 'balancer' && !subnet.curve.isInitialized) {
    const curve = { kind: 'balancer', taoWeight: HALF, isInitialized: true } as const;
    changeSubnet(state, netuid, { curve });
  }
  return swappedOf(fill);
}

const capped = (value: bigint): bigint => (value > U64_MAX ? U64_MAX : value);

/** Buys alpha: reserves, outstanding alpha, total stake and volume move; the fee stays outside the pool. */
export function swapTaoForAlpha(
  state: LedgerState,
  netuid: number,
  tao: bigint,
  limitPrice: bigint,
  dropFees: boolean,
): Swapped {
  const { largestFill, rules } = state.settings;
  const isClamped = largestFill !== null && tao > largestFill && rules.returnsUnspent;
  const amount = isClamped ? largestFill : tao;
  const swapped = swap(state, netuid, { side: 'buy', amount, limitPrice, dropFees });
  const staked = rules.returnsUnspent ? min(tao, swapped.paidIn + swapped.fee) : tao;
  const subnet = subnetAt(state, netuid);
  changeSubnet(state, netuid, {
    alphaReserve: sub(subnet.alphaReserve, swapped.paidOut),
    alphaOut: capped(subnet.alphaOut + swapped.paidOut),
    taoReserve: capped(subnet.taoReserve + swapped.paidIn),
    volume: subnet.volume + staked,
  });
  state.totalStake = capped(state.totalStake + staked);
  return swapped;
}

/** Sells alpha: what entered the pool leaves the outstanding alpha; the TAO leaves the pool. */
export function swapAlphaForTao(
  state: LedgerState,
  netuid: number,
  alpha: bigint,
  limitPrice: bigint,
  dropFees: boolean,
): Swapped {
  const swapped = swap(state, netuid, { side: 'sell', amount: alpha, limitPrice, dropFees });
  const subnet = subnetAt(state, netuid);
  changeSubnet(state, netuid, {
    alphaReserve: capped(subnet.alphaReserve + swapped.paidIn),
    alphaOut: sub(subnet.alphaOut, swapped.paidIn),
    taoReserve: sub(subnet.taoReserve, swapped.paidOut),
    volume: subnet.volume + swapped.paidOut,
  });
  state.totalStake = sub(state.totalStake, swapped.paidOut);
  return swapped;
}

/** Answer of `SwapRuntimeApi.sim_swap_*`; all zero when the swap would fail. */
export type SimSwap = Readonly<{
  taoAmount: bigint;
  alphaAmount: bigint;
  taoFee: bigint;
  alphaFee: bigint;
  taoSlippage: bigint;
  alphaSlippage: bigint;
}>;

const NOTHING: SimSwap = {
  taoAmount: 0n,
  alphaAmount: 0n,
  taoFee: 0n,
  alphaFee: 0n,
  taoSlippage: 0n,
  alphaSlippage: 0n,
};

export function simSwapTaoForAlpha(state: LedgerState, netuid: number, tao: bigint): SimSwap {
  const result = simulate(state, netuid, { side: 'buy', amount: tao });
  if (!result.ok) return NOTHING;
  const { paidIn, paidOut, fee } = result.swapped;
  const atSpot = toU64(safeDiv(fromInt(tao, F64), alphaPrice(state, netuid), F64), F64);
  const alphaSlippage = sub(atSpot, paidOut);
  return { ...NOTHING, taoAmount: paidIn, alphaAmount: paidOut, taoFee: fee, alphaSlippage };
}

export function simSwapAlphaForTao(state: LedgerState, netuid: number, alpha: bigint): SimSwap {
  const result = simulate(state, netuid, { side: 'sell', amount: alpha });
  if (!result.ok) return NOTHING;
  const { paidIn, paidOut, fee } = result.swapped;
  const atSpot = toU64(mul(fromInt(alpha, F64), alphaPrice(state, netuid), F64), F64);
  const taoSlippage = sub(atSpot, paidOut);
  return { ...NOTHING, taoAmount: paidOut, alphaAmount: paidIn, alphaFee: fee, taoSlippage };
}

/** `SwapRuntimeApi.current_alpha_price`: rao per whole alpha, rounded down. */
export const currentAlphaPrice = (state: LedgerState, netuid: number): bigint =>
  toU64(mul(alphaPrice(state, netuid), fromInt(RAO_PER_TAO, F64), F64), F64);
