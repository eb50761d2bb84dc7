// Batches, guards, transfers and fees: what a whole extrinsic takes, pays and reports.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountAt, subnetAccount } from '../state/balances.ts';
import { dispatch } from './dispatch.ts';
import { applyExtrinsic, canPayFee } from './extrinsic.ts';
import { endow } from '../genesis/genesis.ts';
import { subnetAt } from '../ledger-run.ts';
import { positionAlpha } from '../state/share-pool.ts';
import { FIRST_POOL, givePosition, keys, SECOND_POOL, twoPools } from '../pools/two-pools.ts';
import type { BatchCall, DispatchOutcome, LedgerCall } from './ledger-call.ts';

const TAO = 1_000_000_000n;
const FEE = 1_600_000n;
const { staker, other, hotkey, author } = keys;

const add = (amount: bigint, netuid = FIRST_POOL): LedgerCall => ({
  pallet: 'SubtensorModule',
  name: 'add_stake',
  args: { hotkey, netuid, amount_staked: amount },
});

const remove = (amount: bigint, netuid = FIRST_POOL): LedgerCall => ({
  pallet: 'SubtensorModule',
  name: 'remove_stake',
  args: { hotkey, netuid, amount_unstaked: amount },
});

const batch = (name: BatchCall['name'], ...calls: LedgerCall[]): BatchCall => ({
  pallet: 'Utility',
  name,
  args: { calls },
});

const pay = (dest: string, value: bigint, keepsAlive = false): LedgerCall => ({
  pallet: 'Balances',
  name: keepsAlive ? 'transfer_keep_alive' : 'transfer_allow_death',
  args: { dest, value },
});

const names = (outcome: DispatchOutcome): string[] => outcome.events.map(({ name }) => name);
const errorOf = (outcome: DispatchOutcome): string =>
  outcome.ok ? 'none' : `${outcome.error.pallet}.${outcome.error.name}`;

test('batch keeps what came before a failure, batch_all nothing, force_batch the rest as well', () => {
  const calls = [add(TAO), add(1n), add(TAO, SECOND_POOL)];
  const plain = twoPools();
  const stopped = dispatch(plain, staker, batch('batch', ...calls));
  assert.deepEqual(names(stopped).slice(-2), ['ItemCompleted', 'BatchInterrupted']);
  assert.equal(positionAlpha(plain, hotkey, staker, FIRST_POOL), 152290647774n);

  const all = twoPools();
  const undone = dispatch(all, staker, batch('batch_all', ...calls));
  assert.equal(errorOf(undone), 'SubtensorModule.AmountTooLow');
  assert.deepEqual(undone.events, []);
  assert.equal(positionAlpha(all, hotkey, staker, FIRST_POOL), 0n);

  const forced = twoPools();
  const carried = dispatch(forced, staker, batch('force_batch', ...calls));
  assert.deepEqual(names(carried).slice(-1), ['BatchCompletedWithErrors']);
  assert.ok(positionAlpha(forced, hotkey, staker, SECOND_POOL) > 0n);
});

test('the items of a batch see the pool as the one before left it, fee sale included', () => {
  const state = twoPools();
  givePosition(state, hotkey, staker, FIRST_POOL, 5_000n * TAO);
  const separate = twoPools();
  givePosition(separate, hotkey, staker, FIRST_POOL, 5_000n * TAO);
  dispatch(separate, staker, remove(1_000n * TAO));
  dispatch(separate, staker, add(TAO));
  const outcome = dispatch(state, staker, batch('batch_all', remove(1_000n * TAO), add(TAO)));
  assert.deepEqual(names(outcome).slice(-2), ['ItemCompleted', 'BatchCompleted']);
  assert.deepEqual(subnetAt(state, FIRST_POOL), subnetAt(separate, FIRST_POOL));
});

test('a batch inside a batch is filtered', () => {
  const nested = batch('batch', batch('batch_all', add(TAO)));
  assert.equal(errorOf(dispatch(twoPools(), staker, nested)), 'System.CallFiltered');
});

test('an announced coldkey swap blocks everything else, nested calls too', () => {
  const state = twoPools();
  const announce: LedgerCall = {
    pallet: 'SubtensorModule',
    name: 'announce_coldkey_swap',
    args: { new_coldkey_hash: `0x${'11'.repeat(32)}` },
  };
  assert.equal(
    errorOf(dispatch(state, keys.unknownHotkey, announce)),
    'SubtensorModule.NotEnoughBalanceToPaySwapColdKey',
  );
  const issuance = state.totalIssuance;
  assert.ok(dispatch(state, other, announce).ok);
  assert.equal(accountAt(state, other).free, 10n * TAO - TAO / 10n);
  assert.equal(state.totalIssuance, issuance - TAO / 10n);
  assert.equal(state.swapAnnouncements.get(other)?.firstBlock, state.blockNumber + 36_000);
  const frozen = 'SubtensorModule.ColdkeySwapAnnounced';
  assert.equal(errorOf(dispatch(state, other, add(TAO))), frozen);
  assert.equal(errorOf(dispatch(state, other, batch('batch', add(TAO)))), frozen);
  const again = errorOf(dispatch(state, other, announce));
  assert.equal(again, 'SubtensorModule.ColdkeySwapReannouncedTooEarly');
  state.swapDisputes.set(other, state.blockNumber);
  assert.equal(errorOf(dispatch(state, other, announce)), 'SubtensorModule.ColdkeySwapDisputed');
});

