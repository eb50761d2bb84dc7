// Validators' funds: how dividends enter them, what is owed, and what a claim sells, keeps, forfeits and pays.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refused, names } from '../calls/calls.ts';
import { dispatch } from '../calls/dispatch.ts';
import type { LedgerCall, LedgerEvent } from '../calls/ledger-call.ts';
import { subnetAt } from '../ledger-run.ts';
import { FIRST_POOL, givePosition, keys, SECOND_POOL, twoPools } from '../pools/two-pools.ts';
import { RULES } from '../rules.ts';
import { fundKey, hotkeyKey, type LedgerState } from '../state/ledger-state.ts';
import { positionAlpha } from '../state/share-pool.ts';
import { previewClaim } from './claim.ts';
import { BASKET_ESCROW, owedShares, queueDividend, rowsOf, settleAll } from './fund.ts';
import { giveFund } from './give-fund.ts';

const TAO = 1_000_000_000n;
const { staker, other, hotkey, ownHotkey } = keys;
/** chain.md A4: sold without a fee it pays SN1_TAO. */
const SN1_ALPHA = 999_496_452_278n;
const SN1_TAO = 6_557_627_384n;
const QUARTER = 1n << 36n; // rao of root stake

/** Root stake 3 : 1, and a fund of SN1 alpha and 1 TAO: NAV and shares 7,557,627,384. */
function world(): LedgerState {
  const state = twoPools();
  state.settings = { ...state.settings, rules: RULES.v475 };
  givePosition(state, hotkey, staker, 0, 3n * QUARTER);
  givePosition(state, hotkey, other, 0, QUARTER);
  giveFund(state, hotkey, [
    [0, TAO],
    [FIRST_POOL, SN1_ALPHA],
  ]);
  return state;
}

/** Rate = 7,557,627,384 · 2^32 / 2^38, rounded down = 118,087,927 parts of 2^32; the staker's part · 48. */
const OWED = 118_087_927n * 48n;
const SHARES = SN1_TAO + TAO;

const claim = (of = hotkey): LedgerCall => ({
  pallet: 'SubtensorModule',
  name: 'claim_root_with_hotkey',
  args: { hotkey: of },
});
const unstake = (amount: bigint): LedgerCall => ({
  pallet: 'SubtensorModule',
  name: 'remove_stake',
  args: { hotkey, netuid: 0, amount_unstaked: amount },
});
const fieldsOf = (events: readonly LedgerEvent[], name: string) =>
  events.filter((event) => event.name === name).map(({ fields }) => fields);

test('owed is the rate times root stake, rounded down, never more than the shares there are', () => {
  const state = world();
  assert.equal(owedShares(state, hotkey, staker), OWED);
  assert.equal(owedShares(state, hotkey, other), 118_087_927n * 16n);
  state.basketShares.set(hotkey, 5n);
  assert.equal(owedShares(state, hotkey, staker), 5n);
  state.basketClaimed.set(fundKey(hotkey, staker), OWED);
  assert.equal(owedShares(state, hotkey, staker), 0n);
});

test('the escrow is modl, subtensr, beta/esc and zeros', () => {
  const text = Buffer.from(BASKET_ESCROW.slice(2), 'hex').toString('latin1');
  assert.equal(text, 'modlsubtensrbeta/esc'.padEnd(32, '\0'));
});

test('a claim pays what its preview says, onto root, without a StakeAdded', () => {
  const state = world();
  // 1 TAO · owed / shares and 6,557,627,384 · owed / shares, each rounded down.
  const fromTao = (TAO * OWED) / SHARES;
  const fromAlpha = (SN1_TAO * OWED) / SHARES;
  assert.equal(fromTao, 749_999_994n);
  assert.equal(fromAlpha, 4_918_220_501n);
  assert.deepEqual(previewClaim(state, hotkey, staker), {
    hotkey,
    owedShares: OWED,
    accruedTao: OWED,
    redeemableTao: fromTao + fromAlpha,
    forfeitedTao: 0n,
    rows: 2,
    rowsToSell: 1,
    dustRows: 0,
    sweptRows: 0,
    flushedCredits: 0,
  });
  const { totalStake } = state;
  const reserve = subnetAt(state, FIRST_POOL).taoReserve;
  const outcome = dispatch(state, staker, claim());
  assert.deepEqual(names(outcome.events), [
    'Balances.Transfer',
    'SubtensorModule.BasketClaimed',
    'SubtensorModule.RootClaimed',
  ]);
  const tao = fromTao + fromAlpha;
  assert.deepEqual(fieldsOf(outcome.events, 'BasketClaimed'), [{ hotkey, coldkey: staker, tao }]);
  assert.deepEqual(fieldsOf(outcome.events, 'RootClaimed'), [{ coldkey: staker, tao }]);
  const stake = positionAlpha(state, hotkey, staker, 0);
  assert.ok(stake === 3n * QUARTER + tao || stake === 3n * QUARTER + tao - 1n);
  assert.equal(state.basketShares.get(hotkey), SHARES - OWED);
  assert.equal(owedShares(state, hotkey, staker), 0n);
  assert.equal(state.totalStake, totalStake);
  // Part of a concave pool sells for more than its part of the whole's quote: the surplus stays in the fund.
  const sold = reserve - subnetAt(state, FIRST_POOL).taoReserve;
  assert.ok(sold > fromAlpha);
  const fundTao = positionAlpha(state, hotkey, BASKET_ESCROW, 0);
  const expected = TAO - fromTao + sold - fromAlpha;
  assert.ok(fundTao <= expected && fundTao >= expected - 2n);
  assert.equal(subnetAt(state, 0).taoReserve, state.hotkeyAlpha.get(hotkeyKey(hotkey, 0)));
});

