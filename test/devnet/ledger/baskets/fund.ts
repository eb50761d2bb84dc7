// A validator's fund of root dividends: what it holds, what that would sell for, whose it is, and how dividends enter it.
// Refuses to pay anything out; a claim does. Facts: chain.md §7.6; where it is silent the choice is said at its place.
import { deposit, ensure, netuidsOf, ROOT_NETUID, type Run } from '../ledger-run.ts';
import { simulate } from '../pools/pool-swap.ts';
import {
  coldkeyHotkeyKey,
  fundKey,
  hotkeyKey,
  type AccountId,
  type LedgerState,
} from '../state/ledger-state.ts';
import { credit, hotkeyAlpha, positionAlpha } from '../state/share-pool.ts';

const FRACTION = 32n;

/** `modl` ++ `subtensr` ++ `beta/esc`, zero-padded: nobody's key. */
export const BASKET_ESCROW: AccountId = `0x${Buffer.from('modlsubtensrbeta/esc')
  .toString('hex')
  .padEnd(64, '0')}`;

/** One holding of a fund; netuid 0 is TAO. */
export type Row = Readonly<{ netuid: number; alpha: bigint; quote: bigint }>;

/** What selling pays now, without fee and without a price limit; nothing where the pool cannot take it. */
export function quoteSale(state: LedgerState, netuid: number, alpha: bigint): bigint {
  if (netuid === ROOT_NETUID) return alpha;
  const sale = { side: 'sell', amount: alpha, limitPrice: 0n, dropFees: true } as const;
  const result = simulate(state, netuid, sale);
  return result.ok ? result.swapped.paidOut : 0n;
}

function holdingQuote(state: LedgerState, hotkey: AccountId, netuid: number): bigint {
  const alpha = positionAlpha(state, hotkey, BASKET_ESCROW, netuid);
  return alpha === 0n ? 0n : quoteSale(state, netuid, alpha);
}

export function rowsOf(state: LedgerState, hotkey: AccountId): Row[] {
  return netuidsOf(state)
    .map((netuid) => {
      const alpha = positionAlpha(state, hotkey, BASKET_ESCROW, netuid);
      return { netuid, alpha, quote: alpha === 0n ? 0n : quoteSale(state, netuid, alpha) };
    })
    .filter(({ alpha }) => alpha > 0n);
}

/** Σ of the fee-free sale quotes of the holdings, each against its pool as it stands. */
export const navOf = (rows: readonly Row[]): bigint =>
  rows.reduce((sum, { quote }) => sum + quote, 0n);

export const sharesOf = (state: LedgerState, hotkey: AccountId): bigint =>
  state.basketShares.get(hotkey) ?? 0n;

/** min(floor(rate · root stake − claimed), shares outstanding), never negative. */
export function owedShares(state: LedgerState, hotkey: AccountId, coldkey: AccountId): bigint {
  if (coldkey === BASKET_ESCROW) return 0n;
  const rate = state.basketRates.get(hotkey) ?? 0n;
  const stake = positionAlpha(state, hotkey, coldkey, ROOT_NETUID);
  const claimed = state.basketClaimed.get(fundKey(hotkey, coldkey)) ?? 0n;
  const owed = ((rate * stake) >> FRACTION) - claimed;
  if (owed <= 0n) return 0n;
  const shares = sharesOf(state, hotkey);
  return owed < shares ? owed : shares;
}

export function raiseClaimed(
  state: LedgerState,
  hotkey: AccountId,
  coldkey: AccountId,
  shares: bigint,
): void {
  const key = fundKey(hotkey, coldkey);
  const next = (state.basketClaimed.get(key) ?? 0n) + shares;
  if (next === 0n) state.basketClaimed.delete(key);
  else state.basketClaimed.set(key, next);
}

/** After root stake was added (or removed): the watermark moves with it, so that nothing is given or taken. */
export function rebaseClaimed(
  state: LedgerState,
  hotkey: AccountId,
  coldkey: AccountId,
  tao: bigint,
  isAdded: boolean,
): void {
  const rate = state.basketRates.get(hotkey) ?? 0n;
  if (coldkey === BASKET_ESCROW || rate === 0n) return;
  const after = positionAlpha(state, hotkey, coldkey, ROOT_NETUID);
  const before = isAdded ? after - tao : after + tao;
  const moved = ((rate * after) >> FRACTION) - ((rate * before) >> FRACTION);
  raiseClaimed(state, hotkey, coldkey, moved);
}

