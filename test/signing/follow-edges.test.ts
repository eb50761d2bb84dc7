// A request's end at the edge of a block, the word of a second operator kept as it was told, and mistakes that are no
// answers of a node.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { payloadDifference, wantedOf } from '../../src/signing/compare-call.ts';
import type { PreparedExtrinsic } from '../../src/model/extrinsic.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import type { RequestStore } from '../../src/signing/signing-deps.ts';
import { toRao, type Hex } from '../../src/units.ts';
import { apply, listRuling, putAway } from '../../src/signing/requests.ts';
import { requote } from '../../src/signing/requote.ts';
import { ADDRESS, TERMS } from './fake-facts.ts';
import {
  ASK,
  askedWallet,
  blocks,
  honestAnswer,
  refusesWith,
  settle,
  signedAndSent,
  start,
  type FakeWorld,
} from './fake-world.ts';

const away = new AppError('SECOND_SOURCE_AWAY');
const mistake = new TypeError('a mistake of ours');

/** Sent, in no block up to the end of its era, then its nonce was used; nobody else could be asked. */
async function endedUnseen() {
  const { world, signing } = start();
  world.second = away;
  world.chain.poolRefusal = new AppError('SUBMISSION_REFUSED');
  const id = await signedAndSent(world, signing);
  await blocks(world, signing, 20);
  const request = world.stored.get(id);
  assert.deepEqual([request?.state, request?.unseen?.by], ['dropped', 1]);
  const nonce = world.chain.nonce();
  world.chain.useNonce();
  world.chain.mine({ count: 3 });
  return { world, signing, id, nonce };
}
const unseenOf = (world: FakeWorld, id: string) => world.stored.get(id)?.unseen;

test('a second operator that cannot be reached is asked again after five blocks, not before', async () => {
  const { world, signing } = start();
  world.chain.poolRefusal = new AppError('SUBMISSION_REFUSED');
  await signedAndSent(world, signing);
  const askedAt: number[] = [];
  Object.defineProperty(world, 'second', {
    get: () => {
      askedAt.push(world.chain.head().number);
      return away;
    },
  });
  await blocks(world, signing, 40);
  const { prepared } = world.only();
  const [first = 0] = askedAt;
  assert.ok(prepared && askedAt.length > 3);
  assert.deepEqual(
    askedAt,
    askedAt.map((_at, index) => first + 5 * index),
  );
});

test('a second operator that cannot be reached is waited for until a hundred blocks after the era', async () => {
  for (const [blocksAfter, isSettled] of [
    [99, false],
    [100, true],
  ] as const) {
    const { world, signing } = start();
    world.second = away;
    world.chain.poolRefusal = new AppError('SUBMISSION_REFUSED');
    await signedAndSent(world, signing);
    const death = world.only().prepared?.deathBlock ?? 0;
    world.chain.mine({ count: death + blocksAfter - world.chain.head().number });
    await signing.onHead(world.chain.head());
    const { unseen, settledAt } = world.only();
    assert.deepEqual(unseen, { by: 1, isNonceUsed: false });
    assert.equal(settledAt !== null, isSettled, `${blocksAfter} blocks`);
  }
});

test('what no wallet signed ends with the last block that could hold it, not before', async () => {
  const ways: readonly (readonly [string, (world: FakeWorld, id: string) => Promise<unknown>])[] = [
    ['draft', async () => undefined],
    ['waiting-for-wallet', (world, id) => world.live().askWallet({ id, tabId: 1 })],
    [
      'draft',
      async (world, id) => {
        world.answerLost = new AppError('TAB_UNREACHABLE');
        await assert.rejects(world.live().askWallet({ id, tabId: 1 }));
      },
    ],
  ];
  for (const [state, way] of ways) {
    const { world, signing } = start();
    const { id } = await signing.requestSignature(ASK);
    await way(world, id);
    assert.equal(world.only().state, state);
    const death = world.only().prepared?.deathBlock ?? 0;
    await blocks(world, signing, death - world.chain.head().number - 1);
    assert.equal(world.only().state, state);
    await blocks(world, signing, 1);
    assert.equal(world.only().state, 'expired');
    assert.equal(world.only().error?.code, 'REQUEST_EXPIRED');
  }
});

test('a receipt that cannot be reached is waited for, however long its era is over; a mistake of ours is none', async () => {
  for (const error of [
    new AppError('NODE_UNREACHABLE', { what: 'test' }),
    new AppError('NODE_TIMEOUT', { what: 'test' }),
    new AppError('NODE_BUSY', { what: 'test' }),
    new AppError('PROOF_INVALID', { about: 'an event' }),
    mistake,
  ]) {
    const { world, signing } = start();
    await signedAndSent(world, signing);
    const { readEvents } = world.client;
    world.client.readEvents = async () => Promise.reject(error);
    await blocks(world, signing, 1);
    world.chain.mine({ count: 30 });
    await blocks(world, signing, 1);
    assert.deepEqual([world.only().state, world.only().receipt], ['in-block', null]);
    assert.deepEqual(new Set(world.reports), new Set([error]));
    world.client.readEvents = readEvents;
    await blocks(world, signing, 1);
    assert.equal(world.only().state, 'finalized');
    assert.equal(world.only().receipt?.isSuccess, true);
  }
});

