// What changed for stake calls between 425 and 475: no silent cut, minimums, the hold on root, caps, refunds, safe mode.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BASKET_ESCROW, isRootFree } from '../baskets/fund.ts';
import { endow } from '../genesis/genesis.ts';
import { beginBlock } from '../ledger.ts';
import { subnetAt } from '../ledger-run.ts';
import { FIRST_POOL, givePosition, keys, SECOND_POOL, twoPools } from '../pools/two-pools.ts';
import { RULES } from '../rules.ts';
import { accountAt, subnetAccount } from '../state/balances.ts';
import { coldkeyHotkeyKey, positionKey, type LedgerState } from '../state/ledger-state.ts';
import { positionAlpha } from '../state/share-pool.ts';
import { add, errorOf, names, refused, remove, removeLimit, staked } from './calls.ts';
import { dispatch } from './dispatch.ts';
import { applyExtrinsic } from './extrinsic.ts';
import type { LedgerCall } from './ledger-call.ts';

const TAO = 1_000_000_000n;
const ALL = (1n << 64n) - 1n;
const { staker, other, hotkey, ownHotkey, author } = keys;
const HELD = 1_000n * TAO;
const short = (call: LedgerCall, state: LedgerState, by = staker): string =>
  refused(state, by, call).replace('SubtensorModule.', '');

function world(): LedgerState {
  const state = twoPools();
  state.settings = { ...state.settings, rules: RULES.v475 };
  givePosition(state, hotkey, staker, 0, 100n * TAO);
  givePosition(state, hotkey, staker, FIRST_POOL, HELD);
  return state;
}

type Route = { from?: number; to?: number };

/** The six calls that move stake, of one amount. */
const moves = (alpha_amount: bigint, { from = FIRST_POOL, to = FIRST_POOL }: Route = {}) => {
  const pallet = 'SubtensorModule';
  const route = { origin_netuid: from, destination_netuid: to, alpha_amount };
  const limit = { limit_price: 0n, allow_partial: false };
  const onto = { origin_hotkey: hotkey, destination_hotkey: ownHotkey };
  const destination_coldkey = other;
  return {
    move: { pallet, name: 'move_stake', args: { ...onto, ...route } },
    moveLimit: { pallet, name: 'move_stake_limit', args: { ...onto, ...route, ...limit } },
    swap: { pallet, name: 'swap_stake', args: { hotkey, ...route } },
    swapLimit: { pallet, name: 'swap_stake_limit', args: { hotkey, ...route, ...limit } },
    gift: { pallet, name: 'transfer_stake', args: { destination_coldkey, hotkey, ...route } },
    giftOnto: {
      pallet,
      name: 'transfer_stake_and_hotkey',
      args: { destination_coldkey, ...onto, ...route },
    },
  } as const satisfies Record<string, LedgerCall>;
};

test('a unit over the position is refused by all six moves; the largest u64 is all of it', () => {
  const across = { to: SECOND_POOL };
  for (const call of Object.values(moves(HELD + 1n, across))) {
    assert.equal(short(call, world()), 'NotEnoughStakeToWithdraw', call.name);
  }
  for (const call of Object.values(moves(ALL - 1n, across))) {
    assert.equal(short(call, world()), 'NotEnoughStakeToWithdraw', call.name);
  }
  for (const call of Object.values(moves(ALL, across))) {
    const state = world();
    const outcome = dispatch(state, staker, call);
    assert.equal(errorOf(outcome), 'none', call.name);
    assert.equal(positionAlpha(state, hotkey, staker, FIRST_POOL), 0n, call.name);
    // chain.md A4: 1,000 alpha of SN1 sell for 6,557,627,384 rao, which buy 4,810,228,725,652 of SN92.
    assert.equal(staked(outcome, 'StakeRemoved')[0]?.[2], 6_557_627_384n);
    assert.equal(staked(outcome, 'StakeAdded')[0]?.[3], 4_810_228_725_652n);
  }
});

test('the same moves are cut in silence at 425', () => {
  const state = world();
  state.settings = { ...state.settings, rules: RULES.v425 };
  const outcome = dispatch(state, staker, moves(HELD + 1n, { to: SECOND_POOL }).swap);
  assert.equal(staked(outcome, 'StakeRemoved')[0]?.[2], 6_557_627_384n);
});

test('remove_stake still cuts to the position, remove_stake_limit refuses more', () => {
  assert.equal(short(remove(HELD + 1n), world()), 'none');
  assert.equal(short(removeLimit(HELD + 1n, 1n, true), world()), 'NotEnoughStakeToWithdraw');
});

test('a bond in the position makes "all" fail', () => {
  const state = world();
  state.collateral.set(positionKey(hotkey, staker, FIRST_POOL), 1n);
  const { swap, gift } = moves(ALL, { to: SECOND_POOL });
  assert.equal(short(swap, state), 'StakeUnavailable');
  assert.equal(short(gift, state), 'StakeUnavailable');
  assert.equal(short(moves(HELD - 1n, { to: SECOND_POOL }).swap, state), 'none');
});