test('who owns all shares gets everything, surplus included', () => {
  const state = world();
  state.basketShares.set(hotkey, OWED);
  const outcome = dispatch(state, staker, claim());
  assert.deepEqual(fieldsOf(outcome.events, 'BasketClaimed')[0]?.['tao'], SHARES);
  assert.equal(state.basketShares.has(hotkey), false);
  assert.deepEqual(rowsOf(state, hotkey), []);
});

test('below the threshold, or with nothing owed, a claim says zero and loses nothing', () => {
  const state = world();
  state.rootClaimThresholds.set(0, (5_668_220_495n << 32n) | 1n); // a fraction above: rounded up
  assert.equal(previewClaim(state, hotkey, staker)?.redeemableTao, 5_668_220_495n);
  const low = dispatch(state, staker, claim());
  assert.deepEqual(low, {
    ok: true,
    events: [
      { pallet: 'SubtensorModule', name: 'RootClaimed', fields: { coldkey: staker, tao: 0n } },
    ],
    work: { done: 1n, of: 4n },
  });
  assert.equal(owedShares(state, hotkey, staker), OWED);
  state.rootClaimThresholds.set(0, 5_668_220_495n << 32n);
  assert.equal(fieldsOf(dispatch(state, staker, claim()).events, 'BasketClaimed').length, 1);
  assert.equal(previewClaim(state, hotkey, keys.validator), null);
  assert.equal(names(dispatch(state, keys.validator, claim()).events).length, 1);
});

test('a small holding is swept into TAO for all, a small slice is forfeited to the others', () => {
  const state = world();
  giveFund(state, hotkey, [[SECOND_POOL, TAO]]); // 1 alpha at 0.00134821: between the threshold and 0.1 % of NAV
  const [, , dust] = rowsOf(state, hotkey);
  // 10^9 · 1,348,210 / (1 + 10^9 / 435,539,509,978,376) / 10^9: the pool is 435,539 alpha deep.
  assert.equal(dust?.quote, 1_348_207n);
  const preview = previewClaim(state, hotkey, staker);
  const owed = owedShares(state, hotkey, staker);
  assert.equal(preview?.dustRows, 1);
  assert.equal(preview.forfeitedTao, (1_348_207n * owed) / (SHARES + 1_348_207n));
  const outcome = dispatch(state, staker, claim());
  assert.deepEqual(fieldsOf(outcome.events, 'BasketClaimDustSkipped'), [
    { hotkey, coldkey: staker, rows: 1, forfeited_tao_est: preview.forfeitedTao },
  ]);
  assert.equal(positionAlpha(state, hotkey, BASKET_ESCROW, SECOND_POOL), TAO);

  const swept = world();
  giveFund(swept, hotkey, [[SECOND_POOL, TAO / 10n]]); // 134,821 rao: below 500,000
  assert.equal(previewClaim(swept, hotkey, staker)?.sweptRows, 1);
  assert.equal(previewClaim(swept, hotkey, staker)?.rows, 3);
  const events = dispatch(swept, other, claim()).events;
  assert.deepEqual(fieldsOf(events, 'BasketHoldingConverted'), [
    { hotkey, netuid: SECOND_POOL, tao: 134_821n },
  ]);
  assert.equal(positionAlpha(swept, hotkey, BASKET_ESCROW, SECOND_POOL), 0n);
});

test('a large slice is no dust even of a small row, and the fast average can make one smaller', () => {
  const state = world();
  // 20 alpha quote about 0.027 TAO: above 0.1 % of NAV.
  giveFund(state, hotkey, [[SECOND_POOL, 20n * TAO]]);
  assert.equal(previewClaim(state, hotkey, staker)?.dustRows, 0);
  state.fastPrices.set(SECOND_POOL, (1n << 64n) / 10_000n); // 0.0001: the row counts 0.002
  assert.equal(previewClaim(state, hotkey, staker)?.dustRows, 1);
  // The slice is now worth 0.0015 at most; a cap below that leaves it to be sold.
  state.basketDust = { ...state.basketDust, forfeitCapTao: 1_000_000n };
  assert.equal(previewClaim(state, hotkey, staker)?.dustRows, 0);
});

