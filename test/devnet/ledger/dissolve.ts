// Takes a subnet away: its alpha at once, the payout to its stakers' free balance some blocks later.
// Refuses to know owners' refunds, which no subnet of today gets. Facts: chain.md §7.10; pallets/subtensor/src/staking/remove_stake.rs.
import {
  accountAt,
  EXISTENTIAL_DEPOSIT,
  recycleTao,
  subnetAccount,
  transfer,
} from './state/balances.ts';
import { changeSubnet, deposit, LedgerFailure, subnetAt, type Run } from './ledger-run.ts';
import type { AccountId, LedgerState } from './state/ledger-state.ts';
import { convertHolding } from './baskets/claim.ts';
import { rowsOf } from './baskets/fund.ts';
import { floatToU64 } from './emission/safe-float.ts';
import { positionAlpha } from './state/share-pool.ts';

/** A removed subnet whose stakers wait for their TAO. */
export type Dissolution = Readonly<{
  netuid: number;
  /** Block of the payout. */
  payAt: number;
  /** Block in which another subnet gets the netuid; null: none does. */
  reuseAt: number | null;
  payouts: readonly (readonly [coldkey: AccountId, rao: bigint])[];
}>;

export type DissolveOptions = Readonly<{ payAfter?: number; reuseAfter?: number | null }>;

type Holding = { hotkey: AccountId; coldkey: AccountId; alpha: bigint };

function holdingsOf(state: LedgerState, netuid: number): Holding[] {
  const found: Holding[] = [];
  for (const [key, share] of state.shares.entries()) {
    const [of, hotkey = '', coldkey = ''] = key.split('/');
    if (Number(of) !== netuid) continue;
    const value = positionAlpha(state, hotkey, coldkey, netuid);
    const isRaw = value === 0n && state.settings.rules.hasBaskets;
    const alpha = isRaw ? floatToU64(share) : value;
    if (alpha > 0n) found.push({ hotkey, coldkey, alpha });
  }
  return found;
}

/** The protocol's own alpha; of a subnet registered before the refunds its pool does not count. */
function protocolPart(state: LedgerState, netuid: number): bigint {
  const { alphaReserve, protocolAlpha, registeredAt } = subnetAt(state, netuid);
  const isOld = state.settings.rules.hasBaskets && registeredAt <= state.taoInRefundBlock;
  return isOld ? protocolAlpha : alphaReserve + protocolAlpha;
}

/** Every fund's holding is sold into the pool first, without fee or limit; what was still queued is lost. */
function sellFunds(run: Run, netuid: number): void {
  const { state } = run;
  for (const hotkey of Array.from(state.basketShares.keys()).sort()) {
    const row = rowsOf(state, hotkey).find((held) => held.netuid === netuid);
    if (row !== undefined) convertHolding(run, hotkey, row);
  }
  for (const key of Array.from(state.basketQueue.keys())) {
    if (key.startsWith(`${netuid}/`)) state.basketQueue.delete(key);
  }
}

/** Each position gets floor(pot · value / total); what is left goes by one rao to the largest remainders. */
function payoutsOf(state: LedgerState, netuid: number): [AccountId, bigint][] {
  const { taoReserve: pot } = subnetAt(state, netuid);
  const holdings = holdingsOf(state, netuid);
  const held = holdings.reduce((sum, { alpha }) => sum + alpha, 0n);
  const total = held + protocolPart(state, netuid);
  if (total === 0n) return [];
  const shares = holdings.map(({ coldkey, alpha }) => ({
    coldkey,
    rao: (pot * alpha) / total,
    remainder: (pot * alpha) % total,
  }));
  const remainders = shares.reduce((sum, { remainder }) => sum + remainder, 0n);
  const largest = shares.toSorted((a, b) => (a.remainder < b.remainder ? 1 : -1));
  for (const share of largest.slice(0, Number(remainders / total))) share.rao += 1n;
  const byColdkey = new Map<AccountId, bigint>();
  for (const { coldkey, rao } of shares) {
    byColdkey.set(coldkey, (byColdkey.get(coldkey) ?? 0n) + rao);
  }
  return [...byColdkey];
}

function removeAlpha(state: LedgerState, netuid: number): void {
  const tables = [
    state.hotkeyAlpha,
    state.hotkeyAlphaLastEpoch,
    state.hotkeyShares,
    state.shares,
    state.alphaDividends,
    state.rootAlphaDividends,
    state.rootClaimed,
    state.autoStakeDestinations,
    state.locks,
    state.lockHotkeys,
    state.decayingLocks,
    state.hotkeyLocks,
    state.decayingHotkeyLocks,
  ];
  for (const table of tables) {
    for (const key of Array.from(table.keys())) if (key.startsWith(`${netuid}/`)) table.delete(key);
  }
  state.fastPrices.delete(netuid);
  state.extracted.delete(netuid);
  state.ownerLocks.delete(netuid);
  state.decayingOwnerLocks.delete(netuid);
  for (const [hotkey, rates] of Array.from(state.rootClaimable.entries())) {
    if (!rates.has(netuid)) continue;
    const others = new Map(rates);
    others.delete(netuid);
    state.rootClaimable.set(hotkey, others);
  }
}

/** In the block that runs: the subnet is gone, what its stakers get is fixed. */
export function dissolve(run: Run, netuid: number, options: DissolveOptions): void {
  const { state } = run;
  if (state.settings.rules.hasBaskets) sellFunds(run, netuid);
  const { taoReserve } = subnetAt(state, netuid);
  const { payAfter = 2, reuseAfter = null } = options;
  const payouts = payoutsOf(state, netuid);
  removeAlpha(state, netuid);
  state.subnets.delete(netuid);
  state.totalStake -= taoReserve;
  deposit(run, 'SubtensorModule', 'NetworkRemoved', { 0: netuid });
  const payAt = state.blockNumber + payAfter;
  const reuseAt = reuseAfter === null ? null : state.blockNumber + reuseAfter;
  state.dissolutions = [...state.dissolutions, { netuid, payAt, reuseAt, payouts }];
}

function payOut(run: Run, { netuid, payouts }: Dissolution): void {
  const from = subnetAccount(netuid);
  for (const [coldkey, rao] of payouts) {
    if (rao === 0n) continue;
    try {
      run.state.totalIssuance -= transfer(run, from, coldkey, rao, false);
    } catch (error) {
      // Too little for a new account: lost, and the payout goes on.
      if (!(error instanceof LedgerFailure)) throw error;
    }
  }
  const left = accountAt(run.state, from).free - EXISTENTIAL_DEPOSIT;
  if (left > 0n) recycleTao(run, from, left);
  deposit(run, 'SubtensorModule', 'NetworkDissolveCleanupCompleted', { netuid });
}

/** At the start of a block: payouts that are due, and new subnets under the freed numbers. */
export function goOnDissolving(run: Run): void {
  const { state } = run;
  const now = state.blockNumber;
  for (const dissolution of state.dissolutions) {
    const { netuid, payAt, reuseAt } = dissolution;
    if (payAt === now) payOut(run, dissolution);
    if (reuseAt !== now) continue;
    changeSubnet(state, netuid, { mechanism: 1, registeredAt: now, symbol: 'ν' });
    deposit(run, 'SubtensorModule', 'NetworkAdded', { 0: netuid, 1: 1 });
  }
  state.dissolutions = state.dissolutions.filter(
    ({ payAt, reuseAt }) => payAt > now || (reuseAt ?? 0) > now,
  );
}
