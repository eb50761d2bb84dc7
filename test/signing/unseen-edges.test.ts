// Who may have happened unseen, who accounts for whom, and who is next: of requests that are one field apart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SigningRequest, SigningState, Unseen } from '../../src/model/request.ts';
import { behindOf, queueOf } from '../../src/signing/queue.ts';
import { pendingNonces, sharedNonce, tookItsPlace, unseenOf } from '../../src/signing/unseen.ts';
import { ASK, createFakeWorld } from './fake-world.ts';

const world = createFakeWorld();
await world.live().requestSignature(ASK);
const draft = world.only();
const NONCE = 7;

type Fields = Readonly<Record<string, unknown>>;

/** A record as it may be stored; what it says need not fit together. */
const inState = (state: SigningState, fields: Fields = {}): SigningRequest =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- states met with fields that they do not have
  ({
    ...draft,
    state,
    id: state,
    askedAt: 1,
    settledAt: 2,
    error: null,
    ...fields,
  }) as SigningRequest;
const withNonce = (nonce: number): Fields => {
  assert.ok(draft.prepared);
  return { prepared: { ...draft.prepared, nonce } };
};
const despite = (...ids: string[]): Fields => ({
  queueEntry: { ...draft.queueEntry, despite: ids },
});
const told = (by: Unseen['by']): Fields => ({
  unseen: { by, isNonceUsed: false },
});
const lost = inState('expired', { id: 'lost', ...withNonce(NONCE), ...told(1) });

test('on whose word a request is over: only of one that a wallet was asked for and that no block holds', () => {
  assert.deepEqual(unseenOf(lost), { by: 1, isNonceUsed: false });
  assert.equal(unseenOf(inState('expired', { ...told(1), askedAt: null })), null);
  assert.equal(unseenOf(inState('finalized', told(1))), null);
  assert.equal(unseenOf(inState('failed')), null);
  assert.deepEqual(unseenOf(inState('failed', told(1))), { by: 1, isNonceUsed: false });
  assert.equal(unseenOf(inState('submitted', told(1))), null);
  assert.deepEqual(unseenOf(inState('expired')), { by: 1, isNonceUsed: false });
  const used = { error: { code: 'NONCE_USED', detail: {} } } as const;
  assert.deepEqual(unseenOf(inState('expired', used)), { by: 1, isNonceUsed: true });
  assert.equal(unseenOf(inState('expired', { settledAt: null })), null);
});

test('another request takes the place of one only in a block, with its nonce, and not on one node’s word', () => {
  const taken = (other: SigningRequest) => tookItsPlace(lost, [lost, other])?.id ?? null;
  const same = withNonce(NONCE);
  assert.equal(taken(inState('failed', same)), 'failed');
  assert.equal(taken(inState('failed', { ...same, ...told(2) })), 'failed');
  assert.equal(taken(inState('failed', { ...same, ...told(1) })), null);
  assert.equal(taken(inState('failed', withNonce(NONCE + 1))), null);
  assert.equal(taken(inState('finalized', same)), 'finalized');
  assert.equal(taken(inState('submitted', same)), null);
  assert.equal(taken(inState('finalized', { ...same, genesisHash: '0x99' })), null);
});

test('what the user went on regardless of is accounted for once that is in a block, and not before', () => {
  const shares = (...others: SigningRequest[]) => sharedNonce([lost, ...others], NONCE);
  const [far, yes] = [withNonce(NONCE + 1), despite('other', 'lost')];
  assert.equal(shares(), NONCE);
  assert.equal(sharedNonce([lost], NONCE + 1), undefined);
  assert.equal(shares(inState('finalized', { ...far, ...yes })), undefined);
  assert.equal(shares(inState('failed', { ...far, ...yes })), undefined);
  assert.equal(shares(inState('submitted', { ...far, ...yes })), NONCE);
  assert.equal(shares(inState('queued', { ...far, ...yes })), NONCE);
  assert.equal(shares(inState('finalized', { ...far, ...despite('other') })), NONCE);
  assert.equal(shares(inState('finalized', far)), NONCE);
  assert.deepEqual(pendingNonces([lost, inState('submitted', far), inState('finalized', far)]), [
    NONCE,
    NONCE + 1,
  ]);
});

test('the queue: by place, else by age, of equals by id; behind one are those after it, behind none all', () => {
  const queued = (id: string, createdAt: number, place?: number) =>
    inState('queued', {
      id,
      createdAt,
      queueEntry: place === undefined ? null : { ...draft.queueEntry, place },
    });
  const all = [
    queued('c', 5),
    queued('b', 5),
    queued('a', 9, 1),
    inState('expired'),
    queued('d', 4),
  ];
  const ids = (list: readonly SigningRequest[]) => list.map(({ id }) => id);
  const [c, b, a] = all;
  assert.ok(a && b && c);
  for (const list of [all, all.toReversed()]) {
    assert.deepEqual(ids(queueOf(list)), ['a', 'd', 'b', 'c']);
    assert.deepEqual(ids(behindOf(a, list)), ['d', 'b', 'c']);
    assert.deepEqual(ids(behindOf(b, list)), ['c']);
    assert.deepEqual(ids(behindOf(c, list)), []);
    assert.deepEqual(ids(behindOf(lost, list)), ['a', 'd', 'b', 'c']);
  }
  assert.deepEqual(ids(behindOf({ ...a, genesisHash: '0x99' }, all)), []);
});
