// Paying an epoch out: owner's cut, miners' earnings, validators' takes and their stakers' dividends, and what the metagraph shows.
// Refuses to decide the parts. Facts: chain.md §7.5; run_coinbase.rs (distribute_dividends_and_incentives).
import { checkedDiv, F32, fromInt, mul, safeDiv, sub, toU64 } from '../../../oracle/fixed-point.ts';
import { changeSubnet, deposit, LedgerFailure, subnetAt, type Run } from '../ledger-run.ts';
import {
  coldkeySubnetKey,
  hotkeyKey,
  type AccountId,
  type LedgerState,
  type Neuron,
} from '../state/ledger-state.ts';
import { lockStake } from '../calls/lock-calls.ts';
import { queueDividend } from '../baskets/fund.ts';
import { raiseRootClaimable } from '../calls/root-claims.ts';
import { credit, creditAll, hotkeyAlpha } from '../state/share-pool.ts';

const U16_MAX = 65535n;
const DEFAULT_TAKE = 11_796;

/** Per hotkey, U96F32 bits: its part of the validator pot and of the root pot. */
export type Dividend = { hotkey: AccountId; alpha: bigint; root: bigint };

const fx = (value: bigint): bigint => fromInt(value, F32);

export function payOwner(run: Run, netuid: number, ownerCut: bigint): void {
  const { ownerColdkey, ownerHotkey, ownerCutAutoLockEnabled } = subnetAt(run.state, netuid);
  credit(run.state, ownerHotkey, ownerColdkey, netuid, ownerCut);
  if (!ownerCutAutoLockEnabled) return;
  const locked = run.state.lockHotkeys.get(coldkeySubnetKey(ownerColdkey, netuid)) ?? ownerHotkey;
  try {
    lockStake(run, ownerColdkey, locked, netuid, ownerCut);
  } catch (error) {
    if (!(error instanceof LedgerFailure)) throw error; // the chain drops a failed auto-lock silently
  }
}

/** Miners' parts become stake; what goes to the owner's registered hotkeys is withheld and counted in MinerBurned. */
export function payMiners(
  run: Run,
  netuid: number,
  neurons: readonly Neuron[],
  incentives: readonly bigint[],
): void {
  const { state } = run;
  const subnet = subnetAt(state, netuid);
  const owned = new Set([
    ...(state.ownedHotkeys.get(subnet.ownerColdkey) ?? []),
    subnet.ownerHotkey,
  ]);
  let total = 0n;
  let withheld = 0n;
  const byHotkey = neurons
    .map(({ hotkey }, uid) => ({ hotkey, incentive: incentives[uid] ?? 0n }))
    .sort((a, b) => (a.hotkey < b.hotkey ? -1 : 1));
  for (const { hotkey, incentive } of byHotkey) {
    total += incentive;
    if (owned.has(hotkey)) {
      withheld += incentive;
      const { alphaOut, recycleOrBurn } = subnetAt(state, netuid);
      if (recycleOrBurn === 'Recycle') {
        changeSubnet(state, netuid, { alphaOut: sub(alphaOut, incentive) });
      }
      continue;
    }
    const owner = state.owners.get(hotkey);
    if (owner === undefined) continue;
    const destination = state.autoStakeDestinations.get(coldkeySubnetKey(owner, netuid));
    if (destination !== undefined) {
      const fields = { netuid, destination, hotkey, owner, incentive };
      deposit(run, 'SubtensorModule', 'AutoStakeAdded', fields);
    }
    credit(state, destination ?? hotkey, owner, netuid, incentive);
  }
  changeSubnet(state, netuid, { minerBurned: checkedDiv(fx(withheld), fx(total), F32) ?? 0n });
}

export function payValidators(run: Run, netuid: number, dividends: readonly Dividend[]): void {
  const { state } = run;
  for (const { hotkey } of dividends) {
    state.alphaDividends.delete(hotkeyKey(hotkey, netuid));
    state.rootAlphaDividends.delete(hotkeyKey(hotkey, netuid));
  }
  for (const { hotkey, alpha } of dividends) {
    const rest = payTake(state, hotkey, netuid, alpha);
    creditAll(state, hotkey, netuid, rest);
    const key = hotkeyKey(hotkey, netuid);
    state.alphaDividends.set(key, rest);
    state.hotkeyAlphaLastEpoch.set(key, hotkeyAlpha(state, hotkey, netuid));
  }
  for (const { hotkey, root } of dividends) {
    const rest = payTake(state, hotkey, netuid, root);
    if (state.settings.rules.hasBaskets) queueDividend(state, hotkey, netuid, rest);
    else raiseRootClaimable(state, hotkey, netuid, rest);
    state.rootAlphaDividends.set(hotkeyKey(hotkey, netuid), rest);
  }
}

/** The take becomes the owner's stake; returns the remainder, rounded down. */
function payTake(state: LedgerState, hotkey: AccountId, netuid: number, dividend: bigint): bigint {
  const rate = BigInt(state.delegates.get(hotkey) ?? DEFAULT_TAKE);
  const take = mul(safeDiv(fx(rate), fx(U16_MAX), F32), dividend, F32);
  const owner = state.owners.get(hotkey);
  if (owner !== undefined) credit(state, hotkey, owner, netuid, toU64(take, F32));
  return toU64(sub(dividend, take), F32);
}

/** What the metagraph shows of the epoch: dividends as u16 parts, emission credited, activity. */
export function recordNeurons(
  state: LedgerState,
  netuid: number,
  incentives: readonly bigint[],
  raw: readonly bigint[],
  dividends: readonly Dividend[],
): void {
  const total = raw.reduce((sum, part) => sum + part, 0n);
  const paid = new Map(dividends.map(({ hotkey, alpha }) => [hotkey, toU64(alpha, F32)]));
  const neurons = subnetAt(state, netuid).neurons.map((neuron, uid) => ({
    ...neuron,
    dividends: total === 0n ? 0 : Number(((raw[uid] ?? 0n) * U16_MAX) / total),
    emission: (incentives[uid] ?? 0n) + (paid.get(neuron.hotkey) ?? 0n),
    // Validators set their weights anew for each epoch.
    lastUpdate: neuron.hasPermit ? state.blockNumber : neuron.lastUpdate,
  }));
  changeSubnet(state, netuid, { neurons });
}
