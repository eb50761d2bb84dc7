// The whole way of a request over a made-up chain, and every fault on it, each with its true outcome.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, type ErrorCode } from '../../src/errors.ts';
import type { Signing } from '../../src/signing/create-signing.ts';
import { ADDRESS, MOVE, TERMS } from './fake-facts.ts';
import { hexOf, sign } from './fake-chain.ts';
import {
  ASK,
  askedWallet,
  blocks,
  createFakeWorld,
  failedAnswer,
  honestAnswer,
  settle,
  signedAndSent,
  sourceOf,
  transactionAnswer,
  type FakeWorld,
} from './fake-world.ts';

const refusesWith = (code: ErrorCode) => (error: unknown) =>
  error instanceof AppError && error.code === code;

function start(): { world: FakeWorld; signing: Signing } {
  const world = createFakeWorld();
  return { world, signing: world.live() };
}

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
  assert.deepEqual(
    receipt?.lines.map(({ labelKey, expected, actual }) => [labelKey, expected, actual]),
    [
      ['receiptGave', 501n, 501n],
      ['receiptReceived', 1_000n, 1_000n],
    ],
  );
  assert.deepEqual(receipt?.networkFee, { paidIn: 'tao', fee: 77n });
  assert.equal(receipt?.poolMovedBefore, 0n);
  assert.deepEqual(world.confirmed, [ADDRESS.coldkey]);
  assert.equal(world.chain.submissions.length, 1);
  assert.deepEqual(world.reports, []);
});

test('a signed transaction of the wallet is taken when it is ours', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  await signing.walletAnswered(world.lastAsk().askId, transactionAnswer(world));
  await settle();
  await blocks(world, signing, 4);
  assert.equal(world.only().state, 'finalized');
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
    detail: { fee: 77n, paidIn: 'tao', name: 'SubtensorModule.SlippageTooHigh' },
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
  const [, received] = other.only().receipt?.lines ?? [];
  assert.equal(received?.expected, 1_000n);
  assert.equal(received?.actual, 995n);
});

test('what the checks block, cannot know, or the chain would refuse is not prepared', async () => {
  for (const verdict of ['block', 'unknown'] as const) {
    const { world, signing } = start();
    world.planning.tweaks.checks = [{ id: 'x', verdict, messageKey: 'x', values: {} }];
    await assert.rejects(signing.requestSignature({ ...ASK, isAccepted: true }), (error) =>
      refusesWith('PLAN_BLOCKED')(error),
    );
    assert.equal(world.requests().length, 0);
  }
  const { world, signing } = start();
  world.chain.refusal = 'SubtensorModule.StakeUnavailable';
  await assert.rejects(signing.requestSignature(ASK), refusesWith('PLAN_BLOCKED'));
});

test('a node that differs or does not answer stops signing; one that cannot needs a yes', async () => {
  const { world, signing } = start();
  world.chain.simulated = 999n;
  await assert.rejects(
    signing.requestSignature({ ...ASK, isAccepted: true }),
    refusesWith('NODE_DIFFERS'),
  );
  world.chain.simulated = null;
  world.client.simulate = () => Promise.reject(new AppError('NODE_TIMEOUT'));
  const deaf = world.live();
  await assert.rejects(
    deaf.requestSignature({ ...ASK, isAccepted: true }),
    refusesWith('NODE_TIMEOUT'),
  );
  const other = start();
  other.world.planning.tweaks.exactness = 'unverified';
  await assert.rejects(other.signing.requestSignature(ASK), refusesWith('ACCEPTANCE_NEEDED'));
  await other.signing.requestSignature({ ...ASK, isAccepted: true });
  assert.equal(other.world.only().exactness.state, 'unverified');
});

test('a minimum that nobody guarantees needs a yes', async () => {
  const { world, signing } = start();
  world.planning.tweaks.isGuaranteed = false;
  await assert.rejects(signing.requestSignature(ASK), refusesWith('ACCEPTANCE_NEEDED'));
  await signing.requestSignature({ ...ASK, isAccepted: true });
});