/** A dividend after take; it waits until `settleQueue`. */
export function queueDividend(
  state: LedgerState,
  hotkey: AccountId,
  netuid: number,
  alpha: bigint,
): void {
  if (alpha === 0n) return;
  const key = hotkeyKey(hotkey, netuid);
  state.basketQueue.set(key, (state.basketQueue.get(key) ?? 0n) + alpha);
}

/** Root stake that shares in the fund: all but the fund's own TAO (a choice: what the fund owes itself nobody could claim). */
const sharingStake = (state: LedgerState, hotkey: AccountId): bigint =>
  hotkeyAlpha(state, hotkey, ROOT_NETUID) -
  positionAlpha(state, hotkey, BASKET_ESCROW, ROOT_NETUID);

/**
 * Takes the hotkey's queued dividends into the fund, unsold: shares at the value per share before them, by the quote of
 * the alpha alone (a choice), spread over the root stake. What quotes nothing, and what has no root stake to go to, stays
 * queued. Returns how many credits entered.
 */
export function settleQueue(run: Run, hotkey: AccountId): number {
  const { state } = run;
  let settled = 0;
  if (!state.settings.rules.hasBaskets) return settled;
  let nav: bigint | null = null;
  for (const netuid of netuidsOf(state)) {
    const key = hotkeyKey(hotkey, netuid);
    const alpha = state.basketQueue.get(key) ?? 0n;
    if (alpha === 0n) continue;
    ensure(state.settings.basketQueue !== 'stuck', 'BasketDepositPending');
    const value = quoteSale(state, netuid, alpha);
    const stake = sharingStake(state, hotkey);
    nav ??= navOf(rowsOf(state, hotkey));
    const shares = sharesOf(state, hotkey);
    const minted = shares === 0n || nav === 0n ? value : (value * shares) / nav;
    if (minted === 0n || stake <= 0n) continue;
    nav -= holdingQuote(state, hotkey, netuid);
    credit(state, hotkey, BASKET_ESCROW, netuid, alpha);
    nav += holdingQuote(state, hotkey, netuid); // no pool moves: the other holdings quote what they did
    state.basketQueue.delete(key);
    const rate = state.basketRates.get(hotkey) ?? 0n;
    state.basketRates.set(hotkey, rate + (minted << FRACTION) / stake);
    state.basketShares.set(hotkey, shares + minted);
    raise(state.basketDeposited, hotkey, value);
    deposit(run, 'SubtensorModule', 'BasketDeposited', { hotkey, tao: value, shares: minted });
    settled += 1;
  }
  return settled;
}

export function raise(
  table: LedgerState['basketDeposited'],
  hotkey: AccountId,
  amount: bigint,
): void {
  table.set(hotkey, (table.get(hotkey) ?? 0n) + amount);
}

/** Funds that take their queue in one block; the others wait for the next, so that no block values all of them. */
const FUNDS_A_BLOCK = 4;

/** What was queued in earlier blocks enters the funds, a few a block, unless a test holds the queue. */
export function settleAll(run: Run): void {
  const { state } = run;
  if (state.settings.basketQueue !== 'flows') return;
  const hotkeys = new Set([...state.basketQueue.keys()].map((key) => key.split('/')[1] ?? ''));
  let done = 0;
  for (const hotkey of [...hotkeys].sort()) {
    if (settleQueue(run, hotkey) > 0) done += 1;
    if (done === FUNDS_A_BLOCK) return;
  }
}

/** Before root stake under a hotkey changes: earlier dividends belong to those who held it then. */
export function beforeRootChange(run: Run, netuid: number, hotkey: AccountId): void {
  const { rules, isBasketSeeding } = run.state.settings;
  if (netuid !== ROOT_NETUID || !rules.hasBaskets) return;
  ensure(!isBasketSeeding, 'BetaBasketSeedInProgress');
  settleQueue(run, hotkey);
}

/** Root stake of the pair moved: its hold starts again. */
export function restartHold(state: LedgerState, coldkey: AccountId, hotkey: AccountId): void {
  state.lastStakeBlock.set(coldkeyHotkeyKey(coldkey, hotkey), state.blockNumber);
}

/** Root stake may leave: no hold, no record of a start, or the hold is over. */
export function isRootFree(state: LedgerState, coldkey: AccountId, hotkey: AccountId): boolean {
  const { rootStakeUnlockInterval: interval } = state;
  const since = state.lastStakeBlock.get(coldkeyHotkeyKey(coldkey, hotkey));
  if (!state.settings.rules.hasBaskets || interval === 0 || since === undefined) return true;
  return state.blockNumber - since >= interval;
}
