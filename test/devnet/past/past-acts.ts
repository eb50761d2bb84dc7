// The things that an account may do or meet, as calls on the state as it stands; and what the ledger has no call for.
// Refuses to choose when. An act that cannot happen now answers false and changes nothing.
import { claimRoot } from '../ledger/calls/claim-root.ts';
import type { LedgerCall } from '../ledger/calls/ledger-call.ts';
import { dissolve } from '../ledger/dissolve.ts';
import { changeSubnet, deposit, netuidsOf, subnetAt, type Run } from '../ledger/ledger-run.ts';
import {
  accountAt,
  recycleTao,
  spendable,
  subnetAccount,
  transfer,
} from '../ledger/state/balances.ts';
import {
  forkState,
  hotkeyKey,
  type AccountId,
  type LedgerState,
} from '../ledger/state/ledger-state.ts';
import type { Table } from '../ledger/state/table.ts';
import { credit } from '../ledger/state/share-pool.ts';
import { alphaBetween, holdingsOf, type Draft } from './past-drafts.ts';
import { flowKey, flowOf } from './past-drift.ts';
import { NEW_HOTKEY, OUTSIDER } from './past-genesis.ts';
import type { Maker } from './past-maker.ts';

export const TAO = 1_000_000_000n;
const SUBTENSOR = 'SubtensorModule';

export const stakeCall = (hotkey: AccountId, netuid: number, tao: bigint): LedgerCall => ({
  pallet: SUBTENSOR,
  name: 'add_stake',
  args: { hotkey, netuid, amount_staked: tao },
});

export const unstakeCall = (hotkey: AccountId, netuid: number, alpha: bigint): LedgerCall => ({
  pallet: SUBTENSOR,
  name: 'remove_stake',
  args: { hotkey, netuid, amount_unstaked: alpha },
});

export const moveCall = (
  from: AccountId,
  to: AccountId,
  origin_netuid: number,
  destination_netuid: number,
  alpha_amount: bigint,
): LedgerCall => ({
  pallet: SUBTENSOR,
  name: 'move_stake',
  args: {
    origin_hotkey: from,
    destination_hotkey: to,
    origin_netuid,
    destination_netuid,
    alpha_amount,
  },
});

export const swapCall = (
  hotkey: AccountId,
  origin_netuid: number,
  destination_netuid: number,
  alpha_amount: bigint,
): LedgerCall => ({
  pallet: SUBTENSOR,
  name: 'swap_stake',
  args: { hotkey, origin_netuid, destination_netuid, alpha_amount },
});

export const giveStakeCall = (
  destination_coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
  alpha_amount: bigint,
): LedgerCall => ({
  pallet: SUBTENSOR,
  name: 'transfer_stake',
  args: {
    destination_coldkey,
    hotkey,
    origin_netuid: netuid,
    destination_netuid: netuid,
    alpha_amount,
  },
});

/** To another subnet too, and since 434 to another validator. */
export const giveAndMoveCall = (
  destination_coldkey: AccountId,
  origin_hotkey: AccountId,
  destination_hotkey: AccountId,
  origin_netuid: number,
  destination_netuid: number,
  alpha_amount: bigint,
): LedgerCall => ({
  pallet: SUBTENSOR,
  name: 'transfer_stake_and_hotkey',
  args: {
    destination_coldkey,
    origin_hotkey,
    destination_hotkey,
    origin_netuid,
    destination_netuid,
    alpha_amount,
  },
});

export const unstakeAllCall = (hotkey: AccountId): LedgerCall => ({
  pallet: SUBTENSOR,
  name: 'unstake_all',
  args: { hotkey },
});

/** As much as the price allows, up to some more than spot. */
export const stakeLimitCall = (
  hotkey: AccountId,
  netuid: number,
  amount_staked: bigint,
  limit_price: bigint,
): LedgerCall => ({
  pallet: SUBTENSOR,
  name: 'add_stake_limit',
  args: { hotkey, netuid, amount_staked, limit_price, allow_partial: true },
});

export const batchAllCall = (calls: readonly LedgerCall[]): LedgerCall => ({
  pallet: 'Utility',
  name: 'batch_all',
  args: { calls },
});

export const sendCall = (dest: AccountId, value: bigint): LedgerCall => ({
  pallet: 'Balances',
  name: 'transfer_keep_alive',
  args: { dest, value },
});

/** May leave so little that the rest and the account are gone. */
export const sendToDeathCall = (dest: AccountId, value: bigint): LedgerCall => ({
  pallet: 'Balances',
  name: 'transfer_allow_death',
  args: { dest, value },
});

