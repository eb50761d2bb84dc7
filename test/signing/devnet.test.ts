// The whole story on the simulated chain: real SCALE, real signatures, a node that answers over a socket and
// misbehaves on demand. What the plan said is held against what the chain's events say.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Move } from '../../src/model/move.ts';
import { toAlphaRao, toNetuid, toRao } from '../../src/units.ts';
import {
  answer,
  askFor,
  askMove,
  fromIn,
  isIn,
  sendMove,
  stakeOf,
  startStory,
  TAO,
  until,
  type Story,
} from './devnet-story.ts';
import { accountNamed } from '../devnet/ledger/genesis/development-accounts.ts';
import { RUNTIME_SPECS } from '../devnet/node/runtime/runtime-spec.ts';
import { keyWallet } from './key-wallet.ts';

let story: Story;

before(async () => {
  story = await startStory();
});

after(() => story.world.stop());

const others = accountNamed('holders');

/** Somebody else buys in the same pool, from the next block on: so many parts in a thousand of its TAO. */
function othersBuy(perMille: bigint): void {
  const { hotkey, netuid } = fromIn(story, 1);
  const { devnet, hexOf } = story.world;
  const reserve = devnet.ledger.state.subnets.get(netuid)?.taoReserve ?? 0n;
  const amount_staked = (reserve * perMille) / 1_000n;
  const args = { hotkey: hexOf(hotkey), netuid, amount_staked };
  const call = { pallet: 'SubtensorModule', name: 'add_stake', args } as const;
  const outcome = devnet.ledger.dispatch(others, call);
  assert.deepEqual(outcome.ok ? null : outcome.error, null);
}

function othersSellAll(): void {
  const { devnet, hexOf } = story.world;
  const args = { hotkey: hexOf(fromIn(story, 1).hotkey) };
  const call = { pallet: 'SubtensorModule', name: 'unstake_all', args } as const;
  const outcome = devnet.ledger.dispatch(others, call);
  assert.deepEqual(outcome.ok ? null : outcome.error, null);
}

const { coldkey: bob } = await keyWallet('//Bob');

test('moves of every kind end as final with receipts that equal their plans to the rao', async () => {
  const [one, five] = [fromIn(story, 1), fromIn(story, 5)];
  const root = fromIn(story, 0);
  const amount = toAlphaRao(20n * TAO);
  const toFive = { toNetuid: five.netuid, toHotkey: five.hotkey };
  const moves: [Move, string[]][] = [
    [stakeOf(story), []],
    [{ ...one, kind: 'unstake', amount }, []],
    [{ ...root, kind: 'unstake', amount: toAlphaRao(TAO) }, []],
    [{ ...one, kind: 'change-validator', toHotkey: five.hotkey, amount }, []],
    [{ ...one, kind: 'change-subnet', ...toFive, amount, route: 'protected' }, []],
    [{ ...one, kind: 'change-subnet', ...toFive, amount, route: 'one-call' }, ['no-minimum']],
    [
      {
        ...one,
        kind: 'change-subnet',
        toNetuid: toNetuid(0),
        toHotkey: one.hotkey,
        amount,
        route: 'one-call',
      },
      [],
    ],
    [{ ...one, kind: 'transfer', toColdkey: bob, amount }, []],
    [
      {
        kind: 'exit-several',
        coldkey: one.coldkey,
        items: [one, five],
        sending: 'one-batch',
      },
      [],
    ],
    [{ ...fromIn(story, 2), kind: 'unstake-all' }, []],
  ];
  for (const [move, accepted] of moves) {
    const { stage, signing, id } = await sendMove(story, move, accepted);
    await story.world.blocks(signing, 4);
    const request = await until(story, stage, id, isIn('finalized'));
    const { receipt, plan } = request;
    assert.equal(receipt?.isSuccess, true, move.kind);
    assert.equal(receipt?.poolMovedBefore, 0n, move.kind);
    assert.equal(receipt?.shortfall, null, move.kind);
    assert.equal(request.node, story.world.devnet.url);
    for (const { labelKey, expected, actual } of receipt?.lines ?? []) {
      assert.equal(actual, expected, `${move.kind} ${labelKey}`);
    }
    assert.ok(plan.networkFee.known);
    assert.deepEqual(receipt?.networkFee, plan.networkFee.value, `${move.kind}: network fee`);
    assert.deepEqual(stage.reports, []);
    assert.equal(stage.submissions.length, 1);
  }
});

