// Every state met by every event, through `advance`: each moves as the rules below say, or is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, type WireError } from '../../src/errors.ts';
import type { Receipt } from '../../src/model/receipt.ts';
import type { SigningRequest, SigningState } from '../../src/model/request.ts';
import { advance, type SigningEvent } from '../../src/signing/advance.ts';
import { isAlive, isFinished, isUnderWay } from '../../src/signing/queue.ts';
import type { SigningEventKind } from '../../src/signing/transitions.ts';
import { ASK, createFakeWorld } from './fake-world.ts';

const world = createFakeWorld();
await world.live().requestSignature(ASK);
const draft = world.only();
assert.ok(draft.state === 'draft');
const { plan, exactness, prepared, queueEntry } = draft;
assert.ok(queueEntry);
const error: WireError = { code: 'WALLET_LOCKED', detail: {} };
const block = { hash: '0xb1', number: 105 } as const;
const extrinsic = { extrinsic: '0xe1', extrinsicHash: '0xe2' } as const;
const receipt: Receipt = {
  block,
  extrinsicIndex: 2,
  at: 1,
  isSuccess: true,
  error: null,
  lines: [],
  networkFee: null,
  poolMovedBefore: null,
  shortfall: null,
};

const eventOf: Record<SigningEventKind, SigningEvent> = {
  prepared: { kind: 'prepared', plan, exactness, prepared, node: null },
  'turn-refused': { kind: 'turn-refused', error },
  'wallet-asked': { kind: 'wallet-asked', promptId: 'a', tabId: null },
  'ask-failed': { kind: 'ask-failed', error },
  'wallet-silent': { kind: 'wallet-silent', error },
  'wallet-refused': { kind: 'wallet-refused', error },
  'answer-refused': { kind: 'answer-refused', error },
  'signature-verified': { kind: 'signature-verified', ...extrinsic, prepared },
  held: { kind: 'held', error },
  sending: { kind: 'sending' },
  'pool-accepted': { kind: 'pool-accepted' },
  'pool-refused': { kind: 'pool-refused', error },
  'found-in-block': { kind: 'found-in-block', block, extrinsicHash: '0xe2' },
  'receipt-read': { kind: 'receipt-read', receipt },
  retracted: { kind: 'retracted' },
  'finalized-success': { kind: 'finalized-success', error: null },
  'finalized-failure': {
    kind: 'finalized-failure',
    error,
    unseen: { by: 1, isNonceUsed: true },
  },
  cancelled: { kind: 'cancelled' },
  replaced: { kind: 'replaced' },
  'nonce-used': { kind: 'nonce-used' },
  'era-ended': { kind: 'era-ended' },
  unseen: { kind: 'unseen', unseen: { by: 1, isNonceUsed: false } },
  settled: { kind: 'settled', unseen: { by: 1, isNonceUsed: false } },
};

const asked = { ...draft, askedAt: 1 };
const sent = { ...asked, ...extrinsic, submittedAt: 2, error };
const included = { ...sent, inBlock: block, receipt };