// Price of SN1: 6,562,800 rao (A1, 0.0065628002… exactly 121062293055138902 / 2^64).
test('inside a subnet 0.0001 TAO is enough, rounded down; across, own moves need more than 0.002', () => {
  const exact = 121_062_293_055_138_902n;
  const least = ((100_000n << 64n) + exact - 1n) / exact; // smallest alpha worth 100,000 rao
  for (const name of ['move', 'moveLimit', 'gift', 'giftOnto'] as const) {
    assert.equal(short(moves(least)[name], world()), 'none', name);
    assert.equal(short(moves(least - 1n)[name], world()), 'AmountTooLow', name);
  }
  // 0.4 alpha sells for about 0.0026 TAO, 0.2 for 0.0013, 0.01 for 0.00007.
  const across = { to: SECOND_POOL };
  for (const name of ['move', 'moveLimit', 'swap', 'swapLimit'] as const) {
    assert.equal(short(moves((4n * TAO) / 10n, across)[name], world()), 'none', name);
    assert.equal(short(moves((2n * TAO) / 10n, across)[name], world()), 'AmountTooLow', name);
  }
  for (const name of ['gift', 'giftOnto'] as const) {
    const state = world();
    assert.equal(short(moves((2n * TAO) / 10n, across)[name], state), 'none', name);
    const to = name === 'gift' ? hotkey : ownHotkey;
    assert.ok(positionAlpha(state, to, other, SECOND_POOL) > 0n, 'restaked below 0.002');
    assert.equal(short(moves(TAO / 100n, across)[name], world()), 'AmountTooLow', name);
  }
});

test('root stake is held from its last add, removal, claim or arriving gift on', () => {
  const state = world();
  state.rootStakeUnlockInterval = 100;
  const key = coldkeyHotkeyKey(staker, hotkey);
  assert.equal(state.lastStakeBlock.get(key), undefined);
  assert.equal(short(remove(TAO, { netuid: 0 }), state), 'none', 'no start, no hold');
  assert.equal(state.lastStakeBlock.get(key), 1_000_000, 'a removal starts it');
  const out = { from: 0, to: FIRST_POOL };
  const held = [remove(TAO, { netuid: 0 }), ...Object.values(moves(TAO, out))];
  for (const call of held) assert.equal(short(call, state), 'RootStakeLocked', call.name);
  assert.equal(short(moves(TAO, { from: 0, to: 0 }).gift, state), 'RootStakeLocked');
  assert.equal(short(remove(TAO), state), 'none', 'other subnets are free');
  state.blockNumber += 99;
  assert.equal(short(remove(TAO, { netuid: 0 }), state), 'RootStakeLocked');
  state.blockNumber += 1;
  assert.equal(isRootFree(state, staker, hotkey), true);
  assert.equal(short(add(TAO), state), 'none');
  assert.equal(short(moves(TAO, out).swap, state), 'none', 'a stake elsewhere restarts nothing');
  state.blockNumber += 100;
  assert.equal(short(moves(TAO, { from: 0, to: 0 }).gift, state), 'none');
  assert.equal(state.lastStakeBlock.get(coldkeyHotkeyKey(other, hotkey)), state.blockNumber);
  state.rootStakeUnlockInterval = 0;
  assert.equal(short(remove(TAO, { netuid: 0 }), state), 'none', 'zero: no hold');
});

test('256 hotkeys of one’s own, 128 by gifts', () => {
  const list = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => `0x${i.toString(16).padStart(64, '0')}`);
  const state = world();
  state.stakingHotkeys.set(staker, [hotkey, ...list(255)]);
  assert.equal(short(add(TAO), state), 'none', 'already listed');
  const full = short(add(TAO, { hotkey: ownHotkey }), state);
  assert.equal(full, 'TooManyStakingHotkeys');
  assert.equal(short(moves(TAO).move, state), 'TooManyStakingHotkeys');
  state.stakingHotkeys.set(staker, [hotkey, ...list(254)]);
  assert.equal(short(moves(TAO).move, state), 'none');
  state.stakingHotkeys.set(other, list(128));
  assert.equal(short(moves(TAO).gift, state), 'TooManyStakingHotkeys');
  state.stakingHotkeys.set(other, list(127));
  assert.equal(short(moves(TAO).gift, state), 'none');
});

test('nothing is given to the escrow of the funds', () => {
  const state = world();
  const { gift } = moves(TAO);
  const args = { ...gift.args, destination_coldkey: BASKET_ESCROW };
  assert.equal(short({ ...gift, args }, state), 'CannotUseSystemAccount');
});

