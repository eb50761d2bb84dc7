// Claims of root rewards on the simulated chain of today, from preview to receipt: what was said is what the chain's events
// say, and what must not be signed is not.
import assert from 'node:assert/strict';
import { after, before as beforeAll, test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { fromHex, parseHex } from '../../src/chain/scale/hex.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import type { Ss58Address } from '../../src/units.ts';
import type { Move } from '../../src/model/move.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import { claimThreshold } from '../devnet/ledger/baskets/claim.ts';
import { coldkeyHotkeyKey } from '../devnet/ledger/state/ledger-state.ts';
import { giveFund } from '../devnet/ledger/baskets/give-fund.ts';
import { positionAlpha } from '../devnet/ledger/state/share-pool.ts';
import { RUNTIME_SPECS } from '../devnet/node/runtime/runtime-spec.ts';
import { fromIn, isIn, sendMove, startStory, TAO, until, type Story } from './devnet-story.ts';

const YES = ['no-minimum'];

let story: Story;

beforeAll(async () => {
  story = await startStory({ spec: RUNTIME_SPECS.live475 });
});

after(() => story.world.stop());

function claimOf(of: Story, unstakes = false): Extract<Move, { kind: 'claim' }> {
  const { coldkey, hotkey } = fromIn(of, 0);
  return { kind: 'claim', coldkey, hotkeys: [hotkey], unstakes };
}

const stateOf = ({ world: { devnet } }: Story) => devnet.ledger.state;

function pairOf(of: Story): [coldkey: string, hotkey: string] {
  const { coldkey, hotkey } = fromIn(of, 0);
  return [of.world.hexOf(coldkey), of.world.hexOf(hotkey)];
}

function rootStake(of: Story): bigint {
  const { coldkey, hotkey } = fromIn(of, 0);
  const { hexOf } = of.world;
  return positionAlpha(stateOf(of), hexOf(hotkey), hexOf(coldkey), 0);
}

async function newBlock({ world: { devnet, caughtUp } }: Story): Promise<void> {
  devnet.produceBlock();
  await caughtUp();
}

async function finish(of: Story, move: Move, yeses = YES): Promise<SigningRequest> {
  const { stage, signing, id } = await sendMove(of, move, yeses);
  await of.world.blocks(signing, 4);
  return until(of, stage, id, isIn('finalized', 'failed'));
}

const blockOf = (check: string) => (error: unknown) => {
  assert.ok(error instanceof AppError);
  assert.equal(error.code, 'PLAN_BLOCKED');
  assert.equal(error.detail['check'], check);
  return true;
};

/** So much more TAO for all root stake under the validator. */
async function earn(): Promise<void> {
  const { hotkey } = fromIn(story, 0);
  giveFund(stateOf(story), story.world.hexOf(hotkey), [[0, 100_000n * TAO]]);
  await newBlock(story);
}

/** Each row of the fund is rounded down by itself when it is sold. */
const ROWS = 10n;

test('a claim pays its preview into root stake, names the forfeit, and says what the fee was', async () => {
  // Holdings under a fifth of the fund are dust, up to a part of a hundred TAO.
  const dust = stateOf(story).basketDust;
  stateOf(story).basketDust = {
    ...dust,
    rowBps: 2_000,
    rowCapTao: 10n ** 15n,
    forfeitCapTao: 10n ** 11n,
  };
  await newBlock(story);
  const before = rootStake(story);
  const { plan, receipt, exactness } = await finish(story, claimOf(story));
  const [claim] = plan.claims ?? [];
  assert.ok(claim?.redeemable && claim.forfeited !== null && receipt);
  assert.ok(claim.forfeited > 0n, 'the fund has a holding that a claim leaves as dust');
  assert.equal(exactness.state, 'told');
  assert.equal(plan.receives?.isGuaranteed, false);
  assert.equal(plan.gives, null);
  assert.equal(receipt.isSuccess, true);
  assert.deepEqual(receipt.emptyClaims, []);
  const [paid, lost] = receipt.lines;
  assert.equal(paid?.labelKey, 'receiptClaimed');
  assert.equal(paid?.hotkey, claim.hotkey);
  assert.ok(paid && lost);
  assert.ok(claim.redeemable - paid.actual >= 0n && claim.redeemable - paid.actual <= ROWS);
  assert.equal(rootStake(story), before + paid.actual);
  assert.equal(lost.labelKey, 'receiptForfeited');
  assert.equal(lost.actual, claim.forfeited);
  assert.equal(receipt.poolMovedBefore, 0n);
  assert.ok(plan.networkFee.known && plan.networkFee.value.paidIn === 'tao');
  assert.ok(receipt.networkFee?.paidIn === 'tao');
  assert.ok(receipt.networkFee.fee <= plan.networkFee.value.fee, 'what is not used comes back');
});

test('nothing is signed without a yes to any price, nor under the threshold, nor of nothing', async () => {
  await assert.rejects(sendMove(story, claimOf(story), YES), blockOf('claim-owed'));
  await earn();
  await assert.rejects(sendMove(story, claimOf(story)), { code: 'ACCEPTANCE_NEEDED' });
  const state = stateOf(story);
  state.rootClaimThresholds.set(0, (10n ** 15n) << 32n);
  await newBlock(story);
  assert.ok(claimThreshold(state) > 0n);
  await assert.rejects(sendMove(story, claimOf(story), YES), blockOf('claim-threshold'));
  state.rootClaimThresholds.delete(0);
  await newBlock(story);
});

test('claimed on another device first: the receipt says 0, why, and what it cost', async () => {
  const { devnet, hexOf } = story.world;
  const move = claimOf(story);
  const { stage, signing, id } = await sendMove(story, move, YES);
  const [hotkey] = move.hotkeys;
  assert.ok(hotkey);
  const call = { pallet: 'SubtensorModule', name: 'claim_root_with_hotkey' } as const;
  const outcome = devnet.ledger.dispatch(hexOf(move.coldkey), {
    ...call,
    args: { hotkey: hexOf(hotkey) },
  });
  assert.equal(outcome.ok, true);
  await story.world.blocks(signing, 4);
  const { receipt } = await until(story, stage, id, isIn('finalized'));
  assert.equal(receipt?.isSuccess, true);
  assert.equal(receipt?.lines[0]?.actual, 0n);
  assert.equal(receipt?.emptyClaims?.[0]?.hotkey, hotkey);
  // The other claim ran in the same block: the state before it still owed.
  assert.equal(receipt?.emptyClaims?.[0]?.why, 'unknown');
  assert.ok(receipt?.networkFee?.paidIn === 'tao' && receipt.networkFee.fee > 0n);
});

/** All with root stake. */
const rootValidators = (): Ss58Address[] =>
  [...stateOf(story).hotkeyAlpha.keys()]
    .filter((key) => key.startsWith('0/'))
    .map((key) => formatSs58(fromHex(parseHex(key.slice(2), 'hotkey'))));

test('two validators in one batch: one fee, each its own line, and the sum', async () => {
  const first = fromIn(story, 0);
  const [second] = rootValidators().filter((hotkey) => hotkey !== first.hotkey);
  assert.ok(second);
  const { devnet, hexOf } = story.world;
  const args = { hotkey: hexOf(second), netuid: 0, amount_staked: 50n * TAO };
  const call = { pallet: 'SubtensorModule', name: 'add_stake', args } as const;
  const outcome = devnet.ledger.dispatch(hexOf(first.coldkey), call);
  assert.deepEqual(outcome.ok ? null : outcome.error, null);
  giveFund(stateOf(story), hexOf(second), [[0, 1_000n * TAO]]);
  await earn();
  const move: Move = { ...claimOf(story), hotkeys: [first.hotkey, second] };
  const { plan, receipt } = await finish(story, move);
  assert.equal(plan.call?.name, 'batch_all');
  assert.deepEqual(
    receipt?.lines.slice(0, 3).map(({ labelKey }) => labelKey),
    ['receiptClaimedAll', 'receiptClaimed', 'receiptClaimed'],
  );
  const [all, one, other] = receipt?.lines ?? [];
  assert.ok(all && one && other && one.actual > 0n && other.actual > 0n);
  assert.equal(all.actual, one.actual + other.actual);
  assert.deepEqual([one.hotkey, other.hotkey], move.hotkeys);
});

test('under a hold the root stake leaves first, and what is claimed stays; within it, nothing is signed', async () => {
  const state = stateOf(story);
  state.rootStakeUnlockInterval = 100;
  state.lastStakeBlock.delete(coldkeyHotkeyKey(...pairOf(story)));
  await earn();
  const before = rootStake(story);
  const { plan, receipt } = await finish(story, claimOf(story, true), [...YES, 'residue']);
  const text = JSON.stringify(plan.call, (_key, value: unknown) =>
    typeof value === 'bigint' ? `${value}` : value,
  );
  assert.match(text, /remove_stake_full_limit.*claim_root_with_hotkey/);
  assert.equal(plan.receives?.expected.amount, before);
  const paid = receipt?.lines.find(({ labelKey }) => labelKey === 'receiptClaimed');
  assert.ok(paid && paid.actual > 0n);
  assert.equal(rootStake(story), paid.actual);
  await earn();
  await assert.rejects(sendMove(story, claimOf(story, true), YES), blockOf('claim-hold'));
  state.rootStakeUnlockInterval = 0;
});

test('without a hold, claim and root stake leave in one transaction: all of it is free TAO', async () => {
  await newBlock(story);
  const before = rootStake(story);
  const { plan, receipt } = await finish(story, claimOf(story, true), [...YES, 'residue']);
  const [claim] = plan.claims ?? [];
  assert.ok(claim?.redeemable && receipt);
  assert.equal(plan.receives?.expected.amount, before + claim.redeemable);
  assert.equal(plan.receives?.expected.unit, 'rao');
  const received = receipt.lines.find(({ labelKey }) => labelKey === 'receiptReceived');
  const paid = receipt.lines.find(({ labelKey }) => labelKey === 'receiptClaimed');
  assert.equal(received?.actual, before + (paid?.actual ?? 0n));
  assert.equal(rootStake(story), 0n);
});
