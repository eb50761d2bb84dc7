import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bucketAt, dayText, secondText } from '../../src/history/calendar.ts';
import type { Lot } from '../../src/history/figures.ts';
import { handedTo, Ledger } from '../../src/history/lots.ts';
import { floorDiv, shareOut } from '../../src/history/value.ts';

const lot = (alpha: bigint, basis: bigint, at = 1): Lot & { origin: 'bought' } => ({
  alpha,
  basis,
  at,
  origin: 'bought',
});

test('the oldest go first, whatever came when', () => {
  const ledger = new Ledger('fifo');
  ledger.add(lot(10n, 100n, 5));
  ledger.accept(lot(10n, 7n, 2));
  ledger.accept(lot(10n, 8n, 5));
  assert.deepEqual(
    ledger.open().map(({ basis }) => basis),
    [7n, 100n, 8n],
  );
  assert.deepEqual(ledger.take(13n), [lot(10n, 7n, 2), lot(3n, 30n, 5)]);
  assert.equal(ledger.open()[0]?.basis, 70n);
});

test('the basis of a part is rounded down, also below zero', () => {
  const ledger = new Ledger('fifo');
  ledger.add(lot(3n, -10n));
  assert.deepEqual(ledger.take(1n), [lot(1n, -4n)]);
});

test('growth of one day is one lot', () => {
  const ledger = new Ledger('fifo');
  ledger.grow(1n, 10n, 1, 'earned');
  ledger.grow(2n, 20n, 86_399_999, 'earned');
  ledger.grow(3n, 30n, 86_400_000, 'earned');
  ledger.grow(4n, 40n, 86_400_001, 'unexplained');
  assert.deepEqual(
    ledger.open().map(({ alpha, basis }) => [alpha, basis]),
    [
      [3n, 30n],
      [3n, 30n],
      [4n, 40n],
    ],
  );
});

test('growth first makes good what is missing, by its part of the value', () => {
  const ledger = new Ledger('fifo');
  ledger.sell(ledger.take(3n), 9n);
  ledger.grow(7n, 20n, 1, 'earned');
  assert.deepEqual(ledger.open(), [{ alpha: 4n, basis: 11n, at: 1, origin: 'earned' }]);
  assert.equal(ledger.taken, 9n);
  assert.equal(ledger.realised, 0n);
});

test('what is still missing at a point goes without proceeds', () => {
  const ledger = new Ledger('fifo');
  ledger.sell(ledger.take(3n), 0n);
  ledger.add(lot(5n, 50n));
  ledger.settle();
  assert.deepEqual(ledger.open(), [lot(2n, 20n)]);
  assert.equal(ledger.taken, 30n);
  ledger.settle();
  assert.equal(ledger.taken, 30n);
});

test('lots that are handed on lose no basis, and an empty one leaves its to the next', () => {
  const lots = [lot(1n, 5n), lot(10n, 50n), lot(1n, 6n)];
  const [got] = handedTo(lots, [3n], 9);
  assert.deepEqual(got, [lot(2n, 55n), lot(1n, 6n)]);
  assert.deepEqual(handedTo([lot(9n, 1n), lot(1n, 2n)], [1n], 9), [[lot(1n, 3n)]]);
  assert.deepEqual(handedTo([lot(10n, 50n)], [4n, 6n], 9), [[lot(4n, 20n)], [lot(6n, 30n)]]);
  assert.deepEqual(handedTo([], [4n], 9), [[{ alpha: 4n, basis: 0n, at: 9, origin: 'received' }]]);
});

test('by any scale, all alpha arrives and no basis is lost', () => {
  const positive = fc.bigInt({ min: 1n, max: 10n ** 15n });
  const lots = fc.array(
    fc.tuple(positive, fc.bigInt({ min: -1000n, max: 10n ** 15n })).map(([a, b]) => lot(a, b)),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(lots, fc.array(positive, { minLength: 1, maxLength: 4 }), (from, legs) => {
      const got = handedTo(from, legs, 9);
      legs.forEach((leg, at) => {
        assert.equal(
          (got[at] ?? []).reduce((sum, { alpha }) => sum + alpha, 0n),
          leg,
        );
      });
      const basis = (all: readonly Lot[]): bigint => all.reduce((sum, one) => sum + one.basis, 0n);
      assert.equal(basis(got.flat()), basis(from));
    }),
    { numRuns: 100 },
  );
});

test('shares sum to the whole; division rounds towards minus infinity', () => {
  assert.deepEqual(shareOut(10n, [1n, 1n, 1n]), [3n, 3n, 4n]);
  assert.deepEqual(shareOut(-10n, [1n, 2n]), [-4n, -6n]);
  assert.deepEqual(
    [7n, -7n, -6n, 0n].map((x) => floorDiv(x, 3n)),
    [2n, -3n, -2n, 0n],
  );
});

test('days, weeks, months and years are those of UTC', () => {
  const times = fc.integer({ min: -2_000_000_000_000, max: 4_000_000_000_000 });
  fc.assert(
    fc.property(times, (at) => {
      const date = new Date(at);
      assert.equal(secondText(at), date.toISOString().slice(0, 19).replace('T', ' '));
      assert.equal(
        bucketAt(at, 'month').from,
        Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1),
      );
      assert.equal(
        bucketAt(at, 'month').to,
        Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1),
      );
      assert.equal(bucketAt(at, 'year').to, Date.UTC(date.getUTCFullYear() + 1, 0, 1));
      const week = bucketAt(at, 'week');
      assert.equal(new Date(week.from).getUTCDay(), 1);
      assert.ok(week.from <= at && at < week.to && week.to - week.from === 7 * 86_400_000);
    }),
    { numRuns: 200 },
  );
  assert.equal(dayText(0), '1970-01-01');
});
