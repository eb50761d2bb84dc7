// What vanished is judged by its spot value: what could not be sold is no small remainder, and what is not known is grave.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChangeEvent, GonePosition } from '../../../src/model/change.ts';
import { isGrave, worthOf } from '../../../src/panel/home/gone-worth.ts';
import { RAO_PER_TAO, toAlphaRao, toNetuid, toRao } from '../../../src/units.ts';
import { savings } from '../../tools/pictures/stored.ts';

const SMALL = RAO_PER_TAO / 10n;
const held: GonePosition = {
  netuid: toNetuid(64),
  hotkey: savings,
  alpha: toAlphaRao(1_000n * RAO_PER_TAO),
  exit: toRao(0n),
  spot: toRao(0n),
};
const gone = (part: Partial<GonePosition>, isSwapDue = false): ChangeEvent => ({
  kind: 'positions-gone',
  positions: [held, { ...held, ...part }],
  isSwapDue,
});

test('locked stake that vanishes is grave, though none of it could be sold', () => {
  assert.equal(isGrave(gone({ exit: toRao(0n), spot: toRao(40n * RAO_PER_TAO) })), true);
});

test('what may be a remainder that the network sold is not grave, up to one rao below the limit', () => {
  assert.equal(isGrave(gone({ spot: toRao(SMALL - 1n) })), false);
  assert.equal(isGrave(gone({ spot: toRao(SMALL) })), true);
  assert.equal(isGrave(gone({ spot: toRao(SMALL - 1n), exit: null })), false);
  assert.equal(isGrave(gone({ spot: toRao(SMALL - 1n) }, true)), true);
});

test('what is not known is grave, and nothing else than vanished positions is', () => {
  assert.equal(isGrave(gone({ spot: null })), true);
  const { spot: _none, ...earlier } = held;
  assert.equal(
    isGrave({ kind: 'positions-gone', positions: [earlier], isSwapDue: false }),
    true,
    'a record of an earlier version',
  );
  assert.equal(isGrave({ kind: 'account-reaped' }), false);
});

test('a worth is the sum, or not known at all', () => {
  const two = { ...held, exit: toRao(2n), spot: toRao(3n) };
  assert.equal(worthOf([two, two], 'exit'), 4n);
  assert.equal(worthOf([two, two], 'spot'), 6n);
  assert.equal(worthOf([two, { ...two, exit: null }], 'exit'), null);
  assert.equal(worthOf([{ ...two, exit: null }], 'spot'), 3n);
});
