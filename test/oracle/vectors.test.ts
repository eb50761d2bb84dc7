// Runs the referee over the recorded vector files, every field of every case; over the sample kept here where they are
// not at hand.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import {
  balancerPrice,
  feeOnGross,
  inputToPrice,
  keptShare,
  weightAfterInjection,
  WEIGHT_ONE,
} from './balancer-oracle.ts';
import { oracleQuote } from './pool-oracle.ts';
import { powRatioScaled } from './power.ts';
import type { Order, Pool } from './pool-types.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Row = { [key: string]: Json };

const folders = ['../shared/vectors', 'test/vectors'].map((folder) => path.resolve(folder));
const isDeep = process.env['TAUBAR_DEEP'] === '1';

function rowOf(value: Json | undefined): Row {
  assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value));
  return value;
}

function rowsOf(value: Json | undefined): Row[] {
  assert.ok(Array.isArray(value));
  return value.map(rowOf);
}

function big(row: Row, key: string): bigint {
  const value = row[key];
  assert.ok(typeof value === 'string' || typeof value === 'number', key);
  return BigInt(value);
}

function load(file: string): Row {
  const full = folders.map((folder) => path.join(folder, file)).find(existsSync);
  assert.ok(full !== undefined, file);
  const parsed: Json = JSON.parse(readFileSync(full, 'utf8'));
  return rowOf(parsed);
}

test('the parts of the balancer equal the chain’s own code', () => {
  const file = load('balancer-swaps.json');
  for (const row of rowsOf(file['calculate_price'])) {
    const price = balancerPrice(
      big(row, 'tao_reserve'),
      big(row, 'alpha_reserve'),
      big(row, 'weight_quote'),
    );
    assert.equal(price, big(row, 'price_bits'));
  }
  for (const row of rowsOf(file['exp_base_quote'])) {
    const weight = big(row, 'weight_quote');
    const kept = keptShare(big(row, 'reserve'), big(row, 'delta'), WEIGHT_ONE - weight, weight);
    assert.equal(kept, big(row, 'result_bits'));
  }
  for (const row of rowsOf(file['exp_quote_base'])) {
    const weight = big(row, 'weight_quote');
    const kept = keptShare(big(row, 'reserve'), big(row, 'delta'), weight, WEIGHT_ONE - weight);
    assert.equal(kept, big(row, 'result_bits'));
  }
  for (const row of rowsOf(file['calculate_quote_delta_in'])) {
    const weight = WEIGHT_ONE - big(row, 'weight_quote');
    const input = inputToPrice(
      big(row, 'reserve'),
      big(row, 'target_price_bits'),
      big(row, 'current_price_bits'),
      weight,
    );
    assert.equal(input, big(row, 'result'));
  }
  for (const row of rowsOf(file['calculate_base_delta_in'])) {
    const weight = big(row, 'weight_quote');
    const input = inputToPrice(
      big(row, 'reserve'),
      big(row, 'current_price_bits'),
      big(row, 'target_price_bits'),
      weight,
    );
    assert.equal(input, big(row, 'result'));
  }
  for (const row of rowsOf(file['calculate_fee_amount'])) {
    const rate = row['drop_fees'] === true ? 0n : big(row, 'fee_rate');
    assert.equal(feeOnGross(big(row, 'amount'), Number(rate)), big(row, 'fee'));
  }
});

test('the weight after an injection equals the chain’s own code', () => {
  const file = load('balancer-swaps.json');
  for (const row of rowsOf(file['update_weights_for_added_liquidity'])) {
    const pool = {
      kind: 'balancer',
      taoReserve: big(row, 'tao_reserve'),
      alphaReserve: big(row, 'alpha_reserve'),
      taoWeight: big(row, 'weight_quote'),
      feeRate: 33,
    } as const;
    const weight = weightAfterInjection(pool, big(row, 'tao_delta'), big(row, 'alpha_delta'));
    const expected = row['error'] === null ? big(row, 'weight_quote_after') : null;
    assert.equal(weight, expected);
  }
});

test('the power equals the chain’s own code', () => {
  const file = load('balancer-swaps.json');
  for (const row of rowsOf(file['pow_ratio_scaled'])) {
    const result = powRatioScaled(
      big(row, 'base_num'),
      big(row, 'base_den'),
      big(row, 'exp_num'),
      big(row, 'exp_den'),
      big(row, 'precision'),
      big(row, 'scale'),
    );
    const expected = row['result'] === null ? null : big(row, 'result');
    assert.equal(result, expected, JSON.stringify(row));
  }
});

test('balancer swaps equal the chain’s own code in every field', () => {
  const file = load('balancer-swaps.json');
  for (const [index, row] of rowsOf(file['swap']).entries()) {
    if (row['tag'] === 'exact_path_slow' && !isDeep) continue;
    const expected = rowOf(row['expect']);
    const pool: Pool = {
      kind: 'balancer',
      taoReserve: big(row, 'tao_reserve'),
      alphaReserve: big(row, 'alpha_reserve'),
      taoWeight: big(row, 'weight_quote'),
      feeRate: Number(big(row, 'fee_rate')),
      minimumReserve: big(row, 'minimum_reserve'),
    };
    const order: Order = {
      side: row['side'] === 'buy' ? 'buy' : 'sell',
      amount: big(row, 'amount'),
      limitPriceBits: big(row, 'limit_price_bits'),
      dropFees: row['drop_fees'] === true,
    };
    const fill = oracleQuote(pool, order);
    const actual = fill.ok
      ? [null, fill.amountIn, fill.amountOut, fill.fee, fill.priceBefore, fill.priceAfter]
      : [fill.error];
    const wanted =
      expected['error'] === null
        ? [
            null,
            big(expected, 'amount_paid_in'),
            big(expected, 'amount_paid_out'),
            big(expected, 'fee_paid'),
            big(expected, 'current_price_bits'),
            big(expected, 'price_after_bits'),
          ]
        : [expected['error']];
    assert.deepEqual(actual, wanted, `case ${index}`);
  }
});

test('superellipse swaps equal the recorded figures in every field', () => {
  const file = load('superellipse-swaps.json');
  for (const [index, row] of rowsOf(file['cases']).entries()) {
    const input = rowOf(row['in']);
    const out = rowOf(row['out']);
    const pool: Pool = {
      kind: 'superellipse',
      taoReserve: big(input, 'taoReserve'),
      alphaReserve: big(input, 'alphaReserve'),
      alphaScale: big(input, 'alphaScale'),
      taoScale: big(input, 'taoScale'),
      centerAlpha: big(input, 'centerAlpha'),
      centerTao: big(input, 'centerTao'),
      feeRate: Number(big(input, 'feeRate')),
    };
    const fill = oracleQuote(pool, {
      side: input['side'] === 'buy' ? 'buy' : 'sell',
      amount: big(input, 'amount'),
      limitPrice: big(input, 'limitPrice'),
      dropFees: input['dropFees'] === true,
    });
    const actual = fill.ok
      ? [fill.amountIn, fill.fee, fill.amountOut, fill.priceBefore, fill.priceAfter]
      : [fill.error];
    const wanted =
      out['error'] === undefined
        ? ['amountIn', 'fee', 'amountOut', 'priceBefore', 'priceAfter'].map((key) => big(out, key))
        : [out['error']];
    assert.deepEqual(actual, wanted, `case ${index}`);
  }
});
