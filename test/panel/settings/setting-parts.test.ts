import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findSettings, named, parts } from '../../../src/panel/settings/setting-parts.ts';

const look = { part: 'look', group: 'Appearance' } as const;
const all = [
  { ...look, label: 'Theme', also: 'System Light Dark' },
  { ...look, label: 'Hide amounts', also: '' },
  { part: 'trading', group: 'Trading and alerts', label: 'Slippage tolerance', also: '' },
  { part: 'trading', group: 'Trading and alerts', label: 'Manage alerts', also: '' },
] as const;
const labels = (text: string): string[] => findSettings(text, all).map(({ label }) => label);

test('a setting is found by words of its name, its group and its choices, its name first', () => {
  assert.deepEqual(labels('DARK'), ['Theme']);
  assert.deepEqual(labels('alerts'), ['Manage alerts', 'Slippage tolerance']);
  assert.deepEqual(labels('toler slip'), ['Slippage tolerance']);
  assert.deepEqual(labels('appearance hide'), ['Hide amounts']);
});

test('nothing typed finds nothing, and a word that is nowhere neither', () => {
  assert.deepEqual(labels('  '), []);
  assert.deepEqual(labels('dark slippage'), []);
});

test('every group has settings that can be found, each once', () => {
  const groups = new Set(named.map(({ part }) => part));
  assert.deepEqual(
    [...groups],
    parts.map(([part]) => part),
  );
  assert.equal(new Set(named.map(({ label }) => label)).size, named.length);
});
