// Runs claim_root_with_hotkey at one state: the share of the fund becomes root stake on the validator. What the sales bring
// is the node's own figure; the funds' pools are not modelled.
// Mirrors RaoFoundation/subtensor pallets/subtensor/src/staking/claim_root.rs `root_claim_for_hotkey`.
import { MOST_CLAIM_WORK } from '../../checks/planned-claims.ts';
import { ROOT_NETUID, type Ss58Address } from '../../units.ts';
import { changePosition, type ChainState } from './chain-state.ts';
import { withoutFund } from './claim-state.ts';
import { refused, type Step } from './trade-on-chain.ts';

/** Rao that became root stake; 0: the call did nothing. */
export type Claimed = { claimed: bigint };

export function runClaim(
  state: ChainState,
  coldkey: Ss58Address,
  hotkey: Ss58Address,
): Step<Claimed> {
  const { threshold, funds } = state.claims;
  const fund = funds.get(hotkey);
  if (fund !== undefined && 1 + fund.holdings > MOST_CLAIM_WORK) {
    return refused('SubtensorModule.RootClaimTooHeavy');
  }
  const redeemable = fund?.redeemable ?? 0n;
  // Below the threshold nothing happens, and what is owed stays owed.
  if (redeemable === 0n || redeemable < (threshold ?? 0n)) {
    return { ok: true, state, legs: [], value: { claimed: 0n } };
  }
  const paid = changePosition(state, ROOT_NETUID, hotkey, coldkey, redeemable);
  return {
    ok: true,
    state: { ...paid, claims: withoutFund(state.claims, hotkey) },
    legs: [],
    value: { claimed: redeemable },
  };
}