/** One that a wallet was asked for, in each state, with all that its events rest on. */
const requestIn: Record<SigningState, SigningRequest> = {
  queued: { ...draft, state: 'queued', queueEntry, prepared: null, askedAt: null },
  draft: { ...asked, state: 'draft' },
  'waiting-for-wallet': { ...asked, state: 'waiting-for-wallet', promptId: 'a' },
  signed: { ...asked, ...extrinsic, state: 'signed' },
  submitted: { ...sent, state: 'submitted' },
  'in-block': { ...included, state: 'in-block' },
  finalized: { ...included, state: 'finalized', settledAt: 3 },
  failed: { ...included, state: 'failed', settledAt: 3 },
  rejected: { ...asked, state: 'rejected' },
  expired: { ...asked, state: 'expired' },
  dropped: { ...sent, state: 'dropped' },
  superseded: { ...asked, state: 'superseded' },
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a complete record
const events = Object.keys(eventOf) as SigningEventKind[];
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a complete record
const states = Object.keys(requestIn) as SigningState[];
const over = states.filter(isFinished);
/** Over here, while a block may still hold what a page kept. */
const undecided: SigningState[] = over.filter(
  (state) => state !== 'finalized' && state !== 'failed',
);
const unsigned: SigningState[] = ['draft', 'waiting-for-wallet'];
const signedOrLess: SigningState[] = [...unsigned, 'signed', 'submitted'];

type Rule = [kind: SigningEventKind, from: readonly SigningState[], to: SigningState | 'same'];

/** What is allowed; every pair of state and event that no rule allows must be refused. */
const rules: readonly Rule[] = [
  ['prepared', ['queued'], 'draft'],
  ['turn-refused', ['queued'], 'same'],
  ['wallet-asked', unsigned, 'waiting-for-wallet'],
  ['wallet-silent', ['waiting-for-wallet'], 'same'],
  ['wallet-refused', ['waiting-for-wallet'], 'rejected'],
  ['ask-failed', ['waiting-for-wallet'], 'draft'],
  ['answer-refused', ['waiting-for-wallet'], 'draft'],
  // Of a draft: an earlier prompt of it was still open in the wallet.
  ['signature-verified', unsigned, 'signed'],
  ['held', ['signed'], 'same'],
  // The second time the same bytes again.
  ['sending', ['signed', 'submitted'], 'submitted'],
  ['pool-accepted', ['submitted'], 'same'],
  ['pool-refused', ['submitted'], 'same'],
  ['found-in-block', [...signedOrLess, 'in-block', ...undecided], 'in-block'],
  ['receipt-read', ['in-block'], 'same'],
  ['retracted', ['in-block'], 'submitted'],
  ['finalized-success', ['in-block'], 'finalized'],
  ['finalized-failure', ['in-block'], 'failed'],
  ['cancelled', ['queued', ...unsigned], 'rejected'],
  // A signature cannot be recalled.
  ['cancelled', ['signed'], 'same'],
  ['replaced', ['queued', 'draft'], 'superseded'],
  ['nonce-used', signedOrLess, 'superseded'],
  ['era-ended', [...unsigned, 'signed'], 'expired'],
  ['era-ended', ['submitted'], 'dropped'],
  ['unseen', [...undecided, 'failed'], 'same'],
  ['settled', undecided, 'same'],
];

/** The state after the event; null: refused. */
function stateAfter(state: SigningState, kind: SigningEventKind): SigningState | null {
  const request = requestIn[state];
  const isFailure = kind === 'finalized-failure' && request.receipt !== null;
  const current = isFailure
    ? { ...request, receipt: { ...receipt, isSuccess: false, error: 'Swap.PriceLimitExceeded' } }
    : request;
  try {
    return advance(current, eventOf[kind], 9).state;
  } catch (refused) {
    if (refused instanceof AppError && refused.code === 'REQUEST_MOVED_ON') return null;
    throw refused;
  }
}

const reachableFrom = (state: SigningState): SigningState[] => {
  const seen = new Set([state]);
  for (const from of seen) {
    for (const kind of events) seen.add(stateAfter(from, kind) ?? from);
  }
  return [...seen];
};

test('every event moves a request as the rules say, and is refused in every other state', () => {
  for (const state of states) {
    for (const kind of events) {
      const rule = rules.find(([of, from]) => of === kind && from.includes(state));
      const to = rule === undefined ? null : rule[2] === 'same' ? state : rule[2];
      assert.equal(stateAfter(state, kind), to, `${state} × ${kind}`);
    }
  }
});

test('what is final stays as it is; what ended before changes by what a block holds, and by nothing else', () => {
  for (const state of over) {
    const heeded = events.filter((kind) => stateAfter(state, kind) !== null);
    const wanted = undecided.includes(state) ? ['found-in-block', 'unseen', 'settled'] : [];
    // Who said that it failed may become two.
    assert.deepEqual(heeded, state === 'failed' ? ['unseen'] : wanted, state);
  }
});

test('every unfinished request can reach an end, whatever was signed', () => {
  for (const state of states.filter((each) => !isFinished(each))) {
    assert.ok(reachableFrom(state).some(isFinished), state);
  }
});

test('bytes leave once they were signed and are the same ever after, and no arrow leads back to before it', () => {
  const sending = states.filter((state) => stateAfter(state, 'sending') !== null);
  assert.deepEqual(sending, ['signed', 'submitted']);
  const after = reachableFrom('submitted');
  for (const state of ['signed', ...unsigned] as const) assert.ok(!after.includes(state), state);
  for (const kind of events.filter((each) => stateAfter('submitted', each) !== null)) {
    assert.equal(advance(requestIn.submitted, eventOf[kind], 9).extrinsic, '0xe1', kind);
  }
});

test('under way is what the next block may move: signed unless cancelled, never a draft or what is queued', () => {
  const cancelled: WireError = { code: 'REQUEST_CANCELLED', detail: {} };
  const underWay = (state: SigningState, heldBecause: WireError | null = null): boolean =>
    isUnderWay({ ...draft, state, heldBecause } as SigningRequest);
  assert.deepEqual(
    [underWay('signed'), underWay('signed', error), underWay('signed', cancelled)],
    [true, true, false],
  );
  assert.deepEqual(
    [underWay('submitted', cancelled), underWay('waiting-for-wallet')],
    [true, true],
  );
  assert.deepEqual(
    (['queued', 'draft', 'finalized', 'expired'] as const).map((state) => underWay(state)),
    [false, false, false, false],
  );
  const alive = (state: SigningState, askedAt: number | null, settledAt: number | null): boolean =>
    isAlive({ ...draft, state, askedAt, settledAt } as SigningRequest);
  assert.deepEqual(
    [
      alive('draft', null, null),
      alive('rejected', null, null),
      alive('rejected', 1, null),
      alive('rejected', 1, 2),
    ],
    [true, false, true, false],
  );
});
