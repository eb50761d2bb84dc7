// Which refusals mark the amount, and which only wait.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckId } from '../../../src/model/check.ts';
import {
  isAmountRefused,
  isRefused,
  type ReviewState,
} from '../../../src/panel/ticket/review-state.ts';

const blockedBy = (id: CheckId): ReviewState => ({
  state: 'blocked',
  check: { id, verdict: 'block', messageKey: id, values: {} },
});

test('an amount is marked where another one may pass, and nothing else marks it', () => {
  assert.ok(isAmountRefused(blockedBy('enough-balance')));
  assert.ok(isAmountRefused(blockedBy('account-limit-order')));
  assert.ok(!isAmountRefused(blockedBy('node-agrees')));
  assert.ok(!isAmountRefused({ state: 'ready' }));
});

test('a node that does not answer is waited for; what else blocks is refused', () => {
  assert.ok(isRefused(blockedBy('node-agrees')));
  assert.ok(isRefused(blockedBy('enough-balance')));
  assert.ok(!isRefused(blockedBy('node-answered')));
  assert.ok(!isRefused({ state: 'simulation' }));
});
