// Price limits: the form that extrinsics take, the form that pools compare, and the defaults.
import type { Order, Side } from './pool.ts';
import { divBits, RAO_PER_ALPHA } from './fixed-point.ts';

/** What the chain uses where an order names no limit: rao of TAO per whole alpha. */
export function defaultLimitPrice(side: Side): bigint {
  return side === 'buy' ? 10n ** 15n : 1_000n;
}

/**
 * A limit in rao per whole alpha (u64) as raw U64F64 bits, truncated.
 *
 * Mirrors opentensor/subtensor pallets/swap/src/pallet/impls.rs `SwapEngine::swap` (14bc6f9f9).
 */
export function limitPriceToBits(limitPrice: bigint): bigint {
  return divBits(limitPrice << 64n, RAO_PER_ALPHA << 64n);
}

/** The limit of an order as raw U64F64 bits. Throws a RangeError where its two forms disagree. */
export function orderLimitBits(order: Order): bigint {
  const { limitPrice, limitPriceBits } = order;
  if (limitPriceBits === undefined) {
    return limitPriceToBits(limitPrice ?? defaultLimitPrice(order.side));
  }
  if (limitPrice !== undefined && limitPriceToBits(limitPrice) !== limitPriceBits) {
    throw new RangeError('limitPrice and limitPriceBits disagree');
  }
  return limitPriceBits;
}
