// Every state met by every event: the whole table, refusals included, written out a second time by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  effectAfter,
  nextState,
  onStartUp,
  transitions,
  type SigningEventKind,
} from '../../src/signing/transitions.ts';
import type { SigningState } from '../../src/model/request.ts';
import { isFinished } from '../../src/signing/queue.ts';

const events: SigningEventKind[] = [
  'prepared',
  'turn-refused',
  'wallet-asked',
  'ask-failed',
  'wallet-silent',
  'wallet-refused',
  'answer-refused',
  'signature-verified',
  'held',
  'sending',
  'pool-accepted',
  'pool-refused',
  'found-in-block',
  'receipt-read',
  'retracted',
  'finalized-success',
  'finalized-failure',
  'cancelled',
  'replaced',
  'nonce-used',
  'era-ended',
  'settled',
];

const states: SigningState[] = [
  'queued',
  'draft',
  'waiting-for-wallet',
  'signed',
  'submitted',
  'in-block',
  'finalized',
  'rejected',
  'expired',
  'failed',
  'dropped',
  'superseded',
];

/** What is allowed, by event; every pair that is not here must be refused. */
const allowed: [SigningEventKind, SigningState, SigningState][] = [
  ['prepared', 'queued', 'draft'],
  ['turn-refused', 'queued', 'queued'],
  ['cancelled', 'queued', 'rejected'],
  ['replaced', 'queued', 'superseded'],
  ['wallet-asked', 'draft', 'waiting-for-wallet'],
  ['wallet-asked', 'waiting-for-wallet', 'waiting-for-wallet'],
  ['ask-failed', 'waiting-for-wallet', 'draft'],
  ['wallet-silent', 'waiting-for-wallet', 'waiting-for-wallet'],
  ['wallet-refused', 'waiting-for-wallet', 'rejected'],
  ['answer-refused', 'waiting-for-wallet', 'draft'],
  ['signature-verified', 'waiting-for-wallet', 'signed'],
  ['held', 'signed', 'signed'],
  ['sending', 'signed', 'submitted'],
  ['sending', 'submitted', 'submitted'],
  ['pool-accepted', 'submitted', 'submitted'],
  ['pool-refused', 'submitted', 'submitted'],
  ['found-in-block', 'draft', 'in-block'],
  ['found-in-block', 'waiting-for-wallet', 'in-block'],
  ['found-in-block', 'rejected', 'in-block'],
  ['found-in-block', 'expired', 'in-block'],
  ['found-in-block', 'dropped', 'in-block'],
  ['found-in-block', 'superseded', 'in-block'],
  ['found-in-block', 'signed', 'in-block'],
  ['found-in-block', 'submitted', 'in-block'],
  ['found-in-block', 'in-block', 'in-block'],
  ['receipt-read', 'in-block', 'in-block'],
  ['retracted', 'in-block', 'submitted'],
  ['finalized-success', 'in-block', 'finalized'],
  ['finalized-failure', 'in-block', 'failed'],
  ['cancelled', 'draft', 'rejected'],
  ['cancelled', 'waiting-for-wallet', 'rejected'],
  ['cancelled', 'signed', 'signed'],
  ['replaced', 'draft', 'superseded'],
  ['nonce-used', 'draft', 'superseded'],
  ['nonce-used', 'waiting-for-wallet', 'superseded'],
  ['nonce-used', 'signed', 'superseded'],
  ['nonce-used', 'submitted', 'superseded'],
  ['era-ended', 'draft', 'expired'],
  ['era-ended', 'waiting-for-wallet', 'expired'],
  ['era-ended', 'signed', 'expired'],
  ['era-ended', 'submitted', 'dropped'],
  ['settled', 'rejected', 'rejected'],
  ['settled', 'expired', 'expired'],
  ['settled', 'dropped', 'dropped'],
  ['settled', 'superseded', 'superseded'],
];

test('every state answers every event as written, and refuses every other', () => {
  const wanted = new Map(allowed.map(([event, from, to]) => [`${from} × ${event}`, to]));
  let pairs = 0;
  for (const state of states) {
    for (const event of events) {
      const pair = `${state} × ${event}`;
      assert.equal(nextState(state, event), wanted.get(pair) ?? null, pair);
      pairs += 1;
    }
  }
  assert.equal(pairs, states.length * events.length);
});

test('the lists of this test are the lists of the table', () => {
  assert.deepEqual(Object.keys(transitions).sort(), [...states].sort());
  for (const row of Object.values(transitions)) {
    assert.deepEqual(Object.keys(row).sort(), [...events].sort());
  }
});

test('what the line holds for finished is what the table says', () => {
  for (const state of states) {
    assert.equal(isFinished(state), onStartUp[state] === 'nothing', state);
  }
});

test('a finished request changes by what a block holds, and by nothing else', () => {
  for (const state of states.filter(isFinished)) {
    const heeded = events.filter((event) => nextState(state, event) !== null);
    const isFinal = state === 'finalized' || state === 'failed';
    assert.deepEqual(heeded, isFinal ? [] : ['found-in-block', 'settled'], state);
  }
});

test('every unfinished state reaches an end, whatever was signed', () => {
  for (const state of states.filter((each) => !isFinished(each))) {
    const seen = new Set<SigningState>([state]);
    for (const from of seen) {
      for (const event of events) {
        const next = nextState(from, event);
        if (next !== null) seen.add(next);
      }
    }
    assert.ok([...seen].some(isFinished), state);
  }
});

test('bytes leave once they were signed and are the same ever after, and no arrow leads back to before it', () => {
  const sendingStates = states.filter((state) => nextState(state, 'sending') !== null);
  // The second one is the same bytes again: what they are does not change any more.
  assert.deepEqual(sendingStates, ['signed', 'submitted']);
  const after = new Set<SigningState>(['submitted']);
  for (const from of after) {
    for (const event of events) {
      const next = nextState(from, event);
      if (next !== null) after.add(next);
    }
  }
  assert.ok(!after.has('signed') && !after.has('draft') && !after.has('waiting-for-wallet'));
});

test('what leaves us follows its own write', () => {
  assert.deepEqual(effectAfter, {
    'wallet-asked': 'ask-wallet',
    'signature-verified': 'confirm-account',
    sending: 'submit',
  });
});

test('start-up has an answer for every state', () => {
  assert.deepEqual(onStartUp, {
    queued: 'keep',
    draft: 'offer',
    'waiting-for-wallet': 'await-answer',
    signed: 'look-then-send',
    submitted: 'look-for',
    'in-block': 'await-finality',
    finalized: 'nothing',
    rejected: 'nothing',
    expired: 'nothing',
    failed: 'nothing',
    dropped: 'nothing',
    superseded: 'nothing',
  });
});
