// The row of each curve, and the only place that looks at the kind of a pool.
import type { Pool, Side } from '../pool.ts';
import type { Curve, Reserves } from './curve.ts';
import { balancer } from './balancer.ts';
import { constantProduct } from './constant-product.ts';
import { stable } from './stable.ts';
import { superellipse } from './superellipse.ts';

const curves: { readonly [Kind in Pool['kind']]: Curve<Extract<Pool, { kind: Kind }>> } = {
  stable,
  'constant-product': constantProduct,
  balancer,
  superellipse,
};

/** The curve of a pool. It answers for that pool and others of the same kind. */
export function curveOf(pool: Pool): Curve {
  return curves[pool.kind];
}

/** What a pool holds; null where tokens change one to one. */
export function reservesOf(pool: Pool): Reserves | null {
  return curveOf(pool).reserves(pool);
}

/** Root and mechanism 0: the price is always 1, and no order moves it. */
export function isOneToOne(pool: Pool): boolean {
  return reservesOf(pool) === null;
}

/** The reserve that an order pays into; null where tokens change one to one. */
export function inputReserve(pool: Pool, side: Side): bigint | null {
  const reserves = reservesOf(pool);
  return reserves && (side === 'buy' ? reserves.taoReserve : reserves.alphaReserve);
}

/** The reserve that pays an order out; null where tokens change one to one. */
export function outputReserve(pool: Pool, side: Side): bigint | null {
  return inputReserve(pool, side === 'buy' ? 'sell' : 'buy');
}
