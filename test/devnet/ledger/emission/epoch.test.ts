// Epochs: when they run, and how the pots split between owner, miners, validators, their stakers and root.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runEpochs } from './epoch.ts';
import { changeSubnet, subnetAt, type Run } from '../ledger-run.ts';
import { RULES } from '../rules.ts';
import {
  coldkeySubnetKey,
  hotkeyKey,
  type LedgerState,
  type Neuron,
} from '../state/ledger-state.ts';
import { hotkeyAlpha, positionAlpha } from '../state/share-pool.ts';
import { FIRST_POOL, givePosition, keys, SECOND_POOL, twoPools } from '../pools/two-pools.ts';

const ALPHA = 1_000_000_000n;
const { staker, other, validator, hotkey, ownHotkey } = keys;

const neuron = (change: Partial<Neuron>): Neuron => ({
  hotkey,
  registeredAt: 1,
  lastUpdate: 1,
  isActive: true,
  hasPermit: false,
  incentive: 0,
  dividends: 0,
  consensus: 0,
  emission: 0n,
  ...change,
});

/** One validator with two stakers, one miner; pots of 400 to miners and 300 to validators, 100 to root, 180 to the owner. */
function due(): LedgerState {
  const state = twoPools();
  givePosition(state, hotkey, staker, FIRST_POOL, 3_000n * ALPHA);
  givePosition(state, hotkey, other, FIRST_POOL, 1_000n * ALPHA);
  givePosition(state, hotkey, other, 0, 500n * ALPHA);
  changeSubnet(state, SECOND_POOL, { tempo: 0 });
  changeSubnet(state, 0, { tempo: 0 });
  changeSubnet(state, FIRST_POOL, {
    tempo: 360,
    lastEpochBlock: state.blockNumber - 360,
    ownerColdkey: other,
    ownerHotkey: hotkey,
    pendingServerEmission: 400n * ALPHA,
    pendingValidatorEmission: 300n * ALPHA,
    pendingRootAlphaDivs: 100n * ALPHA,
    pendingOwnerCut: 180n * ALPHA,
    neurons: [neuron({ hasPermit: true }), neuron({ hotkey: ownHotkey, incentive: 1 })],
  });
  state.delegates.set(hotkey, 6_553); // a tenth, less a little
  return state;
}

function runOnce(state: LedgerState): Run {
  const run: Run = { state, events: [] };
  runEpochs(run);
  return run;
}

test('every pot arrives: owner, miner, validator’s take, its stakers in proportion, root as claims', () => {
  const state = due();
  const total = hotkeyAlpha(state, hotkey, FIRST_POOL);
  runOnce(state);
  assert.equal(positionAlpha(state, ownHotkey, staker, FIRST_POOL), 400n * ALPHA);
  const dividend = state.alphaDividends.get(hotkeyKey(hotkey, FIRST_POOL)) ?? 0n;
  // 300 less a take of 6553/65535, within the 32-bit rounding of the shares
  const expected = (300n * ALPHA * (65_535n - 6_553n)) / 65_535n;
  assert.ok(dividend - expected < 100n && expected - dividend < 100n, String(dividend));
  const grown = hotkeyAlpha(state, hotkey, FIRST_POOL) - total;
  assert.ok(490n * ALPHA - grown < 1_000_000n && grown <= 490n * ALPHA, String(grown));
  const mine = positionAlpha(state, hotkey, staker, FIRST_POOL);
  assert.ok(mine > 3_000n * ALPHA + (dividend * 7n) / 10n && mine < 3_000n * ALPHA + dividend);
  const takes = positionAlpha(state, hotkey, validator, FIRST_POOL);
  assert.ok(takes > 39n * ALPHA && takes < 42n * ALPHA, String(takes)); // 30 of the alpha pot, 10 of root's
  const rate = state.rootClaimable.get(hotkey)?.get(FIRST_POOL) ?? 0n;
  const owed = (rate * 500n * ALPHA) >> 32n;
  assert.ok(owed > 89n * ALPHA && owed < 91n * ALPHA, String(owed));
  // the total is recorded before root's take is credited
  const recorded = state.hotkeyAlphaLastEpoch.get(hotkeyKey(hotkey, FIRST_POOL)) ?? 0n;
  const rootTake = hotkeyAlpha(state, hotkey, FIRST_POOL) - recorded;
  assert.ok(rootTake > 9n * ALPHA && rootTake <= 10n * ALPHA, String(rootTake));
});

