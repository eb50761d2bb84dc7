// Refuses callers' mistakes: values that no chain state or extrinsic could hold. Knows no arithmetic.
import type { Order, Pool } from './pool.ts';
import { U64_MAX, U128_MAX } from './fixed-point.ts';

const I128_MAX = (1n << 127n) - 1n;
const WEIGHT_MIN = 10n ** 16n;
const WEIGHT_MAX = 99n * 10n ** 16n;
const MAX_FEE_RATE = 65535;

function checkRange(name: string, value: bigint, lowest: bigint, highest: bigint): void {
  if (typeof value !== 'bigint') throw new RangeError(`${name} must be a bigint`);
  if (value < lowest || value > highest) {
    throw new RangeError(`${name} must be from ${lowest} to ${highest}, not ${value}`);
  }
}

/** Throws a RangeError unless `value` is a u64. */
export function checkU64(name: string, value: bigint): void {
  checkRange(name, value, 0n, U64_MAX);
}

/** Throws a RangeError unless `value` is a u128. */
function checkU128(name: string, value: bigint): void {
  checkRange(name, value, 0n, U128_MAX);
}

function checkFeeRate(feeRate: number): void {
  if (!Number.isInteger(feeRate) || feeRate < 0 || feeRate > MAX_FEE_RATE) {
    throw new RangeError(`feeRate must be an integer from 0 to ${MAX_FEE_RATE}, not ${feeRate}`);
  }
}

/** Throws a RangeError for a pool that no chain state could be. */
export function checkPool(pool: Pool): void {
  if (pool.kind === 'stable') return;
  checkU64('taoReserve', pool.taoReserve);
  checkU64('alphaReserve', pool.alphaReserve);
  if (pool.kind === 'constant-product') {
    if (pool.flatFee !== undefined) checkU64('flatFee', pool.flatFee);
    return;
  }
  checkFeeRate(pool.feeRate);
  if (pool.minimumReserve !== undefined) checkU64('minimumReserve', pool.minimumReserve);
  if (pool.kind === 'balancer') {
    checkRange('taoWeight', pool.taoWeight, WEIGHT_MIN, WEIGHT_MAX);
    return;
  }
  checkU128('alphaScale', pool.alphaScale);
  checkU128('taoScale', pool.taoScale);
  checkRange('centerAlpha', pool.centerAlpha, -I128_MAX - 1n, I128_MAX);
  checkRange('centerTao', pool.centerTao, -I128_MAX - 1n, I128_MAX);
}

/**
 * Throws a RangeError for an order that no extrinsic could carry. Amounts for a superellipse may be
 * u128: its reference answers those over u64 with SwapInputTooLarge.
 */
export function checkOrder(order: Order, kind: Pool['kind']): void {
  if (order.side !== 'buy' && order.side !== 'sell') {
    throw new RangeError(`side must be buy or sell, not ${String(order.side)}`);
  }
  if (kind === 'superellipse') checkU128('amount', order.amount);
  else checkU64('amount', order.amount);
  if (order.limitPrice !== undefined) checkU64('limitPrice', order.limitPrice);
  if (order.limitPriceBits !== undefined) checkU128('limitPriceBits', order.limitPriceBits);
}
