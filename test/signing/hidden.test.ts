// A node that forwards what was signed, shows its blocks without it and keeps the state as it was: what is made again
// afterwards never happens beside what was hidden, and the words claim no more than one node's or two nodes' sight.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { wordsOf } from '../../src/panel/request/request-words.ts';
import { queuePlaceOf } from '../../src/signing/queue.ts';
import type { SigningChain } from '../../src/signing/signing-deps.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import { toNetuid } from '../../src/units.ts';
import { MOVE } from './fake-facts.ts';
import {
  ASK,
  askedWallet,
  blocks,
  createFakeWorld,
  failedAnswer,
  honestAnswer,
  Killed,
  refusesWith,
  settle,
  signedAndSent,
  start,
  type FakeWorld,
} from './fake-world.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- another subnet, the same kind of move
const elsewhere = { ...ASK, move: { ...MOVE, netuid: toNetuid(2) } as typeof MOVE };

const read = (world: FakeWorld, id: string): SigningRequest => {
  const request = world.stored.get(id);
  assert.ok(request);
  return request;
};

type Liar = { honest: SigningChain; isStateFrozen: boolean };

/** From now on the first node shows no block with anything of ours, and the account as it is now. */
function lies(world: FakeWorld): Liar {
  const { client } = world;
  const honest = { ...client };
  const frozen = world.chain.nonce();
  world.chain.shownNonce = frozen;
  const liar: Liar = { honest, isStateFrozen: true };
  client.findExtrinsic = async (sought, from, to) => {
    const shown = [];
    for (let number = from; number <= to; number += 1) {
      const hash = await honest.blockHashAt(number);
      if (hash === null) throw new AppError('NODE_TIMEOUT', { what: 'test' });
      shown.push({ number, hash });
    }
    assert.ok(sought);
    return { found: null, read: shown };
  };
  client.readMoveFacts = async (query, at) => {
    const facts = await honest.readMoveFacts(query, at);
    if (!liar.isStateFrozen) return facts;
    return { ...facts, coldkey: { ...facts.coldkey, nonce: frozen } };
  };
  return liar;
}

function thaw(world: FakeWorld, liar: Liar): void {
  liar.isStateFrozen = false;
  world.chain.shownNonce = null;
}

async function dropped(): Promise<{ world: FakeWorld; id: string; liar: Liar }> {
  const { world, signing } = start();
  const liar = lies(world);
  const id = await signedAndSent(world, signing);
  await blocks(world, signing, 18);
  assert.equal(world.chain.inclusions(), 1);
  assert.equal(read(world, id).state, 'dropped');
  return { world, id, liar };
}

async function signLast(world: FakeWorld, id: string): Promise<void> {
  const signing = world.live();
  await signing.askWallet({ id, tabId: 1 });
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await settle();
  await blocks(world, signing, 20);
}

test('hidden, then made again: the repeat has the hidden one’s nonce, and the move happens once', async () => {
  const { world, id } = await dropped();
  assert.deepEqual(read(world, id).unseen, { by: 1, isNonceUsed: false });
  const { textKey, titleKey } = wordsOf(read(world, id), world.requests());
  assert.deepEqual([titleKey, textKey], ['requestNotSeen', 'requestByOne_dropped']);
  const { id: again, isQueued } = await world.live().requestSignature(ASK);
  assert.equal(isQueued, false);
  assert.equal(read(world, again).prepared?.nonce, read(world, id).prepared?.nonce);
  await signLast(world, again);
  assert.equal(world.chain.submissions.includes(read(world, again).extrinsic ?? '0x'), true);
  assert.equal(world.chain.inclusions(), 1);
});

test('whatever is made next has that nonce: another move too, while the state shows it free', async () => {
  const { world, id } = await dropped();
  const { id: other } = await world.live().requestSignature(elsewhere);
  assert.equal(read(world, other).prepared?.nonce, read(world, id).prepared?.nonce);
});

test('hidden, and the state thawed after: the repeat waits for a yes, and is told as one that may come on top', async () => {
  const { world, id, liar } = await dropped();
  thaw(world, liar);
  const signing = world.live();
  const { id: again, isQueued } = await signing.requestSignature(ASK);
  assert.equal(isQueued, true);
  assert.equal(read(world, again).error?.code, 'EARLIER_UNSEEN');
  assert.deepEqual(queuePlaceOf(read(world, again), world.requests()), {
    kind: 'unseen',
    earlier: read(world, id),
  });
  assert.equal(wordsOf(read(world, again), world.requests()).textKey, 'queueUnseenText');
  const asking = signing.askWallet({ id: again, tabId: 1 });
  await assert.rejects(asking, refusesWith('EARLIER_UNSEEN'));
  assert.equal(world.asked.length, 1);
  // A new ticket for the same is no yes: only what was shown beside the earlier one is.
  const { id: anew, isQueued: isStillQueued } = await signing.requestSignature(ASK);
  assert.equal(isStillQueued, true);
  // Another move is not held up.
  const { id: other } = await signing.requestSignature({ ...elsewhere, reviewed: null });
  assert.equal(read(world, other).error, null);
  await signing.cancelRequest(other);
  const { id: yes } = await signing.requestSignature({ ...ASK, reviewed: anew });
  assert.equal(read(world, yes).state, 'draft');
  assert.deepEqual(read(world, yes).queueEntry?.despite, [id]);
});

