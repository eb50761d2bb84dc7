// add_stake and remove_stake against hand-worked figures on the recorded pools: amounts, events, limits, named errors.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountAt, subnetAccount } from '../state/balances.ts';
import { add, addLimit, names, refused, remove, removeLimit, staked } from './calls.ts';
import { dispatch } from './dispatch.ts';
import { changeSubnet, subnetAt } from '../ledger-run.ts';
import { positionAlpha } from '../state/share-pool.ts';
import { FIRST_POOL, givePosition, keys, SECOND_POOL, twoPools } from '../pools/two-pools.ts';

const TAO = 1_000_000_000n;
const { staker, other, validator, hotkey, ownHotkey, unknownHotkey, author } = keys;

test('a purchase buys what the live chain gave and pays the author its fee', () => {
  const state = twoPools();
  const outcome = dispatch(state, staker, add(TAO));
  assert.deepEqual(names(outcome.events), [
    'Balances.Transfer',
    'Balances.Transfer',
    'SubtensorModule.StakeAdded',
  ]);
  assert.deepEqual(staked(outcome, 'StakeAdded'), [
    [staker, hotkey, TAO, 152290647774n, FIRST_POOL, 503547n],
  ]);
  assert.equal(positionAlpha(state, hotkey, staker, FIRST_POOL), 152290647774n);
  const pool = subnetAt(state, FIRST_POOL);
  assert.equal(pool.taoReserve, 23027286571256n + 999496453n);
  assert.equal(pool.alphaReserve, 3508759482573826n - 152290647774n);
  assert.equal(pool.alphaOut, 2_000_000n * TAO + 152290647774n);
  assert.equal(pool.volume, TAO);
  assert.equal(accountAt(state, author).free, TAO + 503547n);
  assert.equal(accountAt(state, staker).free, 19_999n * TAO);
  assert.equal(state.totalStake, 23027286571256n + 587199047950n + TAO);
});

test('the smallest purchase is the minimum with its own fee', () => {
  const state = twoPools();
  assert.equal(refused(state, staker, add(2001006n)), 'SubtensorModule.AmountTooLow');
  const outcome = dispatch(state, staker, add(2001007n));
  assert.deepEqual(staked(outcome, 'StakeAdded')[0]?.[3], 304747944n);
});

test('add_stake is refused in the chain’s order', () => {
  const state = twoPools();
  const tooMuch = 23027286571256n * 1000n + 1n;
  assert.equal(refused(state, staker, add(tooMuch)), 'SubtensorModule.InsufficientLiquidity');
  assert.equal(refused(state, staker, add(1n, { netuid: 7 })), 'SubtensorModule.SubnetNotExists');
  assert.equal(
    refused(state, staker, add(30_000n * TAO)),
    'SubtensorModule.NotEnoughBalanceToStake',
  );
  assert.equal(
    refused(state, staker, add(TAO, { hotkey: unknownHotkey })),
    'SubtensorModule.HotKeyAccountNotExists',
  );
  changeSubnet(state, FIRST_POOL, { subtokenEnabled: false });
  assert.equal(refused(state, staker, add(1n)), 'SubtensorModule.SubtokenDisabled');
});

test('staking everything stakes the existential deposit less', () => {
  const state = twoPools();
  const outcome = dispatch(state, other, add(10n * TAO));
  assert.equal(staked(outcome, 'StakeAdded')[0]?.[2], 10n * TAO - 500n);
  assert.equal(accountAt(state, other).free, 500n);
});

test('a limited purchase takes at most what its limit allows', () => {
  const state = twoPools();
  const largest = 65203438025n; // at 6,600,000 rao
  assert.equal(
    refused(state, staker, addLimit(largest + 1n, 6600000n, false)),
    'SubtensorModule.SlippageTooHigh',
  );
  const exact = dispatch(twoPools(), staker, addLimit(largest, 6600000n, false));
  const partial = dispatch(state, staker, addLimit(1_000n * TAO, 6600000n, true));
  assert.deepEqual(partial, exact);
  assert.deepEqual(staked(partial, 'StakeAdded'), [
    [staker, hotkey, largest, 9902279904671n, FIRST_POOL, 32833042n],
  ]);
  assert.equal(state.delegates.get(hotkey), 11_796);
});

test('a limit at spot is the swap’s error, a partial fill under the minimum the pallet’s', () => {
  const state = twoPools();
  assert.equal(refused(state, staker, addLimit(TAO, 6562800n, true)), 'Swap.PriceLimitExceeded');
  assert.equal(
    refused(state, staker, addLimit(TAO, 6562801n, true)),
    'SubtensorModule.AmountTooLow',
  );
});

test('a sale pays what the pool gives and sells the fee for the author afterwards', () => {
  const state = twoPools();
  givePosition(state, hotkey, staker, FIRST_POOL, 5_000n * TAO);
  const outcome = dispatch(state, staker, remove(1_000n * TAO));
  assert.deepEqual(staked(outcome, 'StakeRemoved'), [
    [staker, hotkey, 6557627384n, 999496452278n, FIRST_POOL, 503547722n],
  ]);
  assert.equal(accountAt(state, author).free, TAO + 3302800n);
  const pool = subnetAt(state, FIRST_POOL);
  assert.equal(pool.taoReserve, 23027286571256n - 6557627384n - 3302800n);
  assert.equal(pool.alphaReserve, 3508759482573826n + 1_000n * TAO);
  assert.equal(pool.alphaOut, 2_000_000n * TAO - 1_000n * TAO);
  assert.equal(accountAt(state, subnetAccount(FIRST_POOL)).free, pool.taoReserve + 500n);
});

