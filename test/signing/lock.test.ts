// Locks on the simulated chain, from preview to receipt: what is bound, what the chain refuses, and a gift that carries its
// lock to an account that accepts it.
import assert from 'node:assert/strict';
import { after, before as beforeAll, test } from 'node:test';
import { freeAfter } from '../../src/emission/free-when.ts';
import { fromHex, parseHex } from '../../src/chain/scale/hex.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import { AppError } from '../../src/errors.ts';
import type { Move } from '../../src/model/move.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import { factsQueryOf } from '../../src/moves/facts-query.ts';
import { mostOf } from '../../src/moves/max-amount.ts';
import { toAlphaRao, type Ss58Address } from '../../src/units.ts';
import { forkState } from '../devnet/ledger/state/ledger-state.ts';
import { coldkeyLock } from '../devnet/ledger/locks/locks.ts';
import { coldkeyAlpha, positionAlpha } from '../devnet/ledger/state/share-pool.ts';
import { fromIn, isIn, sendMove, startStory, TERMS, until, type Story } from './devnet-story.ts';

const ALPHA = 1_000_000_000n;
const YES = ['lock-decays'];

let story: Story;

beforeAll(async () => {
  story = await startStory();
});

after(() => story.world.stop());

const stateOf = () => story.world.devnet.ledger.state;

function mine(): { coldkey: string; netuid: number } {
  const { coldkey, netuid } = fromIn(story, 1);
  return { coldkey: story.world.hexOf(coldkey), netuid };
}

const lockedNow = (): bigint =>
  coldkeyLock(stateOf(), mine().coldkey, mine().netuid)?.lockedMass ?? 0n;

const lockOf = (alpha: bigint, hotkey = fromIn(story, 1).hotkey): Move => ({
  kind: 'lock',
  ...fromIn(story, 1),
  hotkey,
  amount: toAlphaRao(alpha),
});

async function finish(move: Move, yeses: string[]): Promise<SigningRequest> {
  const { stage, signing, id } = await sendMove(story, move, yeses);
  await story.world.blocks(signing, 4);
  return until(story, stage, id, isIn('finalized', 'failed'));
}

const blockOf = (check: string) => (error: unknown) => {
  assert.ok(error instanceof AppError);
  assert.equal(error.code, 'PLAN_BLOCKED');
  assert.equal(error.detail['check'], check);
  return true;
};

test('a lock is signed only with a yes, binds what it says, and leaves every position as it is', async () => {
  const total = coldkeyAlpha(stateOf(), mine().coldkey, mine().netuid);
  await assert.rejects(sendMove(story, lockOf(3n * ALPHA)), { code: 'ACCEPTANCE_NEEDED' });
  const { plan, receipt, exactness } = await finish(lockOf(3n * ALPHA), YES);
  assert.equal(plan.call?.name, 'lock_stake');
  assert.deepEqual([plan.gives, plan.receives, exactness.state], [null, null, 'no-trade']);
  const [line, ...others] = receipt?.lines ?? [];
  assert.deepEqual(
    [line?.labelKey, line?.expected, line?.actual, line?.hotkey],
    ['receiptLocked', 3n * ALPHA, 3n * ALPHA, fromIn(story, 1).hotkey],
  );
  assert.deepEqual(others, []);
  assert.equal(receipt?.shortfall, null);
  assert.ok(plan.networkFee.known && plan.networkFee.value.paidIn === 'tao');
  assert.equal(coldkeyAlpha(stateOf(), mine().coldkey, mine().netuid), total);
});

test('a second lock adds to it: the preview counts both, and comes free as the chain lets it', async () => {
  const { plan } = await finish(lockOf(2n * ALPHA), YES);
  const { lock } = plan;
  assert.ok(lock?.bound.known && lock.unlockRate.known && lock.isPerpetual.known);
  assert.equal(lock.isPerpetual.value, false);
  assert.ok(lock.bound.value.locked > 2n * ALPHA && lock.bound.value.locked < 3n * ALPHA);
  const locked = lock.bound.value.locked + lock.amount;
  // The chain's own figure a month later, by its second implementation.
  const { coldkey, netuid } = mine();
  const later = forkState(stateOf());
  const stored = [...later.locks.values()].find(({ lockedMass }) => lockedMass > 4n * ALPHA);
  assert.ok(stored);
  const month = 30 * 7_200;
  later.blockNumber = stored.lastUpdate + month;
  const theirs = coldkeyLock(later, coldkey, netuid)?.lockedMass;
  const course = { ...lock.bound.value, isPerpetual: false, unlockRate: lock.unlockRate.value };
  const ours = freeAfter({ ...course, locked: stored.lockedMass }, BigInt(month));
  assert.equal(ours.locked, theirs);
  assert.equal(ours.free, course.total - ours.locked - course.kept);
  assert.ok(locked - stored.lockedMass < ALPHA / 100n, 'one block of decay apart');
});