export const sendAllCall = (dest: AccountId): LedgerCall => ({
  pallet: 'Balances',
  name: 'transfer_all',
  args: { dest, keep_alive: false },
});

export const remarkCall: LedgerCall = {
  pallet: 'System',
  name: 'remark',
  args: { remark: '0x626f6f6b' },
};

/** A purchase that the chain refuses. */
export const failingCall = (hotkey: AccountId): LedgerCall => stakeCall(hotkey, 0, 1n);

export const isFunded = (state: LedgerState, coldkey: AccountId, tao: bigint): boolean =>
  spendable(state, coldkey, true) > tao + TAO / 10n;

/** Positions worth more than a TAO. */
export function largePositions(state: LedgerState, coldkey: AccountId) {
  return holdingsOf(state, coldkey).filter(({ netuid, alpha }) => {
    if (netuid === 0) return alpha > TAO;
    const { taoReserve, alphaReserve } = subnetAt(state, netuid);
    return alphaReserve > 0n && (alpha * taoReserve) / alphaReserve > TAO;
  });
}

export const openNetuids = (state: LedgerState): number[] =>
  netuidsOf(state).filter((netuid) => netuid > 0 && subnetAt(state, netuid).subtokenEnabled);

/** Pays for a slot: TAO that leaves for nothing that is stake. */
export function register(maker: Maker, coldkey: AccountId, netuid: number, cost: bigint): void {
  maker.signSpecial(coldkey, {
    name: `${SUBTENSOR}.burned_register`,
    value: {
      type: SUBTENSOR,
      value: { type: 'burned_register', value: { netuid, hotkey: NEW_HOTKEY } },
    },
    run(run) {
      recycleTao(run, coldkey, cost);
      deposit(run, SUBTENSOR, 'NeuronRegistered', { 0: netuid, 1: 7, 2: NEW_HOTKEY });
      const legs = [{ of: 'free', change: -cost }] as const;
      return [{ coldkey, kind: 'other', legs, poolFees: [], counterparty: null }];
    },
  });
}

/** All that lies under a hotkey goes to another one, whoever holds it. */
export function swapHotkey(
  maker: Maker,
  owner: AccountId,
  old: AccountId,
  next: AccountId,
  holders: readonly AccountId[],
): void {
  maker.signSpecial(owner, {
    name: `${SUBTENSOR}.swap_hotkey`,
    value: {
      type: SUBTENSOR,
      value: { type: 'swap_hotkey', value: { hotkey: old, new_hotkey: next } },
    },
    run(run) {
      const { state } = run;
      const before = forkState(state);
      renameHotkey(state, owner, old, next);
      deposit(run, SUBTENSOR, 'HotkeySwapped', {
        coldkey: owner,
        old_hotkey: old,
        new_hotkey: next,
      });
      return holders.flatMap((coldkey): Draft[] => {
        const legs = alphaBetween(before, state, coldkey);
        if (legs.length === 0) return [];
        return [{ coldkey, kind: 'key-change', legs, poolFees: [], counterparty: null }];
      });
    },
  });
}

function renameHotkey(state: LedgerState, owner: AccountId, old: AccountId, next: AccountId): void {
  for (const netuid of netuidsOf(state)) {
    const [from, to] = [hotkeyKey(old, netuid), hotkeyKey(next, netuid)];
    const shares = state.hotkeyShares.get(from);
    const alpha = state.hotkeyAlpha.get(from);
    if (shares === undefined || alpha === undefined) continue;
    state.hotkeyShares.delete(from);
    state.hotkeyAlpha.delete(from);
    state.hotkeyShares.set(to, shares);
    state.hotkeyAlpha.set(to, alpha);
  }
  const isOld = (key: string): boolean => key.split('/').includes(old);
  const renamed = (key: string): string => key.replace(old, next);
  rename(state.shares, isOld, renamed);
  rename(state.rootClaimed, isOld, renamed);
  rename(state.basketClaimed, isOld, renamed);
  for (const table of [state.basketShares, state.basketRates]) {
    const value = table.get(old);
    if (value === undefined) continue;
    table.delete(old);
    table.set(next, value);
  }
  const rates = state.rootClaimable.get(old);
  if (rates !== undefined) {
    state.rootClaimable.delete(old);
    state.rootClaimable.set(next, rates);
  }
  state.owners.delete(old);
  state.owners.set(next, owner);
  for (const [coldkey, listed] of Array.from(state.stakingHotkeys.entries())) {
    if (!listed.includes(old)) continue;
    const others = listed.map((hotkey) => (hotkey === old ? next : hotkey));
    state.stakingHotkeys.set(coldkey, [...new Set(others)]);
  }
}

