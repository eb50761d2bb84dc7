// What changes by itself between two things that happen: dividends at epochs, liquidity put into pools, claim rates.
// Everything is a difference of running sums of the height, so that no block between has to be made.
// Refuses to know who holds what.
import { changeSubnet, subnetAt } from '../ledger/ledger-run.ts';
import { accountAt, subnetAccount } from '../ledger/state/balances.ts';
import { hotkeyKey, type AccountId, type LedgerState } from '../ledger/state/ledger-state.ts';
import { BASKET_ESCROW } from '../ledger/baskets/fund.ts';
import { hotkeyAlpha, positionAlpha } from '../ledger/state/share-pool.ts';
import { CLAIMS_AT, DTAO_AT, FUNDS_AT } from './past-eras.ts';

const TEMPO = 360;
const FRACTION = 32n;
const RATE = 15_000n; // I96F32 bits an epoch
const SWING_BLOCKS = 432_000;

/** What liquidity does to one generation of a subnet, each block. */
export type Flow = Readonly<{
  tao: bigint;
  alpha: bigint;
  /** Alpha reserves go up and down by this much, so that prices have a history. */
  swing: bigint;
}>;

export type World = Readonly<{
  /** Hotkeys with dividends; a new one takes over those of the one it replaced. */
  earning: AccountId[];
  /** By `netuid/registeredAt`. */
  flows: Map<string, Flow>;
}>;

export const flowKey = (netuid: number, registeredAt: number): string =>
  `${netuid}/${registeredAt}`;

export const flowOf = (tao: bigint, alpha: bigint): Flow => ({
  tao: tao / 9_000_000n,
  alpha: alpha / 12_000_000n,
  swing: alpha / 20n,
});

const phaseOf = (netuid: number): number => netuid * 37;

/** Whether dividends are paid at the start of this block. */
export const isEpoch = (netuid: number, block: number): boolean =>
  (block + phaseOf(netuid)) % TEMPO === 0;

/** Epochs in blocks a < n ≤ b that lie in low < n ≤ high. */
function epochs(netuid: number, a: number, b: number, low: number, high: number): number {
  const first = Math.min(Math.max(a, low), high);
  const last = Math.min(Math.max(b, low), high);
  const upTo = (block: number): number => Math.floor((block + phaseOf(netuid)) / TEMPO);
  return upTo(last) - upTo(first);
}

/** Alpha that a hotkey's pool gets at each epoch; on root rao, before dTAO. */
function dividend(world: World, hotkey: AccountId, netuid: number, registeredAt: number): bigint {
  const at = world.earning.indexOf(hotkey) + 1;
  const spread = (at * 7_919 + netuid * 104_729 + (registeredAt % 1_000_003)) % 90;
  return 10_000_017n + BigInt(spread) * 1_000_003n;
}

function payDividends(state: LedgerState, from: number, to: number, world: World): void {
  for (const [netuid, { registeredAt }] of state.subnets.entries()) {
    const isRoot = netuid === 0;
    const count = isRoot
      ? epochs(netuid, from, to, 0, DTAO_AT)
      : epochs(netuid, from, to, DTAO_AT, Number.MAX_SAFE_INTEGER);
    if (count === 0) continue;
    let paid = 0n;
    for (const hotkey of world.earning) {
      const key = hotkeyKey(hotkey, netuid);
      if (!state.hotkeyShares.has(key)) continue;
      const grown = dividend(world, hotkey, netuid, isRoot ? 0 : registeredAt) * BigInt(count);
      state.hotkeyAlpha.set(key, (state.hotkeyAlpha.get(key) ?? 0n) + grown);
      paid += grown;
    }
    const { alphaOut, taoReserve } = subnetAt(state, netuid);
    changeSubnet(state, netuid, { alphaOut: alphaOut + paid });
    if (!isRoot) continue;
    changeSubnet(state, netuid, { taoReserve: taoReserve + paid });
    issue(state, netuid, paid);
  }
}

/** New TAO that lies in a subnet's account. */
function issue(state: LedgerState, netuid: number, tao: bigint): void {
  const who = subnetAccount(netuid);
  const account = accountAt(state, who);
  state.accounts.set(who, { ...account, free: account.free + tao });
  state.totalIssuance += tao;
  state.balancesIssuance += tao;
  state.totalStake += tao;
}

function swingAt(flow: Flow, netuid: number, block: number): bigint {
  const at = (block + netuid * 50_021) % SWING_BLOCKS;
  const half = SWING_BLOCKS / 2;
  return (flow.swing * BigInt(at < half ? at : SWING_BLOCKS - at)) / BigInt(half);
}

/** The pools alone: all that prices need. */
export function movePools(state: LedgerState, from: number, to: number, world: World): void {
  for (const [netuid, subnet] of state.subnets.entries()) {
    const flow = world.flows.get(flowKey(netuid, subnet.registeredAt));
    if (netuid === 0 || flow === undefined) continue;
    const [a, b] = [Math.max(from, DTAO_AT), Math.max(to, DTAO_AT)];
    const blocks = BigInt(b - a);
    const tao = flow.tao * blocks;
    const swung = swingAt(flow, netuid, b) - swingAt(flow, netuid, a);
    changeSubnet(state, netuid, {
      taoReserve: subnet.taoReserve + tao,
      alphaReserve: subnet.alphaReserve + flow.alpha * blocks + swung,
    });
    issue(state, netuid, tao);
  }
}

function raiseClaims(state: LedgerState, from: number, to: number, world: World): void {
  for (const hotkey of world.earning) {
    if (hotkeyAlpha(state, hotkey, 0) === 0n) continue;
    const rates = new Map(state.rootClaimable.get(hotkey));
    for (const netuid of state.subnets.keys()) {
      const count = epochs(netuid, from, to, CLAIMS_AT, FUNDS_AT);
      if (netuid === 0 || count === 0) continue;
      rates.set(netuid, (rates.get(netuid) ?? 0n) + RATE * BigInt(count));
    }
    if (rates.size > 0) state.rootClaimable.set(hotkey, rates);
    const count = epochs(0, from, to, FUNDS_AT, Number.MAX_SAFE_INTEGER);
    if (count === 0 || !state.basketShares.has(hotkey)) continue;
    const raised = RATE * BigInt(count);
    const own = positionAlpha(state, hotkey, BASKET_ESCROW, 0);
    const shares = (raised * (hotkeyAlpha(state, hotkey, 0) - own)) >> FRACTION;
    state.basketRates.set(hotkey, (state.basketRates.get(hotkey) ?? 0n) + raised);
    state.basketShares.set(hotkey, (state.basketShares.get(hotkey) ?? 0n) + shares);
  }
}

/** Takes a state that stands at the end of one block to a later one in which nothing happened since. */
export function drift(state: LedgerState, from: number, to: number, world: World): void {
  if (from === to) return;
  payDividends(state, from, to, world);
  movePools(state, from, to, world);
  raiseClaims(state, from, to, world);
  state.blockNumber = to;
}
