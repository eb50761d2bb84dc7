// Shares and changes as English writes them, from the exact parts per million.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  finePercentText,
  percentText,
  signedPercentText,
} from '../../../src/panel/words/format.ts';
import { nearShareText, roundShareText } from '../../../src/panel/words/round-share.ts';

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

test('a share of the whole has one decimal, and is never shown as nothing', () => {
  const cases: readonly (readonly [ppm: bigint, text: string])[] = [
    [0n, '0.0%'],
    [1n, '<0.1%'],
    [999n, '<0.1%'],
    [1_000n, '0.1%'],
    [6_789n, '0.6%'],
    [90_000n, '9.0%'],
    [266_599n, '26.6%'],
    [1_000_000n, '100.0%'],
  ];
  for (const [ppm, text] of cases) assert.equal(bare(roundShareText(ppm)), text);
});

test('a share is shown to the nearest of its digits', () => {
  const cases: readonly (readonly [ppm: bigint, text: string])[] = [
    [0n, '0%'],
    [99n, '0.0099%'],
    [994n, '0.099%'],
    [995n, '0.1%'],
    [9_949n, '0.99%'],
    [12_949n, '1.29%'],
    [12_989n, '1.3%'],
    [15_364n, '1.54%'],
  ];
  for (const [ppm, text] of cases) assert.equal(bare(nearShareText(ppm)), text);
});

test('a figure is one piece from left to right, its sign within', () => {
  for (const text of [percentText(1n), signedPercentText(1n), signedPercentText(-1n)]) {
    assert.match(text, /^\u2066[^\u2066\u2069]+\u2069$/);
  }
});
