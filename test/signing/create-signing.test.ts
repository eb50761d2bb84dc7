// The whole way of a request over a made-up chain, start-up, and what the background asks of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADDRESS, timeOf } from './fake-facts.ts';
import {
  ASK,
  askedWallet,
  blocks,
  createFakeWorld,
  honestAnswer,
  refusesWith,
  settle,
  signedAndSent,
  start,
} from './fake-world.ts';

test('a request goes from draft to final, with a receipt that equals the plan', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  assert.equal(world.only().state, 'submitted');
  await blocks(world, signing, 1);
  assert.equal(world.only().state, 'in-block');
  await blocks(world, signing, 3);
  const { state, receipt, error, heldBecause } = world.only();
  assert.equal(state, 'finalized');
  assert.equal(error, null);
  assert.equal(heldBecause, null);
  assert.equal(receipt?.isSuccess, true);
  // Of its own block, however late it was found and whatever this computer's clock says.
  assert.equal(receipt.at, timeOf(receipt.block));
  assert.deepEqual(
    receipt?.lines.map(({ labelKey, expected, actual }) => [labelKey, expected, actual]),
    [
      ['receiptReceived', 1_000n, 1_000n],
      ['receiptGave', 501n, 501n],
    ],
  );
  assert.deepEqual(receipt?.networkFee, { paidIn: 'tao', fee: 77n });
  assert.equal(receipt?.poolMovedBefore, 0n);
  assert.deepEqual(world.confirmed, [ADDRESS.coldkey]);
  assert.equal(world.chain.submissions.length, 1);
  assert.deepEqual(world.reports, []);
});

test('a failed call ends as failed, with what it cost and the chain’s reason', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  world.chain.dispatchError = 'SubtensorModule.SlippageTooHigh';
  await blocks(world, signing, 4);
  const { state, error, receipt } = world.only();
  assert.equal(state, 'failed');
  assert.deepEqual(error, {
    code: 'PRICE_LIMIT_EXCEEDED',
    detail: { fee: 77n, paidIn: 'tao', pallet: 'SubtensorModule', name: 'SlippageTooHigh' },
  });
  assert.equal(receipt?.isSuccess, false);
  assert.deepEqual(receipt?.lines, []);
});

test('a receipt tells how far the pool moved before our block', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  world.chain.expected = 995n;
  await blocks(world, signing, 1);
  // Included in the block after that price change was read as the parent's.
  const { receipt } = world.only();
  assert.equal(receipt?.poolMovedBefore, 0n);
  const other = createFakeWorld();
  const second = other.live();
  await signedAndSent(other, second);
  other.chain.expected = 995n;
  other.chain.mine({ includes: false });
  await blocks(other, second, 1);
  assert.equal(other.only().receipt?.poolMovedBefore, -5n);
  const [received] = other.only().receipt?.lines ?? [];
  assert.equal(received?.expected, 1_000n);
  assert.equal(received?.actual, 995n);
});

test('an ask that no page holds any more waits on, tells to ask again, and still takes its answer', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  await world.live().resumeAll();
  assert.equal(world.only().error, null);
  world.held.clear();
  await world.live().resumeAll();
  assert.equal(world.only().state, 'waiting-for-wallet');
  assert.equal(world.only().error?.code, 'WALLET_SILENT');
  const frozen = world.lastPrompt();
  const verdict = await world.live().walletAnswered(frozen.promptId, honestAnswer(world));
  assert.equal(verdict.isTaken, true);
  assert.equal(world.stored.get(id)?.state, 'signed');
});

test('asking again after silence makes the old ask worthless', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  const old = world.lastPrompt();
  world.held.clear();
  const next = world.live();
  await next.resumeAll();
  await next.askWallet({ id, tabId: 1, isAgain: true });
  assert.equal((await next.walletAnswered(old.promptId, honestAnswer(world, old))).isTaken, false);
  const verdict = await next.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  assert.equal(verdict.isTaken, true);
});

test('a submitted request found at start-up is looked for, and not sent again when a block holds it', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  signing.stop();
  world.chain.mine({ count: 4 });
  const next = world.live();
  await next.resumeAll();
  assert.equal(world.only().state, 'finalized');
  assert.equal(world.chain.submissions.length, 1);
});

test('an unanswered request expires with its era; a spent nonce then shows that it was signed elsewhere', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  await blocks(world, signing, 17);
  assert.equal(world.only().state, 'expired');
  const verdict = await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  assert.equal(verdict.isTaken, false);

  const other = start();
  await askedWallet(other.signing);
  other.world.chain.useNonce();
  await blocks(other.world, other.signing, 17);
  assert.equal(other.world.only().state, 'superseded');
});