test('transfers respect the existential deposit on both sides', () => {
  const state = twoPools();
  const fresh = keys.unknownHotkey;
  assert.equal(errorOf(dispatch(state, other, pay(fresh, 499n))), 'Token.BelowMinimum');
  assert.equal(errorOf(dispatch(state, other, pay(fresh, 11n * TAO))), 'Token.FundsUnavailable');
  const close = pay(staker, 10n * TAO - 100n, true);
  assert.equal(errorOf(dispatch(state, other, close)), 'Token.NotExpendable');
  assert.deepEqual(names(dispatch(state, other, pay(fresh, TAO))), [
    'NewAccount',
    'Endowed',
    'Transfer',
  ]);
  const issuance = state.balancesIssuance;
  const dying = dispatch(state, other, pay(staker, 9n * TAO - 100n));
  assert.deepEqual(names(dying), ['KilledAccount', 'DustLost', 'Transfer']);
  assert.equal(state.balancesIssuance, issuance - 100n);
  assert.equal(state.accounts.has(other), false);
});

test('transfer_all empties the account, or leaves the deposit', () => {
  const all = (keepsAlive: boolean): LedgerCall => ({
    pallet: 'Balances',
    name: 'transfer_all',
    args: { dest: staker, keep_alive: keepsAlive },
  });
  const state = twoPools();
  assert.ok(dispatch(state, other, all(true)).ok);
  assert.equal(accountAt(state, other).free, 500n);
  assert.ok(dispatch(state, other, all(false)).ok);
  assert.equal(state.accounts.has(other), false);
});

test('the fee goes to the author, the nonce rises, a failing call keeps both', () => {
  const state = twoPools();
  const result = applyExtrinsic(state, staker, add(1n), FEE, 0n);
  assert.deepEqual(
    result?.events.map(({ name }) => name),
    ['Withdraw', 'Deposit', 'TransactionFeePaid', 'ExtrinsicFailed'],
  );
  assert.equal(accountAt(state, staker).nonce, 1);
  assert.equal(accountAt(state, staker).free, 20_000n * TAO - FEE);
  assert.equal(accountAt(state, author).free, TAO + FEE);
});

test('without enough TAO a sale pays its fee in alpha from the same position', () => {
  const state = twoPools();
  endow(state, other, 600n);
  givePosition(state, hotkey, other, FIRST_POOL, 50n * TAO);
  assert.ok(canPayFee(state, other, remove(50n * TAO), FEE));
  assert.ok(!canPayFee(state, other, add(TAO), FEE));
  assert.ok(!canPayFee(state, other, batch('batch_all', remove(TAO)), FEE));
  const result = applyExtrinsic(state, other, remove(50n * TAO), FEE, 0n);
  assert.ok(result !== null && result.outcome.ok && result.feePaid.kind === 'alpha');
  assert.equal(result.feePaid.alpha, 243798376n); // floor(1,600,000 / 0.0065628000568…)
  assert.deepEqual(
    result.events.map(({ name }) => name),
    [
      'Transfer',
      'Transfer',
      'StakeRemoved',
      'Transfer',
      'Transfer',
      'StakeRemoved',
      'TransactionFeePaidWithAlpha',
      'TransactionFeePaid',
      'ExtrinsicSuccess',
    ],
  );
  assert.equal(positionAlpha(state, hotkey, other, FIRST_POOL), 0n);
  endow(state, other, 600n);
  assert.equal(applyExtrinsic(state, other, add(TAO), FEE, 0n), null);
});

test('unstake_all pays in alpha only when the hotkey holds exactly one subnet', () => {
  const state = twoPools();
  endow(state, other, 600n);
  givePosition(state, hotkey, other, FIRST_POOL, 50n * TAO);
  const sweep: LedgerCall = { pallet: 'SubtensorModule', name: 'unstake_all', args: { hotkey } };
  assert.ok(canPayFee(state, other, sweep, FEE));
  givePosition(state, hotkey, other, SECOND_POOL, 50n * TAO);
  assert.ok(!canPayFee(state, other, sweep, FEE));
});

test('auto-stake targets must be registered, and not set already', () => {
  const state = twoPools();
  const set: LedgerCall = {
    pallet: 'SubtensorModule',
    name: 'set_coldkey_auto_stake_hotkey',
    args: { netuid: FIRST_POOL, hotkey },
  };
  assert.equal(
    errorOf(dispatch(state, staker, set)),
    'SubtensorModule.HotKeyNotRegisteredInSubNet',
  );
  const neuron = {
    hotkey,
    registeredAt: 1,
    lastUpdate: 1,
    isActive: true,
    hasPermit: true,
    incentive: 0,
    dividends: 0,
    consensus: 0,
    emission: 0n,
  };
  state.subnets.set(FIRST_POOL, { ...subnetAt(state, FIRST_POOL), neurons: [neuron] });
  assert.ok(dispatch(state, staker, set).ok);
  assert.equal(
    errorOf(dispatch(state, staker, set)),
    'SubtensorModule.SameAutoStakeHotkeyAlreadySet',
  );
});

test('the account of a subnet is the pallet’s sub-account', () => {
  assert.equal(
    subnetAccount(FIRST_POOL),
    '0x6d6f646c73756274656e73720100000000000000000000000000000000000000',
  );
});
