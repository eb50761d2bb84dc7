// add_stake and remove_stake in all their forms, and the two that sweep a hotkey, as the chain runs them.
// Refuses to know who pays the fee. Facts: chain.md §4.9; pallets/subtensor/src/staking/{add_stake,remove_stake}.rs.
import { min } from '../../../oracle/fixed-point.ts';
import {
  ensure,
  LedgerFailure,
  netuidsOf,
  ROOT_NETUID,
  subnetAt,
  type Run,
} from '../ledger-run.ts';
import { MAX_PRICE, MIN_PRICE } from '../pools/pool-swap.ts';
import { positionAlpha } from '../state/share-pool.ts';
import {
  ensureAddWithinCap,
  ensureRemoveWithinCap,
  maxAdd,
  maxRemove,
  validateAdd,
  validateRemove,
} from './stake-checks.ts';
import { clearSmallNomination, stakeIntoSubnet, unstakeFromSubnet } from '../pools/stake-flow.ts';
import type { AccountId, LedgerState } from '../state/ledger-state.ts';

const DEFAULT_TAKE = 11_796;

/** A stranger's hotkey that is staked to under a limit, or moved to, becomes a delegate with the default take. */
export function maybeBecomeDelegate(
  state: LedgerState,
  coldkey: AccountId,
  hotkey: AccountId,
): void {
  if (state.owners.get(hotkey) === coldkey || state.delegates.has(hotkey)) return;
  state.delegates.set(hotkey, DEFAULT_TAKE);
}

export function addStake(
  run: Run,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
  tao: bigint,
): void {
  ensureAddWithinCap(run.state, netuid, tao);
  validateAdd(run.state, coldkey, hotkey, netuid, tao, tao, false);
  const limitPrice = MAX_PRICE;
  stakeIntoSubnet(run, { hotkey, coldkey, netuid, tao, limitPrice, dropFees: false });
}

export function addStakeLimit(
  run: Run,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
  requested: bigint,
  limitPrice: bigint,
  allowPartial: boolean,
): void {
  const { state } = run;
  ensureAddWithinCap(state, netuid, requested);
  const largest = maxAdd(state, netuid, limitPrice);
  validateAdd(state, coldkey, hotkey, netuid, requested, largest, allowPartial);
  maybeBecomeDelegate(state, coldkey, hotkey);
  const tao = min(requested, largest);
  stakeIntoSubnet(run, { hotkey, coldkey, netuid, tao, limitPrice, dropFees: false });
}

export function removeStake(
  run: Run,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
  requested: bigint,
): void {
  const { state } = run;
  ensure(subnetAt(state, netuid).subtokenEnabled, 'SubtokenDisabled');
  const alpha = min(requested, positionAlpha(state, hotkey, coldkey, netuid));
  ensureRemoveWithinCap(state, netuid, alpha);
  validateRemove(state, coldkey, hotkey, netuid, alpha, alpha, false);
  sellAtFloor(run, coldkey, hotkey, netuid, alpha);
}

/** The sale at the lowest price and the residue rule after it. Returns the TAO of the sale itself. */
function sellAtFloor(
  run: Run,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
  alpha: bigint,
): bigint {
  const terms = { limitPrice: MIN_PRICE, dropFees: false, beneficiary: coldkey };
  const tao = unstakeFromSubnet(run, { hotkey, coldkey, netuid, alpha, ...terms });
  clearSmallNomination(run, hotkey, coldkey, netuid);
  return tao;
}

/** Neither tests SubtokenEnabled nor caps the request to the position. */
export function removeStakeLimit(
  run: Run,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
  requested: bigint,
  limitPrice: bigint,
  allowPartial: boolean,
): void {
  const { state } = run;
  ensureRemoveWithinCap(state, netuid, requested);
  const largest = maxRemove(state, netuid, limitPrice);
  validateRemove(state, coldkey, hotkey, netuid, requested, largest, allowPartial);
  const alpha = min(requested, largest);
  const terms = { limitPrice, dropFees: false, beneficiary: coldkey };
  unstakeFromSubnet(run, { hotkey, coldkey, netuid, alpha, ...terms });
  clearSmallNomination(run, hotkey, coldkey, netuid);
}

export function removeStakeFullLimit(
  run: Run,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
  limitPrice: bigint | null,
): void {
  const alpha = positionAlpha(run.state, hotkey, coldkey, netuid);
  if (limitPrice === null) removeStake(run, coldkey, hotkey, netuid, alpha);
  else removeStakeLimit(run, coldkey, hotkey, netuid, alpha, limitPrice, false);
}

function wouldPass(run: Run, coldkey: AccountId, hotkey: AccountId, netuid: number): boolean {
  const alpha = positionAlpha(run.state, hotkey, coldkey, netuid);
  try {
    validateRemove(run.state, coldkey, hotkey, netuid, alpha, alpha, false);
    return true;
  } catch (error) {
    if (error instanceof LedgerFailure) return false;
    throw error;
  }
}

/** Sells every position of the hotkey that passes the checks; the others are skipped without a word. */
function sweep(run: Run, coldkey: AccountId, hotkey: AccountId, skipsRoot: boolean): bigint {
  const { state } = run;
  ensure(state.owners.has(hotkey), 'HotKeyAccountNotExists');
  let total = 0n;
  let legs = 0;
  for (const netuid of netuidsOf(state)) {
    if (legs >= state.settings.rules.mostLegs) break;
    if (!subnetAt(state, netuid).subtokenEnabled || (skipsRoot && netuid === ROOT_NETUID)) continue;
    if (!wouldPass(run, coldkey, hotkey, netuid)) continue;
    const alpha = positionAlpha(state, hotkey, coldkey, netuid);
    total += sellAtFloor(run, coldkey, hotkey, netuid, alpha);
    legs += 1;
  }
  return total;
}

export function unstakeAll(run: Run, coldkey: AccountId, hotkey: AccountId): void {
  sweep(run, coldkey, hotkey, false);
}

/** Sweeps all but root and stakes the proceeds into root; with nothing sold the last step fails. */
export function unstakeAllAlpha(run: Run, coldkey: AccountId, hotkey: AccountId): void {
  const tao = sweep(run, coldkey, hotkey, true);
  const terms = { netuid: ROOT_NETUID, limitPrice: MAX_PRICE, dropFees: false };
  stakeIntoSubnet(run, { hotkey, coldkey, tao, ...terms });
}