test('since the funds root’s part waits in the validator’s queue, after take', () => {
  const state = due();
  state.settings = { ...state.settings, rules: RULES.v475 };
  runOnce(state);
  const queued = state.basketQueue.get(hotkeyKey(hotkey, FIRST_POOL)) ?? 0n;
  assert.equal(queued, state.rootAlphaDividends.get(hotkeyKey(hotkey, FIRST_POOL)));
  // 100 less a take of 6553/65535, within the 32-bit rounding of the shares
  const expected = (100n * ALPHA * (65_535n - 6_553n)) / 65_535n;
  assert.ok(queued - expected < 100n && expected - queued < 100n, String(queued));
  assert.equal(state.rootClaimable.has(hotkey), false);
});

test('what miners of the owner earn is withheld and counted', () => {
  const state = due();
  changeSubnet(state, FIRST_POOL, {
    ownerColdkey: staker, // owns the miner's hotkey
    neurons: [
      neuron({ hasPermit: true }),
      neuron({ hotkey: ownHotkey, incentive: 3 }),
      neuron({ hotkey: keys.unknownHotkey, incentive: 1 }),
    ],
  });
  state.owners.set(keys.unknownHotkey, other);
  const { alphaOut } = subnetAt(state, FIRST_POOL);
  runOnce(state);
  assert.equal(subnetAt(state, FIRST_POOL).minerBurned, 3n << 30n); // three quarters
  assert.equal(subnetAt(state, FIRST_POOL).alphaOut, alphaOut);
  assert.equal(positionAlpha(state, keys.unknownHotkey, other, FIRST_POOL), 100n * ALPHA);

  const recycling = due();
  changeSubnet(recycling, FIRST_POOL, { ownerColdkey: staker, recycleOrBurn: 'Recycle' });
  runOnce(recycling);
  assert.equal(subnetAt(recycling, FIRST_POOL).alphaOut, alphaOut - 400n * ALPHA);
});

test('without miners validators get the miners’ pot', () => {
  const state = due();
  state.delegates.set(hotkey, 0);
  changeSubnet(state, FIRST_POOL, { neurons: [neuron({ hasPermit: true })] });
  runOnce(state);
  const dividend = state.alphaDividends.get(hotkeyKey(hotkey, FIRST_POOL)) ?? 0n;
  assert.ok(dividend > 699n * ALPHA && dividend <= 700n * ALPHA, String(dividend));
});

test('without a permit nobody earns a dividend', () => {
  const state = due();
  changeSubnet(state, FIRST_POOL, { neurons: [neuron({})] });
  runOnce(state);
  assert.equal(state.alphaDividends.get(hotkeyKey(hotkey, FIRST_POOL)), 0n);
});

test('auto-stake sends a miner’s earnings to the chosen hotkey', () => {
  const state = due();
  state.autoStakeDestinations.set(coldkeySubnetKey(staker, FIRST_POOL), hotkey);
  const before = positionAlpha(state, hotkey, staker, FIRST_POOL);
  const { events } = runOnce(state);
  assert.ok(events.some(({ name }) => name === 'AutoStakeAdded'));
  assert.equal(positionAlpha(state, ownHotkey, staker, FIRST_POOL), 0n);
  assert.ok(positionAlpha(state, hotkey, staker, FIRST_POOL) > before + 399n * ALPHA);
});

test('epochs run at tempo, two per block, the next ones a block later', () => {
  const state = due();
  for (const netuid of [2, 3, 4]) {
    state.subnets.set(netuid, subnetAt(state, FIRST_POOL));
  }
  const { events } = runOnce(state);
  assert.deepEqual(
    events.filter(({ name }) => name === 'EpochDeferred').map(({ fields }) => fields['netuid']),
    [3, 4],
  );
  assert.equal(subnetAt(state, FIRST_POOL).lastEpochBlock, state.blockNumber);
  assert.equal(subnetAt(state, 3).pendingEpochAt, state.blockNumber + 1);
  state.blockNumber += 1;
  runOnce(state);
  assert.equal(subnetAt(state, 4).lastEpochBlock, state.blockNumber);
  assert.equal(subnetAt(state, 4).pendingEpochAt, 0);
  assert.equal(subnetAt(state, 4).pendingServerEmission, 0n);
});