test('an unreadable receipt is waited for until the last block of the era is final, not longer', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  world.chain.areEventsGarbled = true;
  const { prepared } = world.only();
  assert.ok(prepared);
  for (let left = 40; left > 0 && world.only().state !== 'finalized'; left -= 1) {
    assert.ok(world.chain.finalized < prepared.deathBlock);
    await blocks(world, signing, 1);
  }
  assert.equal(world.chain.finalized, prepared.deathBlock);
  assert.ok(world.reports.length > 0);
  assert.ok(world.reports.every(refusesWith('NODE_MALFORMED')), 'each time for what was told');
});

test('what a second operator shows later is kept as it says it, once the same is wanted again', async () => {
  for (const isUsed of [false, true]) {
    const { world, signing, id, nonce } = await endedUnseen();
    const { readMoveFacts } = world.client;
    world.second = {
      ...world.client,
      async readMoveFacts(...asked) {
        const facts = await readMoveFacts(...asked);
        return isUsed ? facts : { ...facts, coldkey: { ...facts.coldkey, nonce } };
      },
    };
    await signing.requestSignature(ASK);
    assert.deepEqual(unseenOf(world, id), { by: 2, isNonceUsed: isUsed });
  }
  // A failure that one node told, and another one confirms.
  const { world, signing } = start();
  world.second = away;
  world.chain.dispatchError = 'SubtensorModule.SlippageTooHigh';
  const id = await signedAndSent(world, signing);
  await blocks(world, signing, 4);
  assert.deepEqual(unseenOf(world, id), { by: 1, isNonceUsed: true });
  world.second = { ...world.client };
  await signing.requestSignature(ASK);
  assert.deepEqual(unseenOf(world, id), { by: 2, isNonceUsed: true });
});

test('what cannot be read while it is looked for again changes nothing and is reported; a mistake of ours is thrown', async () => {
  for (const error of [new AppError('NODE_BUSY', { what: 'test' }), mistake]) {
    const { world, signing, id } = await endedUnseen();
    const before = world.stored.get(id);
    const { length: reported } = world.reports;
    world.client.findExtrinsic = async () => Promise.reject(error);
    const asking = signing.requestSignature(ASK);
    if (error === mistake) await assert.rejects(asking, TypeError);
    else await asking;
    assert.deepEqual(world.stored.get(id), before);
    assert.deepEqual(world.reports.slice(reported), error === mistake ? [] : [error]);
  }
});

test('a mistake of ours at the second operator’s node is no answer of that node', async () => {
  const { world, signing } = start();
  world.chain.poolRefusal = new AppError('SUBMISSION_REFUSED');
  await signedAndSent(world, signing);
  world.second = { ...world.client, finalizedHead: async () => Promise.reject(mistake) };
  await blocks(world, signing, 20);
  assert.equal(world.only().state, 'submitted');
  assert.ok(world.reports.includes(mistake));
});

test('a prompt that reached the page, but not our knowledge, is forgotten there', async () => {
  const { world, signing } = start();
  const { id } = await signing.requestSignature(ASK);
  world.answerLost = new AppError('TAB_UNREACHABLE');
  await assert.rejects(signing.askWallet({ id, tabId: 1 }), refusesWith('TAB_UNREACHABLE'));
  assert.equal(world.asked.length, 1);
  assert.equal(world.held.size, 0);
});

test('what a payload has otherwise than the plan is named', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  const { plan, prepared } = world.only();
  assert.ok(prepared);
  const wanted = wantedOf(plan);
  assert.equal(payloadDifference(prepared, wanted), null);
  assert.equal(payloadDifference(prepared, null), 'call');
  const other: Hex = `0x${'99'.repeat(32)}`;
  const { payload, birth } = prepared;
  const rows: readonly (readonly [string, Partial<PreparedExtrinsic>])[] = [
    ['address', { payload: { ...payload, address: ADDRESS.hotkey } }],
    ['genesisHash', { payload: { ...payload, genesisHash: other } }],
    ['specVersion', { specVersion: prepared.specVersion + 1 }],
    ['transactionVersion', { payload: { ...payload, transactionVersion: '0x00000077' } }],
    ['birth', { birth: { ...birth, number: 0 } }],
    ['era', { deathBlock: prepared.deathBlock + 1 }],
    ['era', { deathBlock: prepared.deathBlock - 1 }],
    ['mode', { payload: { ...payload, metadataHash: other } }],
    ['method', { call: other }],
  ];
  for (const [name, part] of rows) {
    assert.equal(payloadDifference({ ...prepared, ...part }, wanted), name);
  }
});

