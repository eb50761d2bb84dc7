// Random pools and orders for property tests, spread evenly over magnitudes.
import fc from 'fast-check';
import type {
  BalancerPool,
  ConstantProductPool,
  Order,
  Pool,
  Side,
  SuperellipsePool,
} from '../../src/pool/pool.ts';

export const WEIGHT_ONE = 10n ** 18n;
export const U64_MAX = (1n << 64n) - 1n;
export const U128_MAX = (1n << 128n) - 1n;

/** How often a property is tried: `few` normally, more under TAUBAR_DEEP. */
export function runs(few: number): { numRuns: number } {
  return { numRuns: process.env['TAUBAR_DEEP'] === '1' ? few * 50 : few };
}

export const sides: fc.Arbitrary<Side> = fc.constantFrom('buy', 'sell');

/** An integer of a random bit length between the two given. */
export function magnitude(fewestBits: number, mostBits: number): fc.Arbitrary<bigint> {
  return fc
    .integer({ min: fewestBits, max: mostBits })
    .chain((bits) => fc.bigInt({ min: 1n << BigInt(bits - 1), max: (1n << BigInt(bits)) - 1n }));
}

/** Up to 2^57 rao, 144 million tokens: above 10^18 the chain's 18 decimals show (see chain behaviour). */
const reserves = magnitude(24, 57);
const feeRates = fc.constantFrom(0, 33, 196, 1000);

export const balancers: fc.Arbitrary<BalancerPool> = fc.record({
  kind: fc.constant('balancer' as const),
  taoReserve: reserves,
  alphaReserve: reserves,
  taoWeight: fc.oneof(
    fc.bigInt({ min: (WEIGHT_ONE * 4n) / 10n, max: (WEIGHT_ONE * 6n) / 10n }),
    fc.constantFrom(WEIGHT_ONE / 2n, (WEIGHT_ONE * 3n) / 5n, (WEIGHT_ONE * 2n) / 5n),
  ),
  feeRate: feeRates,
});

/** Ellipses as a migration from the balancer makes them: scale = 2·weight·reserve. */
export const superellipses: fc.Arbitrary<SuperellipsePool> = fc
  .record({
    taoReserve: reserves,
    alphaReserve: reserves,
    parts: fc.bigInt({ min: 20n, max: 80n }),
    feeRate: feeRates,
  })
  .map(({ taoReserve, alphaReserve, parts, feeRate }) => {
    const alphaScale = ((alphaReserve << 33n) * parts) / 100n;
    const taoScale = ((taoReserve << 33n) * (100n - parts)) / 100n;
    return {
      kind: 'superellipse' as const,
      taoReserve,
      alphaReserve,
      alphaScale,
      taoScale,
      centerAlpha: (alphaReserve << 32n) + alphaScale,
      centerTao: (taoReserve << 32n) + taoScale,
      feeRate,
    };
  });

export const constantProducts: fc.Arbitrary<ConstantProductPool> = fc.record({
  kind: fc.constant('constant-product' as const),
  // x·y stays below the 110 bits of that runtime's numbers.
  taoReserve: magnitude(26, 54),
  alphaReserve: magnitude(26, 54),
  flatFee: fc.constantFrom(0n, 50_000n),
});

export type ReservePool = Exclude<Pool, { kind: 'stable' }>;

export const pools: fc.Arbitrary<ReservePool> = fc.oneof(
  { weight: 3, arbitrary: balancers },
  { weight: 2, arbitrary: superellipses },
  { weight: 1, arbitrary: constantProducts },
);

export function reserveIn(pool: ReservePool, side: Side): bigint {
  return side === 'buy' ? pool.taoReserve : pool.alphaReserve;
}

export function reserveOut(pool: ReservePool, side: Side): bigint {
  return side === 'buy' ? pool.alphaReserve : pool.taoReserve;
}

/** An amount up to 17 times the input reserve, small ones as likely as large ones. */
export function amountFor(pool: ReservePool, side: Side): fc.Arbitrary<bigint> {
  const most = 17n * reserveIn(pool, side);
  return magnitude(1, most.toString(2).length - 1);
}

export type PoolOrder = { pool: ReservePool; order: Order };

/** Orders of any size on the pools given. */
export function ordersOn(some: fc.Arbitrary<ReservePool>): fc.Arbitrary<PoolOrder> {
  return fc
    .tuple(some, sides)
    .chain(([pool, side]) =>
      amountFor(pool, side).map((amount) => ({ pool, order: { side, amount } })),
    );
}

export const poolOrders = ordersOn(pools);

/** The curves with a price limit inside the swap. */
export const curves = fc.oneof(balancers, superellipses);

/** The widest limit: none at all. */
export function noLimit(side: Side): { limitPriceBits: bigint } {
  return { limitPriceBits: side === 'buy' ? U128_MAX : 0n };
}