function rename<V>(
  table: Table<string, V>,
  isOld: (key: string) => boolean,
  renamed: (key: string) => string,
): void {
  for (const [key, value] of Array.from(table.entries())) {
    if (!isOld(key)) continue;
    table.delete(key);
    table.set(renamed(key), value);
  }
}

/** Everything of one account goes to another one, which was empty; the old one is reaped. */
export function swapColdkey(maker: Maker, old: AccountId, next: AccountId): void {
  maker.signSpecial(old, {
    name: `${SUBTENSOR}.swap_coldkey_announced`,
    value: {
      type: SUBTENSOR,
      value: { type: 'swap_coldkey_announced', value: { new_coldkey: next } },
    },
    run(run) {
      const { state } = run;
      const before = forkState(state);
      moveColdkey(state, old, next);
      const amount = accountAt(state, old).free;
      transfer(run, old, next, amount, false);
      deposit(run, SUBTENSOR, 'ColdkeySwapped', { old_coldkey: old, new_coldkey: next });
      const common = { kind: 'key-change', poolFees: [] } as const;
      return [
        {
          ...common,
          coldkey: old,
          legs: [{ of: 'free', change: -amount }, ...alphaBetween(before, state, old)],
          counterparty: next,
        },
        {
          ...common,
          coldkey: next,
          legs: [{ of: 'free', change: amount }, ...alphaBetween(before, state, next)],
          counterparty: old,
        },
      ];
    },
  });
}

function moveColdkey(state: LedgerState, old: AccountId, next: AccountId): void {
  const isOld = (key: string): boolean => key.endsWith(`/${old}`);
  const renamed = (key: string): string => key.replace(`/${old}`, `/${next}`);
  rename(state.shares, isOld, renamed);
  rename(state.rootClaimed, isOld, renamed);
  rename(state.basketClaimed, isOld, renamed);
  state.stakingHotkeys.set(next, state.stakingHotkeys.get(old) ?? []);
  state.stakingHotkeys.delete(old);
}

/** Takes a subnet away; its stakers are paid `payAfter` blocks later, and another takes its number after `reuseAfter`. */
export function deregister(
  maker: Maker,
  netuid: number,
  holders: readonly AccountId[],
  options: Readonly<{ payAfter: number; reuseAfter: number }>,
): void {
  maker.byChain('Initialization', (run) => {
    const before = forkState(run.state);
    dissolve(run, netuid, options);
    return holders.flatMap((coldkey): Draft[] => {
      const legs = alphaBetween(before, run.state, coldkey);
      if (legs.length === 0) return [];
      return [{ coldkey, kind: 'payout', legs, poolFees: [], counterparty: null }];
    });
  });
}

/** The pool of a subnet that took a number over, and its validators. */
export function openSubnet(maker: Maker, netuid: number): void {
  const { state, world } = maker;
  const [tao, alpha] = [400n * TAO, 20_000n * TAO];
  const { registeredAt, curve } = subnetAt(state, netuid);
  changeSubnet(state, netuid, {
    taoReserve: tao,
    alphaReserve: alpha,
    subtokenEnabled: true,
    curve: curve.kind === 'balancer' ? { ...curve, isInitialized: true } : curve,
  });
  const who = subnetAccount(netuid);
  const account = accountAt(state, who);
  const free = account.free + tao;
  state.accounts.set(who, { ...account, providers: 1, free });
  state.totalIssuance += tao;
  state.balancesIssuance += tao;
  state.totalStake += tao;
  for (const hotkey of world.earning) credit(state, hotkey, OUTSIDER, netuid, 500n * TAO);
  world.flows.set(flowKey(netuid, registeredAt), flowOf(tao, alpha));
}

/** Root dividends of an account are claimed by the chain itself. */
export function autoClaim(maker: Maker, coldkey: AccountId): void {
  maker.byChain('Initialization', (run: Run) => {
    const before = forkState(run.state);
    claimRoot(run, coldkey, openNetuids(run.state).slice(0, 5));
    const legs = alphaBetween(before, run.state, coldkey);
    if (legs.length === 0) return [];
    return [{ coldkey, kind: 'claim', legs, poolFees: [], counterparty: null }];
  });
}

export const claimCall = (state: LedgerState): LedgerCall => ({
  pallet: SUBTENSOR,
  name: 'claim_root',
  args: { subnets: openNetuids(state).slice(0, 5) },
});

export const claimOneCall = (hotkey: AccountId): LedgerCall => ({
  pallet: SUBTENSOR,
  name: 'claim_root_with_hotkey',
  args: { hotkey },
});
