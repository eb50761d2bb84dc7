import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BalancerPool, Order } from '../../src/pool/pool.ts';
import { maxWithinLimit } from '../../src/pool/max-within-limit.ts';
import { powRatioScaled } from '../../src/pool/power.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { quoteTwoLegs } from '../../src/pool/quote-two-legs.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import type { Fields } from './json-fields.ts';
import {
  fieldsOf,
  integerOf,
  listOf,
  optionalIntegerOf,
  readJson,
  sideOf,
  textOf,
} from './json-fields.ts';

const appendix = readJson('test/vectors/appendix-a.json');
const pools = fieldsOf(appendix['pools']);

function poolOf(fields: Fields, name: string): BalancerPool {
  const row = fieldsOf(pools[textOf(fields, name)]);
  return {
    kind: 'balancer',
    taoReserve: integerOf(row, 'taoReserve'),
    alphaReserve: integerOf(row, 'alphaReserve'),
    taoWeight: integerOf(row, 'taoWeight'),
    feeRate: Number(integerOf(appendix, 'feeRate')),
  };
}

test('spot prices equal those recorded on the live chain', () => {
  for (const name of Object.keys(pools)) {
    const price = spotPrice(poolOf({ name }, 'name'));
    const row = fieldsOf(pools[name]);
    assert.equal(price, integerOf(row, 'priceBits'), name);
    assert.equal((price * 10n ** 9n) >> 64n, integerOf(row, 'raoPerAlpha'), name);
  }
});

test('powers equal those of the compiled upstream function', () => {
  for (const row of listOf(appendix, 'powers')) {
    const power = powRatioScaled(
      integerOf(row, 'bn'),
      integerOf(row, 'bd'),
      integerOf(row, 'en'),
      integerOf(row, 'ed'),
      Number(integerOf(row, 'precision')),
      integerOf(row, 'scale'),
    );
    assert.equal(power, integerOf(row, 'result'));
  }
});

test('swaps equal the table to the rao, errors by name', () => {
  for (const row of listOf(appendix, 'swaps')) {
    const limitPrice = optionalIntegerOf(row, 'limitPrice');
    const order: Order = {
      side: sideOf(row, 'side'),
      amount: integerOf(row, 'amount'),
      ...(limitPrice === undefined ? {} : { limitPrice }),
    };
    const fill = quoteSwap(poolOf(row, 'pool'), order);
    const got = fill.ok
      ? { amountIn: fill.amountIn, amountOut: fill.amountOut, fee: fill.fee }
      : { error: fill.error };
    const wanted =
      row['error'] === undefined
        ? {
            amountIn: integerOf(row, 'amountIn'),
            amountOut: integerOf(row, 'amountOut'),
            fee: integerOf(row, 'fee'),
          }
        : { error: textOf(row, 'error') };
    assert.deepEqual(got, wanted, JSON.stringify(row));
  }
});

test('the slippage that the chain simulation names is what the gross amount would buy at spot, less the output', () => {
  for (const row of listOf(appendix, 'alphaSlippage')) {
    const pool = poolOf(row, 'pool');
    const amount = integerOf(row, 'amount');
    const fill = quoteSwap(pool, { side: 'buy', amount });
    assert.ok(fill.ok);
    const atSpot = (amount << 64n) / fill.priceBefore;
    assert.equal(atSpot - fill.amountOut, integerOf(row, 'alphaSlippage'));
  }
});

test('what a limit lets through equals the chain rule', () => {
  const row = fieldsOf(appendix['maxWithinLimit']);
  const most = maxWithinLimit(
    poolOf(row, 'pool'),
    sideOf(row, 'side'),
    integerOf(row, 'limitPrice'),
  );
  assert.deepEqual(most, { ok: true, amount: integerOf(row, 'amount') });
});

test('a cross swap threads the author sale through the origin pool', () => {
  const row = fieldsOf(appendix['crossSwap']);
  const legs = quoteTwoLegs({
    origin: poolOf(row, 'origin'),
    destination: poolOf(row, 'destination'),
    amount: integerOf(row, 'amount'),
  });
  assert.ok(legs.ok);
  assert.equal(legs.sale.amountIn, integerOf(row, 'saleIn'));
  assert.equal(legs.sale.fee, integerOf(row, 'saleFee'));
  assert.equal(legs.sale.amountOut, integerOf(row, 'saleOut'));
  assert.equal(legs.feeSale.amountOut, integerOf(row, 'feeSaleOut'));
  assert.equal(legs.purchase?.amountOut, integerOf(row, 'purchaseOut'));
  assert.equal(legs.purchase?.fee, 0n);
});
