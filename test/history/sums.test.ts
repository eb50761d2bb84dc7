import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Figures, Known, LotFigures, Question } from '../../src/history/figures.ts';
import { resultsOf } from '../../src/history/results.ts';
import { sumOf } from '../../src/history/tally.ts';
import { ask, randomBooks, timeOf } from './books.ts';

function valueOf<T>(known: Known<T>): T {
  if (!known.known) throw new Error(known.why);
  return known.value;
}

function holdsTogether(lots: LotFigures): void {
  const { bought, earned, received, unexplained, opening, moved } = lots.bases;
  assert.equal(bought + earned + received + unexplained + opening + moved, lots.taken + lots.left);
  assert.equal(lots.realised, lots.proceeds - lots.taken);
}

function sumsUp(figures: Figures): void {
  assert.equal(sumOf(figures.parts), figures.end - figures.start);
  const { putIn, takenOut, between, parts } = figures;
  const came = putIn.tao + putIn.moved + putIn.others;
  const went = takenOut.tao + takenOut.moved + takenOut.others;
  assert.equal(came - went + between, parts.flows);
  holdsTogether(figures.lots);
  assert.equal(
    figures.lots.realised + figures.lots.unrealised,
    figures.lots.proceeds - figures.lots.taken - figures.lots.left + valueLeft(figures),
  );
}

const valueLeft = ({ lots }: Figures): bigint => lots.unrealised + lots.left;

const periods = fc
  .tuple(fc.nat(60_000), fc.nat(60_000))
  .map(([a, b]) => ({ from: timeOf(Math.min(a, b)), to: timeOf(Math.max(a, b)) }));

const questions: fc.Arbitrary<Question> = fc
  .tuple(
    randomBooks,
    fc.option(periods, { nil: null }),
    fc.constantFrom('fifo', 'average'),
    fc.constantFrom('day', 'week', 'month', 'year'),
  )
  .map(([books, period, method, bucket]) =>
    ask(books, { method, bucket, ...(period !== null && { period }) }),
  );

test('the parts are the change of value, of accounts, of each subnet and of each holding, to the rao', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const results = resultsOf(question);
      if (!results.total.known) return;
      sumsUp(valueOf(results.total));
      assert.equal(valueOf(results.total).lots.bases.moved, 0n);
      const sums = { end: 0n, earned: 0n, price: 0n };
      for (const { subnet, figures } of results.bySubnet) {
        const one = valueOf(figures);
        sumsUp(one);
        sums.end += one.end;
        sums.earned += one.parts.earned;
        sums.price += one.parts.price;
        const alone = resultsOf({ ...question, scope: { of: 'subnet', ...subnet } });
        assert.deepEqual(valueOf(alone.total), one);
      }
      assert.equal(sums.earned, valueOf(results.total).parts.earned);
      for (const { holding } of results.holdings) {
        const alone = resultsOf({ ...question, scope: { of: 'holding', ...holding } });
        sumsUp(valueOf(alone.total));
      }
    }),
    { numRuns: 100 },
  );
});

test('after a point the lots of a holding are what it lists', () => {
  fc.assert(
    fc.property(randomBooks, fc.constantFrom('fifo', 'average'), (books, method) => {
      const last = books[0]?.points.at(-1);
      if (last === undefined) return;
      const book = { ...books[0], entries: books[0]?.entries.filter((one) => one.at <= last.at) };
      const asked = ask([book as NonNullable<(typeof books)[0]>], { method });
      for (const { alpha, open, lots } of resultsOf(asked).holdings) {
        assert.equal(
          open.reduce((sum, lot) => sum + lot.alpha, 0n),
          alpha,
        );
        assert.ok(open.every((lot) => lot.alpha > 0n));
        assert.equal(
          open.reduce((sum, lot) => sum + lot.basis, 0n),
          valueOf(lots).left,
        );
      }
    }),
    { numRuns: 100 },
  );
});

test('columns are the change of value from one to the next, and subnets sum to the whole', () => {
  fc.assert(
    fc.property(questions, (question) => {
      const results = resultsOf(question);
      if (!results.total.known) return;
      const total = valueOf(results.total);
      const columns = valueOf(results.columns);
      let before = total.end - sumOf(total.parts);
      for (const { opened } of columns) before -= opened;
      for (const column of columns) {
        assert.equal(column.end - before, column.opened + sumOf(column.parts));
        before = column.end;
        const sum = column.bySubnet.reduce((all, { parts }) => all + sumOf(parts), 0n);
        assert.equal(sum, sumOf(column.parts));
      }
      assert.equal(before, total.end);
    }),
    { numRuns: 100 },
  );
});

test('two periods next to each other are one', () => {
  fc.assert(
    fc.property(randomBooks, fc.nat(60_000), (books, middle) => {
      const at = timeOf(middle);
      const whole = resultsOf(ask(books)).total;
      const first = resultsOf(ask(books, { period: { from: 0, to: at } })).total;
      const second = resultsOf(ask(books, { period: { from: at, to: 2 ** 52 } })).total;
      if (!first.known) return;
      const earned = valueOf(first).parts.earned + valueOf(second).parts.earned;
      assert.equal(earned, valueOf(whole).parts.earned);
      assert.equal(valueOf(second).end, valueOf(whole).end);
      const realised = valueOf(first).lots.realised + valueOf(second).lots.realisedThen;
      assert.equal(realised, valueOf(whole).lots.realised);
    }),
    { numRuns: 100 },
  );
});
