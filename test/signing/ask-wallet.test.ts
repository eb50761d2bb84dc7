// The last look before a wallet opens, and asks that do not arrive.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { TERMS } from './fake-facts.ts';
import { ASK, refusesWith, start } from './fake-world.ts';

test('a price that fell under the minimum goes back to the user before the wallet opens', async () => {
  const { world, signing } = start();
  const { id } = await signing.requestSignature(ASK);
  world.chain.expected = 989n;
  world.chain.mine();
  await assert.rejects(signing.askWallet({ id, tabId: 1 }), refusesWith('PLAN_CHANGED'));
  assert.equal(world.only().state, 'draft');
  assert.equal(world.asked.length, 0);
});

test('terms that allow a part do not lift the minimum of a call that takes all or nothing', async () => {
  const { world, signing } = start();
  const planMove = world.model.planMove.bind(world.model);
  world.model.planMove = (move, terms, facts) => {
    const plan = planMove(move, { ...terms, allowPartial: false }, facts);
    return { ...plan, terms };
  };
  // The chain itself would let it through at any price.
  world.model.rerunCall = () => ({ known: true, value: null });
  const { id } = await signing.requestSignature({
    ...ASK,
    terms: { ...TERMS, allowPartial: true },
  });
  world.chain.expected = 989n;
  world.chain.mine();
  await assert.rejects(signing.askWallet({ id, tabId: 1 }), refusesWith('PLAN_CHANGED'));
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

test('the last block at which a wallet is still opened, and the first at which it is not', async () => {
  const askAfter = async (count: (death: number, head: number) => number, eraBlocks: 16 | 64) => {
    const { world, signing } = start();
    const terms = { ...TERMS, eraBlocks };
    const { id } = await signing.requestSignature({ ...ASK, terms });
    const { prepared } = world.only();
    const head = world.chain.head();
    world.chain.mine({ count: count(prepared?.deathBlock ?? 0, head.number) });
    return signing.askWallet({ id, tabId: 1 }).then(
      () => 'asked',
      (error: unknown) => (error instanceof AppError ? error.code : 'broken'),
    );
  };
  // The age of the plan.
  assert.equal(await askAfter(() => 25, 64), 'asked');
  assert.equal(await askAfter(() => 26, 64), 'PLAN_STALE');
  // What is left of the era.
  assert.equal(await askAfter((death, head) => death - head - 4, 16), 'asked');
  assert.equal(await askAfter((death, head) => death - head - 3, 16), 'PLAN_STALE');
  assert.equal(await askAfter((death, head) => death - head - 1, 16), 'PLAN_STALE');
  assert.equal(await askAfter((death, head) => death - head, 16), 'REQUEST_EXPIRED');
});

test('a wallet may take as long as the era lasts, and an ask that failed is not waited for', async () => {
  const { world, signing } = start();
  const { id } = await signing.requestSignature(ASK);
  const left = (world.only().prepared?.deathBlock ?? 0) - world.chain.head().number;
  await signing.askWallet({ id, tabId: 1 });
  const [prompt] = world.asked;
  assert.equal(prompt?.patienceMs, left * 12_000);
  assert.equal(world.held.has(prompt.promptId), true);
  const failing = start();
  const request = await failing.signing.requestSignature(ASK);
  failing.world.walletError = new AppError('TAB_UNREACHABLE');
  await assert.rejects(failing.signing.askWallet({ id: request.id, tabId: 1 }));
  assert.equal(failing.world.held.size, 0);
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

test('one click that is told of twice asks the wallet once; only the word “again” asks anew', async () => {
  const { world, signing } = start();
  const { id } = await signing.requestSignature(ASK);
  // The permission's being given, and the panel that asked for it.
  await Promise.all([
    signing.askWallet({ id, tabId: null }),
    signing.askWallet({ id, tabId: null, isAgain: false }),
  ]);
  assert.equal(world.asked.length, 1);
  const first = world.lastPrompt();
  assert.equal(world.held.has(first.promptId), true);
  await signing.askWallet({ id, tabId: null, isAgain: true });
  assert.equal(world.asked.length, 2);
  assert.equal(world.held.has(first.promptId), true, 'the wallet may still have the first one');
});
