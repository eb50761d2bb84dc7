// A node that shows a block as it is and tells events that never were: a move that succeeded is told as refused by the
// chain, so that it is made again. One node's word alone lets nothing happen twice, and claims no outcome.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import { wordsOf } from '../../src/panel/request/request-words.ts';
import { queuePlaceOf } from '../../src/signing/queue.ts';
import { toNetuid } from '../../src/units.ts';
import { MOVE } from './fake-facts.ts';
import {
  ASK,
  blocks,
  honestAnswer,
  refusesWith,
  settle,
  signedAndSent,
  start,
  type FakeWorld,
} from './fake-world.ts';

const read = (world: FakeWorld, id: string): SigningRequest => {
  const request = world.stored.get(id);
  assert.ok(request);
  return request;
};

/** From now on the first node tells a failure of whatever is in a block; returns the honest one. */
function tellsFailures(world: FakeWorld): FakeWorld['client'] {
  const honest = { ...world.client };
  world.client.readEvents = async (hash, index) => {
    world.chain.dispatchError = 'SubtensorModule.SlippageTooHigh';
    try {
      return await honest.readEvents(hash, index);
    } finally {
      world.chain.dispatchError = null;
    }
  };
  return honest;
}

async function toldAsFailed(second: 'none' | 'away' | 'honest') {
  const { world, signing } = start();
  const honest = tellsFailures(world);
  if (second === 'honest') world.second = honest;
  if (second === 'away') world.second = new AppError('SECOND_SOURCE_AWAY');
  const id = await signedAndSent(world, signing);
  await blocks(world, signing, 4);
  assert.equal(world.chain.inclusions(), 1);
  return { world, signing, id, honest };
}

test('told as failed by the only node: the same move asks no wallet without a yes', async () => {
  for (const second of ['none', 'away'] as const) {
    const { world, signing, id } = await toldAsFailed(second);
    const request = read(world, id);
    assert.deepEqual([request.state, request.unseen], ['failed', { by: 1, isNonceUsed: true }]);
    assert.equal(wordsOf(request, world.requests()).textKey, 'requestByOne_failed');
    const { id: again, isQueued } = await signing.requestSignature(ASK);
    assert.equal(isQueued, true);
    assert.equal(read(world, again).error?.code, 'EARLIER_UNSEEN');
    assert.equal(queuePlaceOf(read(world, again), world.requests()).kind, 'unseen');
    await assert.rejects(signing.askWallet({ id: again, tabId: 1 }), refusesWith('EARLIER_UNSEEN'));
    assert.equal(world.asked.length, 1);
    const { id: yes } = await signing.requestSignature({ ...ASK, reviewed: again });
    assert.equal(read(world, yes).state, 'draft');
  }
});

test('told as failed, and shown by another operator as done: the nodes disagree', async () => {
  const { world, id } = await toldAsFailed('honest');
  const { state, error, receipt } = read(world, id);
  assert.deepEqual([state, error?.code, receipt], ['finalized', 'NODES_DISAGREE', null]);
  assert.equal(wordsOf(read(world, id), world.requests()).textKey, 'requestDisagreeText');
});

test('failed, and shown so by two operators: told as refused, and made again without a question', async () => {
  const { world, signing } = start();
  world.second = { ...world.client };
  world.chain.dispatchError = 'SubtensorModule.SlippageTooHigh';
  const id = await signedAndSent(world, signing);
  await blocks(world, signing, 4);
  assert.deepEqual([read(world, id).state, read(world, id).unseen?.by], ['failed', 2]);
  assert.equal(wordsOf(read(world, id), world.requests()).textKey, 'requestText_failed');
  const { id: again } = await signing.requestSignature(ASK);
  assert.equal(read(world, again).state, 'draft');
});

test('failed on one node’s word, and confirmed when the same is wanted again: no question', async () => {
  const { world, signing } = start();
  world.second = new AppError('SECOND_SOURCE_AWAY');
  world.chain.dispatchError = 'SubtensorModule.SlippageTooHigh';
  const id = await signedAndSent(world, signing);
  await blocks(world, signing, 4);
  assert.equal(read(world, id).unseen?.by, 1);
  world.second = { ...world.client };
  const { id: again } = await signing.requestSignature(ASK);
  assert.equal(read(world, again).state, 'draft');
  assert.equal(read(world, id).unseen?.by, 2);
});

test('a hidden move is not accounted for by another one that only its node shows', async () => {
  const { world, signing } = start();
  const honest = { ...world.client };
  const frozen = world.chain.nonce();
  const hides = (): void => {
    world.chain.shownNonce = frozen;
    world.client.findExtrinsic = async (_sought, from, to) => {
      const shown = [];
      for (let number = from; number <= to; number += 1) {
        shown.push({ number, hash: (await honest.blockHashAt(number)) ?? '0x' });
      }
      return { found: null, read: shown };
    };
    world.client.readMoveFacts = async (query, at) => {
      const facts = await honest.readMoveFacts(query, at);
      return { ...facts, coldkey: { ...facts.coldkey, nonce: frozen } };
    };
  };
  hides();
  const hidden = await signedAndSent(world, signing);
  await blocks(world, signing, 18);
  assert.deepEqual([read(world, hidden).state, world.chain.inclusions()], ['dropped', 1]);
  // Another move takes the same nonce, and the node makes up a block that holds it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- another subnet, the same kind of move
  const elsewhere = { ...ASK, move: { ...MOVE, netuid: toNetuid(2) } as typeof MOVE };
  const { id: other } = await signing.requestSignature(elsewhere);
  await signing.askWallet({ id: other, tabId: 1 });
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await settle();
  const madeUp = read(world, other);
  assert.equal(madeUp.prepared?.nonce, frozen);
  world.client.findExtrinsic = async (sought, from, to) => {
    const block = { number: to, hash: (await honest.blockHashAt(to)) ?? ('0x' as const) };
    const isIt = sought.call === madeUp.prepared?.call && from <= to;
    const { extrinsicHash: hash, prepared } = madeUp;
    const era = prepared?.payload.era ?? '0x';
    return {
      found: isIt ? { block, index: 2, hash: hash ?? '0x', era } : null,
      read: [block],
    };
  };
  world.client.readMoveFacts = honest.readMoveFacts;
  world.chain.shownNonce = null;
  await blocks(world, signing, 4);
  assert.equal(read(world, other).state, 'finalized');
  const { id: again } = await signing.requestSignature(ASK);
  assert.equal(read(world, again).error?.code, 'EARLIER_UNSEEN');
});