/** A hotkey that the chain knows and the lock does not go to. */
function otherHotkey(): Ss58Address {
  const { hotkey } = fromIn(story, 1);
  const other = [...stateOf().owners.keys()].find((one) => one !== story.world.hexOf(hotkey));
  assert.ok(other);
  return formatSs58(fromHex(parseHex(other, 'hotkey')));
}

test('to another validator, or more than there is, nothing is signed; the largest amount is all the rest', async () => {
  await assert.rejects(sendMove(story, lockOf(ALPHA, otherHotkey()), YES), blockOf('lock-hotkey'));
  const head = await story.world.client.head();
  const facts = await story.world.client.readMoveFacts(factsQueryOf(lockOf(1n)), head);
  const most = mostOf(lockOf(1n), TERMS, facts).amount;
  assert.ok(most !== null);
  assert.equal(most, coldkeyAlpha(stateOf(), mine().coldkey, mine().netuid) - lockedNow());
  // One block of decay frees some.
  await assert.rejects(sendMove(story, lockOf(most + ALPHA), YES), blockOf('lock-stake'));
});

test('a perpetual lock asks for another yes, and never comes free', async () => {
  const { coldkey, netuid } = mine();
  const args = { netuid, enabled: true };
  const perpetual = { pallet: 'SubtensorModule', name: 'set_perpetual_lock', args } as const;
  assert.ok(story.world.devnet.ledger.dispatch(coldkey, perpetual).ok);
  story.world.devnet.produceBlock();
  await story.world.caughtUp();
  await assert.rejects(sendMove(story, lockOf(ALPHA), YES), { code: 'ACCEPTANCE_NEEDED' });
  const { plan } = await finish(lockOf(ALPHA), ['lock-perpetual']);
  const { lock } = plan;
  assert.ok(lock?.bound.known && lock.isPerpetual.known && lock.unlockRate.known);
  assert.equal(lock.isPerpetual.value, true);
  const course = { ...lock.bound.value, isPerpetual: true, unlockRate: lock.unlockRate.value };
  assert.equal(freeAfter(course, 10n ** 9n).locked, lock.bound.value.locked);
});

test('refusing what is refused is not signed; once the receiver accepts, a gift carries its lock', async () => {
  const { coldkey, hotkey, netuid } = fromIn(story, 1);
  const { hexOf, devnet } = story.world;
  const word = (accepts: boolean): Move => ({ kind: 'accept-locked', coldkey, accepts });
  await assert.rejects(sendMove(story, word(false)), blockOf('accept-changes'));
  const { plan, receipt } = await finish(word(true), []);
  assert.deepEqual(plan.call?.args, { enabled: false });
  assert.equal(receipt?.acceptsLocked, true);
  assert.deepEqual(receipt.lines, []);
  assert.equal(stateOf().accountFlags.get(hexOf(coldkey)), 1n);
  // Bob has nothing here: he accepts, and gets more than is free.
  const friend = [...stateOf().accounts.keys()].find(
    (one) => one !== hexOf(coldkey) && coldkeyAlpha(stateOf(), one, netuid) === 0n,
  );
  assert.ok(friend);
  const toColdkey = formatSs58(fromHex(parseHex(friend, 'coldkey')));
  const held = positionAlpha(stateOf(), hexOf(hotkey), hexOf(coldkey), netuid);
  const gift: Move = {
    kind: 'transfer',
    coldkey,
    hotkey,
    netuid,
    toColdkey,
    amount: toAlphaRao(held - ALPHA),
  };
  await assert.rejects(sendMove(story, gift, []), blockOf('locked-transfer'));
  const accept = { pallet: 'SubtensorModule', name: 'set_reject_locked_alpha' } as const;
  assert.ok(devnet.ledger.dispatch(friend, { ...accept, args: { enabled: false } }).ok);
  devnet.produceBlock();
  await story.world.caughtUp();
  const { stage, signing, id } = await sendMove(story, gift, []);
  await story.world.blocks(signing, 4);
  const { state } = await until(story, stage, id, isIn('finalized', 'failed'));
  assert.equal(state, 'finalized');
  assert.ok((coldkeyLock(stateOf(), friend, netuid)?.lockedMass ?? 0n) > 0n);
});