test('unstaking root leaves what is owed, also at zero stake; adding gives nothing', () => {
  const state = world();
  assert.ok(dispatch(state, staker, unstake(3n * QUARTER)).ok);
  assert.equal(positionAlpha(state, hotkey, staker, 0), 0n);
  assert.equal(owedShares(state, hotkey, staker), OWED);
  assert.equal(state.basketClaimed.get(fundKey(hotkey, staker)), -OWED);
  assert.ok(state.stakingHotkeys.get(staker)?.includes(hotkey), 'stays listed while it is owed');
  const add: LedgerCall = {
    pallet: 'SubtensorModule',
    name: 'add_stake',
    args: { hotkey, netuid: 0, amount_staked: 100n * TAO },
  };
  assert.ok(dispatch(state, staker, add).ok);
  assert.equal(owedShares(state, hotkey, staker), OWED);
});

test('a dividend waits, then enters unsold at the value per share before it', () => {
  const state = world();
  queueDividend(state, hotkey, FIRST_POOL, SN1_ALPHA);
  assert.equal(owedShares(state, hotkey, staker), OWED);
  assert.equal(previewClaim(state, hotkey, staker)?.flushedCredits, 1);
  const run = { state, events: [] as LedgerEvent[] };
  settleAll(run);
  // NAV equals the shares, so the quote of the alpha alone is minted; a 64th of it per rao and 2^32.
  const fields = { hotkey, tao: SN1_TAO, shares: SN1_TAO };
  assert.deepEqual(fieldsOf(run.events, 'BasketDeposited'), [fields]);
  assert.equal(owedShares(state, hotkey, staker), OWED + (SN1_TAO / 64n) * 48n);
  assert.equal(positionAlpha(state, hotkey, BASKET_ESCROW, FIRST_POOL), 2n * SN1_ALPHA);
  assert.equal(state.basketQueue.size, 0);
});

test('a stuck queue and a running seed pause claims and changes of root stake', () => {
  const state = world();
  queueDividend(state, hotkey, FIRST_POOL, SN1_ALPHA);
  state.settings = { ...state.settings, basketQueue: 'stuck' };
  const pending = 'SubtensorModule.BasketDepositPending';
  assert.equal(refused(state, staker, claim()), pending);
  assert.equal(refused(state, staker, unstake(TAO)), pending);
  assert.equal(previewClaim(state, hotkey, staker)?.flushedCredits, 1);
  state.settings = { ...state.settings, basketQueue: 'waits', isBasketSeeding: true };
  const seeding = 'SubtensorModule.BetaBasketSeedInProgress';
  assert.equal(refused(state, staker, claim()), seeding);
  assert.equal(refused(state, staker, unstake(TAO)), seeding);
});

test('claim_root takes every validator on the list and ignores the subnets it names', () => {
  const state = world();
  givePosition(state, ownHotkey, staker, 0, QUARTER);
  giveFund(state, ownHotkey, [[0, TAO]]);
  const all: LedgerCall = {
    pallet: 'SubtensorModule',
    name: 'claim_root',
    args: { subnets: [] },
  };
  const { events } = dispatch(state, staker, all);
  // 1 TAO · 2^32 / 2^36 = 62,500,000; alone, and with nothing lost to rounding: all shares, all TAO.
  assert.deepEqual(
    fieldsOf(events, 'BasketClaimed').map(({ tao }) => tao),
    [TAO, 5_668_220_495n],
  );
  assert.deepEqual(fieldsOf(events, 'RootClaimed'), [{ coldkey: staker, tao: 6_668_220_495n }]);
  state.stakingHotkeys.set(
    staker,
    Array.from({ length: 257 }, (_, i) => `0x${i.toString(16).padStart(64, '0')}`),
  );
  assert.equal(refused(state, staker, all), 'SubtensorModule.RootClaimTooHeavy');
});

test('stake_into_basket grants shares at NAV, which a claim takes back out', () => {
  const state = world();
  const join: LedgerCall = {
    pallet: 'SubtensorModule',
    name: 'stake_into_basket',
    args: { hotkey, amount_staked: 2n * TAO },
  };
  const { events } = dispatch(state, keys.other, join);
  const fields = { hotkey, coldkey: other, tao: 2n * TAO, value: 2n * TAO, shares: 2n * TAO };
  assert.deepEqual(fieldsOf(events, 'BasketStakedIn'), [fields]);
  assert.equal(owedShares(state, hotkey, other), 118_087_927n * 16n + 2n * TAO);
});
