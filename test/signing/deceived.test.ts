// Pages that say the wallet refused, or say nothing, and keep the signature: what they send is told as what it is,
// and never executes beside what the user makes next.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queuePlaceOf } from '../../src/signing/queue.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import { assemble, sign } from './fake-extrinsic.ts';
import { ADDRESS } from './fake-facts.ts';
import {
  ASK,
  askedWallet,
  blocks,
  failedAnswer,
  honestAnswer,
  refusesWith,
  settle,
  start,
  type FakeWorld,
} from './fake-world.ts';

/** What the page kept: the wallet's signature over the request, of which we never heard. */
function sendKept(world: FakeWorld, { prepared }: SigningRequest, signature = 'kept'): void {
  assert.ok(prepared);
  world.chain.sendFromOutside(assemble(prepared, sign(ADDRESS.coldkey, signature)));
}

const read = (world: FakeWorld, id: string): SigningRequest => {
  const request = world.stored.get(id);
  assert.ok(request);
  return request;
};

const rejected = failedAnswer('WALLET_REJECTED');

test('a page that says no and sends it all the same: in its block, with its receipt', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  await signing.walletAnswered(world.lastPrompt().promptId, rejected);
  await signing.dismissRequest(id);
  assert.equal(read(world, id).state, 'rejected');
  assert.equal(await signing.need(), 'look');
  sendKept(world, read(world, id));
  await blocks(world, signing, 1);
  assert.equal(read(world, id).state, 'in-block');
  assert.equal(read(world, id).dismissedAt, null);
  await blocks(world, signing, 3);
  const { state, receipt, error, extrinsic } = read(world, id);
  assert.deepEqual([state, error, extrinsic], ['finalized', null, null]);
  assert.equal(receipt?.isSuccess, true);
  assert.equal(await signing.need(), null);
});

test('a page that says nothing and sends it: told as done, not as replaced at no cost', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  await blocks(world, signing, 3);
  sendKept(world, read(world, id));
  await blocks(world, signing, 4);
  assert.equal(read(world, id).state, 'finalized');
  assert.equal(read(world, id).receipt?.isSuccess, true);
});

test('told as expired, and in the last block of its era after all', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  await blocks(world, signing, 14);
  sendKept(world, read(world, id));
  world.chain.mine({ includes: false });
  await signing.onHead(world.chain.head());
  assert.equal(read(world, id).state, 'expired');
  // Another block takes that one's place.
  world.chain.fork(1, false, true);
  await blocks(world, signing, 4);
  assert.equal(read(world, id).state, 'finalized');
});

test('made again at once after a no, it has the same nonce, and only one of the two executes', async () => {
  for (const pageWins of [true, false]) {
    const { world, signing } = start();
    const first = await askedWallet(signing);
    await signing.walletAnswered(world.lastPrompt().promptId, rejected);
    // Born at another block: within one, the same move is the same payload.
    world.chain.mine({ count: 3 });
    const second = await askedWallet(signing);
    assert.equal(read(world, second).prepared?.nonce, read(world, first).prepared?.nonce);
    if (pageWins) sendKept(world, read(world, first));
    await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
    await settle();
    if (!pageWins) sendKept(world, read(world, first));
    await blocks(world, signing, 6);
    assert.equal(world.chain.inclusions(), 1);
    const [done, other] = pageWins ? [first, second] : [second, first];
    assert.equal(read(world, done).state, 'finalized');
    assert.notEqual(read(world, done).receipt, null);
    assert.equal(read(world, other).state, pageWins ? 'superseded' : 'rejected');
    assert.equal(read(world, other).receipt, null);
    assert.notEqual(read(world, other).settledAt, null);
    assert.equal(await signing.need(), null);
  }
});

test('a draft that had been asked and was replaced is looked for like the one in its place', async () => {
  const { world, signing } = start();
  const first = await askedWallet(signing);
  await signing.walletAnswered(world.lastPrompt().promptId, failedAnswer('TAB_CLOSED'));
  assert.equal(read(world, first).state, 'draft');
  world.chain.mine({ count: 3 });
  const second = await askedWallet(signing);
  assert.equal(read(world, first).state, 'superseded');
  assert.equal(read(world, second).prepared?.nonce, read(world, first).prepared?.nonce);
  sendKept(world, read(world, first));
  await blocks(world, signing, 4);
  assert.equal(read(world, first).state, 'finalized');
  assert.equal(read(world, second).state, 'superseded');
});

