// Where the value lies and what the exit value lacks: parts that add up to the whole, and tiles that fill their box.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { accountChanges } from '../../../src/panel/home/account-changes.ts';
import { allocationOf, type AllocationPart } from '../../../src/panel/home/allocation-model.ts';
import { gapSteps } from '../../../src/panel/home/gap-model.ts';
import { cut } from '../../../src/panel/words/adding-up.ts';
import { treemap } from '../../../src/panel/home/treemap.ts';
import { valuePortfolio } from '../../../src/portfolio/value-portfolio.ts';
import { toRao } from '../../../src/units.ts';
import { ledgerMain, savings, stored } from '../../tools/pictures/stored.ts';

const snapshot = stored().snapshot?.snapshot;
assert.ok(snapshot);
const value = valuePortfolio(snapshot, [ledgerMain, savings]);
const sumOf = (parts: readonly AllocationPart[], of: 'spot' | 'exit' | 'locked'): bigint =>
  parts.reduce((sum, part) => sum + part[of], 0n);

test('free TAO, root, the largest subnets and the others are the whole, each part once', () => {
  const parts = allocationOf(value) ?? [];
  assert.equal(sumOf(parts, 'spot'), value.spot);
  assert.equal(sumOf(parts, 'exit'), value.sellable);
  const bound = value.gap.reserved + value.gap.frozen;
  assert.equal(sumOf(parts, 'locked'), value.gap.notSellable.locked + bound);
  const kinds = parts.map(({ of }) => (of.kind === 'subnet' ? of.netuid : of.kind));
  assert.equal(new Set(kinds).size, kinds.length);
  assert.ok(kinds.includes('free') && kinds.some((kind) => kind === 0));
  assert.equal(kinds.at(-1), 'others');
  const large = parts.slice(0, -1).map(({ spot }) => spot);
  assert.ok(large.every((spot, index) => index === 0 || spot <= (large[index - 1] ?? 0n)));
  const { of } = parts.at(-1) ?? {};
  assert.equal(of?.kind === 'others' && of.count, value.subnets.length - (parts.length - 2));
});

test('free TAO is never counted as one of the other subnets, however little it is', () => {
  const parts = allocationOf({ ...value, free: toRao(1n), reserved: toRao(0n) }) ?? [];
  const { of } = parts.at(-1) ?? {};
  assert.ok(parts.some((part) => part.of.kind === 'free'));
  assert.equal(of?.kind === 'others' && of.count, value.subnets.length - (parts.length - 2));
});

test('root is never counted as one of the other subnets, however little it is', () => {
  const subnets = value.subnets.map((one) =>
    one.netuid === 0 ? { ...one, spot: toRao(1n) } : one,
  );
  const parts = allocationOf({ ...value, subnets }) ?? [];
  assert.ok(parts.some(({ of }) => of.kind === 'subnet' && of.netuid === 0));
});

test('parts of a whole that is not known, or of nothing, are no parts', () => {
  assert.equal(allocationOf({ ...value, isSpotWhole: false }), null);
  assert.equal(allocationOf(valuePortfolio(snapshot, [])), null);
});

test('a part whose sale was not read is told apart from one that brings nothing', () => {
  const [first, ...others] = value.subnets;
  assert.ok(first);
  const unread = { ...first, sellable: toRao(0n), isSellableWhole: false };
  const parts = allocationOf({ ...value, subnets: [unread, ...others] }) ?? [];
  const wholes = parts.map(({ of, isExitWhole }) => [
    of.kind === 'subnet' && of.netuid === first.netuid,
    isExitWhole,
  ]);
  assert.deepEqual(
    wholes.filter(([isUnread]) => isUnread),
    [[true, false]],
  );
  assert.ok(wholes.every(([isUnread, isWhole]) => isUnread !== isWhole));
  const all = value.subnets.map((one) => ({ ...one, isSellableWhole: false }));
  assert.equal(allocationOf({ ...value, subnets: all })?.at(-1)?.isExitWhole, false);
});

