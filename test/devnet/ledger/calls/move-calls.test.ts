// Moves, swaps and transfers of stake against hand-worked figures, the recorded cross swap among them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountAt } from '../state/balances.ts';
import { dispatch } from './dispatch.ts';
import { changeSubnet, subnetAt } from '../ledger-run.ts';
import { positionAlpha } from '../state/share-pool.ts';
import { maxMove } from './stake-checks.ts';
import { FIRST_POOL, givePosition, keys, SECOND_POOL, twoPools } from '../pools/two-pools.ts';
import type { DispatchOutcome, LedgerCall } from './ledger-call.ts';

const TAO = 1_000_000_000n;
const { staker, other, hotkey, ownHotkey, unknownHotkey, author } = keys;

const move = (to: string, alpha: bigint, from = FIRST_POOL, into = FIRST_POOL): LedgerCall => ({
  pallet: 'SubtensorModule',
  name: 'move_stake',
  args: {
    origin_hotkey: hotkey,
    destination_hotkey: to,
    origin_netuid: from,
    destination_netuid: into,
    alpha_amount: alpha,
  },
});

const swap = (alpha: bigint, from: number, into: number): LedgerCall => ({
  pallet: 'SubtensorModule',
  name: 'swap_stake',
  args: { hotkey, origin_netuid: from, destination_netuid: into, alpha_amount: alpha },
});

const swapLimit = (
  alpha: bigint,
  limit: bigint,
  partial: boolean,
  into = SECOND_POOL,
): LedgerCall => ({
  pallet: 'SubtensorModule',
  name: 'swap_stake_limit',
  args: {
    hotkey,
    origin_netuid: FIRST_POOL,
    destination_netuid: into,
    alpha_amount: alpha,
    limit_price: limit,
    allow_partial: partial,
  },
});

const give = (to: string, alpha: bigint, into = FIRST_POOL): LedgerCall => ({
  pallet: 'SubtensorModule',
  name: 'transfer_stake',
  args: {
    destination_coldkey: to,
    hotkey,
    origin_netuid: FIRST_POOL,
    destination_netuid: into,
    alpha_amount: alpha,
  },
});

const errorOf = (outcome: DispatchOutcome): string =>
  outcome.ok ? 'none' : `${outcome.error.pallet}.${outcome.error.name}`;

function held(alpha = 5_000n * TAO): ReturnType<typeof twoPools> {
  const state = twoPools();
  givePosition(state, hotkey, staker, FIRST_POOL, alpha);
  return state;
}

test('the recorded cross swap: sale with fee, author’s fee sale, purchase without fee', () => {
  const state = held();
  const outcome = dispatch(state, staker, swap(1_000n * TAO, FIRST_POOL, SECOND_POOL));
  const removed = outcome.events.find(({ name }) => name === 'StakeRemoved');
  assert.deepEqual(Object.values(removed?.fields ?? {}).slice(2), [
    6557627384n,
    999496452278n,
    FIRST_POOL,
    503547722n,
  ]);
  const added = outcome.events.find(({ name }) => name === 'StakeAdded');
  assert.deepEqual(Object.values(added?.fields ?? {}).slice(2), [
    6557627384n,
    4810228725652n,
    SECOND_POOL,
    0n,
  ]);
  const last = outcome.events.at(-1);
  assert.equal(last?.name, 'StakeSwapped');
  assert.deepEqual(Object.values(last.fields), [
    staker,
    hotkey,
    FIRST_POOL,
    SECOND_POOL,
    6557627384n,
  ]);
  assert.equal(accountAt(state, author).free, TAO + 3302800n);
  assert.equal(accountAt(state, staker).free, 20_000n * TAO);
});

test('from root the fee is charged in TAO on the purchase, to root only on the sale', () => {
  const state = held();
  givePosition(state, hotkey, staker, 0, 10n * TAO);
  const fromRoot = dispatch(state, staker, swap(TAO, 0, FIRST_POOL));
  const added = fromRoot.events.find(({ name }) => name === 'StakeAdded');
  assert.deepEqual(Object.values(added?.fields ?? {}).slice(2), [
    TAO,
    152290647774n,
    FIRST_POOL,
    503547n,
  ]);
  const toRoot = dispatch(held(), staker, swap(1_000n * TAO, FIRST_POOL, 0));
  const rooted = toRoot.events.find(({ name }) => name === 'StakeAdded');
  assert.deepEqual(Object.values(rooted?.fields ?? {}).slice(2), [6557627384n, 6557627384n, 0, 0n]);
});

