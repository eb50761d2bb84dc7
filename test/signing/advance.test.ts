// What each event writes into a request, and the refusals that rest on its fields rather than its state.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, type WireError } from '../../src/errors.ts';
import { advance, type SigningEvent } from '../../src/signing/advance.ts';
import type { Receipt } from '../../src/model/receipt.ts';
import type { SigningRequest, SigningState } from '../../src/model/request.ts';
import type { Hex } from '../../src/units.ts';
import { ASK, createFakeWorld } from './fake-world.ts';

const world = createFakeWorld();
await world.live().requestSignature(ASK);
const draft = world.only();
const AT = 5_000_000;
const block = { hash: '0xb1', number: 105 } as const;
const error: WireError = { code: 'WALLET_LOCKED', detail: {} };

/** A record as it may be stored; what it says need not fit together. */
const inState = (state: SigningState, fields: Partial<SigningRequest> = {}): SigningRequest =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- states met with fields that they do not have
  ({ ...draft, state, ...fields }) as SigningRequest;

const receiptOf = (isSuccess: boolean, hash: Hex = block.hash): Receipt => ({
  block: { hash, number: 105 },
  extrinsicIndex: 2,
  at: 1,
  isSuccess,
  error: isSuccess ? null : 'Swap.PriceLimitExceeded',
  lines: [],
  networkFee: null,
  poolMovedBefore: null,
  shortfall: null,
});

const refused = (thrown: unknown): boolean =>
  thrown instanceof AppError && thrown.code === 'REQUEST_MOVED_ON';

test('asking notes the ask, its time and its tab, and forgets the last error', () => {
  const asked = advance(
    inState('draft', { error }),
    { kind: 'wallet-asked', promptId: 'a', tabId: 3 },
    AT,
  );
  const { state, promptId, askedAt, tabId, updatedAt } = asked;
  assert.deepEqual(
    { state, promptId, askedAt, tabId, updatedAt, error: asked.error },
    {
      state: 'waiting-for-wallet',
      promptId: 'a',
      askedAt: AT,
      tabId: 3,
      updatedAt: AT,
      error: null,
    },
  );
});

test('every way out of waiting takes the ask with it, but silence', () => {
  const waiting = inState('waiting-for-wallet', { promptId: 'a' });
  const { prepared } = draft;
  assert.ok(prepared);
  const ends: SigningEvent[] = [
    { kind: 'ask-failed', error },
    { kind: 'wallet-refused', error },
    { kind: 'answer-refused', error },
    { kind: 'signature-verified', extrinsic: '0xe1', extrinsicHash: '0xe2', prepared },
    { kind: 'cancelled' },
    { kind: 'nonce-used' },
    { kind: 'era-ended' },
  ];
  for (const event of ends) assert.equal(advance(waiting, event, AT).promptId, null, event.kind);
  assert.equal(advance(waiting, { kind: 'wallet-silent', error }, AT).promptId, 'a');
});

test('what is signed or sent keeps its extrinsic in every later state', () => {
  const signed = inState('signed', { askedAt: 1, extrinsic: '0xe1', extrinsicHash: '0xe2' });
  const steps: SigningEvent[] = [
    { kind: 'held', error },
    { kind: 'sending' },
    { kind: 'pool-refused', error },
    { kind: 'found-in-block', block, extrinsicHash: '0xe2' },
    { kind: 'retracted' },
    { kind: 'found-in-block', block, extrinsicHash: '0xe2' },
    { kind: 'receipt-read', receipt: receiptOf(true) },
    { kind: 'finalized-success', error: null },
  ];
  let request = signed;
  for (const event of steps) {
    request = advance(request, event, AT);
    assert.equal(request.extrinsic, '0xe1', event.kind);
    assert.equal(request.extrinsicHash, '0xe2', event.kind);
  }
  assert.equal(request.state, 'finalized');
  assert.equal(request.submittedAt, AT);
});

test('a cancelled signature is held for good: not sent, not held for another reason', () => {
  const signed = inState('signed', { extrinsic: '0xe1', extrinsicHash: '0xe2' });
  const cancelled = advance(signed, { kind: 'cancelled' }, AT);
  assert.equal(cancelled.heldBecause?.code, 'REQUEST_CANCELLED');
  assert.throws(() => advance(cancelled, { kind: 'sending' }, AT), refused);
  assert.throws(() => advance(cancelled, { kind: 'held', error }, AT), refused);
  const ended = advance(cancelled, { kind: 'era-ended' }, AT);
  assert.equal(ended.state, 'expired');
  assert.equal(ended.error?.code, 'REQUEST_CANCELLED');
});