test('the minimum that the user saw is kept: the tolerance gives way, down to half of it', async () => {
  const { world, signing } = start();
  world.chain.expected = 996n;
  world.chain.mine();
  const { plan } = await signing.requestSignature(ASK);
  assert.equal(plan.terms.toleranceBps, 60);
  assert.ok((plan.receives?.minimum.amount ?? 0n) >= ASK.minimumAmount);
  for (const expected of [994n, 980n]) {
    const worse = start();
    worse.world.chain.expected = expected;
    worse.world.chain.mine();
    await assert.rejects(worse.signing.requestSignature(ASK), refusesWith('PLAN_CHANGED'));
    assert.equal(worse.world.requests().length, 0);
  }
});

test('bytes that say anything else than the plan are not stored', async () => {
  const otherCall = hexOf({ pallet: 'SubtensorModule', name: 'remove_stake', args: {} });
  const { world } = start();
  const { prepareExtrinsic } = world.client;
  const lies: ((honest: Awaited<ReturnType<typeof prepareExtrinsic>>) => typeof honest)[] = [
    (honest) => ({ ...honest, call: otherCall }),
    (honest) => ({
      ...honest,
      call: otherCall,
      payload: { ...honest.payload, method: otherCall },
      signedBytes: `${otherCall}${honest.signedBytes.slice(honest.call.length)}`,
    }),
    (honest) => ({ ...honest, payload: { ...honest.payload, address: ADDRESS.other } }),
    (honest) => ({ ...honest, payload: { ...honest.payload, nonce: '0x00000063' } }),
    (honest) => ({
      ...honest,
      payload: { ...honest.payload, genesisHash: `0x${'00'.repeat(32)}` },
    }),
    (honest) => ({ ...honest, payload: { ...honest.payload, tip: '0x01' } }),
    (honest) => ({ ...honest, payload: { ...honest.payload, blockHash: '0x00' } }),
    (honest) => ({ ...honest, signedBytes: '0x1234' }),
    (honest) => ({ ...honest, specVersion: 1 }),
  ];
  for (const lie of lies) {
    world.chain.changePrepared = lie;
    await assert.rejects(world.live().requestSignature(ASK), (error) =>
      ['PAYLOAD_MISMATCH', 'RUNTIME_CHANGED'].some((code) =>
        error instanceof AppError ? error.code === code : false,
      ),
    );
    assert.equal(world.requests().length, 0);
  }
});

test('an account that the wallet lost, keeps to another chain, or holds as EVM is not asked for', async () => {
  const cases: [Partial<ReturnType<typeof sourceOf>> | null, ErrorCode][] = [
    [null, 'WALLET_LOST_ACCOUNT'],
    [{ wallet: 'another' }, 'WALLET_LOST_ACCOUNT'],
    [{ keyType: 'ethereum' }, 'EVM_ADDRESS'],
    [{ genesisHash: '0x01' }, 'ACCOUNT_OTHER_NETWORK'],
  ];
  for (const [change, code] of cases) {
    const { world, signing } = start();
    const { id } = await signing.requestSignature(ASK);
    const source = sourceOf('test wallet', 'https://example.test');
    world.sources = change === null ? [] : [{ ...source, ...change }];
    await assert.rejects(signing.requestSignature(ASK), refusesWith(code));
    await assert.rejects(signing.askWallet({ id, tabId: 1 }), refusesWith(code));
    assert.equal(world.asked.length, 0);
  }
});

test('one request of a coldkey at a time; a draft gives way to the next', async () => {
  const { world, signing } = start();
  const { id: first } = await signing.requestSignature(ASK);
  const { id: second } = await signing.requestSignature(ASK);
  assert.equal(world.stored.get(first)?.state, 'superseded');
  await signing.askWallet({ id: second, tabId: 1 });
  await assert.rejects(signing.requestSignature(ASK), refusesWith('REQUEST_PENDING'));
  await signing.walletAnswered(world.lastAsk().askId, honestAnswer(world));
  await settle();
  await assert.rejects(signing.requestSignature(ASK), refusesWith('REQUEST_PENDING'));
  await blocks(world, signing, 1);
  await assert.rejects(signing.requestSignature(ASK), refusesWith('REQUEST_PENDING'));
  await blocks(world, signing, 3);
  await signing.requestSignature(ASK);
});

test('two requests asked for at once leave one that can be signed', async () => {
  const { world, signing } = start();
  await Promise.all([signing.requestSignature(ASK), signing.requestSignature(ASK)]);
  assert.deepEqual(
    world.requests().map(({ state }) => state),
    ['superseded', 'draft'],
  );
});

