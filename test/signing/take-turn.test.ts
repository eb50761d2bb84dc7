// Several requests of one coldkey: kept in line, signed one after another, each worked out anew when its turn has come.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Move } from '../../src/model/move.ts';
import type { Signing } from '../../src/signing/create-signing.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import { toAlphaRao, toNetuid } from '../../src/units.ts';
import { queueOf, LONGEST_QUEUE, queuePlaceOf } from '../../src/signing/queue.ts';
import { MOVE, TERMS } from './fake-facts.ts';
import {
  ASK,
  blocks,
  failedAnswer,
  honestAnswer,
  refusesWith,
  settle,
  signedAndSent,
  sourceOf,
  start,
  type FakeWorld,
} from './fake-world.ts';

/** Another subnet, another move. */
const moveIn = (netuid: number): Move => ({
  kind: 'unstake',
  coldkey: MOVE.coldkey,
  hotkey: 'hotkey' in MOVE ? MOVE.hotkey : MOVE.coldkey,
  netuid: toNetuid(netuid),
  amount: toAlphaRao(501n),
});
const askIn = (netuid: number) => ({ ...ASK, move: moveIn(netuid) });

function read(world: FakeWorld, id: string): SigningRequest {
  const request = world.stored.get(id);
  assert.ok(request);
  return request;
}

const waits = (world: FakeWorld, id: string) => queuePlaceOf(read(world, id), world.requests());

async function signAndFinish(world: FakeWorld, signing: Signing, id: string): Promise<void> {
  await signing.askWallet({ id, tabId: 1 });
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await blocks(world, signing, 5);
  assert.equal(read(world, id).state, 'finalized');
}

test('what is reviewed while another is under way is kept in line, without nonce or era, whatever that one’s state', async () => {
  const { world, signing } = start();
  const { id: first } = await signing.requestSignature(ASK);
  const states: string[] = [];
  async function joins(): Promise<void> {
    const { state } = read(world, first);
    const netuid = 2 + states.length;
    const { id, isQueued } = await signing.requestSignature(askIn(netuid));
    states.push(state);
    assert.equal(isQueued, true, state);
    assert.equal(read(world, id).state, 'queued');
    assert.equal(read(world, id).prepared, null);
    assert.equal(waits(world, id).kind, 'behind');
    await assert.rejects(signing.askWallet({ id, tabId: 1 }), refusesWith('REQUEST_PENDING'));
  }
  await joins();
  await signing.askWallet({ id: first, tabId: 1 });
  await joins();
  world.chain.expected = 980n;
  world.chain.mine();
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await settle();
  world.chain.expected = 1_000n;
  assert.equal(read(world, first).state, 'signed', 'held by its price');
  world.chain.mine();
  await joins();
  await blocks(world, signing, 1);
  await joins();
  await blocks(world, signing, 1);
  await joins();
  assert.deepEqual(states, ['draft', 'waiting-for-wallet', 'signed', 'submitted', 'in-block']);
  assert.equal(world.asked.length, 1);
  await blocks(world, signing, 3);
  assert.equal(read(world, first).state, 'finalized');
  assert.equal(world.asked.length, 1, 'no wallet is asked by itself');
});

test('those in line are signed in their order, each with the next nonce', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  const { id: second } = await signing.requestSignature(askIn(2));
  const { id: third } = await signing.requestSignature(askIn(3));
  await blocks(world, signing, 5);
  assert.equal(waits(world, second).kind, 'turn');
  const place = waits(world, third);
  assert.equal(place.kind === 'behind' && place.ahead.id, second);
  await assert.rejects(signing.askWallet({ id: third, tabId: 1 }), refusesWith('REQUEST_PENDING'));
  const nonce = world.chain.nonce();
  await signAndFinish(world, signing, second);
  await signAndFinish(world, signing, third);
  assert.deepEqual(
    [read(world, second).prepared?.nonce, read(world, third).prepared?.nonce],
    [nonce, nonce + 1],
  );
  assert.equal(world.chain.inclusions(), 3);
});

test('whatever ends the one ahead, the next may be signed; it never waits for what is over', async () => {
  const ends: [string, (world: FakeWorld, signing: Signing, id: string) => Promise<unknown>][] = [
    ['rejected', (_world, signing, id) => signing.cancelRequest(id)],
    [
      'rejected',
      async (world, signing, id) => {
        await signing.askWallet({ id, tabId: 1 });
        await signing.walletAnswered(world.lastPrompt().promptId, failedAnswer('WALLET_REJECTED'));
      },
    ],
    ['expired', (world, signing) => blocks(world, signing, TERMS.eraBlocks + 1)],
    [
      'failed',
      async (world, signing, id) => {
        world.chain.dispatchError = 'SubtensorModule.SlippageTooHigh';
        await signing.askWallet({ id, tabId: 1 });
        await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
        await blocks(world, signing, 5);
        world.chain.dispatchError = null;
      },
    ],
    [
      'signed',
      async (world, signing, id) => {
        await signing.askWallet({ id, tabId: 1 });
        world.chain.expected = 980n;
        world.chain.mine();
        await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
        await settle();
        await signing.cancelRequest(id);
        world.chain.expected = 1_000n;
        world.chain.mine();
      },
    ],
  ];
  for (const [state, end] of ends) {
    const { world, signing } = start();
    const { id: first } = await signing.requestSignature(ASK);
    const { id: next } = await signing.requestSignature(askIn(2));
    await end(world, signing, first);
    assert.equal(read(world, first).state, state);
    assert.equal(waits(world, next).kind, 'turn', state);
    await signAndFinish(world, signing, next);
  }
});

