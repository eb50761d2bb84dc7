import assert from 'node:assert/strict';
import { test } from 'node:test';
import { largestOwners, ownersOfMine } from '../../../src/panel/emission/largest-owners.ts';
import { sentenceOf } from '../../../src/panel/emission/holders-card.tsx';
import { neededText, scaleOf } from '../../../src/panel/emission/share-list.tsx';
import { concentrationOf } from '../../../src/emission/validator-stake.ts';
import type { Ss58Address } from '../../../src/units.ts';

test('a full bar is a round share that holds the largest of all lists', () => {
  const list = (largest: bigint, total: bigint) => ({
    title: 'a list',
    parts: [{ key: 'a', name: 'a', rao: largest }],
    total,
  });
  assert.equal(scaleOf([list(34n, 1_000n)]), 50_000n);
  assert.equal(scaleOf([list(50n, 1_000n)]), 50_000n);
  assert.equal(scaleOf([list(50n, 1_000n), list(261n, 1_000n)]), 500_000n);
  assert.equal(scaleOf([list(9n, 10n)]), 1_000_000n);
  // Nothing was counted.
  assert.equal(scaleOf([list(0n, 0n)]), 10_000n);
});

test('how many hold half is a number, at least a number, or unknown; never a range', () => {
  assert.equal(neededText({ least: 4, most: 4 }), '4');
  assert.equal(neededText({ least: 3, most: 30 }), 'neededAtLeast 3');
  assert.equal(neededText({ least: 3, most: null }), 'neededAtLeast 3');
  assert.equal(neededText({ least: 1, most: null }), 'notKnown');
  // In a column of numbers.
  assert.equal(neededText({ least: 4, most: 4 }, 'neededLeast'), '4');
  assert.equal(neededText({ least: 3, most: null }, 'neededLeast'), 'neededLeast 3');
});

test('how few of the holders have half is told as what is known of it', () => {
  const holders = (count: number) =>
    concentrationOf(
      Array.from({ length: count }, (_none, index) => ({ coldkey: String(index), rao: 1n })),
    );
  const sentence = (least: number, most: number | null) =>
    sentenceOf({ of: holders(9), needed: { least, most } });
  assert.equal(sentence(5, 5), 'holdersSentence 5 9');
  assert.equal(sentence(3, 5), 'holdersSentenceRange 3 5 9');
  assert.equal(sentence(1, 5), 'holdersSentenceRange 1 5 9');
  assert.equal(sentence(3, null), 'holdersSentenceOpen_other 3 9');
  assert.equal(sentence(1, null), 'holdersTooFew 9');
});

test('each owner stands once among the largest, in the order of the first stake that was counted', () => {
  const of = (shares: Readonly<Record<string, bigint>>) =>
    concentrationOf(
      Object.entries(shares)
        .map(([key, rao]) => ({ key, hotkey: key, name: null, rao }))
        .toSorted((a, b) => Number(b.rao - a.rao)),
    );
  const subnets = { key: 'subnets' as const, of: of({ a: 9n, b: 8n, c: 7n, d: 6n, e: 5n, f: 1n }) };
  const root = { key: 'root' as const, of: of({ f: 90n, a: 5n, g: 4n }) };
  assert.deepEqual(largestOwners([subnets, root], 5), ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  assert.deepEqual(largestOwners([root], 5), ['f', 'a', 'g']);
  // As many of each as there is room for.
  assert.deepEqual(largestOwners([subnets, root], 1), ['a', 'f']);
  assert.deepEqual(largestOwners([], 5), []);
});

test('an owner is marked by any of its validators that holds my stake, one without an owner by itself', () => {
  const address = (text: string): Ss58Address => text as Ss58Address;
  const [one, two, three, four] = [address('1'), address('2'), address('3'), address('4')];
  const stakes = [
    { hotkey: one, owner: four },
    { hotkey: two, owner: four },
    { hotkey: three, owner: null },
  ];
  assert.deepEqual([...ownersOfMine(stakes, [{ hotkey: two }])], [four]);
  assert.deepEqual([...ownersOfMine(stakes, [{ hotkey: three }, { hotkey: four }])], [three]);
  assert.equal(ownersOfMine(stakes, []).size, 0);
});