test('the node hangs up between submission and answer: found in its block', async () => {
  const { devnet, blocks } = story.world;
  const teller = await askMove(story, stakeOf(story));
  const method = 'author_submitAndWatchExtrinsic';
  devnet.faults.arm({ method, times: 1 }, { do: 'hang-up', when: 'after' });
  await answer(story, teller.stage, teller.signing);
  const sent = await until(story, teller.stage, teller.id, isIn('submitted'));
  assert.equal(sent.error, null);
  await blocks(teller.signing, 4);
  const { receipt } = await until(story, teller.stage, teller.id, isIn('finalized'));
  assert.equal(receipt?.isSuccess, true);
  assert.equal(new Set(teller.stage.submissions).size, 1);
  devnet.faults.reset();
});

test('the node hangs up before it read the submission: looked for, and the same bytes sent again', async () => {
  const { devnet, blocks, caughtUp } = story.world;
  const teller = await askMove(story, stakeOf(story));
  const method = 'author_submitAndWatchExtrinsic';
  devnet.faults.arm({ method, times: 1 }, { do: 'hang-up', when: 'before' });
  await answer(story, teller.stage, teller.signing);
  await until(story, teller.stage, teller.id, isIn('submitted'));
  await caughtUp();
  await blocks(teller.signing, 2);
  await until(story, teller.stage, teller.id, () => teller.stage.delivered === 2);
  await blocks(teller.signing, 4);
  const { receipt } = await until(story, teller.stage, teller.id, isIn('finalized'));
  assert.equal(receipt?.isSuccess, true);
  assert.equal(new Set(teller.stage.submissions).size, 1);
  devnet.faults.reset();
});

test('a reorganisation moves it to another block, and that one becomes final', async () => {
  const { devnet, blocks, caughtUp } = story.world;
  const { stage, signing, id } = await sendMove(story, stakeOf(story));
  await blocks(signing, 1);
  const first = await until(story, stage, id, isIn('in-block'));
  devnet.faults.reorganise(1, { includesPool: true });
  await signing.onHead(await caughtUp());
  await blocks(signing, 4);
  const final = await until(story, stage, id, isIn('finalized'));
  assert.notEqual(final.inBlock?.hash, first.inBlock?.hash);
  assert.equal(final.receipt?.block.hash, final.inBlock?.hash);
  assert.equal(stage.submissions.length, 1);
});

test('thrown out of the pool: told at once, and sent again while it may still come in', async () => {
  const { devnet, blocks } = story.world;
  const { stage, signing, id } = await sendMove(story, stakeOf(story));
  const { extrinsicHash } = await until(story, stage, id, isIn('submitted'));
  devnet.faults.dropExtrinsic(extrinsicHash ?? '');
  await until(story, stage, id, ({ error }) => error?.code === 'SUBMISSION_DROPPED');
  await blocks(signing, 2);
  await until(story, stage, id, ({ error }) => error === null);
  await blocks(signing, 4);
  const { receipt } = await until(story, stage, id, isIn('finalized'));
  assert.equal(receipt?.isSuccess, true);
});

test('forgotten by the pool without a word: sent again two blocks later', async () => {
  const { devnet, blocks } = story.world;
  devnet.faults.swallowExtrinsics(1);
  const { stage, signing, id } = await sendMove(story, stakeOf(story));
  await blocks(signing, 2);
  await until(story, stage, id, () => stage.delivered === 2);
  await blocks(signing, 4);
  await until(story, stage, id, isIn('finalized'));
  assert.equal(new Set(stage.submissions).size, 1);
});

