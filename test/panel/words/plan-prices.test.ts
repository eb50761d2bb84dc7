// Limits as what they are: prices of legs in rao per alpha, and the ratio of swap_stake_limit by its own name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Move } from '../../../src/model/move.ts';
import { planMove } from '../../../src/moves/plan-move.ts';
import { isRootStake, limitsOf, ratioText } from '../../../src/panel/words/plan-prices.ts';
import { spotPrice } from '../../../src/pool/spot-price.ts';
import { ROOT_NETUID, toAlphaRao, toRao } from '../../../src/units.ts';
import { HOTKEY, ME, POOL_1, sampleFacts, SN1, SN92, TERMS } from '../../moves/sample-facts.ts';

const at = { coldkey: ME, hotkey: HOTKEY, netuid: SN1 };
const limits = (move: Move) => limitsOf(planMove(move, TERMS, sampleFacts()));
const change = { kind: 'change-subnet', ...at, toHotkey: HOTKEY } as const;
const amount = toAlphaRao(1_000_000_000_000n);
const spot = (spotPrice(POOL_1) * 10n ** 9n) >> 64n;

test('a stake and an unstake have the price of their one leg', () => {
  const [buy, ...none] = limits({ kind: 'stake', ...at, amount: toRao(10n ** 9n) });
  assert.deepEqual(none, []);
  assert.ok(buy?.kind === 'price' && buy.side === 'buy' && buy.raoPerAlpha > spot);
  const [sell] = limits({ kind: 'unstake', ...at, amount });
  assert.ok(sell?.kind === 'price' && sell.side === 'sell' && sell.raoPerAlpha < spot);
});

test('what arrives on root is root stake, and free TAO is not', () => {
  const amountOnRoot = toAlphaRao(1n);
  assert.equal(isRootStake({ unit: 'alpha', netuid: ROOT_NETUID, amount: amountOnRoot }), true);
  assert.equal(isRootStake({ unit: 'alpha', netuid: SN1, amount: amountOnRoot }), false);
  assert.equal(isRootStake({ unit: 'rao', amount: toRao(1n) }), false);
});

test('the protected route has a price for each of its two legs', () => {
  const both = limits({ ...change, toNetuid: SN92, amount, route: 'protected' });
  assert.deepEqual(
    both.map((one) => (one.kind === 'price' ? [one.side, one.netuid] : one.kind)),
    [
      ['sell', SN1],
      ['buy', SN92],
    ],
  );
});

test('between two pools the one call has a ratio and no price', () => {
  const [ratio, ...none] = limits({ ...change, toNetuid: SN92, amount, route: 'one-call' });
  assert.deepEqual(none, []);
  assert.ok(ratio?.kind === 'ratio');
  assert.deepEqual([ratio.netuid, ratio.toNetuid], [SN1, SN92]);
});

test('a ratio of prices is so much of the destination’s alpha for one of the origin’s', () => {
  const text = ratioText(8_774_227_242n, SN1, SN92, {
    symbol: (netuid) => (netuid === SN1 ? 'ρ' : 'φ'),
    number: String,
  });
  assert.equal(text.replaceAll(/[\u2066-\u2069]/g, ''), 'pricePerAlpha φ\u202f8.774227242 ρ');
});

test('from root the wire carries one over the price; the price itself is shown, and it alone', () => {
  const move = {
    ...change,
    netuid: ROOT_NETUID,
    toNetuid: SN1,
    amount: toAlphaRao(20_000_000_000n),
    route: 'one-call',
  } as const;
  const plan = planMove(move, TERMS, sampleFacts());
  const [price, ...none] = limitsOf(plan);
  assert.deepEqual(none, []);
  const ratio = plan.limitPrice;
  assert.ok(price?.kind === 'price' && price.side === 'buy' && price.netuid === SN1);
  assert.ok(price.raoPerAlpha > spot && price.raoPerAlpha < spot * 2n);
  assert.ok(ratio !== null && ratio > 10n ** 9n);
  const product = price.raoPerAlpha * ratio;
  assert.ok(
    product >= 10n ** 18n && product < 10n ** 18n + price.raoPerAlpha,
    'one over the other',
  );
});

test('stake on root has no price to limit', () => {
  assert.deepEqual(
    limits({ kind: 'stake', ...at, netuid: ROOT_NETUID, amount: toRao(10n ** 9n) }),
    [],
  );
});
