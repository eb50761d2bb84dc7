// The reference vectors' swap cases as pools, orders and expected fills.
import type { BalancerPool, Fill, Order, SuperellipsePool } from '../../src/pool/pool.ts';
import type { Fields } from './json-fields.ts';
import {
  fieldsOf,
  flagOf,
  integerOf,
  listOf,
  optionalIntegerOf,
  readVectors,
  sideOf,
  textOf,
} from './json-fields.ts';

/** What a vector says of a fill; `error` alone where it is refused. */
export type Expected = { error: string } | Record<string, bigint>;

export type VectorCase<Shape> = {
  tag: string;
  pool: Shape;
  order: Order;
  expected: Expected;
  /** True where the price limit or the curve's end cut the order. */
  isCut: boolean;
};

function withLimit(order: Order, limitPrice?: bigint, limitPriceBits?: bigint): Order {
  return {
    ...order,
    ...(limitPrice === undefined ? {} : { limitPrice }),
    ...(limitPriceBits === undefined ? {} : { limitPriceBits }),
  };
}

function balancerCase(row: Fields): VectorCase<BalancerPool> {
  const expect = fieldsOf(row['expect']);
  const order: Order = {
    side: sideOf(row, 'side'),
    amount: integerOf(row, 'amount'),
    dropFees: flagOf(row, 'drop_fees'),
  };
  return {
    tag: textOf(row, 'tag'),
    pool: {
      kind: 'balancer',
      taoReserve: integerOf(row, 'tao_reserve'),
      alphaReserve: integerOf(row, 'alpha_reserve'),
      taoWeight: integerOf(row, 'weight_quote'),
      feeRate: Number(integerOf(row, 'fee_rate')),
      minimumReserve: integerOf(row, 'minimum_reserve'),
    },
    order: withLimit(
      order,
      optionalIntegerOf(row, 'limit_price_rao'),
      integerOf(row, 'limit_price_bits'),
    ),
    isCut: expect['error'] === null && flagOf(expect, 'hit_limit'),
    expected:
      expect['error'] === null
        ? {
            amountIn: integerOf(expect, 'amount_paid_in'),
            fee: integerOf(expect, 'fee_paid'),
            amountOut: integerOf(expect, 'amount_paid_out'),
            priceBefore: integerOf(expect, 'current_price_bits'),
            priceAfter: integerOf(expect, 'price_after_bits'),
          }
        : { error: textOf(expect, 'error') },
  };
}

function superellipseCase(row: Fields): VectorCase<SuperellipsePool> {
  const given = fieldsOf(row['in']);
  const out = fieldsOf(row['out']);
  const amount = integerOf(given, 'amount');
  const feeRate = Number(integerOf(given, 'feeRate'));
  const dropFees = flagOf(given, 'dropFees');
  const fee = dropFees ? 0n : (amount * ((BigInt(feeRate) << 64n) / 65535n)) >> 64n;
  const isError = out['error'] !== undefined;
  return {
    tag: 'superellipse',
    pool: {
      kind: 'superellipse',
      taoReserve: integerOf(given, 'taoReserve'),
      alphaReserve: integerOf(given, 'alphaReserve'),
      alphaScale: integerOf(given, 'alphaScale'),
      taoScale: integerOf(given, 'taoScale'),
      centerAlpha: integerOf(given, 'centerAlpha'),
      centerTao: integerOf(given, 'centerTao'),
      feeRate,
    },
    order: {
      side: sideOf(given, 'side'),
      amount,
      limitPrice: integerOf(given, 'limitPrice'),
      dropFees,
    },
    isCut: !isError && integerOf(out, 'amountIn') !== amount - fee,
    expected: isError
      ? { error: textOf(out, 'error') }
      : {
          amountIn: integerOf(out, 'amountIn'),
          fee: integerOf(out, 'fee'),
          amountOut: integerOf(out, 'amountOut'),
          priceBefore: integerOf(out, 'priceBefore'),
          priceAfter: integerOf(out, 'priceAfter'),
        },
  };
}

/** The balancer swaps of the reference vectors. */
export function balancerCases(): VectorCase<BalancerPool>[] {
  return listOf(readVectors('balancer-swaps.json'), 'swap').map(balancerCase);
}

/** The superellipse swaps of the reference vectors. */
export function superellipseCases(): VectorCase<SuperellipsePool>[] {
  return listOf(readVectors('superellipse-swaps.json'), 'cases').map(superellipseCase);
}

/** A fill reduced to what a vector states. */
export function stated(fill: Fill): Expected {
  if (!fill.ok) return { error: fill.error };
  const { amountIn, fee, amountOut, priceBefore, priceAfter } = fill;
  return { amountIn, fee, amountOut, priceBefore, priceAfter };
}