test('a limited partial sale gives back what was not sold', () => {
  const state = twoPools();
  givePosition(state, hotkey, staker, FIRST_POOL, 1_000_000n * TAO);
  assert.equal(
    refused(state, staker, removeLimit(1_000_000n * TAO, 6400000n, false)),
    'SubtensorModule.SlippageTooHigh',
  );
  const outcome = dispatch(state, staker, removeLimit(1_000_000n * TAO, 6400000n, true));
  assert.deepEqual(staked(outcome, 'StakeRemoved')[0]?.slice(2), [
    287406700396n,
    44346802851086n,
    FIRST_POOL,
    22341981833n,
  ]);
  const left = 1_000_000n * TAO - 44346802851086n - 22341981833n;
  assert.equal(positionAlpha(state, hotkey, staker, FIRST_POOL), left);
});

test('remove_stake caps to the position, remove_stake_limit refuses more', () => {
  const state = twoPools();
  givePosition(state, hotkey, staker, FIRST_POOL, 100n * TAO);
  const over = removeLimit(101n * TAO, 1n, false);
  assert.equal(refused(state, staker, over), 'SubtensorModule.NotEnoughStakeToWithdraw');
  assert.equal(refused(state, staker, removeLimit(0n, 1n, false)), 'SubtensorModule.AmountTooLow');
  const outcome = dispatch(state, staker, remove(101n * TAO));
  assert.ok(outcome.ok);
  assert.equal(positionAlpha(state, hotkey, staker, FIRST_POOL), 0n);
});

test('a partial sale must bring the minimum, a full exit need not', () => {
  const state = twoPools();
  givePosition(state, ownHotkey, staker, FIRST_POOL, 300_000_000n);
  const change = { hotkey: ownHotkey };
  assert.equal(
    refused(state, staker, remove(200_000_000n, change)),
    'SubtensorModule.AmountTooLow',
  );
  assert.ok(dispatch(state, staker, remove(300_000_000n, change)).ok);
});

test('a dust exit whose fee sells for nothing fails as a whole', () => {
  const state = twoPools();
  givePosition(state, ownHotkey, staker, FIRST_POOL, 100_000n);
  const call = remove(100_000n, { hotkey: ownHotkey });
  assert.equal(refused(state, staker, call), 'Swap.ReservesTooLow');
  assert.equal(positionAlpha(state, ownHotkey, staker, FIRST_POOL), 100_000n);
});

test('a small remainder on a stranger’s hotkey is sold too, on one’s own it stays', () => {
  const limit = 3047477294n; // floor(0.02 TAO / price)
  const amount = 1_000n * TAO;
  const strange = twoPools();
  givePosition(strange, hotkey, staker, FIRST_POOL, amount + limit - 1_000n);
  const both = dispatch(strange, staker, remove(amount));
  assert.equal(staked(both, 'StakeRemoved').length, 2);
  assert.equal(positionAlpha(strange, hotkey, staker, FIRST_POOL), 0n);

  const own = twoPools();
  givePosition(own, ownHotkey, staker, FIRST_POOL, amount + limit - 1_000n);
  const one = dispatch(own, staker, remove(amount, { hotkey: ownHotkey }));
  assert.equal(staked(one, 'StakeRemoved').length, 1);

  const enough = twoPools();
  givePosition(enough, hotkey, staker, FIRST_POOL, amount + 2n * limit);
  assert.equal(staked(dispatch(enough, staker, remove(amount)), 'StakeRemoved').length, 1);
});

test('root is one to one, without fee, and its limits only know whole TAO', () => {
  const state = twoPools();
  const outcome = dispatch(state, staker, add(5n * TAO, { netuid: 0 }));
  assert.deepEqual(staked(outcome, 'StakeAdded')[0]?.slice(2), [5n * TAO, 5n * TAO, 0, 0n]);
  const low = addLimit(TAO, TAO - 1n, false, { netuid: 0 });
  assert.equal(refused(state, staker, low), 'SubtensorModule.SlippageTooHigh');
  assert.ok(dispatch(state, staker, addLimit(TAO, TAO, false, { netuid: 0 })).ok);
});

test('an uninitialised pool starts its first trade at one half', () => {
  const state = twoPools();
  const curve = { kind: 'balancer', taoWeight: 3n * 10n ** 17n, isInitialized: false } as const;
  changeSubnet(state, SECOND_POOL, { curve });
  assert.ok(dispatch(state, staker, add(TAO, { netuid: SECOND_POOL })).ok);
  assert.deepEqual(subnetAt(state, SECOND_POOL).curve, {
    kind: 'balancer',
    taoWeight: 5n * 10n ** 17n,
    isInitialized: true,
  });
});

test('the owner of a hotkey does not become its delegate by staking', () => {
  const state = twoPools();
  assert.ok(dispatch(state, validator, addLimit(TAO / 2n, TAO, true)).ok);
  assert.equal(state.delegates.has(hotkey), false);
});