/** A store of these requests that notes what was read of it. */
function storeOf(...requests: SigningRequest[]) {
  const asked: string[] = [];
  const store: RequestStore = {
    read: async (id) => requests.find((one) => one.id === id) ?? null,
    listUnsettled: async () => requests,
    listOf: async () => (asked.push('all'), requests),
    listSince: async () => requests,
    listNotFinal: async () => requests.filter(({ state }) => state !== 'finalized'),
    hasUnread: async () => false,
    change: async (id, change) => change(requests.find((one) => one.id === id) ?? null),
    changeSome: async () => undefined,
  };
  return { asked, store, announce: () => undefined, now: () => 7 };
}

test('finalized requests are read only where another may have happened unseen, or by name', async () => {
  const { world, id } = await endedUnseen();
  const lost = world.stored.get(id);
  assert.ok(lost);
  const { coldkey, genesisHash } = lost;
  const of = (requestId: string, fields: object): SigningRequest => {
    return { ...lost, id: requestId, ...fields };
  };
  const done = of('done', { state: 'finalized', unseen: null });
  const settled = of('settled', { unseen: { by: 2, isNonceUsed: false } });
  const far = of('far', { state: 'finalized', genesisHash: '0x99' });
  const ids = async (named: readonly string[], ...stored: SigningRequest[]) => {
    const deps = storeOf(...stored, done, far);
    const found = await listRuling(deps, { coldkey, genesisHash }, named);
    return [...found.map((one) => one.id), ...deps.asked];
  };
  assert.deepEqual(await ids([], settled), ['settled']);
  assert.deepEqual(await ids(['done', 'far', 'none'], settled), ['settled', 'done']);
  assert.deepEqual(await ids(['done'], lost), [id, 'done', 'all']);
  assert.deepEqual(await ids([], settled, lost), ['settled', id, 'done', 'all']);
});

test('a request that is not there, or is not as its caller saw it, takes no event', async () => {
  const { world, id } = await endedUnseen();
  const lost = world.stored.get(id);
  assert.ok(lost);
  const deps = storeOf(lost);
  const event = { kind: 'settled', unseen: { by: 2, isNonceUsed: true } } as const;
  await assert.rejects(apply(deps, 'none', event), refusesWith('REQUEST_UNKNOWN'));
  await assert.rejects(putAway(deps, 'none'), refusesWith('REQUEST_UNKNOWN'));
  await assert.rejects(
    apply(deps, id, event, () => false),
    refusesWith('REQUEST_MOVED_ON'),
  );
  const forgetful = { ...deps, store: { ...deps.store, change: async () => null } };
  await assert.rejects(apply(forgetful, id, event), refusesWith('REQUEST_UNKNOWN'));
  assert.deepEqual((await apply(deps, id, event)).unseen, event.unseen);
});

test('without a network nothing is asked for', async () => {
  const { world, signing } = start();
  world.client.genesisHash = () => null;
  await assert.rejects(signing.requestSignature(ASK), refusesWith('NODE_UNREACHABLE'));
});

test('of a call that may fill in part, less is no problem: its price is its limit', async () => {
  for (const allowPartial of [false, true]) {
    const { world, signing } = start();
    const worstPrice = allowPartial ? ASK.minimum.amount : null;
    await signing.requestSignature({ ...ASK, terms: { ...TERMS, allowPartial }, worstPrice });
    const request = world.only();
    assert.ok(request.state === 'draft');
    const { model } = world;
    const { planMove } = model;
    // The chain takes the call; what it would bring is less than was agreed.
    model.rerunCall = () => ({ known: true, value: null });
    model.planMove = (move, terms, facts) => {
      const fresh = planMove(move, terms, facts);
      const expected = { unit: 'rao', amount: toRao(5n) } as const;
      return { ...fresh, receives: fresh.receives && { ...fresh.receives, expected } };
    };
    const problem = await requote({ model }, world.client, request, world.chain.head());
    assert.equal(problem?.code ?? null, allowPartial ? null : 'PRICE_LIMIT_EXCEEDED');
  }
});

test('why a signed request is held is written once, and again only for another reason', async () => {
  const { world, signing } = start();
  await askedWallet(signing);
  world.chain.expected = 980n;
  world.chain.mine();
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await settle();
  const held = world.only();
  assert.equal(held.heldBecause?.code, 'PRICE_LIMIT_EXCEEDED');
  world.chain.expected = 970n;
  await blocks(world, signing, 1);
  assert.deepEqual(world.only(), held, 'another amount is no other reason');
  const reasons = [];
  for (const refusal of ['SubtensorModule.First', 'SubtensorModule.Second']) {
    world.chain.refusal = refusal;
    await blocks(world, signing, 1);
    reasons.push(world.only().heldBecause);
  }
  assert.notDeepEqual(reasons[0], reasons[1]);
  assert.notDeepEqual(reasons[0], held.heldBecause);
  // A mistake of ours is no reason that the user could do something about.
  world.model.rerunCall = () => {
    throw mistake;
  };
  await blocks(world, signing, 1);
  assert.deepEqual(world.only().heldBecause, reasons[1]);
  assert.ok(world.reports.includes(mistake));
});
