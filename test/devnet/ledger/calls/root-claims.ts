// Root dividends as far as stake calls touch them: the claim rate of a hotkey and what each position already took.
// Refuses to claim anything. Facts: chain.md §7.6; pallets/subtensor/src/staking/claim_root.rs.
import { rebaseClaimed } from '../baskets/fund.ts';
import { hotkeyAlpha, credit } from '../state/share-pool.ts';
import { positionKey, type AccountId, type LedgerState } from '../state/ledger-state.ts';
import { ROOT_NETUID } from '../ledger-run.ts';

const FRACTION = 32n;

/** Raises the hotkey's claim rate; a dividend larger than all its root stake goes to the owner as stake instead. */
export function raiseRootClaimable(
  state: LedgerState,
  hotkey: AccountId,
  netuid: number,
  alpha: bigint,
): void {
  const rootStake = hotkeyAlpha(state, hotkey, ROOT_NETUID);
  if (alpha > rootStake) {
    const owner = state.owners.get(hotkey);
    if (owner !== undefined) credit(state, hotkey, owner, netuid, alpha);
    return;
  }
  const rates = new Map(state.rootClaimable.get(hotkey));
  const increment = rootStake === 0n ? 0n : (alpha << FRACTION) / rootStake;
  rates.set(netuid, (rates.get(netuid) ?? 0n) + increment);
  state.rootClaimable.set(hotkey, rates);
}

/** Root stake was added (or, with `isAdded` false, removed): past claims keep their proportion. */
export function adjustRootClaimed(
  state: LedgerState,
  hotkey: AccountId,
  coldkey: AccountId,
  alpha: bigint,
  isAdded: boolean,
): void {
  if (state.settings.rules.hasBaskets) {
    rebaseClaimed(state, hotkey, coldkey, alpha, isAdded);
    return;
  }
  for (const [netuid, rate] of state.rootClaimable.get(hotkey) ?? []) {
    if (netuid === ROOT_NETUID && !isAdded) continue;
    const key = positionKey(hotkey, coldkey, netuid);
    const claimed = state.rootClaimed.get(key) ?? 0n;
    const change = (rate * alpha) >> FRACTION;
    const next = isAdded ? claimed + change : claimed - change;
    state.rootClaimed.set(key, next < 0n ? 0n : next);
  }
}