test('a request in line never gives up the one that it waits for: that is sent again while it may come in', async () => {
  const { world, signing } = start();
  world.chain.losesNext = 1;
  const first = await signedAndSent(world, signing);
  await signing.requestSignature(askIn(2));
  await blocks(world, signing, 6);
  assert.equal(read(world, first).state, 'finalized');
});

test('its turn holds it to what was reviewed: the tolerance gives way, and where that is not enough it says so and stays', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  const { id } = await signing.requestSignature(askIn(2));
  await blocks(world, signing, 5);
  world.chain.expected = 980n;
  world.chain.mine();
  await assert.rejects(signing.askWallet({ id, tabId: 1 }), refusesWith('PLAN_CHANGED'));
  assert.equal(read(world, id).state, 'queued');
  assert.equal(read(world, id).error?.code, 'PLAN_CHANGED');
  assert.equal(world.asked.length, 1);
  world.chain.expected = 996n;
  world.chain.mine();
  await signing.askWallet({ id, tabId: 1 });
  const { plan, error } = read(world, id);
  assert.equal(error, null);
  assert.ok((plan.receives?.minimum.amount ?? 0n) >= ASK.minimum.amount);
  assert.equal(plan.block.number, world.chain.head().number);
});

test('held to the ticket, not to a better plan of the moment it joined', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  world.chain.expected = 1_020n;
  world.chain.mine();
  const { id, plan } = await signing.requestSignature(askIn(2));
  assert.ok((plan.receives?.minimum.amount ?? 0n) > ASK.minimum.amount);
  world.chain.expected = 1_000n;
  await blocks(world, signing, 5);
  await signing.askWallet({ id, tabId: 1 });
  assert.equal(read(world, id).plan.terms.toleranceBps, ASK.terms.toleranceBps);
});

test('a yes given at the review counts at its turn, and nothing that came since', async () => {
  const unsure = (id: string) => ({ id, verdict: 'unknown', messageKey: id, values: {} }) as const;
  const { world, signing } = start();
  await signedAndSent(world, signing);
  world.model.tweaks.checks = [unsure('lock')];
  const { id } = await signing.requestSignature({ ...askIn(2), accepted: ['lock'] });
  world.model.tweaks.checks = [];
  await blocks(world, signing, 5);
  world.model.tweaks.checks = [unsure('lock'), unsure('residue')];
  await assert.rejects(signing.askWallet({ id, tabId: 1 }), refusesWith('ACCEPTANCE_NEEDED'));
  world.model.tweaks.checks = [unsure('lock')];
  await signing.askWallet({ id, tabId: 1 });
  assert.deepEqual(read(world, id).accepted, ['lock']);
});

test('a node that cannot be asked, or an account that the wallet lost, leaves it in line as it was', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  const { id } = await signing.requestSignature(askIn(2));
  await blocks(world, signing, 5);
  world.chain.isDown = true;
  await assert.rejects(signing.askWallet({ id, tabId: 1 }), refusesWith('NODE_UNREACHABLE'));
  world.chain.isDown = false;
  world.sources = [];
  await assert.rejects(signing.askWallet({ id, tabId: 1 }), refusesWith('WALLET_LOST_ACCOUNT'));
  assert.equal(read(world, id).state, 'queued');
  assert.equal(read(world, id).error, null);
  world.sources = [sourceOf('test wallet', 'https://example.test')];
  await signAndFinish(world, signing, id);
});

test('the same move again takes its own place in line, another one the end, and the line is short', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  const ids: string[] = [];
  for (let netuid = 2; netuid < 2 + LONGEST_QUEUE; netuid += 1) {
    ids.push((await signing.requestSignature(askIn(netuid))).id);
  }
  await assert.rejects(signing.requestSignature(askIn(99)), refusesWith('QUEUE_FULL'));
  const { id: again } = await signing.requestSignature(askIn(3));
  const order = queueOf(world.requests()).map(({ id }) => id);
  assert.deepEqual(order, [ids[0], again, ...ids.slice(2)]);
  assert.equal(read(world, ids[1] ?? '').state, 'superseded');
  await signing.cancelRequest(ids[0] ?? '');
  assert.equal(read(world, ids[0] ?? '').state, 'rejected');
  assert.notEqual(read(world, ids[0] ?? '').settledAt, null);
  await signing.requestSignature(askIn(99));
  assert.equal(world.chain.submissions.length, 1);
});

test('those of another coldkey or another chain are no line of ours', async () => {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  const { id } = await signing.requestSignature(askIn(2));
  const mine = read(world, id);
  const [first] = world.requests();
  assert.ok(first);
  const genesisHash = `0x${'cd'.repeat(32)}` as const;
  assert.equal(queuePlaceOf(mine, [{ ...first, genesisHash }, mine]).kind, 'turn');
  assert.equal(queuePlaceOf(mine, [first, mine]).kind, 'behind');
});

test('nothing of the chain is asked for what waits in line, and no node is held for it', async () => {
  const { world, signing } = start();
  const first = await signedAndSent(world, signing);
  const { id } = await signing.requestSignature(askIn(2));
  await blocks(world, signing, 5);
  assert.equal(read(world, first).state, 'finalized');
  assert.equal(await signing.need(), null);
  const life = world.live();
  await life.resumeAll();
  await settle();
  world.chain.mine({ count: 1_000 });
  await blocks(world, life, 1);
  assert.equal(read(world, id).state, 'queued', 'it has no era to run out of');
  // A node that answers nothing would be reported, were it asked.
  world.chain.isDown = true;
  await blocks(world, life, 1);
  assert.deepEqual(world.reports, []);
});