test('forgotten every time until its era is over: dropped, and nothing was done', async () => {
  const { devnet, blocks } = story.world;
  devnet.faults.swallowExtrinsics(100);
  const { stage, signing, id } = await sendMove(story, stakeOf(story));
  await blocks(signing, 20);
  const { error, receipt } = await until(story, stage, id, isIn('dropped'));
  assert.equal(error?.code, 'SUBMISSION_DROPPED');
  assert.equal(receipt, null);
  devnet.faults.reset();
});

test('a price that leaves the limit after sending fails in the block, and costs the fee alone', async () => {
  const { devnet, blocks } = story.world;
  const { stage, signing, id } = await sendMove(story, stakeOf(story));
  const { ledger } = devnet;
  const freeBefore =
    ledger.state.accounts.get(story.world.hexOf(story.world.wallet.coldkey))?.free ?? 0n;
  othersBuy(30n);
  await blocks(signing, 4);
  const { receipt, error } = await until(story, stage, id, isIn('failed'));
  assert.match(receipt?.error ?? '', /SlippageTooHigh|PriceLimitExceeded/);
  assert.equal(error?.code, 'PRICE_LIMIT_EXCEEDED');
  assert.deepEqual(receipt?.lines, []);
  assert.equal(receipt?.networkFee?.paidIn, 'tao');
  const freeAfter =
    ledger.state.accounts.get(story.world.hexOf(story.world.wallet.coldkey))?.free ?? 0n;
  assert.equal(freeBefore - freeAfter, receipt?.networkFee?.fee);
  assert.equal(error?.detail['fee'], receipt?.networkFee?.fee);
});

test('a price that leaves the limit before sending holds it, and it is sent when it fits', async () => {
  const { blocks } = story.world;
  const { stage, signing, id } = await askMove(story, stakeOf(story));
  othersBuy(30n);
  await blocks(signing, 1);
  await answer(story, stage, signing);
  const held = await until(story, stage, id, ({ heldBecause }) => heldBecause !== null);
  assert.equal(held.state, 'signed');
  assert.equal(held.heldBecause?.code, 'PRICE_LIMIT_EXCEEDED');
  await blocks(signing, 1);
  assert.equal(stage.submissions.length, 0);
  othersSellAll();
  await blocks(signing, 2);
  await until(story, stage, id, isIn('submitted', 'in-block'));
  await blocks(signing, 4);
  const { receipt } = await until(story, stage, id, isIn('finalized'));
  assert.equal(receipt?.isSuccess, true);
  assert.equal(new Set(stage.submissions).size, 1);
});

test('where pools move by themselves, the receipt tells the part that moved before the block', async () => {
  const { devnet, blocks } = story.world;
  const { stage, signing, id } = await sendMove(story, stakeOf(story));
  devnet.faults.holdPool(true);
  othersBuy(1n);
  await blocks(signing, 1);
  devnet.faults.holdPool(false);
  await blocks(signing, 4);
  const { receipt } = await until(story, stage, id, isIn('finalized'));
  const [received] = receipt?.lines ?? [];
  assert.equal(received?.labelKey, 'receiptReceived');
  const difference = (received?.actual ?? 0n) - (received?.expected ?? 0n);
  assert.ok(difference < 0n);
  // Nothing else moved it: the whole difference came before our block.
  assert.equal(receipt?.poolMovedBefore, difference);
});