test('nothing is asked without a payload or sent without an extrinsic', () => {
  const bare = inState('draft', { prepared: null });
  assert.throws(
    () => advance(bare, { kind: 'wallet-asked', promptId: 'a', tabId: 1 }, AT),
    refused,
  );
  assert.throws(() => advance(inState('signed'), { kind: 'sending' }, AT), refused);
});

test('a receipt belongs to the block that the request is in', () => {
  const included = inState('in-block', { askedAt: 1, inBlock: block });
  const foreign = receiptOf(true, '0xb2');
  assert.throws(() => advance(included, { kind: 'receipt-read', receipt: foreign }, AT), refused);
  const read = advance(included, { kind: 'receipt-read', receipt: receiptOf(true) }, AT);
  const again = advance(read, { kind: 'found-in-block', block, extrinsicHash: '0xe2' }, AT);
  assert.deepEqual(again.receipt, receiptOf(true));
  const elsewhere = { hash: '0xb2', number: 106 } as const;
  const moved = { kind: 'found-in-block', block: elsewhere, extrinsicHash: '0xe2' } as const;
  assert.equal(advance(read, moved, AT).receipt, null);
});

test('the end says what the receipt says, or that there is none and why', () => {
  const good = inState('in-block', { inBlock: block, receipt: receiptOf(true) });
  const bad = inState('in-block', { inBlock: block, receipt: receiptOf(false) });
  const none = inState('in-block', { inBlock: block });
  const success = { kind: 'finalized-success', error: null } as const;
  const unseen = { by: 2, isNonceUsed: true } as const;
  const failure = { kind: 'finalized-failure', error, unseen } as const;
  assert.equal(advance(good, success, AT).state, 'finalized');
  assert.equal(advance(bad, failure, AT).state, 'failed');
  assert.throws(() => advance(bad, success, AT), refused);
  assert.throws(() => advance(good, failure, AT), refused);
  assert.throws(() => advance(none, success, AT), refused);
  assert.throws(() => advance(none, failure, AT), refused);
  const pruned = {
    kind: 'finalized-success',
    error: { code: 'BLOCK_PRUNED', detail: {} },
  } as const;
  assert.equal(advance(none, pruned, AT).error?.code, 'BLOCK_PRUNED');
});

test('an ended era says what the pool said, why it was held, or that it ran out', () => {
  const refusedByPool: WireError = { code: 'CANNOT_PAY_FEE', detail: {} };
  const cases: [SigningRequest, string][] = [
    [inState('submitted'), 'SUBMISSION_DROPPED'],
    [inState('submitted', { error: refusedByPool }), 'CANNOT_PAY_FEE'],
    [inState('signed'), 'REQUEST_EXPIRED'],
    [inState('signed', { heldBecause: refusedByPool }), 'CANNOT_PAY_FEE'],
    [inState('waiting-for-wallet'), 'REQUEST_EXPIRED'],
  ];
  for (const [request, code] of cases) {
    assert.equal(advance(request, { kind: 'era-ended' }, AT).error?.code, code);
  }
});

test('what no wallet was asked for ends for good; what was asked for is looked for until it is settled', () => {
  const ends: [SigningState, SigningEvent][] = [
    ['waiting-for-wallet', { kind: 'wallet-refused', error }],
    ['waiting-for-wallet', { kind: 'cancelled' }],
    ['draft', { kind: 'cancelled' }],
    ['draft', { kind: 'replaced' }],
    ['draft', { kind: 'nonce-used' }],
    ['draft', { kind: 'era-ended' }],
    ['submitted', { kind: 'era-ended' }],
  ];
  const found = { kind: 'found-in-block', block, extrinsicHash: '0xe9' } as const;
  for (const [state, event] of ends) {
    if (state === 'draft') {
      const unasked = advance(inState(state), event, AT);
      assert.equal(unasked.settledAt, AT, event.kind);
      assert.throws(() => advance(unasked, found, AT), refused, event.kind);
    }
    const asked = advance(inState(state, { askedAt: 1 }), event, AT);
    assert.equal(asked.settledAt, null, event.kind);
    const put = { ...asked, dismissedAt: AT };
    const { state: after, extrinsicHash, dismissedAt, error: told } = advance(put, found, AT);
    assert.deepEqual([after, extrinsicHash, dismissedAt, told], ['in-block', '0xe9', null, null]);
    for (const by of [1, 2] as const) {
      const unseen = { by, isNonceUsed: false };
      const settled: SigningRequest = advance(asked, { kind: 'settled', unseen }, AT);
      assert.deepEqual(
        [settled.state, settled.settledAt, settled.unseen],
        [asked.state, AT, unseen],
      );
      assert.throws(() => advance(settled, { kind: 'settled', unseen }, AT), refused);
      // One node alone may have hidden the block: then it can be found later.
      if (by === 2) assert.throws(() => advance(settled, found, AT), refused);
      else assert.equal(advance(settled, found, AT).settledAt, null);
    }
  }
});