test('within a subnet alpha moves as it is, without fee, if worth the minimum', () => {
  const state = held();
  const pool = subnetAt(state, FIRST_POOL);
  const outcome = dispatch(state, staker, move(ownHotkey, 1_000n * TAO));
  assert.deepEqual(
    outcome.events.map(({ name }) => name),
    ['StakeRemoved', 'StakeAdded', 'StakeMoved'],
  );
  assert.equal(outcome.events[0]?.fields['2'], 6562800056n); // floor(price · 10^12)
  assert.equal(positionAlpha(state, ownHotkey, staker, FIRST_POOL), 1_000n * TAO);
  assert.deepEqual(subnetAt(state, FIRST_POOL), pool);
  const dust = dispatch(state, staker, move(ownHotkey, 300_000_000n));
  assert.equal(errorOf(dust), 'SubtensorModule.AmountTooLow');
});

test('transitions are refused in the chain’s order', () => {
  const state = held();
  const refuse = (call: LedgerCall): string => errorOf(dispatch(state, staker, call));
  assert.equal(refuse(swap(TAO, FIRST_POOL, FIRST_POOL)), 'SubtensorModule.SameNetuid');
  assert.equal(refuse(swap(TAO, FIRST_POOL, 7)), 'SubtensorModule.SubnetNotExists');
  assert.equal(refuse(move(unknownHotkey, TAO)), 'SubtensorModule.HotKeyAccountNotExists');
  assert.equal(refuse(swap(300_000_000n, FIRST_POOL, SECOND_POOL)), 'SubtensorModule.AmountTooLow');
  changeSubnet(state, SECOND_POOL, { transferToggle: false });
  assert.equal(
    refuse(give(other, 1_000n * TAO, SECOND_POOL)),
    'SubtensorModule.TransferDisallowed',
  );
  assert.ok(dispatch(state, staker, give(other, 1_000n * TAO)).ok);
  changeSubnet(state, SECOND_POOL, { subtokenEnabled: false });
  assert.equal(
    refuse(swap(1_000n * TAO, FIRST_POOL, SECOND_POOL)),
    'SubtensorModule.SubtokenDisabled',
  );
});

test('a transfer across subnets restakes for the receiver, less the deposit of a new account', () => {
  const state = held();
  const outcome = dispatch(state, staker, give(unknownHotkey, 1_000n * TAO, 0));
  assert.ok(outcome.ok);
  assert.equal(positionAlpha(state, hotkey, unknownHotkey, 0), 6557627384n - 500n);
  assert.equal(accountAt(state, unknownHotkey).free, 500n);
  assert.equal(outcome.events.at(-1)?.fields['5'], 6557627384n);
});

test('a limited swap over its guard is refused, or moves nothing when partial', () => {
  const state = held();
  const ratio = 4_867_787_000n; // about 10^9 · origin price / destination price
  assert.equal(maxMove(state, FIRST_POOL, SECOND_POOL, ratio + 10_000_000n), 0n);
  const killed = dispatch(state, staker, swapLimit(1_000n * TAO, ratio * 2n, false));
  assert.equal(errorOf(killed), 'SubtensorModule.SlippageTooHigh');
  const nothing = dispatch(state, staker, swapLimit(1_000n * TAO, ratio * 2n, true));
  assert.ok(nothing.ok);
  assert.equal(nothing.events.at(-1)?.fields['4'], 0n);
  assert.equal(positionAlpha(state, hotkey, staker, FIRST_POOL), 5_000n * TAO);
  const free = dispatch(state, staker, swapLimit(1_000n * TAO, 0n, false));
  assert.ok(free.ok);
});

test('a limited swap between equal reserves lets the hand-worked amount through', () => {
  const state = held();
  const pool = { taoReserve: 1_000n * TAO, alphaReserve: 10_000n * TAO };
  changeSubnet(state, FIRST_POOL, pool);
  changeSubnet(state, SECOND_POOL, pool);
  // half of 10,000 over a limit of 0.8, minus half of 10,000
  const largest = maxMove(state, FIRST_POOL, SECOND_POOL, 800_000_000n);
  assert.ok(largest >= 1_250n * TAO && largest <= 1_250n * TAO + 1n, String(largest));
});

test('to root the limit of a swap works like that of a sale', () => {
  const state = held();
  const low = dispatch(state, staker, swapLimit(1_000n * TAO, 6_562_800n, false, 0));
  assert.equal(errorOf(low), 'SubtensorModule.SlippageTooHigh');
  const over = dispatch(state, staker, swapLimit(1_000n * TAO, 6_562_801n, false, 0));
  assert.equal(errorOf(over), 'Swap.PriceLimitExceeded');
  assert.ok(dispatch(state, staker, swapLimit(1_000n * TAO, 6_500_000n, false, 0)).ok);
});
