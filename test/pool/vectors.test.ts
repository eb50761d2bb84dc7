import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  balancerInputToLimit,
  balancerPrice,
  balancerWeightAfter,
  keptShare,
} from '../../src/pool/curves/balancer-formulas.ts';
import {
  min,
  ONE_BITS,
  POWER_PARTS,
  saturatingSub,
  U128_MAX,
  U64_MAX,
} from '../../src/pool/fixed-point.ts';
import type { BalancerPool } from '../../src/pool/pool.ts';
import { powRatioScaled } from '../../src/pool/power.ts';
import { powRatioScaledSlow } from '../../src/pool/power-slow.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import { feeOfGross } from '../../src/pool/fee-rate.ts';
import type { Fields } from './json-fields.ts';
import {
  flagOf,
  integerOf,
  isWhole,
  listOf,
  optionalIntegerOf,
  readVectors,
} from './json-fields.ts';
import { balancerCases, stated, superellipseCases } from './vector-cases.ts';

const file = readVectors('balancer-swaps.json');

/** Runs a primitive over its section of the vectors. */
function section(name: string, check: (row: Fields) => void): void {
  test(`${name} equals the chain in every vector`, () => {
    const rows = listOf(file, name);
    assert.ok(rows.length > 0);
    for (const row of rows) check(row);
  });
}

function poolWith(row: Fields, reserves: Partial<BalancerPool>): BalancerPool {
  const taoWeight = integerOf(row, 'weight_quote');
  return { kind: 'balancer', taoReserve: 0n, alphaReserve: 0n, taoWeight, feeRate: 0, ...reserves };
}

/**
 * Alpha rao that the chain's own inverse names for a wanted TAO output, truncated: here for its power
 * of 256 bits alone, since `amountForOutput` is exact. 0 where the power passes u64.
 */
function alphaForTao(row: Fields): bigint {
  const [tao, taoWeight] = [integerOf(row, 'tao_reserve'), integerOf(row, 'weight_quote')];
  const lowered = saturatingSub(tao, integerOf(row, 'delta_tao'));
  if (lowered === 0n) return 0n;
  const alphaWeight = POWER_PARTS - taoWeight;
  const power = powRatioScaled(tao, lowered, taoWeight, alphaWeight, 256, POWER_PARTS) ?? 0n;
  const bits = power > U64_MAX ? 0n : (power << 64n) / POWER_PARTS;
  const growth = saturatingSub(bits, ONE_BITS);
  return min(integerOf(row, 'alpha_reserve') * growth, U128_MAX) >> 64n;
}

section('calculate_price', (row) => {
  const price = balancerPrice(
    integerOf(row, 'tao_reserve'),
    integerOf(row, 'alpha_reserve'),
    integerOf(row, 'weight_quote'),
  );
  assert.equal(price, integerOf(row, 'price_bits'), JSON.stringify(row));
});

section('exp_base_quote', (row) => {
  const taoWeight = integerOf(row, 'weight_quote');
  const kept = keptShare(
    integerOf(row, 'reserve'),
    integerOf(row, 'delta'),
    POWER_PARTS - taoWeight,
    taoWeight,
  );
  assert.equal(kept, integerOf(row, 'result_bits'), JSON.stringify(row));
});

section('exp_quote_base', (row) => {
  const taoWeight = integerOf(row, 'weight_quote');
  const kept = keptShare(
    integerOf(row, 'reserve'),
    integerOf(row, 'delta'),
    taoWeight,
    POWER_PARTS - taoWeight,
  );
  assert.equal(kept, integerOf(row, 'result_bits'), JSON.stringify(row));
});

section('calculate_quote_delta_in', (row) => {
  const pool = poolWith(row, { taoReserve: integerOf(row, 'reserve') });
  const current = integerOf(row, 'current_price_bits');
  const target = integerOf(row, 'target_price_bits');
  const input = balancerInputToLimit(pool, 'buy', current, target);
  assert.equal(input, integerOf(row, 'result'), JSON.stringify(row));
});

section('calculate_base_delta_in', (row) => {
  const pool = poolWith(row, { alphaReserve: integerOf(row, 'reserve') });
  const current = integerOf(row, 'current_price_bits');
  const target = integerOf(row, 'target_price_bits');
  const input = balancerInputToLimit(pool, 'sell', current, target);
  assert.equal(input, integerOf(row, 'result'), JSON.stringify(row));
});

section('update_weights_for_added_liquidity', (row) => {
  const pool = poolWith(row, {
    taoReserve: integerOf(row, 'tao_reserve'),
    alphaReserve: integerOf(row, 'alpha_reserve'),
  });
  const weight = balancerWeightAfter(
    pool,
    integerOf(row, 'tao_delta'),
    integerOf(row, 'alpha_delta'),
  );
  const wanted = row['error'] === null ? integerOf(row, 'weight_quote_after') : null;
  assert.equal(weight, wanted, JSON.stringify(row));
});

section('calculate_fee_amount', (row) => {
  const feeRate = Number(integerOf(row, 'fee_rate'));
  const fee = flagOf(row, 'drop_fees') ? 0n : feeOfGross(integerOf(row, 'amount'), feeRate);
  assert.equal(fee, integerOf(row, 'fee'), JSON.stringify(row));
});

section('get_base_needed_for_quote', (row) => {
  const alpha = alphaForTao(row);
  assert.equal(alpha, integerOf(row, 'result'), JSON.stringify(row));
});

section('pow_ratio_scaled', (row) => {
  const wanted = optionalIntegerOf(row, 'result') ?? null;
  for (const power of [powRatioScaled, powRatioScaledSlow]) {
    const result = power(
      integerOf(row, 'base_num'),
      integerOf(row, 'base_den'),
      integerOf(row, 'exp_num'),
      integerOf(row, 'exp_den'),
      Number(integerOf(row, 'precision')),
      integerOf(row, 'scale'),
    );
    assert.equal(result, wanted, `${power.name} ${JSON.stringify(row)}`);
  }
});

test('every balancer swap equals the chain in every field', () => {
  const cases = balancerCases();
  assert.equal(cases.length, isWhole(file) ? 3294 : 130);
  for (const { tag, pool, order, expected } of cases) {
    const fill = quoteSwap(pool, order);
    assert.deepEqual(stated(fill), expected, tag);
    if (fill.ok) assert.equal(spotPrice(fill.after), fill.priceAfter, tag);
  }
});

test('every superellipse swap equals the chain in every field', () => {
  const cases = superellipseCases();
  assert.equal(cases.length, isWhole(file) ? 3000 : 88);
  for (const { pool, order, expected } of cases) {
    const fill = quoteSwap(pool, order);
    assert.deepEqual(stated(fill), expected);
    if (fill.ok) assert.equal(spotPrice(fill.after), fill.priceAfter);
  }
});
