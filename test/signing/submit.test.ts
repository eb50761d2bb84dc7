// Signed requests held, sent once, cancelled and given up.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { toRao } from '../../src/units.ts';
import { forged, forgedExtrinsic } from '../fakes/forged-extrinsic.ts';
import {
  ASK,
  askedWallet,
  blocks,
  honestAnswer,
  refusesWith,
  settle,
  signedAndSent,
  start,
} from './fake-world.ts';

test('a signed request is held while it would fail, and sent when it fits again', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  world.chain.expected = 980n;
  world.chain.mine();
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await settle();
  assert.equal(world.only().state, 'signed');
  assert.equal(world.only().heldBecause?.code, 'PRICE_LIMIT_EXCEEDED');
  await blocks(world, signing, 2);
  assert.equal(world.chain.submissions.length, 0);
  world.chain.expected = 1_001n;
  await blocks(world, signing, 5);
  assert.equal(world.only().state, 'finalized');
  assert.equal(world.chain.submissions.length, 1);
});

test('bytes that are no longer what was reviewed are not sent, and sent once they are again', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  world.chain.expected = 980n;
  world.chain.mine();
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await settle();
  const signed = world.only();
  assert.ok(signed.state === 'signed');
  world.chain.expected = 1_001n;
  const { prepared, extrinsic } = signed;
  const tipped = forged(prepared, { tip: '0x01' });
  const signature = toHex(fromHex(extrinsic).subarray(37, 101));
  for (const change of [
    { prepared: tipped },
    { extrinsic: forgedExtrinsic(tipped, signature) },
    { extrinsic: forgedExtrinsic(forged(prepared, { nonce: '0x00000063' }), signature) },
    { extrinsic: forgedExtrinsic(forged(prepared, { era: '0x00' }), signature) },
    { extrinsic: `${extrinsic}00` as const },
  ]) {
    world.stored.set(id, { ...signed, ...change });
    await blocks(world, signing, 1);
    assert.equal(world.only().heldBecause?.code, 'PAYLOAD_MISMATCH');
    assert.equal(world.chain.submissions.length, 0);
  }
  world.stored.set(id, signed);
  await blocks(world, signing, 5);
  assert.equal(world.only().state, 'finalized');
  assert.deepEqual(world.chain.submissions, [extrinsic]);
});

test('a held request whose era ends has expired, saying why it was held', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  world.chain.expected = 980n;
  world.chain.mine();
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await blocks(world, signing, 20);
  const { state, error } = world.only();
  assert.equal(state, 'expired');
  assert.equal(error?.code, 'PRICE_LIMIT_EXCEEDED');
  assert.equal(world.chain.submissions.length, 0);
});

test('a runtime upgrade between signature and sending holds the request', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  world.chain.specVersion = 426;
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await settle();
  assert.equal(world.only().heldBecause?.code, 'RUNTIME_CHANGED');
  assert.equal(world.chain.submissions.length, 0);
});

test('a cancelled signature is never sent, and still told as included if the page sent it', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  world.chain.expected = 980n;
  world.chain.mine();
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await settle();
  const request = world.only();
  await signing.cancelRequest(request.id);
  world.chain.expected = 1_000n;
  await blocks(world, signing, 2);
  assert.equal(world.chain.submissions.length, 0);
  assert.equal(world.only().state, 'signed');
  world.chain.sendFromOutside(request.extrinsic ?? '0x');
  await blocks(world, signing, 4);
  assert.equal(world.only().state, 'finalized');
  assert.equal(world.chain.submissions.length, 0);
});

test('after a cancelled signature the next request shares its nonce, so that only one can be included', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  world.chain.expected = 980n;
  world.chain.mine();
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await settle();
  const first = world.only();
  await signing.cancelRequest(first.id);
  const { id } = await signing.requestSignature({
    ...ASK,
    minimum: { unit: 'rao', amount: toRao(0n) },
  });
  assert.equal(world.stored.get(id)?.prepared?.nonce, first.prepared?.nonce);
  await signing.askWallet({ id, tabId: 1 });
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await blocks(world, signing, 5);
  assert.equal(world.stored.get(id)?.state, 'finalized');
  assert.equal(world.stored.get(first.id)?.state, 'superseded');
  assert.equal(world.chain.inclusions(), 1);
});

test('a cancelled signature that waits in the pool keeps its coldkey busy', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  world.chain.expected = 980n;
  world.chain.mine();
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await settle();
  await signing.cancelRequest(world.only().id);
  world.chain.sendFromOutside(world.only().extrinsic ?? '0x');
  const minimum = { unit: 'rao', amount: toRao(0n) } as const;
  const { id } = await signing.requestSignature({ ...ASK, minimum });
  assert.equal(world.stored.get(id)?.state, 'queued');
  await assert.rejects(signing.askWallet({ id, tabId: 1 }), refusesWith('EARLIER_UNDECIDED'));
});

test('what was sent cannot be cancelled', async () => {
  const { world, signing } = start();
  const id = await signedAndSent(world, signing);
  await assert.rejects(signing.cancelRequest(id), refusesWith('REQUEST_MOVED_ON'));
  await blocks(world, signing, 1);
  await assert.rejects(signing.cancelRequest(id), refusesWith('REQUEST_MOVED_ON'));
});

test('the line is lost before the bytes are in: handed over two blocks later, again and again until one holds them', async () => {
  const { world, signing } = start();
  world.chain.losesNext = 2;
  const id = await signedAndSent(world, signing);
  // The next block may have been on its way before the bytes were.
  await signing.onHead(world.chain.head());
  await blocks(world, signing, 1);
  assert.equal(world.chain.submissions.length, 1);
  await blocks(world, signing, 8);
  assert.equal(world.stored.get(id)?.state, 'finalized');
  assert.equal(world.chain.submissions.length, 3);
  assert.equal(new Set(world.chain.submissions).size, 1);
  assert.equal(world.chain.inclusions(), 1);
});

test('sent by nobody any more once the user has gone on to another one', async () => {
  const { world, signing } = start();
  world.chain.poolRefusal = new AppError('SUBMISSION_REFUSED');
  const first = await signedAndSent(world, signing);
  const second = await askedWallet(signing);
  world.chain.poolRefusal = null;
  await blocks(world, signing, 2);
  assert.equal(world.chain.submissions.length, 1);
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await blocks(world, signing, 5);
  assert.equal(world.stored.get(second)?.state, 'finalized');
  assert.equal(world.stored.get(first)?.state, 'superseded');
  assert.equal(world.chain.inclusions(), 1);
});

test('the node hangs up between submission and answer: found in its block, sent once', async () => {
  const { world, signing } = start();
  world.chain.hangsUpOnSubmit = true;
  await signedAndSent(world, signing);
  assert.equal(world.only().state, 'submitted');
  assert.equal(world.only().error, null);
  await blocks(world, signing, 4);
  assert.equal(world.only().state, 'finalized');
  assert.equal(world.chain.submissions.length, 1);
});

test('sent again up to the block before the last of its era, when one block can still take it, and not after', async () => {
  for (const [left, sends] of [
    [1, 2],
    [0, 1],
  ] as const) {
    const { world, signing } = start();
    world.chain.losesNext = 1_000;
    await signedAndSent(world, signing);
    await blocks(world, signing, 1);
    const last = world.only().prepared?.deathBlock ?? 0;
    while (world.chain.head().number < last - left) world.chain.mine();
    await signing.onHead(world.chain.head());
    await settle();
    assert.equal(world.chain.submissions.length, sends, `${left} blocks left`);
  }
});
