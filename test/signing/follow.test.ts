// What blocks, reorganisations and pools make of a request that was sent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { ASK, blocks, refusesWith, settle, signedAndSent, start } from './fake-world.ts';

test('a reorganisation takes the block back; included again it ends as final', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  await blocks(world, signing, 1);
  const { inBlock } = world.only();
  world.chain.fork(1, true);
  const { hash, number } = world.chain.head();
  await signing.onHead({ hash, number });
  assert.equal(world.only().state, 'submitted');
  assert.equal(world.only().receipt, null);
  await blocks(world, signing, 4);
  assert.equal(world.only().state, 'finalized');
  assert.notEqual(world.only().inBlock?.hash, inBlock?.hash);
  assert.equal(world.chain.submissions.length, 1);
  assert.equal(world.chain.inclusions(), 1);
});

test('a block looked through in vain is looked through again until it is final', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  world.chain.mine({ includes: false });
  const { hash, number } = world.chain.head();
  await signing.onHead({ hash, number });
  world.chain.fork(1, false, true);
  assert.equal(world.chain.inclusions(), 1);
  await blocks(world, signing, 4);
  assert.equal(world.only().state, 'finalized');
});

test('a reorganisation that loses it: the same bytes are handed over again', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  await blocks(world, signing, 1);
  world.chain.fork(1, false);
  await blocks(world, signing, 6);
  assert.equal(world.only().state, 'finalized');
  assert.deepEqual(world.chain.submissions, [world.only().extrinsic, world.only().extrinsic]);
  assert.equal(world.chain.inclusions(), 1);
});

test('lost, and by now it would bring too little: not sent again, and dropped at no cost', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  await blocks(world, signing, 1);
  world.chain.expected = 980n;
  world.chain.fork(1, false);
  await blocks(world, signing, 20);
  const { state, error, receipt } = world.only();
  assert.equal(state, 'dropped');
  assert.equal(error?.code, 'SUBMISSION_DROPPED');
  assert.equal(receipt, null);
  assert.equal(world.chain.submissions.length, 1);
});

test('what the pool has already is as good as sent, and its earlier word no longer stands', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  world.chain.dropPool({ kind: 'dropped' });
  await settle();
  assert.equal(world.only().error?.code, 'SUBMISSION_DROPPED');
  world.chain.sendFromOutside(world.only().extrinsic ?? '0x');
  world.chain.mine({ count: 2, includes: false });
  await signing.onHead(world.chain.head());
  await settle();
  assert.equal(world.only().state, 'submitted');
  assert.equal(world.only().error, null);
  assert.equal(world.chain.submissions.length, 2);
  await blocks(world, signing, 4);
  assert.equal(world.only().state, 'finalized');
});

test('a node says by number or in words that it has the bytes; any other refusal is one', async () => {
  const errorAfter = async (detail: { rpcCode?: number; text?: string }) => {
    const { world, signing } = start();
    await signedAndSent(world, signing);
    world.chain.dropPool({ kind: 'dropped' });
    await settle();
    world.chain.poolRefusal = new AppError('SUBMISSION_REFUSED', detail);
    world.chain.mine({ count: 2, includes: false });
    await signing.onHead(world.chain.head());
    await settle();
    return world.only().error?.code ?? null;
  };
  assert.equal(await errorAfter({ rpcCode: 1013, text: 'POOL' }), null);
  assert.equal(await errorAfter({ rpcCode: 1010, text: 'already known' }), null);
  assert.equal(await errorAfter({ text: 'Already imported' }), null);
  assert.equal(await errorAfter({ rpcCode: 1012, text: 'banned' }), 'SUBMISSION_REFUSED');
});

test('a pool’s refusal ends nothing by itself: the blocks decide', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  world.chain.dropPool({ kind: 'dropped' });
  await settle();
  assert.equal(world.only().state, 'submitted');
  assert.equal(world.only().error?.code, 'SUBMISSION_DROPPED');
  world.chain.sendFromOutside(world.only().extrinsic ?? '0x');
  await blocks(world, signing, 4);
  assert.equal(world.only().state, 'finalized');
  assert.equal(world.only().error, null);
});

