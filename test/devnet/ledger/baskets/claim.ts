// Claiming a fund: small holdings swept, dust left behind, the share of the rest sold and staked on root; and its preview.
// Refuses part claims. Facts: chain.md §7.6. Steps in its order; a choice is said at its place.
import { F64, fromInt, min, mul, toU64 } from '../../../oracle/fixed-point.ts';
import { changeSubnet, deposit, ensure, ROOT_NETUID, subnetAt, type Run } from '../ledger-run.ts';
import { swapAlphaForTao } from '../pools/pool-swap.ts';
import { subnetAccount, transferTao } from '../state/balances.ts';
import { forkState, type AccountId, type LedgerState } from '../state/ledger-state.ts';
import { credit, debit, positionAlpha } from '../state/share-pool.ts';
import {
  BASKET_ESCROW,
  navOf,
  owedShares,
  quoteSale,
  raise,
  raiseClaimed,
  rebaseClaimed,
  restartHold,
  rowsOf,
  settleQueue,
  sharesOf,
  type Row,
} from './fund.ts';

const BPS = 10_000n;
const FRACTION = 32n;
const MOST_HOTKEYS = 256;
const MOST_ROWS = 128;
/** What a claim is billed for, and what it gets back of that when it does less. */
const BILLED_UNITS = 4n;
export const DEFAULT_THRESHOLD = 500_000n << FRACTION;

/** A claimant's part of one holding. */
type Slice = Row & Readonly<{ part: bigint; quotedPart: bigint; isDust: boolean }>;

export type ClaimPreview = Readonly<{
  hotkey: AccountId;
  owedShares: bigint;
  accruedTao: bigint;
  redeemableTao: bigint;
  forfeitedTao: bigint;
  rows: number;
  rowsToSell: number;
  dustRows: number;
  sweptRows: number;
  flushedCredits: number;
}>;

/** RootClaimableThreshold of root, in whole rao, rounded up. */
export const claimThreshold = (state: LedgerState): bigint =>
  ((state.rootClaimThresholds.get(ROOT_NETUID) ?? DEFAULT_THRESHOLD) + (1n << FRACTION) - 1n) >>
  FRACTION;

function creditRoot(state: LedgerState, tao: bigint): void {
  const { taoReserve, alphaOut } = subnetAt(state, ROOT_NETUID);
  changeSubnet(state, ROOT_NETUID, { taoReserve: taoReserve + tao, alphaOut: alphaOut + tao });
  state.totalStake += tao;
}

/** Sells alpha of the fund; the TAO lies on root, credited to nobody yet. A pool that pays nothing: the alpha is burned. */
function sell(run: Run, hotkey: AccountId, netuid: number, alpha: bigint): bigint {
  const { state } = run;
  const isSold = quoteSale(state, netuid, alpha) > 0n;
  debit(state, hotkey, BASKET_ESCROW, netuid, alpha);
  if (!isSold) {
    const { alphaOut } = subnetAt(state, netuid);
    changeSubnet(state, netuid, { alphaOut: alphaOut > alpha ? alphaOut - alpha : 0n });
    deposit(run, 'SubtensorModule', 'BasketAlphaWrittenOff', { hotkey, netuid, alpha });
    return 0n;
  }
  const { paidOut } = swapAlphaForTao(state, netuid, alpha, 0n, true);
  transferTao(run, subnetAccount(netuid), subnetAccount(ROOT_NETUID), paidOut);
  const { rootSellTao } = subnetAt(state, netuid);
  changeSubnet(state, netuid, { rootSellTao: rootSellTao + paidOut });
  creditRoot(state, paidOut);
  return paidOut;
}

/** A whole holding becomes the fund's TAO. */
export function convertHolding(run: Run, hotkey: AccountId, { netuid, alpha }: Row): void {
  const tao = sell(run, hotkey, netuid, alpha);
  if (tao === 0n) return;
  credit(run.state, hotkey, BASKET_ESCROW, ROOT_NETUID, tao);
  deposit(run, 'SubtensorModule', 'BasketHoldingConverted', { hotkey, netuid, tao });
}