test('a price that fell under the minimum goes back to the user before the wallet opens', async () => {
  const { world, signing } = start();
  const { id } = await signing.requestSignature(ASK);
  world.chain.expected = 989n;
  world.chain.mine();
  await assert.rejects(signing.askWallet({ id, tabId: 1 }), refusesWith('PLAN_CHANGED'));
  assert.equal(world.only().state, 'draft');
  assert.equal(world.asked.length, 0);
});

test('an old plan, a spent nonce and an ended era are not brought to the wallet', async () => {
  const stale = start();
  const terms = { ...TERMS, eraBlocks: 64 };
  const { id } = await stale.signing.requestSignature({ ...ASK, terms });
  stale.world.chain.mine({ count: 26 });
  await assert.rejects(stale.signing.askWallet({ id, tabId: 1 }), refusesWith('PLAN_STALE'));

  const spent = start();
  const request = await spent.signing.requestSignature(ASK);
  spent.world.chain.useNonce();
  await assert.rejects(
    spent.signing.askWallet({ id: request.id, tabId: 1 }),
    refusesWith('NONCE_USED'),
  );
  assert.equal(spent.world.only().state, 'superseded');

  const late = start();
  const { id: lateId } = await late.signing.requestSignature(ASK);
  late.world.chain.mine({ count: 20 });
  await assert.rejects(
    late.signing.askWallet({ id: lateId, tabId: 1 }),
    refusesWith('REQUEST_EXPIRED'),
  );
  assert.equal(late.world.only().state, 'expired');
});

test('an ask that does not reach the page leaves a draft that can be asked again', async () => {
  const { world, signing } = start();
  const { id } = await signing.requestSignature(ASK);
  world.walletError = new AppError('TAB_UNREACHABLE');
  await assert.rejects(signing.askWallet({ id, tabId: 1 }), refusesWith('TAB_UNREACHABLE'));
  assert.equal(world.only().state, 'draft');
  assert.equal(world.only().error?.code, 'TAB_UNREACHABLE');
  world.walletError = null;
  await signing.askWallet({ id, tabId: 1 });
  assert.equal(world.only().state, 'waiting-for-wallet');
  assert.equal(world.only().error, null);
});

test('lying answers are refused, and nothing of them is kept or sent', async () => {
  const lies: [
    string,
    (world: FakeWorld) => Parameters<Signing['walletAnswered']>[1],
    ErrorCode,
  ][] = [
    [
      'garbage',
      () => ({ ok: true, signature: '0xdead', signedTransaction: null }),
      'SIGNATURE_INVALID',
    ],
    [
      'another account',
      (world) => ({
        ok: true,
        signature: sign(ADDRESS.other, world.only().prepared?.signedBytes ?? ''),
        signedTransaction: null,
      }),
      'SIGNATURE_INVALID',
    ],
    [
      'another nonce',
      (world) => ({
        ok: true,
        signature: sign(ADDRESS.coldkey, `${world.only().prepared?.signedBytes ?? ''}00`),
        signedTransaction: null,
      }),
      'SIGNATURE_INVALID',
    ],
    [
      'a transaction with another call',
      (world) => {
        const honest = transactionAnswer(world);
        const call = '0x00';
        const { nonce = 0, deathBlock = 0 } = world.only().prepared ?? {};
        const { signature } = honest;
        const signedTransaction = hexOf({ call, nonce, death: deathBlock, signature });
        return { ok: true, signature, signedTransaction };
      },
      'SIGNED_SOMETHING_ELSE',
    ],
    [
      'a transaction with another nonce',
      (world) => {
        const { signature } = transactionAnswer(world);
        const { call = '0x', deathBlock = 0 } = world.only().prepared ?? {};
        const signedTransaction = hexOf({ call, nonce: 9_999, death: deathBlock, signature });
        return { ok: true, signature, signedTransaction };
      },
      'SIGNED_SOMETHING_ELSE',
    ],
  ];
  for (const [name, lie, code] of lies) {
    const { world, signing } = start();
    await askedWallet(signing);
    const { askId } = world.lastAsk();
    const verdict = await signing.walletAnswered(askId, lie(world));
    assert.equal(verdict.isTaken, false, name);
    const { state, error, extrinsic } = world.only();
    assert.equal(state, 'draft', name);
    assert.equal(error?.code, code, name);
    assert.equal(extrinsic, null, name);
    // The same ask is spent: even the true signature comes too late for it.
    const replay = await signing.walletAnswered(askId, honestAnswer(world));
    assert.equal(replay.isTaken, false, name);
    await blocks(world, signing, 1);
    assert.equal(world.chain.submissions.length, 0, name);
    assert.deepEqual(world.confirmed, [], name);
  }
});