test('a second request waits in line for the first, and is made at the block of its own turn', async () => {
  const { blocks, client, wallet } = story.world;
  const { stage, signing, id } = await sendMove(story, stakeOf(story));
  const five = fromIn(story, 5);
  const other: Move = { ...five, kind: 'stake', amount: toRao(5n * TAO) };
  const next = await signing.requestSignature(askFor(story, other));
  assert.equal(next.isQueued, true);
  const waits = { code: 'REQUEST_PENDING' };
  await assert.rejects(signing.askWallet({ id: next.id, tabId: 1 }), waits);
  await blocks(signing, 1);
  await until(story, stage, id, isIn('in-block'));
  // In a block and not final: its nonce may still come back.
  await assert.rejects(signing.askWallet({ id: next.id, tabId: 1 }), waits);
  assert.equal(stage.stored.get(next.id)?.prepared, null);
  await blocks(signing, 3);
  await until(story, stage, id, isIn('finalized'));
  assert.equal(stage.asked.length, 1, 'no wallet is asked by itself');

  // Another life of the background: all that it knows of it is in the store.
  signing.stop();
  const later = story.world.live(stage);
  await later.resumeAll();
  const head = await story.world.caughtUp();
  await later.askWallet({ id: next.id, tabId: 1 });
  const asked = stage.stored.get(next.id);
  assert.equal(asked?.plan.block.number, head.number);
  const first = stage.stored.get(id)?.prepared?.nonce ?? 0;
  assert.equal(asked?.prepared?.nonce, first + 1);
  await answer(story, stage, later);
  await until(story, stage, next.id, () => stage.delivered === 2);
  await blocks(later, 4);
  const { receipt } = await until(story, stage, next.id, isIn('finalized'));
  assert.equal(receipt?.isSuccess, true);
  for (const { labelKey, expected, actual } of receipt?.lines ?? []) {
    assert.equal(actual, expected, labelKey);
  }
  assert.equal(stage.submissions.length, 2);
  const facts = await client.readMoveFacts({
    coldkey: wallet.coldkey,
    netuids: [],
    hotkeys: [],
    destination: null,
    calls: [],
  });
  assert.equal(facts.coldkey.nonce, first + 2);
});

test('a price that left what was reviewed while it waited is told, and nothing is signed until it is reviewed again', async () => {
  const { blocks } = story.world;
  const { stage, signing, id } = await sendMove(story, {
    ...fromIn(story, 5),
    kind: 'stake',
    amount: toRao(2n * TAO),
  });
  const stake = stakeOf(story, 3n);
  const seen = askFor(story, stake);
  const { plan } = await signing.requestSignature(seen);
  assert.ok(plan.receives);
  // As the panel asks: held to the least that the ticket showed.
  const next = await signing.requestSignature({ ...seen, minimum: plan.receives.minimum });
  await blocks(signing, 4);
  await until(story, stage, id, isIn('finalized'));
  othersBuy(40n);
  await blocks(signing, 1);
  const asking = signing.askWallet({ id: next.id, tabId: 1 });
  await assert.rejects(asking, { code: 'PLAN_CHANGED' });
  const kept = stage.stored.get(next.id);
  assert.equal(kept?.state, 'queued');
  assert.equal(kept?.error?.code, 'PLAN_CHANGED');
  assert.equal(stage.asked.length, 1);
  // Reviewed again on what is true now, it takes its own place and may be signed at once.
  const again = await signing.requestSignature(seen);
  assert.equal(again.isQueued, false);
  assert.equal(stage.stored.get(next.id)?.state, 'superseded');
  await signing.cancelRequest(again.id);
  othersSellAll();
  await blocks(signing, 1);
});

test('an upgraded runtime holds what was signed for the old one until its era ends', async () => {
  const upgraded = await startStory();
  const { devnet, blocks, stop } = upgraded.world;
  const { stage, signing, id } = await askMove(upgraded, stakeOf(upgraded));
  devnet.faults.upgradeAt(devnet.head().number + 1, RUNTIME_SPECS.next);
  await blocks(signing, 1);
  await answer(upgraded, stage, signing);
  await until(upgraded, stage, id, ({ heldBecause }) => heldBecause?.code === 'RUNTIME_CHANGED');
  await blocks(signing, 20);
  const { error } = await until(upgraded, stage, id, isIn('expired'));
  assert.equal(error?.code, 'RUNTIME_CHANGED');
  assert.equal(stage.submissions.length, 0);
  await stop();
});
