// Claiming root dividends: what a coldkey is owed by each hotkey and subnet becomes root stake or alpha stake.
// Refuses the automatic claims of random coldkeys. Facts: chain.md §7.6; pallets/subtensor/src/staking/claim_root.rs.
import { subnetAccount, transferTao } from '../state/balances.ts';
import { changeSubnet, deposit, ensure, ROOT_NETUID, subnetAt, type Run } from '../ledger-run.ts';
import { positionKey, type AccountId, type LedgerState } from '../state/ledger-state.ts';
import { MIN_PRICE, swapAlphaForTao } from '../pools/pool-swap.ts';
import { adjustRootClaimed } from './root-claims.ts';
import { credit, positionAlpha } from '../state/share-pool.ts';

const FRACTION = 32n;
const MOST_SUBNETS = 5;
/** `RootClaimableThreshold` where nothing is stored, I96F32 bits. */
export const DEFAULT_CLAIM_THRESHOLD = 500_000n << FRACTION;

/** I96F32 bits, negative where more was claimed than there is. */
function owedBits(
  state: LedgerState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: number,
): bigint {
  const rate = state.rootClaimable.get(hotkey)?.get(netuid) ?? 0n;
  const stake = positionAlpha(state, hotkey, coldkey, ROOT_NETUID);
  const claimed = state.rootClaimed.get(positionKey(hotkey, coldkey, netuid)) ?? 0n;
  return rate * stake - (claimed << FRACTION);
}

function claimOne(run: Run, hotkey: AccountId, coldkey: AccountId, netuid: number): void {
  const { state } = run;
  const bits = owedBits(state, hotkey, coldkey, netuid);
  if (bits < (state.rootClaimThresholds.get(netuid) ?? DEFAULT_CLAIM_THRESHOLD)) return;
  const owed = bits > 0n ? bits >> FRACTION : 0n;
  if (owed === 0n) return;
  const type = state.rootClaimTypes.get(coldkey) ?? { kind: 'Swap' };
  const isKept =
    type.kind === 'Keep' || (type.kind === 'KeepSubnets' && type.subnets.includes(netuid));
  if (isKept) credit(state, hotkey, coldkey, netuid, owed);
  else {
    const { paidOut } = swapAlphaForTao(state, netuid, owed, MIN_PRICE, true);
    transferTao(run, subnetAccount(netuid), subnetAccount(ROOT_NETUID), paidOut);
    const sold = subnetAt(state, netuid).rootSellTao;
    changeSubnet(state, netuid, { rootSellTao: sold + paidOut });
    credit(state, hotkey, coldkey, ROOT_NETUID, paidOut);
    const root = subnetAt(state, ROOT_NETUID);
    changeSubnet(state, ROOT_NETUID, {
      taoReserve: root.taoReserve + paidOut,
      alphaOut: root.alphaOut + paidOut,
    });
    state.totalStake += paidOut;
    adjustRootClaimed(state, hotkey, coldkey, paidOut, true);
  }
  const key = positionKey(hotkey, coldkey, netuid);
  state.rootClaimed.set(key, (state.rootClaimed.get(key) ?? 0n) + owed);
}

export function claimRoot(run: Run, coldkey: AccountId, subnets: readonly number[]): void {
  ensure(subnets.length > 0 && subnets.length <= MOST_SUBNETS, 'InvalidSubnetNumber');
  for (const hotkey of run.state.stakingHotkeys.get(coldkey) ?? []) {
    const netuids = [...(run.state.rootClaimable.get(hotkey)?.keys() ?? [])];
    for (const netuid of netuids.sort((a, b) => a - b)) {
      if (subnets.includes(netuid)) claimOne(run, hotkey, coldkey, netuid);
    }
  }
  deposit(run, 'SubtensorModule', 'RootClaimed', { coldkey });
}