test('late, repeated and foreign answers are refused', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  const old = world.lastAsk().askId;
  await signing.askWallet({ id, tabId: 1 });
  assert.ok(!world.held.has(old));
  const foreign = await signing.walletAnswered('id-unknown', honestAnswer(world));
  const replayed = await signing.walletAnswered(old, honestAnswer(world));
  assert.deepEqual([foreign.isTaken, replayed.isTaken], [false, false]);
  assert.equal(world.only().state, 'waiting-for-wallet');
  const taken = await signing.walletAnswered(world.lastAsk().askId, honestAnswer(world));
  assert.equal(taken.isTaken, true);
  const again = await signing.walletAnswered(world.lastAsk().askId, honestAnswer(world));
  assert.equal(again.isTaken, false);
  await settle();
  assert.equal(world.chain.submissions.length, 1);

  const late = start();
  const lateId = await askedWallet(late.signing);
  await late.signing.cancelRequest(lateId);
  const answer = await late.signing.walletAnswered(
    late.world.lastAsk().askId,
    honestAnswer(late.world),
  );
  assert.equal(answer.isTaken, false);
  assert.equal(late.world.only().state, 'rejected');
});

test('the answer to another request is refused', async () => {
  const { world, signing } = start();
  const first = await askedWallet(signing);
  const wrong = honestAnswer(world);
  await signing.cancelRequest(first);
  world.chain.mine();
  const { id } = await signing.requestSignature(ASK);
  await signing.askWallet({ id, tabId: 1 });
  const verdict = await signing.walletAnswered(world.lastAsk().askId, wrong);
  assert.equal(verdict.isTaken, false);
  assert.equal(world.stored.get(id)?.state, 'draft');
});

test('a signature is kept while the node is away, and sent when it is back', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  world.chain.isDown = true;
  const verdict = await signing.walletAnswered(world.lastAsk().askId, honestAnswer(world));
  assert.equal(verdict.isTaken, true);
  await settle();
  assert.equal(world.only().state, 'signed');
  world.chain.isDown = false;
  await blocks(world, signing, 5);
  assert.equal(world.only().state, 'finalized');
});

test('a signed transaction that cannot be judged without the node is asked for again', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  world.chain.isDown = true;
  const { askId } = world.lastAsk();
  await assert.rejects(
    signing.walletAnswered(askId, transactionAnswer(world)),
    refusesWith('NODE_UNREACHABLE'),
  );
  assert.equal(world.only().state, 'waiting-for-wallet');
  world.chain.isDown = false;
  const verdict = await signing.walletAnswered(askId, transactionAnswer(world));
  assert.equal(verdict.isTaken, true);
});

test('the wallet’s own failures: no ends it, silence waits on, the rest can be asked again', async () => {
  const cases: [ErrorCode, string][] = [
    ['WALLET_REJECTED', 'rejected'],
    ['WALLET_SILENT', 'waiting-for-wallet'],
    ['WALLET_LOCKED', 'draft'],
    ['TAB_CLOSED', 'draft'],
    ['TAB_NAVIGATED', 'draft'],
    ['WALLET_LOST_ACCOUNT', 'draft'],
  ];
  for (const [code, state] of cases) {
    const { world, signing } = start();
    await askedWallet(signing);
    await signing.walletAnswered(world.lastAsk().askId, failedAnswer(code));
    assert.equal(world.only().state, state, code);
    assert.equal(world.only().error?.code, code);
  }
});

test('a signed request is held while it would fail, and sent when it fits again', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  world.chain.expected = 980n;
  world.chain.mine();
  await signing.walletAnswered(world.lastAsk().askId, honestAnswer(world));
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

test('a held request whose era ends has expired, saying why it was held', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  world.chain.expected = 980n;
  world.chain.mine();
  await signing.walletAnswered(world.lastAsk().askId, honestAnswer(world));
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
  await signing.walletAnswered(world.lastAsk().askId, honestAnswer(world));
  await settle();
  assert.equal(world.only().heldBecause?.code, 'RUNTIME_CHANGED');
  assert.equal(world.chain.submissions.length, 0);
});

