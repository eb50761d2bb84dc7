import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestYield, saleCost } from '../../../src/panel/subnets/compare-model.ts';
import { bestOfValues } from '../../../src/panel/subnets/best-of.ts';
import { yearlyYieldPpm } from '../../../src/panel/subnets/validator-order.ts';
import type { Pool } from '../../../src/pool/pool.ts';
import { exitValue } from '../../../src/pool/exit-value.ts';
import { toNetuid } from '../../../src/units.ts';
import { validatorsOf } from '../../tools/pictures/chain.ts';

const TAO = 1_000_000_000n;
const pool: Pool = {
  kind: 'balancer',
  taoReserve: 1_000n * TAO,
  alphaReserve: 10_000n * TAO,
  taoWeight: 500_000_000_000_000_000n,
  feeRate: 33,
};
/** A tenth of a TAO for one alpha. */
const price = { rao: TAO / 10n, perAlphaRao: TAO };

test('what a sale costs is its spot value less what it brings', () => {
  const sold = exitValue(pool, 1_000n * TAO);
  assert.ok(sold.ok);
  assert.equal(saleCost(pool, price, 100n), 100n * TAO - sold.tao);
  // More costs more for each TAO.
  const [small, large] = [saleCost(pool, price, 1n) ?? 0n, saleCost(pool, price, 100n) ?? 0n];
  assert.ok(large > small * 100n);
});

test('without a price, or where the pool refuses the sale, no cost is told', () => {
  assert.equal(saleCost(pool, { rao: 0n, perAlphaRao: TAO }, 100n), null);
  assert.equal(saleCost({ ...pool, taoReserve: 0n }, price, 100n), null);
});

test('the yield of a subnet is the highest of a registered validator', () => {
  const netuid = toNetuid(64);
  const all = validatorsOf(netuid);
  const best = bestYield(all, 360);
  assert.ok(best !== null);
  const [first] = all.filter(({ hotkey }) => hotkey === best.hotkey);
  assert.equal(first?.isRegistered, true);
  const rates = all
    .filter(({ isRegistered, take }) => isRegistered && (take ?? 0) <= 11_796)
    .map((one) => yearlyYieldPpm(one, 360) ?? 0n);
  assert.ok(rates.every((rate) => rate <= best.ppm));
  // One that is not registered is no offer, and what nobody told is not known.
  assert.equal(bestYield([], 360), null);
  assert.equal(bestYield(all, undefined), null);
  assert.equal(
    bestYield(
      all.map((one) => ({ ...one, isRegistered: false })),
      360,
    ),
    null,
  );
});

test('the best of a row is the smallest loss too; none where one is unknown or all are equal', () => {
  const [a, b] = [toNetuid(1), toNetuid(2)];
  const of = (one: bigint | null, two: bigint | null) => [
    { netuid: a, value: one },
    { netuid: b, value: two },
  ];
  assert.deepEqual([...bestOfValues(of(3n, 5n), 'most')], [b]);
  assert.deepEqual([...bestOfValues(of(3n, 5n), 'least')], [a]);
  assert.deepEqual([...bestOfValues(of(3n, null), 'most')], []);
  assert.deepEqual([...bestOfValues(of(3n, 3n), 'most')], []);
  assert.deepEqual([...bestOfValues(of(-3n, -5n), 'most')], [a]);
});
