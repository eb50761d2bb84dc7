// Funds without a history: what a validator's fund holds when a chain starts, or what a test gives it.
// Refuses to take the alpha from anybody: it is new, and counted outside the pools.
import { changeSubnet, netuidsOf, ROOT_NETUID, subnetAt } from '../ledger-run.ts';
import { accountAt, subnetAccount } from '../state/balances.ts';
import type { AccountId, LedgerState } from '../state/ledger-state.ts';
import { credit, hotkeyAlpha, positionAlpha } from '../state/share-pool.ts';
import { BASKET_ESCROW, navOf, rowsOf, sharesOf } from './fund.ts';

const FRACTION = 32n;

/** Adds holdings (netuid 0: TAO) and as many shares as they quote, spread over the root stake under the hotkey. */
export function giveFund(
  state: LedgerState,
  hotkey: AccountId,
  holdings: readonly (readonly [netuid: number, alpha: bigint])[],
): void {
  const before = navOf(rowsOf(state, hotkey));
  const held = hotkeyAlpha(state, hotkey, ROOT_NETUID);
  const stake = held - positionAlpha(state, hotkey, BASKET_ESCROW, ROOT_NETUID);
  for (const [netuid, alpha] of holdings) {
    credit(state, hotkey, BASKET_ESCROW, netuid, alpha);
    const { alphaOut, taoReserve } = subnetAt(state, netuid);
    const reserve = netuid === ROOT_NETUID ? { taoReserve: taoReserve + alpha } : {};
    changeSubnet(state, netuid, { alphaOut: alphaOut + alpha, ...reserve });
    if (netuid === ROOT_NETUID) issueTao(state, alpha);
  }
  const shares = navOf(rowsOf(state, hotkey)) - before;
  state.basketShares.set(hotkey, sharesOf(state, hotkey) + shares);
  const rate = state.basketRates.get(hotkey) ?? 0n;
  if (stake > 0n) state.basketRates.set(hotkey, rate + (shares << FRACTION) / stake);
}

function issueTao(state: LedgerState, tao: bigint): void {
  const who = subnetAccount(ROOT_NETUID);
  const account = accountAt(state, who);
  state.accounts.set(who, { ...account, free: account.free + tao });
  state.balancesIssuance += tao;
  state.totalIssuance += tao;
  state.totalStake += tao;
}

/** Parts of a pool's alpha: six holdings worth a claim, one that a claim leaves as dust, one that it sweeps. */
const HOLDINGS = [100n, 120n, 150n, 200n, 300n, 500n, 200_000n, 1_000_000_000n];

/** Every validator with root stake has a fund over the first subnets. */
export function seedFunds(state: LedgerState): void {
  const netuids = netuidsOf(state)
    .filter((netuid) => subnetAt(state, netuid).mechanism === 1)
    .slice(0, HOLDINGS.length);
  const hotkeys = [...state.hotkeyAlpha.keys()].filter((key) => key.startsWith(`${ROOT_NETUID}/`));
  for (const key of hotkeys.sort()) {
    const hotkey = key.split('/')[1] ?? '';
    const holdings = netuids.map((netuid, index): [number, bigint] => [
      netuid,
      subnetAt(state, netuid).alphaReserve / (HOLDINGS[index] ?? 1n),
    ]);
    giveFund(
      state,
      hotkey,
      holdings.filter(([, alpha]) => alpha > 0n),
    );
  }
}
