// Shares and changes as English writes them, from the exact parts per million.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  finePercentText,
  percentText,
  signedPercentText,
} from '../../../src/panel/words/format.ts';
import {
  columnShareText,
  nearShareText,
  roundSharesText,
} from '../../../src/panel/words/round-share.ts';

const bare = (text: string): string => text.replaceAll(/[\u2066\u2069]/g, '');

test('per cent follows the figure without a space, and the sign comes before it', () => {
  const cases: readonly (readonly [ppm: bigint, plain: string, signed: string])[] = [
    [43_000n, '4.3%', '+4.3%'],
    [-43_000n, '−4.3%', '−4.3%'],
    [0n, '0%', '0%'],
    [12n, '0.0012%', '+0.0012%'],
    // More than a float holds.
    [90_071_992_547_409_930_000n, '9,007,199,254,740,993%', '+9,007,199,254,740,993%'],
  ];
  for (const [ppm, plain, signed] of cases) {
    assert.equal(bare(percentText(ppm)), plain);
    assert.equal(bare(signedPercentText(ppm)), signed);
  }
  assert.equal(bare(finePercentText(12_345n)), '1.2345%');
});

test('shares of a whole have one decimal, add up to it, and none is shown as nothing', () => {
  const cases: readonly (readonly [parts: readonly bigint[], texts: readonly string[]])[] = [
    [
      [0n, 0n],
      ['0.0%', '0.0%'],
    ],
    [
      [0n, 1n, 999_999n],
      ['0.0%', '<0.1%', '100.0%'],
    ],
    [
      [179_994n, 410_003n, 410_003n],
      ['18.0%', '41.0%', '41.0%'],
    ],
    [
      [768_600n, 231_400n],
      ['76.9%', '23.1%'],
    ],
    [
      [1n, 1n, 1n],
      ['33.4%', '33.3%', '33.3%'],
    ],
    [[5n], ['100.0%']],
  ];
  for (const [parts, texts] of cases) assert.deepEqual(roundSharesText(parts).map(bare), texts);
});

test('a share in a column is to the nearest of two decimals, as it is elsewhere', () => {
  assert.equal(bare(columnShareText(15_364n)), bare(nearShareText(15_364n)));
  assert.equal(bare(columnShareText(15_349n)), '1.53%');
  assert.equal(bare(columnShareText(12_989n)), '1.30%');
});

test('a share is shown to the nearest of its digits', () => {
  const cases: readonly (readonly [ppm: bigint, text: string])[] = [
    [0n, '0%'],
    [99n, '0.0099%'],
    [994n, '0.099%'],
    [995n, '0.10%'],
    [9_949n, '0.99%'],
    [12_949n, '1.29%'],
    [12_989n, '1.30%'],
    [15_364n, '1.54%'],
  ];
  for (const [ppm, text] of cases) assert.equal(bare(nearShareText(ppm)), text);
});

test('a figure is one piece from left to right, its sign within', () => {
  for (const text of [percentText(1n), signedPercentText(1n), signedPercentText(-1n)]) {
    assert.match(text, /^\u2066[^\u2066\u2069]+\u2069$/);
  }
});