test('refused bytes are dropped at the end of their era, and another request may come meanwhile', async () => {
  const { world, signing } = start();
  world.chain.poolRefusal = new AppError('CANNOT_PAY_FEE');
  await signedAndSent(world, signing);
  assert.equal(world.only().error?.code, 'CANNOT_PAY_FEE');
  const { id } = await signing.requestSignature(ASK);
  await signing.cancelRequest(id);
  await blocks(world, signing, 20);
  const first = world.requests()[0];
  assert.equal(first?.state, 'dropped');
  assert.equal(first?.error?.code, 'CANNOT_PAY_FEE');
});

test('another transaction of the account in its place is told as such', async () => {
  const { world, signing } = start();
  world.chain.poolRefusal = new AppError('SUBMISSION_REFUSED');
  await signedAndSent(world, signing);
  world.chain.useNonce();
  await blocks(world, signing, 4);
  assert.equal(world.only().state, 'superseded');
  assert.equal(world.only().error?.code, 'NONCE_USED');
});

test('a node that no longer keeps the events leaves a final request without a receipt', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  world.chain.areEventsPruned = true;
  await blocks(world, signing, 4);
  const { state, receipt, error } = world.only();
  assert.equal(state, 'finalized');
  assert.equal(receipt, null);
  assert.equal(error?.code, 'BLOCK_PRUNED');
});

test('events that cannot be read hold the receipt back, and no longer than the era', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  world.chain.areEventsGarbled = true;
  await blocks(world, signing, 5);
  assert.equal(world.only().state, 'in-block');
  await blocks(world, signing, 20);
  assert.equal(world.only().state, 'finalized');
  assert.equal(world.only().receipt, null);
  assert.equal(world.only().error?.code, 'NODE_MALFORMED');

  const other = start();
  await signedAndSent(other.world, other.signing);
  other.world.chain.areEventsGarbled = true;
  await blocks(other.world, other.signing, 2);
  other.world.chain.areEventsGarbled = false;
  await blocks(other.world, other.signing, 3);
  assert.equal(other.world.only().receipt?.isSuccess, true);
});

test('events that a proof contradicts end nothing, however late: the next endpoint gives the receipt', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  world.eventsLie = new AppError('PROOF_INVALID', { about: 'the events' });
  await blocks(world, signing, 5);
  assert.equal(world.only().state, 'in-block');
  await blocks(world, signing, 20);
  assert.equal(world.only().state, 'in-block');
  assert.equal(world.only().error, null);
  assert.ok(world.reports.length > 0 && world.reports.every(refusesWith('PROOF_INVALID')));
  world.eventsLie = null;
  await blocks(world, signing, 1);
  assert.equal(world.only().state, 'finalized');
  assert.equal(world.only().receipt?.isSuccess, true);
});

test('a node that lags behind says nothing of blocks it lacks: what they hold is found later', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  // Included and final, and the era over by the heights; the node that answers has none of these blocks yet.
  world.chain.knownTo = world.chain.head().number;
  await blocks(world, signing, 20);
  assert.equal(world.only().state, 'submitted');
  assert.ok(world.reports.every(refusesWith('NODE_TIMEOUT')));
  world.chain.knownTo = null;
  await blocks(world, signing, 1);
  assert.equal(world.only().state, 'finalized');
  assert.equal(world.only().receipt?.isSuccess, true);
});

test('a block that the node does not have yet is not taken for one that was taken back', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  await blocks(world, signing, 1);
  const { receipt } = world.only();
  assert.equal(world.only().state, 'in-block');
  world.chain.knownTo = 100;
  await blocks(world, signing, 1);
  assert.equal(world.only().state, 'in-block');
  assert.deepEqual(world.only().receipt, receipt);
});

test('blocks of another branch than the final one are no search, however far they reach', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  const { findExtrinsic } = world.client;
  // The node that answers now followed a branch that lost: its blocks hang together, and hold nothing of ours.
  world.client.findExtrinsic = async (_sought, from, to) => ({
    found: null,
    read: Array.from({ length: to - from + 1 }, (_unused, i) => ({
      number: from + i,
      hash: `0x${'0b'.repeat(32)}` as const,
    })),
  });
  await blocks(world, signing, 20);
  assert.equal(world.only().state, 'submitted');
  world.client.findExtrinsic = findExtrinsic;
  await blocks(world, signing, 1);
  assert.equal(world.only().state, 'finalized');
});