test('while the page’s own sending waits in the pool, nothing is made with the next nonce, nor after it unseen', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  await signing.walletAnswered(world.lastPrompt().promptId, rejected);
  sendKept(world, read(world, id));
  const { id: next } = await signing.requestSignature(ASK);
  assert.equal(read(world, next).state, 'queued');
  assert.equal(read(world, next).prepared, null);
  assert.equal(read(world, next).error?.code, 'EARLIER_UNDECIDED');
  await assert.rejects(signing.askWallet({ id: next, tabId: 1 }), refusesWith('EARLIER_UNDECIDED'));
  await blocks(world, signing, 1);
  await assert.rejects(signing.askWallet({ id: next, tabId: 1 }), refusesWith('REQUEST_PENDING'));
  await blocks(world, signing, 3);
  assert.equal(read(world, id).state, 'finalized');
  // Made in its place, it would come on top: only a new look at it lets it go on.
  await assert.rejects(signing.askWallet({ id: next, tabId: 1 }), refusesWith('EARLIER_HAPPENED'));
  assert.equal(read(world, next).state, 'queued');
  const { id: again, isQueued } = await signing.requestSignature({ ...ASK, reviewed: next });
  assert.equal(isQueued, false);
  assert.equal(read(world, next).state, 'superseded');
  await signing.askWallet({ id: again, tabId: 1 });
  assert.equal(read(world, again).state, 'waiting-for-wallet');
});

test('a no that was meant is looked after until its era is over, and not longer', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  await signing.walletAnswered(world.lastPrompt().promptId, rejected);
  await blocks(world, signing, 15);
  assert.equal(await signing.need(), 'look');
  await blocks(world, signing, 3);
  assert.equal(await signing.need(), null);
  assert.equal(read(world, id).state, 'rejected');
  assert.equal(read(world, id).error?.code, 'WALLET_REJECTED');
  world.client.findExtrinsic = () => Promise.reject(new Error('looked for again'));
  await blocks(world, signing, 2);
  assert.deepEqual(world.reports, []);
});

test('another transaction of the account settles it earlier, and frees the next nonce with a yes', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  await signing.walletAnswered(world.lastPrompt().promptId, rejected);
  world.chain.useNonce();
  const { id: next } = await signing.requestSignature(ASK);
  assert.equal(read(world, next).error?.code, 'EARLIER_UNDECIDED');
  assert.equal(queuePlaceOf(read(world, next), world.requests()).kind, 'undecided');
  await blocks(world, signing, 3);
  assert.equal(read(world, id).state, 'rejected');
  assert.notEqual(read(world, id).settledAt, null);
  assert.equal(queuePlaceOf(read(world, next), world.requests()).kind, 'turn');
  // What used the nonce was not seen: it may have been this very move, hidden by the node.
  await assert.rejects(signing.askWallet({ id: next, tabId: 1 }), refusesWith('EARLIER_UNSEEN'));
  assert.equal(queuePlaceOf(read(world, next), world.requests()).kind, 'unseen');
  const { id: again } = await signing.requestSignature({ ...ASK, reviewed: next });
  await signing.askWallet({ id: again, tabId: 1 });
  assert.equal(read(world, again).prepared?.nonce, world.chain.nonce());
});

test('the wallet’s earlier signature over the same is told as this request’s, by its own hash', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await settle();
  const { extrinsicHash } = read(world, id);
  world.chain.pool = [];
  sendKept(world, read(world, id));
  await blocks(world, signing, 4);
  const after = read(world, id);
  assert.equal(after.state, 'finalized');
  assert.notEqual(after.extrinsicHash, extrinsicHash);
  assert.equal(world.chain.isIncluded(after.extrinsicHash ?? '0x'), true);
});

test('found by the next life of the background too, and taken back when its block is', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  await signing.walletAnswered(world.lastPrompt().promptId, rejected);
  signing.stop();
  sendKept(world, read(world, id));
  world.chain.mine();
  const next = world.live();
  await next.resumeAll();
  assert.equal(read(world, id).state, 'in-block');
  world.chain.fork(1, false);
  const { hash, number } = world.chain.head();
  await next.onHead({ hash, number });
  assert.equal(read(world, id).inBlock, null);
  await blocks(world, next, 20);
  // Ours to tell, and never ours to send: the person said no.
  assert.equal(read(world, id).state, 'dropped');
  assert.equal(world.chain.submissions.length, 0);
});

test('the very same payload twice, within one final block: it happened once, and is told once', async () => {
  const { world, signing } = start();
  const first = await askedWallet(signing);
  await signing.walletAnswered(world.lastPrompt().promptId, rejected);
  const second = await askedWallet(signing);
  assert.equal(read(world, second).prepared?.signedBytes, read(world, first).prepared?.signedBytes);
  sendKept(world, read(world, first));
  await blocks(world, signing, 4);
  assert.equal(read(world, second).state, 'finalized');
  assert.deepEqual([read(world, first).state, read(world, first).receipt], ['rejected', null]);
});
