// The referee's quote and price for every curve, written from the formulas alone: exact, slow and plain.
// Refuses to know the code it referees; it imports nothing from src.
import { balancerPrice, balancerQuote } from './balancer-oracle.ts';
import { superellipsePrice, superellipseQuote } from './superellipse-oracle.ts';
import { constantProductPrice, constantProductQuote } from './constant-product-oracle.ts';
import type { Fill, Order, Pool } from './pool-types.ts';

const ONE = 1n << 64n;

/** What one order does to a pool, or the error the chain names. */
export function oracleQuote(pool: Pool, order: Order): Fill {
  if (pool.kind === 'constant-product') return constantProductQuote(pool, order);
  if (pool.kind === 'balancer') return balancerQuote(pool, order);
  if (pool.kind === 'superellipse') return superellipseQuote(pool, order);
  const { amount } = order;
  const amounts = { amountIn: amount, fee: 0n, amountOut: amount };
  return { ok: true, ...amounts, priceBefore: ONE, priceAfter: ONE, after: pool };
}

/** Spot price as raw U64F64 bits, TAO per alpha; 0 for an empty alpha reserve. */
export function oraclePrice(pool: Pool): bigint {
  if (pool.kind === 'constant-product') return constantProductPrice(pool);
  if (pool.kind === 'superellipse') return superellipsePrice(pool);
  if (pool.kind === 'stable') return ONE;
  return balancerPrice(pool.taoReserve, pool.alphaReserve, pool.taoWeight);
}
