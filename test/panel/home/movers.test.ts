// What prices alone did to each holding in a day: most money first, and only what can be compared.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { largestGain, moversOf } from '../../../src/panel/home/movers-model.ts';
import { priceThenOf } from '../../../src/portfolio/price-change.ts';
import { valuePortfolio } from '../../../src/portfolio/value-portfolio.ts';
import { mulDivDown, RAO_PER_ALPHA } from '../../../src/units.ts';
import { positionOf } from '../../tools/pictures/chain.ts';
import { ledgerMain, snapshotWith } from '../../tools/pictures/stored.ts';

const held = [positionOf(ledgerMain, 64, 100, 0), positionOf(ledgerMain, 4, 30, 1)];
const { snapshot } = snapshotWith(held, []);
const value = valuePortfolio(snapshot, [ledgerMain]);

/** Each price as it is now, times a half for the first subnet and times two for the second. */
const then = priceThenOf(
  value.subnets.flatMap(({ netuid, registeredAt, price }) => {
    if (price === null) return [];
    const now = mulDivDown(price.rao, RAO_PER_ALPHA, price.perAlphaRao);
    return [{ netuid, registeredAt, raoPerAlpha: netuid === 64 ? now / 2n : now * 2n }];
  }),
);

test('a holding gained what it is worth less what the same alpha was worth then', () => {
  const movers = moversOf(value, then);
  assert.deepEqual(
    movers.map(({ netuid }) => netuid).toSorted((a, b) => a - b),
    [4, 64],
  );
  for (const { netuid, gain, ppm } of movers) {
    const subnet = value.subnets.find((one) => one.netuid === netuid);
    assert.ok(subnet);
    const before = mulDivDown(subnet.alpha, then(subnet) ?? 0n, RAO_PER_ALPHA);
    assert.equal(gain, subnet.spot - before);
    assert.equal(gain > 0n, netuid === 64);
    assert.equal(ppm > 0n, gain > 0n);
  }
});

test('most money comes first, a loss as much as a gain', () => {
  const sizes = moversOf(value, then).map(({ gain }) => (gain < 0n ? -gain : gain));
  assert.deepEqual(
    sizes,
    sizes.toSorted((a, b) => (a === b ? 0 : a < b ? 1 : -1)),
  );
  assert.equal(largestGain(moversOf(value, then)), sizes[0]);
  assert.equal(largestGain([]), 0n);
});

test('what has no price then is left out, and so is what did not move', () => {
  assert.deepEqual(
    moversOf(value, () => null),
    [],
  );
  const same = priceThenOf(
    value.subnets.flatMap(({ netuid, registeredAt, price }) =>
      price === null
        ? []
        : [
            {
              netuid,
              registeredAt,
              raoPerAlpha: mulDivDown(price.rao, RAO_PER_ALPHA, price.perAlphaRao),
            },
          ],
    ),
  );
  // A price in whole rao is rounded: less than a part in a thousand is left of it.
  for (const { gain } of moversOf(value, same)) assert.ok(gain < value.spot / 1_000n);
});
