// Puts a state under the rules of a runtime: when a chain starts with it, and when a block installs it.
// Refuses to know blocks.
import { barOf, eligibleNetuids, priceShares } from './emission/emission-shares.ts';
import { updateFastPrices } from './emission/fast-price.ts';
import { seedFunds } from './baskets/give-fund.ts';
import type { LedgerRules } from './rules.ts';
import type { LedgerState } from './state/ledger-state.ts';

/**
 * With the funds come the fast price average and the gate over emission (§7.3). What was claimable before stays where it
 * was, legacy; the funds start with holdings of their own, so that there is something to claim (a choice).
 */
export function adoptRules(state: LedgerState, rules: LedgerRules): void {
  const isNew = rules.hasBaskets && !state.settings.rules.hasBaskets;
  state.settings = { ...state.settings, rules };
  if (!isNew) return;
  if (state.settings.emissionRule === 'price-ema') {
    state.settings = { ...state.settings, emissionRule: 'gated' };
    state.emissionGateBar = barOf(state, priceShares(state, eligibleNetuids(state)));
  }
  updateFastPrices(state);
  if (state.basketShares.size === 0) seedFunds(state);
}
