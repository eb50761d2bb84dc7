// Which refusals mark the amount, which only wait, and how far the chart of impact goes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckId } from '../../../src/model/check.ts';
import { plotEnd } from '../../../src/panel/ticket/impact-band.ts';
import {
  isAmountRefused,
  isRefused,
  reviewStateOf,
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

test('the chart of impact ends where all bands are passed, and never before the order', () => {
  assert.equal(plotEnd(500n, 60n, 11n, 100), 132n, 'about 12 %, as 1 % is at 11');
  assert.equal(plotEnd(500n, 133n, 11n, 100), 500n, 'a larger order');
  assert.equal(plotEnd(100n, 60n, 11n, 100), 100n, 'the balance ends first');
  assert.equal(plotEnd(500n, 60n, 100n, 1_000), 200n, 'a limit of 10 %');
  for (const unknown of [null, 0n]) assert.equal(plotEnd(500n, 60n, unknown, 100), 500n);
});

test('a receiver that only a page reported is verified before an amount is asked for', () => {
  const input = {
    missing: null,
    amount: { ok: false, problem: 'empty' },
    hasFacts: true,
    factsError: null,
    planError: null,
    worked: null,
    accepted: [],
    isWhatIf: false,
    isOffline: false,
    isTypingTolerance: false,
  } as const;
  const keyFor = (isReceiverUnverified: boolean) =>
    reviewStateOf({ ...input, isReceiverUnverified });
  assert.deepEqual(keyFor(true), { state: 'not-yet', textKey: 'verifyReceiverFirst' });
  assert.deepEqual(keyFor(false), { state: 'not-yet', textKey: 'enterAmount' });
});
