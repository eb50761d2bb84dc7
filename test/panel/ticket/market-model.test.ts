// What the column beside a ticket says of an order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderValidator } from '../../../src/panel/ticket/market-model.ts';
import { addressOf } from '../../tools/pictures/chain.ts';

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