test('the earlier one shown after all, by this node or the next one: found, and the repeat waits', async () => {
  const { world, id, liar } = await dropped();
  Object.assign(world.client, liar.honest);
  const signing = world.live();
  const { id: again } = await signing.requestSignature(ASK);
  assert.equal(read(world, id).state, 'in-block');
  assert.equal(read(world, again).state, 'queued');
  await blocks(world, signing, 3);
  assert.equal(read(world, id).state, 'finalized');
  assert.equal(queuePlaceOf(read(world, again), world.requests()).kind, 'happened');
  assert.equal(world.chain.inclusions(), 1);
});

test('the state not frozen: not told as replaced at no cost, but as an outcome that is not known', async () => {
  const { world, signing } = start();
  thaw(world, lies(world));
  const id = await signedAndSent(world, signing);
  await blocks(world, signing, 4);
  const request = read(world, id);
  assert.deepEqual([request.state, request.unseen], ['superseded', { by: 1, isNonceUsed: true }]);
  assert.equal(wordsOf(request, world.requests()).textKey, 'requestUnaccountedText');
  const { id: again } = await signing.requestSignature(ASK);
  assert.equal(read(world, again).error?.code, 'EARLIER_UNSEEN');
});

test('a second operator’s node shows it: found in its block there, as final, and the nodes disagree', async () => {
  const { world, signing } = start();
  const { honest } = lies(world);
  world.second = honest;
  const id = await signedAndSent(world, signing);
  await blocks(world, signing, 18);
  const { state, error, inBlock, receipt, settledAt } = read(world, id);
  assert.deepEqual([state, error?.code, receipt], ['finalized', 'NODES_DISAGREE', null]);
  assert.equal(inBlock?.number, 101);
  assert.notEqual(settledAt, null);
  assert.equal(wordsOf(read(world, id), world.requests()).textKey, 'requestDisagreeText');
  assert.equal(world.chain.inclusions(), 1);
  assert.equal(await signing.need(), null);
});

test('two operators show no block with it: dropped, at no cost, for good', async () => {
  const { world, signing } = start();
  world.second = { ...world.client };
  const id = await signedAndSent(world, signing);
  world.chain.pool = [];
  world.chain.poolRefusal = new AppError('SUBMISSION_REFUSED');
  await blocks(world, signing, 20);
  assert.deepEqual(read(world, id).unseen, { by: 2, isNonceUsed: false });
  assert.equal(read(world, id).state, 'dropped');
  assert.equal(wordsOf(read(world, id), world.requests()).textKey, 'requestByTwo_dropped');
  assert.equal(await signing.need(), null);
});

test('two operators show that something else used its nonce: the repeat needs no yes', async () => {
  const { world, signing } = start();
  world.second = { ...world.client };
  const id = await askedWallet(signing);
  await signing.walletAnswered(world.lastPrompt().promptId, failedAnswer('WALLET_REJECTED'));
  world.chain.useNonce();
  await blocks(world, signing, 3);
  assert.deepEqual(read(world, id).unseen, { by: 2, isNonceUsed: true });
  const { id: again } = await signing.requestSignature(ASK);
  assert.equal(read(world, again).state, 'draft');
});

test('a second operator out of reach: the user goes on with the same nonce, and it is asked again for a while', async () => {
  const { world, signing } = start();
  const { honest } = lies(world);
  world.second = new AppError('NODE_UNREACHABLE', { what: 'test' });
  const id = await signedAndSent(world, signing);
  await blocks(world, signing, 20);
  const { state, settledAt, unseen } = read(world, id);
  assert.deepEqual([state, settledAt, unseen?.by], ['dropped', null, 1]);
  assert.equal(await signing.need(), 'look');
  const { id: again, isQueued } = await signing.requestSignature(ASK);
  assert.equal(isQueued, false);
  assert.equal(read(world, again).prepared?.nonce, read(world, id).prepared?.nonce);
  await signing.cancelRequest(again);
  world.second = honest;
  await blocks(world, signing, 5);
  assert.deepEqual([read(world, id).state, world.chain.inclusions()], ['finalized', 1]);

  const other = start();
  lies(other.world);
  other.world.second = new AppError('NODE_UNREACHABLE', { what: 'test' });
  const lost = await signedAndSent(other.world, other.signing);
  await blocks(other.world, other.signing, 130);
  assert.notEqual(read(other.world, lost).settledAt, null);
  assert.equal(await other.signing.need(), null);
});

test('a second operator whose final blocks end before the era is no witness yet', async () => {
  const { world, signing } = start();
  const { hash, number } = world.chain.head();
  world.second = { ...world.client, finalizedHead: async () => ({ hash, number }) };
  const id = await signedAndSent(world, signing);
  world.chain.pool = [];
  world.chain.poolRefusal = new AppError('SUBMISSION_REFUSED');
  await blocks(world, signing, 20);
  assert.deepEqual(read(world, id).unseen, { by: 1, isNonceUsed: false });
  world.second = { ...world.client };
  await blocks(world, signing, 5);
  assert.deepEqual(read(world, id).unseen, { by: 2, isNonceUsed: false });
});

test('ended at any step of the end, the next life comes to the same: found by the second, told once', async () => {
  let endings = 0;
  for (const when of ['before', 'after'] as const) {
    for (let step = 1; ; step += 1) {
      const world = createFakeWorld();
      world.second = lies(world).honest;
      const id = await signedAndSent(world, world.live());
      world.chain.mine({ count: 20 });
      const life = world.live({ step, when });
      const head = world.chain.head();
      await life.onHead(head).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      });
      const isDone = world.lastStep === '';
      await world.live().resumeAll();
      await blocks(world, world.live(), 6);
      const { state, error } = read(world, id);
      assert.deepEqual([state, error?.code], ['finalized', 'NODES_DISAGREE'], world.lastStep);
      if (isDone) break;
      endings += 1;
    }
  }
  assert.ok(endings > 10, String(endings));
});