test('the node stays connected from the wallet’s ask to the end, and not for drafts', async () => {
  const { world, signing } = start();
  assert.equal(await signing.need(), null);
  const { id } = await signing.requestSignature(ASK);
  assert.equal(await signing.need(), null);
  await signing.askWallet({ id, tabId: 1 });
  assert.equal(await signing.need(), 'stay');
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await blocks(world, signing, 4);
  assert.equal(await signing.need(), null);
});

test('only a finished request is put away', async () => {
  const { world, signing } = start();
  const { id } = await signing.requestSignature(ASK);
  await assert.rejects(signing.dismissRequest(id), refusesWith('REQUEST_MOVED_ON'));
  await signing.cancelRequest(id);
  await signing.dismissRequest(id);
  assert.notEqual(world.only().dismissedAt, null);
  await assert.rejects(signing.dismissRequest('id-nobody'), refusesWith('REQUEST_UNKNOWN'));
});

test('the wallet is asked, the account confirmed and the bytes sent only after that was written', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  assert.deepEqual(world.trace, [
    'draft',
    'waiting-for-wallet',
    'ask-wallet',
    'signed',
    'confirm-account',
    'submitted',
    'submit',
  ]);
});

test('requests are looked after by their chain: whatever its network is called, and no other chain’s', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  const { genesisHash } = world.network;
  world.network = { id: 'the same chain under another name', genesisHash };
  assert.equal(await signing.need(), 'stay');
  world.network = { id: 'fake', genesisHash: `0x${'cd'.repeat(32)}` };
  assert.equal(await signing.need(), null);
  world.network = { id: 'fake', genesisHash: null };
  assert.equal(await signing.need(), 'stay');
});

test('a switch of network while a request is made files it where it belongs, or not at all', async () => {
  const { world } = start();
  const { simulate } = world.client;
  const other = { id: 'other', genesisHash: `0x${'cd'.repeat(32)}` as const };
  world.client.simulate = (...asks) => {
    world.network = other;
    return simulate(...asks);
  };
  await world.live().requestSignature(ASK);
  assert.equal(world.only().networkId, 'fake');
  assert.equal(world.only().genesisHash, ASK.genesisHash);
});

test('a background that has ended follows nothing and keeps no more words of the pool', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  const before = world.only();
  assert.equal(before.state, 'submitted');
  signing.stop();
  await settle();
  assert.deepEqual(world.only(), before);
  world.chain.mine();
  await signing.onHead(world.chain.head());
  await settle();
  assert.ok(world.chain.isIncluded(before.extrinsicHash ?? '0x'));
  assert.deepEqual(world.only(), before);
  assert.deepEqual(world.reports, []);
});

test('an answer waits for what is under way for its account, whichever ask of the request it is to', async () => {
  for (const isNewest of [true, false]) {
    const { world, signing } = start();
    const id = await askedWallet(signing);
    const first = world.lastPrompt().promptId;
    await signing.askWallet({ id, tabId: 1, isAgain: true });
    const answer = honestAnswer(world);
    // Another request of the account is being worked out.
    const { simulate } = world.client;
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    world.client.simulate = async (...asked) => (await held, simulate(...asked));
    const making = signing.requestSignature(ASK);
    const answering = isNewest
      ? signing.walletAnswered(world.lastPrompt().promptId, answer)
      : signing.walletAnswered(first, answer, id);
    await settle();
    assert.equal(world.stored.get(id)?.state, 'waiting-for-wallet');
    goOn();
    await making;
    assert.equal((await answering).isTaken, true);
    await settle();
    assert.equal(world.chain.submissions.length, 1);
  }
});

test('blocks that come while an account is busy are followed once, when it is free', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  let reads = 0;
  const { finalizedHead, readMoveFacts } = world.client;
  world.client.finalizedHead = () => ((reads += 1), finalizedHead());
  let goOn = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  world.client.readMoveFacts = async (...asked) => (await held, readMoveFacts(...asked));
  // The last look before the wallet.
  const asking = signing.askWallet({ id, tabId: 1, isAgain: true });
  await settle();
  const heads = [1, 2, 3].map(() => {
    world.chain.mine();
    return signing.onHead(world.chain.head());
  });
  assert.equal(reads, 0);
  goOn();
  await asking;
  await Promise.all(heads);
  assert.equal(reads, 1);
  await blocks(world, signing, 1);
  assert.equal(reads, 2, 'and the next block is followed again');
});
