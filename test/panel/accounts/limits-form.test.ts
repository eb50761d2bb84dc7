// The form of the user's own limits: what is typed and what it means, there and back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noLimits, type AccountLimits } from '../../../src/model/account-limits.ts';
import { formOf, readForm, typedNetuid } from '../../../src/panel/accounts/limits-form.ts';
import { toNetuid, toRao } from '../../../src/units.ts';
import { hotkeys } from '../../tools/pictures/chain.ts';

const full: AccountLimits = {
  mostPerOrder: toRao(12_500_000_000n),
  mostPerDay: toRao(100_000_000_001n),
  netuids: [0, 8, 64].map(toNetuid),
  hotkeys: hotkeys.slice(0, 2),
  mostImpactBps: 50,
  leastFree: toRao(1n),
  waitHours: 72,
};

const none = { netuids: [], hotkeys: [] };

test('limits come back from their form as they were', () => {
  for (const limits of [
    full,
    { ...noLimits, waitHours: 1 },
    { ...full, mostPerOrder: toRao(0n) },
  ]) {
    const { limits: read } = readForm(formOf(limits), {
      netuids: limits.netuids ?? [],
      hotkeys: limits.hotkeys ?? [],
    });
    assert.deepEqual(read, limits);
  }
});

test('a first form proposes a day’s wait, and nothing else', () => {
  const { limits } = readForm(formOf(noLimits), none);
  assert.deepEqual(limits, { ...noLimits, waitHours: 24 });
});

test('what is no amount is said at its field, and nothing is saved', () => {
  const rows = [
    [{ perOrder: 'x' }, 'perOrder', 'not-a-number'],
    [{ perDay: '1.0000000001' }, 'perDay', 'too-many-decimals'],
    [{ free: '1,000' }, 'free', 'ambiguous'],
  ] as const;
  for (const [part, field, problem] of rows) {
    const { limits, problems } = readForm({ ...formOf(full), ...part }, none);
    assert.equal(limits, null);
    assert.equal(problems[field], problem);
    const others = Object.entries(problems).filter(([name]) => name !== field);
    assert.ok(others.every(([, one]) => one === null));
  }
});

test('a subnet is found by its number, with or without its letters', () => {
  const rows = [
    ['64', 64],
    ['sn8', 8],
    ['SN0', 0],
    ['65535', 65_535],
    ['65536', null],
    ['-1', null],
    ['6 4', null],
    ['', null],
    ['chutes', null],
  ] as const;
  for (const [text, netuid] of rows) assert.equal(typedNetuid(text), netuid, text);
});
