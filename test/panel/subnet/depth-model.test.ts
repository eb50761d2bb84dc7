// Liquidity depth and exit curve: the pool's own figures for round sizes and parts, and a scale that fits them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitValue } from '../../../src/pool/exit-value.ts';
import { depthRows, exitRows, exitWords } from '../../../src/panel/subnet/depth-model.ts';
import { impactTicks } from '../../../src/panel/words/impact-scale.ts';
import { valuationPrice } from '../../../src/portfolio/value-portfolio.ts';
import { stored } from '../../tools/pictures/stored.ts';

const facts = stored().snapshot?.snapshot.subnets.find(({ netuid }) => netuid === 64);
assert.ok(facts);
const { pool } = facts;
const price = valuationPrice(facts);
assert.ok(pool !== null && price !== null);
const TAO = 1_000_000_000n;

test('a larger order has the larger impact, both ways', () => {
  const rows = depthRows(pool, price);
  assert.deepEqual(rows.filter(({ rao }) => [10n, 100n, 1_000n].includes(rao / TAO)).length, 3);
  for (const side of ['buyPpm', 'sellPpm'] as const) {
    const impacts = rows.map((row) => row[side] ?? -1n);
    assert.ok(
      impacts.every((impact, index) => impact > 0n && impact >= (impacts[index - 1] ?? 0n)),
    );
  }
});

test('an order that nobody can price is unknown, not free of impact', () => {
  const worthless = { rao: 0n, perAlphaRao: 1n };
  assert.ok(depthRows(pool, worthless).every(({ sellPpm }) => sellPpm === null));
});

test('each part of a holding is the pool’s own word, under its value at spot', () => {
  const alpha = 500_000n * TAO;
  const rows = exitRows(pool, price, alpha);
  assert.deepEqual([rows[0]?.percent, rows[5]?.percent, rows.at(-1)?.percent], [0, 25, 100]);
  assert.equal(rows.at(-1)?.alpha, alpha);
  for (const { alpha: part, spot, exit } of rows.slice(1)) {
    const whole = exitValue(pool, part);
    assert.ok(whole.ok);
    assert.equal(exit, whole.unsold === 0n ? whole.tao : null);
    assert.ok(exit === null || exit < spot);
  }
});

test('“all of it” is said of all that is held, and nothing where the sale was not read', () => {
  assert.equal(exitWords({ alpha: 7n, isSellableWhole: true }, 7n), 'exitChartSentence');
  assert.equal(exitWords({ alpha: 7n, isSellableWhole: true }, 6n), 'exitChartSentencePart');
  assert.equal(exitWords({ alpha: 7n, isSellableWhole: false }, 6n), null);
});

test('the scale goes half as far again as the largest impact, in round steps', () => {
  for (const small of [[], [87n], [6_600n, null]])
    assert.deepEqual(impactTicks(small), [0n, 5_000n, 10_000n], 'to one per cent');
  assert.deepEqual(impactTicks([7_200n, null, 87n]), [0n, 5_000n, 10_000n, 15_000n]);
  for (const impact of [10_000n, 100_001n, 260_000n, 990_000n, 2_000_000n, 10n ** 9n]) {
    const ticks = impactTicks([impact, 5n]);
    const top = ticks.at(-1) ?? 0n;
    assert.ok(top * 2n >= impact * 3n - 1n && top <= impact * 4n);
    assert.ok(ticks.every((tick, index) => index === 0 || tick > (ticks[index - 1] ?? 0n)));
  }
});