/** Holdings worth less than the threshold; those that quote nothing cannot be sold and stay. */
function sweep(run: Run, hotkey: AccountId): number {
  const { state } = run;
  const threshold = claimThreshold(state);
  const small = rowsOf(state, hotkey).filter(
    ({ netuid, quote }) => netuid !== ROOT_NETUID && quote > 0n && quote < threshold,
  );
  for (const row of small) convertHolding(run, hotkey, row);
  return small.length;
}

/** At most the quote, and at most the alpha at the fast price average where there is one. */
function anchored(state: LedgerState, netuid: number, alpha: bigint, quote: bigint): bigint {
  const price = state.fastPrices.get(netuid);
  if (price === undefined) return quote;
  return min(quote, toU64(mul(fromInt(alpha, F64), price, F64), F64));
}

function slicesOf(state: LedgerState, hotkey: AccountId, owed: bigint): Slice[] {
  const rows = rowsOf(state, hotkey);
  const shares = sharesOf(state, hotkey);
  const nav = navOf(rows);
  const { rowCapTao, rowBps, sliceTao, forfeitCapTao } = state.basketDust;
  const rowLimit = min(rowCapTao, (nav * BigInt(rowBps)) / BPS);
  return rows.map((row) => {
    const { netuid, alpha, quote } = row;
    const part = (alpha * owed) / shares;
    const quotedPart = (quote * owed) / shares;
    const worth = anchored(state, netuid, part, quotedPart);
    const isSmall = anchored(state, netuid, alpha, quote) < rowLimit || worth < sliceTao;
    const canBeDust = netuid !== ROOT_NETUID && owed < shares;
    return { ...row, part, quotedPart, isDust: canBeDust && worth <= forfeitCapTao && isSmall };
  });
}

const sumOf = (slices: readonly Slice[]): bigint =>
  slices.reduce((sum, { quotedPart }) => sum + quotedPart, 0n);

type Assessed = Readonly<{ preview: ClaimPreview; slices: readonly Slice[] }>;

/** The steps up to the sale: queue, sweep, dust. Null: nothing is owed. They change the state. */
function assess(run: Run, hotkey: AccountId, coldkey: AccountId): Assessed | null {
  const { state } = run;
  const flushedCredits = settleQueue(run, hotkey);
  const owed = owedShares(state, hotkey, coldkey);
  if (owed === 0n) return null;
  const before = rowsOf(state, hotkey);
  const accruedTao = (navOf(before) * owed) / sharesOf(state, hotkey);
  const sweptRows = sweep(run, hotkey);
  const slices = slicesOf(state, hotkey, owed);
  const dust = slices.filter(({ isDust }) => isDust);
  const kept = slices.filter(({ isDust }) => !isDust);
  const preview = {
    hotkey,
    owedShares: owed,
    accruedTao,
    redeemableTao: sumOf(kept),
    forfeitedTao: sumOf(dust),
    rows: before.length,
    rowsToSell: kept.filter(({ netuid }) => netuid !== ROOT_NETUID).length,
    dustRows: dust.length,
    sweptRows,
    flushedCredits,
  };
  return { preview, slices };
}

/** `get_basket_claim_preview`: what a claim would do at this state. Null: nothing owed. */
export function previewClaim(
  state: LedgerState,
  hotkey: AccountId,
  coldkey: AccountId,
): ClaimPreview | null {
  const { settings } = state;
  const copy = forkState({ ...state, settings: { ...settings, basketQueue: 'waits' } });
  return assess({ state: copy, events: [] }, hotkey, coldkey)?.preview ?? null;
}

/** Takes a share of the fund's TAO; the others keep theirs. */
function takeTao(state: LedgerState, hotkey: AccountId, tao: bigint): bigint {
  const held = positionAlpha(state, hotkey, BASKET_ESCROW, ROOT_NETUID);
  const taken = min(tao, held);
  debit(state, hotkey, BASKET_ESCROW, ROOT_NETUID, taken);
  return taken;
}