test('a part that brings nothing says why, a lock in its own column', () => {
  const [first, ...others] = value.subnets;
  assert.ok(first);
  const none = { locked: 0n, halted: 0n, held: 0n, dust: 0n, unread: 0n };
  const whyOf = (part: Partial<Record<keyof typeof none, bigint>>, sellable = 0n) => {
    const given = { ...none, ...part, 'pool-too-small': 0n, 'no-local-model': 0n };
    const notSellable = Object.fromEntries(
      Object.entries(given).map(([key, rao]) => [key, toRao(rao)]),
    );
    const gap = { ...first.gap, notSellable: { ...first.gap.notSellable, ...notSellable } };
    const subnets = [{ ...first, sellable: toRao(sellable), gap }, ...others];
    const parts = allocationOf({ ...value, subnets }) ?? [];
    return parts.find(({ of }) => of.kind === 'subnet' && of.netuid === first.netuid)?.why;
  };
  assert.equal(whyOf({ halted: 9n, dust: 1n }), 'halted');
  assert.equal(whyOf({ dust: 9n, held: 1n }), 'small');
  assert.equal(whyOf({ unread: 9n }), 'unknown');
  assert.equal(whyOf({ locked: 9n, held: 1n }), null);
  assert.equal(whyOf({ halted: 9n }, 1n), null);
});

test('the steps lead from spot to exit value exactly; a cause of nothing is no step', () => {
  const steps = gapSteps(value);
  assert.equal(steps.at(-1)?.left, value.sellable);
  assert.ok(steps.every(({ rao }) => rao > 0n));
  const printed = steps.reduce((left, { shown }) => left - shown, cut(value.spot));
  assert.equal(printed, cut(value.sellable), 'as printed, from one total to the other');
  const locked = steps.find(({ key }) => key === 'locked');
  assert.equal(locked?.shown, cut(value.gap.notSellable.locked), 'as in its chip on home');
  assert.deepEqual(
    steps.map(({ key }) => key),
    ['impact', 'fees', 'locked'],
  );
  const { gap } = value;
  const all = { ...gap.notSellable, held: gap.impact, halted: gap.impact, dust: gap.impact };
  const more = gapSteps({
    ...value,
    gap: { ...gap, notSellable: { ...all, 'pool-too-small': gap.impact, unread: gap.impact } },
  });
  assert.deepEqual(
    more.map(({ key }) => key),
    ['impact', 'fees', 'locked', 'held', 'halted', 'small', 'unknown'],
  );
  assert.equal(more[5]?.rao, 2n * gap.impact);
});

test('tiles have the areas of their parts, lie in the box and on no other', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 15 });
  fc.assert(
    fc.property(weights, (given) => {
      const sorted = given.toSorted((a, b) => b - a);
      const total = sorted.reduce((sum, weight) => sum + weight, 0);
      const parts = sorted.map((weight, index) => ({ key: String(index), part: weight / total }));
      const tiles = treemap(parts, 200, 100);
      assert.equal(tiles.length, parts.length);
      for (const [index, tile] of tiles.entries()) {
        const { x, y, width, height } = tile;
        const part = parts[index]?.part ?? 0;
        assert.ok(Math.abs(width * height - part * 20_000) < 1e-6);
        assert.ok(x >= -1e-6 && y >= -1e-6 && x + width < 200 + 1e-6 && y + height < 100 + 1e-6);
        for (const other of tiles.slice(index + 1)) {
          const isBeside =
            other.x >= x + width - 1e-6 ||
            other.y >= y + height - 1e-6 ||
            other.x + other.width <= x + 1e-6 ||
            other.y + other.height <= y + 1e-6;
          assert.ok(isBeside, `${tile.key} and ${other.key}`);
        }
      }
    }),
  );
  assert.deepEqual(treemap([{ key: 'none', part: 0 }], 200, 100), []);
});

test('other accounts from one point to the next are marked, another order of them is not', () => {
  const points = [['a', 'b'], ['b', 'a'], ['a'], ['a'], ['c']].map((coldkeys, at) => ({
    at,
    coldkeys,
  }));
  assert.deepEqual(accountChanges(points), [2, 4]);
});