test('what the pool does not take of a purchase comes back, and the event names it all', () => {
  const state = world();
  state.settings = { ...state.settings, largestFill: TAO };
  const before = accountAt(state, staker).free;
  const stakeBefore = state.totalStake;
  const outcome = dispatch(state, staker, add(3n * TAO));
  // A3: 1 TAO buys 152,290,647,774 of SN1; the other two return.
  assert.deepEqual(names(outcome.events), [
    'Balances.Transfer',
    'Balances.Transfer',
    'SubtensorModule.StakeAdded',
    'Balances.Transfer',
  ]);
  assert.deepEqual(staked(outcome, 'StakeAdded')[0]?.slice(2), [
    3n * TAO,
    152_290_647_774n,
    FIRST_POOL,
    503_547n,
  ]);
  const refund = { from: subnetAccount(FIRST_POOL), to: staker, amount: 2n * TAO };
  assert.deepEqual(outcome.events.at(-1)?.fields, refund);
  assert.equal(accountAt(state, staker).free, before - TAO);
  assert.equal(state.totalStake, stakeBefore + TAO);
});

test('a failed exit pays half its call’s part, a claim that does nothing a quarter; TAO fees are recycled', () => {
  const state = world();
  const free = accountAt(state, staker).free;
  const issuance = state.totalIssuance;
  const authorFree = accountAt(state, author).free;
  const failed = applyExtrinsic(state, staker, removeLimit(HELD + 1n, 1n, true), 700n, 0n, 601n);
  // floor(601 · 1/2) = 300 comes back of 700.
  assert.deepEqual(failed?.feePaid, { kind: 'tao', rao: 400n });
  assert.deepEqual(
    failed.events.map(({ name }) => name),
    ['Withdraw', 'Deposit', 'TransactionFeePaid', 'ExtrinsicFailed'],
  );
  assert.deepEqual(failed.events[2]?.fields, { who: staker, actual_fee: 400n, tip: 0n });
  assert.equal(accountAt(state, staker).free, free - 400n);
  assert.equal(accountAt(state, author).free, authorFree);
  assert.equal(state.totalIssuance, issuance - 400n);
  const claim: LedgerCall = {
    pallet: 'SubtensorModule',
    name: 'claim_root_with_hotkey',
    args: { hotkey },
  };
  const idle = applyExtrinsic(state, staker, claim, 900n, 0n, 800n);
  assert.deepEqual(idle?.feePaid, { kind: 'tao', rao: 300n });
});

test('a fee paid in alpha gives unused alpha back, and the event names what stayed', () => {
  const state = world();
  givePosition(state, hotkey, other, FIRST_POOL, HELD);
  state.accounts.set(other, { ...accountAt(state, other), free: 500n });
  const call = removeLimit(HELD, ALL, false); // above the price: refused
  const done = applyExtrinsic(state, other, call, 1_000_000n, 0n, 800_000n);
  assert.ok(done && !done.outcome.ok && done.feePaid.kind === 'alpha');
  const [given] = done.events.filter(({ name }) => name === 'StakeAdded');
  assert.deepEqual([given?.fields['2'], given?.fields['5']], [400_000n, 0n]);
  const [paid] = done.events.filter(({ name }) => name === 'TransactionFeePaidWithAlpha');
  assert.equal(paid?.fields['alpha_fee'], done.feePaid.alpha);
  const left = positionAlpha(state, hotkey, other, FIRST_POOL);
  assert.ok(left <= HELD - done.feePaid.alpha && left >= HELD - done.feePaid.alpha - 2n);
});

test('unstake_all sells sixteen positions at most', () => {
  const state = world();
  const pool = subnetAt(state, FIRST_POOL);
  const netuids = Array.from({ length: 20 }, (_, i) => 200 + i);
  for (const netuid of netuids) {
    state.subnets.set(netuid, pool);
    endow(state, subnetAccount(netuid), pool.taoReserve);
    givePosition(state, hotkey, staker, netuid, TAO);
  }
  const all: LedgerCall = { pallet: 'SubtensorModule', name: 'unstake_all', args: { hotkey } };
  const sold = staked(dispatch(state, staker, all), 'StakeRemoved').map((fields) => fields[4]);
  assert.deepEqual(sold, [0, FIRST_POOL, ...netuids.slice(0, 14)]);
});

test('in safe mode every call but System’s is filtered, until its block is over', () => {
  const state = world();
  state.safeModeUntil = state.blockNumber + 1;
  assert.equal(refused(state, staker, add(TAO)), 'System.CallFiltered');
  const pay: LedgerCall = {
    pallet: 'Balances',
    name: 'transfer_keep_alive',
    args: { dest: other, value: TAO },
  };
  const batch: LedgerCall = { pallet: 'Utility', name: 'batch_all', args: { calls: [pay] } };
  assert.equal(refused(state, staker, pay), 'System.CallFiltered');
  assert.equal(refused(state, staker, batch), 'System.CallFiltered');
  const remark: LedgerCall = { pallet: 'System', name: 'remark', args: { remark: '0x' } };
  assert.equal(refused(state, staker, remark), 'none');
  beginBlock(state);
  assert.equal(refused(state, staker, add(TAO)), 'System.CallFiltered');
  beginBlock(state);
  assert.equal(refused(state, staker, add(TAO)), 'none');
});