/** Sells each part; the claimant gets at most its quote, the fund the rest, and who takes all shares takes all TAO. */
function redeem(run: Run, hotkey: AccountId, slices: readonly Slice[], isAll: boolean): bigint {
  const { state } = run;
  let paid = 0n;
  let surplus = 0n;
  for (const { netuid, part, quotedPart, isDust } of slices) {
    if (isDust || part === 0n) continue;
    if (netuid === ROOT_NETUID) {
      paid += takeTao(state, hotkey, quotedPart);
      continue;
    }
    const tao = sell(run, hotkey, netuid, part);
    const kept = isAll ? tao : min(tao, quotedPart);
    paid += kept;
    surplus += tao - kept;
  }
  if (surplus > 0n) credit(state, hotkey, BASKET_ESCROW, ROOT_NETUID, surplus);
  return paid;
}

/** Returns the TAO that became root stake; 0 for a claim that changed nothing but what was swept. */
function claimFund(run: Run, hotkey: AccountId, coldkey: AccountId): bigint {
  const { state } = run;
  const assessed = assess(run, hotkey, coldkey);
  if (assessed === null) return 0n;
  const { preview, slices } = assessed;
  const { owedShares: owed, redeemableTao, forfeitedTao, dustRows, rowsToSell } = preview;
  if (redeemableTao === 0n || redeemableTao < claimThreshold(state)) return 0n;
  const shares = sharesOf(state, hotkey);
  const tao = redeem(run, hotkey, slices, owed === shares);
  if (shares === owed) state.basketShares.delete(hotkey);
  else state.basketShares.set(hotkey, shares - owed);
  raiseClaimed(state, hotkey, coldkey, owed);
  credit(state, hotkey, coldkey, ROOT_NETUID, tao);
  rebaseClaimed(state, hotkey, coldkey, tao, true);
  restartHold(state, coldkey, hotkey);
  raise(state.basketRedeemed, hotkey, tao);
  run.work = { done: (run.work?.done ?? 1n) + BigInt(rowsToSell), of: BILLED_UNITS };
  deposit(run, 'SubtensorModule', 'BasketClaimed', { hotkey, coldkey, tao });
  if (dustRows > 0) {
    const fields = { hotkey, coldkey, rows: dustRows, forfeited_tao_est: forfeitedTao };
    deposit(run, 'SubtensorModule', 'BasketClaimDustSkipped', fields);
  }
  return tao;
}

function begin(run: Run): void {
  ensure(!run.state.settings.isBasketSeeding, 'BetaBasketSeedInProgress');
  run.work = { done: 1n, of: BILLED_UNITS };
}

function report(run: Run, coldkey: AccountId, tao: bigint): void {
  const { done, of } = run.work ?? { done: BILLED_UNITS, of: BILLED_UNITS };
  run.work = { done: min(done, of), of };
  deposit(run, 'SubtensorModule', 'RootClaimed', { coldkey, tao });
}

export function claimRootWithHotkey(run: Run, coldkey: AccountId, hotkey: AccountId): void {
  begin(run);
  ensure(rowsOf(run.state, hotkey).length <= MOST_ROWS, 'RootClaimTooHeavy');
  report(run, coldkey, claimFund(run, hotkey, coldkey));
}

/** `claim_root` since the funds: every validator on the coldkey's list; the subnets it names are ignored. */
export function claimAllFunds(run: Run, coldkey: AccountId): void {
  const { state } = run;
  begin(run);
  const hotkeys = state.stakingHotkeys.get(coldkey) ?? [];
  const relevant = hotkeys.filter((hotkey) => owedShares(state, hotkey, coldkey) > 0n);
  const rows = relevant.reduce((sum, hotkey) => sum + rowsOf(state, hotkey).length, 0);
  const isLight = hotkeys.length <= MOST_HOTKEYS && relevant.length + rows <= MOST_HOTKEYS;
  ensure(isLight, 'RootClaimTooHeavy');
  let total = 0n;
  for (const hotkey of hotkeys) total += claimFund(run, hotkey, coldkey);
  report(run, coldkey, total);
}
