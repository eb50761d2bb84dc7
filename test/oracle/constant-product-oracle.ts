// One swap through the launch-time pool: reserves whose product stays, in signed fixed point with 18 fractional bits.
// Refuses to know accounts and stakes. Facts: chain.md §4.12; pallets/subtensor/src/staking/stake_utils.rs of March 2025.
import { F64, fromInt, min, safeDiv, sub } from './fixed-point.ts';
import { limitBits } from './balancer-oracle.ts';
import type { ConstantProduct, Fill, Order } from './pool-types.ts';

const FRACTION = 18n;
const MINIMUM_POOL_LIQUIDITY = 10_000_000n;

/** Reserve left on the output side, as fixed point: k/(in + added), rounded down. */
const reserveLeft = (reserveIn: bigint, reserveOut: bigint, added: bigint): bigint =>
  reserveIn + added === 0n ? 0n : ((reserveIn * reserveOut) << FRACTION) / (reserveIn + added);

/** TAO reserve over alpha reserve as U64F64 bits, rounded down; 0 for an empty alpha reserve. */
export function constantProductPrice(pool: ConstantProduct): bigint {
  return safeDiv(fromInt(pool.taoReserve, F64), fromInt(pool.alphaReserve, F64), F64);
}

/**
 * The flat fee is TAO on both sides: taken from the input of a buy, from the payout of a sale.
 * A limited order takes the largest input after which the price respects the limit.
 */
export function constantProductQuote(pool: ConstantProduct, order: Order): Fill {
  const isBuy = order.side === 'buy';
  const flatFee = order.dropFees === true ? 0n : (pool.flatFee ?? 0n);
  const reserveIn = isBuy ? pool.taoReserve : pool.alphaReserve;
  const reserveOut = isBuy ? pool.alphaReserve : pool.taoReserve;
  const limit = limitBits(order);
  const priceBefore = constantProductPrice(pool);
  if (isBuy ? priceBefore >= limit : priceBefore <= limit) {
    return { ok: false, error: 'PriceLimitExceeded' };
  }
  const gross = (net: bigint): bigint =>
    ((reserveOut << FRACTION) - reserveLeft(reserveIn, reserveOut, net)) >> FRACTION;
  const moved = (net: bigint): ConstantProduct => ({
    ...pool,
    taoReserve: isBuy ? reserveIn + net : sub(reserveOut, gross(net)),
    alphaReserve: isBuy ? sub(reserveOut, gross(net)) : reserveIn + net,
  });
  const respectsLimit = (net: bigint): boolean => {
    const price = constantProductPrice(moved(net));
    return isBuy ? price <= limit : price >= limit;
  };
  const net = isBuy ? sub(order.amount, flatFee) : order.amount;
  const amountIn = respectsLimit(net) ? net : lastRespecting(net, respectsLimit);
  if (reserveLeft(reserveIn, reserveOut, amountIn) < MINIMUM_POOL_LIQUIDITY << FRACTION) {
    return { ok: false, error: 'InsufficientLiquidity' };
  }
  const out = gross(amountIn);
  const fee = isBuy ? order.amount - net : min(flatFee, out);
  const after = moved(amountIn);
  return {
    ok: true,
    amountIn,
    fee,
    amountOut: isBuy ? out : out - fee,
    priceBefore,
    priceAfter: constantProductPrice(after),
    after,
  };
}

function lastRespecting(tooMuch: bigint, respects: (net: bigint) => boolean): bigint {
  let low = 0n;
  let high = tooMuch;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (respects(middle)) low = middle;
    else high = middle;
  }
  return low;
}
