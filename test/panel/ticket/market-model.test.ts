// What the column beside a ticket says of an order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heldBefore, orderValidator } from '../../../src/panel/ticket/market-model.ts';
import { toAlphaRao, toNetuid } from '../../../src/units.ts';
import { addressOf } from '../../tools/pictures/chain.ts';
import { positions, snapshotWith } from '../../tools/pictures/stored.ts';

const [from, to] = [addressOf(1), addressOf(2)];

test('an order that moves stake goes to the validator that was chosen for it, to none before that', () => {
  for (const kind of ['change-validator', 'change-subnet'] as const) {
    assert.equal(orderValidator({ kind, hotkey: from, toHotkey: to }), to);
    assert.equal(orderValidator({ kind, hotkey: from, toHotkey: null }), null);
  }
  for (const kind of ['stake', 'unstake', 'lock', 'transfer'] as const) {
    assert.equal(orderValidator({ kind, hotkey: from, toHotkey: null }), from);
    // Chosen before the kind was changed.
    assert.equal(orderValidator({ kind, hotkey: from, toHotkey: to }), from);
  }
});

test('what is held before an order is of accounts that were read: none found there is zero, and nobody asked is unknown', () => {
  const { snapshot } = snapshotWith(positions, []);
  const [one] = positions;
  assert.ok(one);
  const { coldkey, netuid, hotkey, alpha } = one;
  assert.equal(heldBefore(snapshot, null, { coldkey, netuid, hotkey }), alpha);
  assert.equal(heldBefore(snapshot, null, { coldkey, netuid, hotkey: addressOf(999) }), 0n);
  const stake = { netuid, hotkey, alpha: toAlphaRao(7n) };
  assert.equal(heldBefore(snapshot, stake, { coldkey, netuid, hotkey }), 7n);
  // Added to the accounts after the reading.
  assert.equal(heldBefore(snapshot, null, { coldkey: addressOf(998), netuid, hotkey }), null);
  const failed = { ...snapshot, unread: [coldkey] };
  assert.equal(heldBefore(failed, null, { coldkey, netuid, hotkey }), null);
  assert.equal(heldBefore(undefined, null, { coldkey, netuid, hotkey }), null);
  assert.equal(heldBefore(snapshot, null, { coldkey, netuid: toNetuid(1), hotkey: null }), null);
});