test('a cancelled signature is never sent, and still told as included if the page sent it', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  world.chain.expected = 980n;
  world.chain.mine();
  await signing.walletAnswered(world.lastAsk().askId, honestAnswer(world));
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
  await signing.walletAnswered(world.lastAsk().askId, honestAnswer(world));
  await settle();
  const first = world.only();
  await signing.cancelRequest(first.id);
  const { id } = await signing.requestSignature({ ...ASK, minimumAmount: 0n });
  assert.equal(world.stored.get(id)?.prepared?.nonce, first.prepared?.nonce);
  await signing.askWallet({ id, tabId: 1 });
  await signing.walletAnswered(world.lastAsk().askId, honestAnswer(world));
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
  await signing.walletAnswered(world.lastAsk().askId, honestAnswer(world));
  await settle();
  await signing.cancelRequest(world.only().id);
  world.chain.sendFromOutside(world.only().extrinsic ?? '0x');
  await assert.rejects(
    signing.requestSignature({ ...ASK, minimumAmount: 0n }),
    refusesWith('REQUEST_PENDING'),
  );
});

test('what was sent cannot be cancelled', async () => {
  const { world, signing } = start();
  const id = await signedAndSent(world, signing);
  await assert.rejects(signing.cancelRequest(id), refusesWith('REQUEST_MOVED_ON'));
  await blocks(world, signing, 1);
  await assert.rejects(signing.cancelRequest(id), refusesWith('REQUEST_MOVED_ON'));
});

test('the node hangs up between submission and answer: found by hash, sent once', async () => {
  const { world, signing } = start();
  world.chain.hangsUpOnSubmit = true;
  await signedAndSent(world, signing);
  assert.equal(world.only().state, 'submitted');
  assert.equal(world.only().error, null);
  await blocks(world, signing, 4);
  assert.equal(world.only().state, 'finalized');
  assert.equal(world.chain.submissions.length, 1);
});

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

test('a reorganisation that loses it ends as dropped, having cost nothing', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  await blocks(world, signing, 1);
  world.chain.fork(1, false);
  await blocks(world, signing, 20);
  const { state, error, receipt } = world.only();
  assert.equal(state, 'dropped');
  assert.equal(error?.code, 'SUBMISSION_DROPPED');
  assert.equal(receipt, null);
  assert.equal(world.chain.submissions.length, 1);
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
  world.chain.poolRefusal = null;
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

test('after a restart of the browser an unanswered ask becomes a draft; after the worker’s it waits', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  await world.live().resumeAll();
  assert.equal(world.only().state, 'waiting-for-wallet');
  world.held.clear();
  await world.live().resumeAll();
  assert.equal(world.only().state, 'draft');
  assert.equal(world.only().error?.code, 'TAB_CLOSED');
});

test('a submitted request found at start-up is looked for and never sent again', async () => {
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
  const verdict = await signing.walletAnswered(world.lastAsk().askId, honestAnswer(world));
  assert.equal(verdict.isTaken, false);

  const other = start();
  await askedWallet(other.signing);
  other.world.chain.useNonce();
  await blocks(other.world, other.signing, 17);
  assert.equal(other.world.only().state, 'superseded');
});

test('the node stays connected from the wallet’s ask to the end, and not for drafts', async () => {
  const { world, signing } = start();
  assert.equal(await signing.hasPending(), false);
  const { id } = await signing.requestSignature(ASK);
  assert.equal(await signing.hasPending(), false);
  await signing.askWallet({ id, tabId: 1 });
  assert.equal(await signing.hasPending(), true);
  await signing.walletAnswered(world.lastAsk().askId, honestAnswer(world));
  await blocks(world, signing, 4);
  assert.equal(await signing.hasPending(), false);
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

test('requests of other coldkeys do not wait for each other', async () => {
  const { signing } = start();
  await askedWallet(signing);
  const move = { ...MOVE, coldkey: ADDRESS.other };
  await assert.rejects(signing.requestSignature({ ...ASK, move }), refusesWith('PAYLOAD_MISMATCH'));
});
