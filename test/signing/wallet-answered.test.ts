// Answers of honest, lying, failing, late and repeating wallets.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ErrorCode } from '../../src/errors.ts';
import type { Signing } from '../../src/signing/create-signing.ts';
import type { SignerPayload } from '../../src/model/extrinsic.ts';
import { forged } from '../fakes/forged-extrinsic.ts';
import { ADDRESS } from './fake-facts.ts';
import { assemble, sign } from './fake-extrinsic.ts';
import {
  ASK,
  askedWallet,
  blocks,
  failedAnswer,
  honestAnswer,
  refusesWith,
  settle,
  start,
  transactionAnswer,
  type FakeWorld,
} from './fake-world.ts';

test('a signed transaction of the wallet is taken when it is ours', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  await signing.walletAnswered(world.lastPrompt().promptId, transactionAnswer(world));
  await settle();
  await blocks(world, signing, 4);
  assert.equal(world.only().state, 'finalized');
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
        const { signature } = transactionAnswer(world);
        const { prepared } = world.only();
        assert.ok(prepared);
        const signedTransaction = assemble({ ...prepared, call: '0x00' }, signature);
        return { ok: true, signature, signedTransaction };
      },
      'SIGNED_SOMETHING_ELSE',
    ],
    [
      'a transaction with another nonce',
      (world) => {
        const { signature } = transactionAnswer(world);
        const { prepared } = world.only();
        assert.ok(prepared);
        const signedTransaction = assemble({ ...prepared, nonce: 9_999 }, signature);
        return { ok: true, signature, signedTransaction };
      },
      'SIGNED_SOMETHING_ELSE',
    ],
  ];
  for (const [name, lie, code] of lies) {
    const { world, signing } = start();
    await askedWallet(signing);
    const { promptId } = world.lastPrompt();
    const verdict = await signing.walletAnswered(promptId, lie(world));
    assert.equal(verdict.isTaken, false, name);
    const { state, error, extrinsic } = world.only();
    assert.equal(state, 'draft', name);
    assert.equal(error?.code, code, name);
    assert.equal(extrinsic, null, name);
    // The same prompt is spent: even the true signature comes too late for it.
    const replay = await signing.walletAnswered(promptId, honestAnswer(world));
    assert.equal(replay.isTaken, false, name);
    await blocks(world, signing, 1);
    assert.equal(world.chain.submissions.length, 0, name);
    assert.deepEqual(world.confirmed, [], name);
  }
});

test('late, repeated and foreign answers are refused', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  const old = world.lastPrompt().promptId;
  await signing.askWallet({ id, tabId: 1, isAgain: true });
  const foreign = await signing.walletAnswered('id-unknown', honestAnswer(world));
  const replayed = await signing.walletAnswered(old, honestAnswer(world));
  assert.deepEqual([foreign.isTaken, replayed.isTaken], [false, false]);
  assert.equal(world.only().state, 'waiting-for-wallet');
  const taken = await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  assert.equal(taken.isTaken, true);
  const again = await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  assert.equal(again.isTaken, false);
  await settle();
  assert.equal(world.chain.submissions.length, 1);

  const late = start();
  const lateId = await askedWallet(late.signing);
  await late.signing.cancelRequest(lateId);
  const answer = await late.signing.walletAnswered(
    late.world.lastPrompt().promptId,
    honestAnswer(late.world),
  );
  assert.equal(answer.isTaken, false);
  assert.equal(late.world.only().state, 'rejected');
});

test('the signature of an earlier ask of the request counts, once, and nothing is sent twice', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  const first = world.lastPrompt().promptId;
  await signing.askWallet({ id, tabId: 1, isAgain: true });
  const second = world.lastPrompt().promptId;
  assert.notEqual(first, second);
  const verdict = await signing.walletAnswered(first, honestAnswer(world), id);
  assert.equal(verdict.isTaken, true);
  await settle();
  assert.equal(world.held.size, 0, 'no other ask of it can be answered any more');
  for (const promptId of [first, second]) {
    const again = await signing.walletAnswered(promptId, honestAnswer(world), id);
    assert.equal(again.isTaken, false);
  }
  await blocks(world, signing, 4);
  assert.equal(world.only().state, 'finalized');
  assert.equal(world.chain.submissions.length, 1);
});

test('it counts even where the newest ask failed: the wallet was asked too soon', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  const first = world.lastPrompt().promptId;
  await signing.askWallet({ id, tabId: 1, isAgain: true });
  await signing.walletAnswered(world.lastPrompt().promptId, failedAnswer('WALLET_BUSY'), id);
  assert.equal(world.only().state, 'draft');
  assert.ok(world.held.has(first));
  assert.equal((await signing.walletAnswered(first, honestAnswer(world), id)).isTaken, true);
  await blocks(world, signing, 4);
  assert.equal(world.only().state, 'finalized');
});

