// Refuses callers' mistakes: values that no chain state or extrinsic could hold.
import type { Order } from './pool.ts';
import { U64_MAX, U128_MAX } from './fixed-point.ts';

const MAX_FEE_RATE = 65535;

/** Throws a RangeError unless `value` is a bigint within these bounds. */
export function checkRange(name: string, value: bigint, lowest: bigint, highest: bigint): void {
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
export function checkU128(name: string, value: bigint): void {
  checkRange(name, value, 0n, U128_MAX);
}

/** Throws a RangeError unless both reserves are u64. */
export function checkReserves(pool: { taoReserve: bigint; alphaReserve: bigint }): void {
  checkU64('taoReserve', pool.taoReserve);
  checkU64('alphaReserve', pool.alphaReserve);
}

/** Throws a RangeError unless the fee rate is a u16 and the minimum reserve, where given, a u64. */
export function checkFeeAndMinimum(pool: { feeRate: number; minimumReserve?: bigint }): void {
  const { feeRate, minimumReserve } = pool;
  if (!Number.isInteger(feeRate) || feeRate < 0 || feeRate > MAX_FEE_RATE) {
    throw new RangeError(`feeRate must be an integer from 0 to ${MAX_FEE_RATE}, not ${feeRate}`);
  }
  if (minimumReserve !== undefined) checkU64('minimumReserve', minimumReserve);
}

/** Throws a RangeError for an order that no extrinsic could carry, or one of more than `maxAmount`. */
export function checkOrder(order: Order, maxAmount: bigint): void {
  if (order.side !== 'buy' && order.side !== 'sell') {
    throw new RangeError(`side must be buy or sell, not ${String(order.side)}`);
  }
  checkRange('amount', order.amount, 0n, maxAmount);
  if (order.limitPrice !== undefined) checkU64('limitPrice', order.limitPrice);
  if (order.limitPriceBits !== undefined) checkU128('limitPriceBits', order.limitPriceBits);
}