test('the signature of an earlier ask counts only while its very bytes are wanted', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  const first = world.lastPrompt().promptId;
  await signing.askWallet({ id, tabId: 1, isAgain: true });
  const asked = world.only();
  const { sources } = world;
  assert.ok(asked.prepared);
  // While the signature is verified the request comes to want other bytes.
  const other = { ...asked, prepared: forged(asked.prepared, { nonce: '0x00000063' }) };
  Object.defineProperty(world, 'sources', {
    get: () => {
      world.stored.set(id, other);
      return sources;
    },
  });
  const answer = honestAnswer(world);
  await assert.rejects(signing.walletAnswered(first, answer, id), refusesWith('REQUEST_MOVED_ON'));
  assert.deepEqual(world.only(), other);
});

test('whatever else an earlier ask brings changes nothing', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  const first = world.lastPrompt().promptId;
  await signing.askWallet({ id, tabId: 1, isAgain: true });
  const before = structuredClone(world.only());
  const garbage = { ok: true, signature: '0xdead', signedTransaction: null } as const;
  for (const outcome of [failedAnswer('WALLET_REJECTED'), failedAnswer('TAB_CLOSED'), garbage]) {
    assert.equal((await signing.walletAnswered(first, outcome, id)).isTaken, false);
    assert.deepEqual(world.only(), before);
  }
});

test('a request that is over takes no signature of any ask', async () => {
  const { world, signing } = start();
  const id = await askedWallet(signing);
  const first = world.lastPrompt().promptId;
  await signing.askWallet({ id, tabId: 1, isAgain: true });
  const answer = honestAnswer(world);
  await signing.cancelRequest(id);
  assert.equal(world.held.size, 0);
  assert.equal((await signing.walletAnswered(first, answer, id)).isTaken, false);
  assert.equal(world.only().state, 'rejected');
  assert.equal(world.chain.submissions.length, 0);
});

test('the answer to another request is refused', async () => {
  const { world, signing } = start();
  const first = await askedWallet(signing);
  const wrong = honestAnswer(world);
  await signing.cancelRequest(first);
  // Born at another block: within one, the same move is the same payload.
  world.chain.mine({ count: 3 });
  const { id } = await signing.requestSignature(ASK);
  await signing.askWallet({ id, tabId: 1 });
  const verdict = await signing.walletAnswered(world.lastPrompt().promptId, wrong);
  assert.equal(verdict.isTaken, false);
  assert.equal(world.stored.get(id)?.state, 'draft');
});

test('a signature is kept while the node is away, and sent when it is back', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  world.chain.isDown = true;
  const verdict = await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
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
  const { promptId } = world.lastPrompt();
  await assert.rejects(
    signing.walletAnswered(promptId, transactionAnswer(world)),
    refusesWith('NODE_UNREACHABLE'),
  );
  assert.equal(world.only().state, 'waiting-for-wallet');
  world.chain.isDown = false;
  const verdict = await signing.walletAnswered(promptId, transactionAnswer(world));
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
    await signing.walletAnswered(world.lastPrompt().promptId, failedAnswer(code));
    assert.equal(world.only().state, state, code);
    assert.equal(world.only().error?.code, code);
  }
});

test('what a wallet signed well is refused where it is not what was reviewed', async () => {
  const changes: ((payload: SignerPayload) => Partial<SignerPayload>)[] = [
    () => ({ tip: '0x01' }),
    () => ({ nonce: '0x00000063' }),
    () => ({ era: '0x00' }),
    () => ({ genesisHash: `0x${'00'.repeat(32)}` }),
    ({ genesisHash }) => ({ blockHash: genesisHash, blockNumber: '0x00000000' }),
    () => ({ specVersion: '0x00000001' }),
    () => ({ metadataHash: `0x${'11'.repeat(32)}`, mode: 1 }),
  ];
  for (const change of changes) {
    const { world, signing } = start();
    const id = await askedWallet(signing);
    const asked = world.only();
    assert.ok(asked.state === 'waiting-for-wallet');
    const other = forged(asked.prepared, change(asked.prepared.payload));
    const what = JSON.stringify(change(asked.prepared.payload));
    world.stored.set(id, { ...asked, prepared: other });
    const verdict = await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
    assert.equal(verdict.isTaken ? null : verdict.error.code, 'PAYLOAD_MISMATCH', what);
    await blocks(world, signing, 1);
    assert.equal(world.only().state, 'draft', what);
    assert.equal(world.chain.submissions.length, 0, what);
    await assert.rejects(
      signing.askWallet({ id, tabId: 1 }),
      (error) => refusesWith('PAYLOAD_MISMATCH')(error) || refusesWith('RUNTIME_CHANGED')(error),
      what,
    );
    assert.equal(world.asked.length, 1, what);
  }
});
