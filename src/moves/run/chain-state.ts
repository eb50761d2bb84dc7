// The state that calls read and change, taken from facts: pools, positions, free TAO, locks. An unknown value counts
// as harmless here; the checks report it as unknown.
import {
  leaveOf,
  stakeOf,
  withLocked,
  withTotal,
  type Leaving,
  type Stake,
} from '../../model/available.ts';
import type { ChainRules } from '../../model/chain-rules.ts';
import type { AccountFacts, LockFacts, MoveFacts, SubnetFacts } from '../../model/facts.ts';
import { min } from '../../pool/fixed-point.ts';
import type { Pool } from '../../pool/pool.ts';
import { ROOT_NETUID, toRao, U64_MAX, type Netuid, type Ss58Address } from '../../units.ts';
import { claimStateOf, type ClaimState } from './claim-state.ts';

/** One subnet of the plan. `pool` is null where there is no local model. */
type SubnetState = { facts: SubnetFacts; pool: Pool | null; isTouched: boolean };

export type ChainState = {
  readonly rules: ChainRules;
  /** A position that is not listed is empty for this coldkey and unknown for another. */
  readonly ownColdkey: Ss58Address;
  readonly subnets: ReadonlyMap<Netuid, SubnetState>;
  readonly accounts: ReadonlyMap<Ss58Address, AccountFacts>;
  /** By `netuid/hotkey/coldkey`. */
  readonly positions: ReadonlyMap<string, bigint>;
  /** By `netuid/coldkey`; a missing entry is nothing, and unknown where `isStakeRead` is false. */
  readonly stakes: ReadonlyMap<string, Stake>;
  readonly isStakeRead: boolean;
  readonly locks: readonly LockFacts[];
  readonly blockNumber: number;
  /** Hotkeys that a coldkey stakes to; a coldkey without an entry was not read. */
  readonly stakingHotkeys: ReadonlyMap<Ss58Address, readonly Ss58Address[]>;
  /** Block of the last change of the coldkey's root stake at a hotkey; a missing one was not read. */
  readonly rootStakedAt: ReadonlyMap<Ss58Address, number | null>;
  /** null: the chain has no such hotkey; missing: it was not read. */
  readonly owners: ReadonlyMap<Ss58Address, Ss58Address | null>;
  readonly claims: ClaimState;
  /** The hotkey of the coldkey's lock in the subnet of a lock; null: none, or not read. */
  readonly lockedTo: Ss58Address | null;
};

export const positionKey = (netuid: Netuid, hotkey: Ss58Address, coldkey: Ss58Address): string =>
  `${netuid}/${hotkey}/${coldkey}`;
const stakeKey = (netuid: Netuid, coldkey: Ss58Address): string => `${netuid}/${coldkey}`;

export function chainStateOf(facts: MoveFacts): ChainState {
  const accounts = [facts.coldkey, ...(facts.destination === null ? [] : [facts.destination])];
  const availability = facts.availability.known ? facts.availability.value : [];
  return {
    rules: facts.rules,
    ownColdkey: facts.coldkey.coldkey,
    subnets: new Map(
      facts.subnets.map((subnet) => [
        subnet.netuid,
        { facts: subnet, pool: subnet.pool, isTouched: false },
      ]),
    ),
    accounts: new Map(accounts.map((account) => [account.coldkey, account])),
    positions: new Map(
      facts.positions.map(({ netuid, hotkey, coldkey, alpha }) => [
        positionKey(netuid, hotkey, coldkey),
        alpha,
      ]),
    ),
    stakes: new Map(
      availability.map((entry) => [stakeKey(entry.netuid, entry.coldkey), stakeOf(entry)]),
    ),
    isStakeRead: facts.availability.known || facts.availability.reason === 'not-on-this-runtime',
    locks: facts.locks.known ? facts.locks.value : [],
    blockNumber: facts.block.number,
    stakingHotkeys: new Map(
      facts.stakingHotkeys.flatMap(({ coldkey, hotkeys }) =>
        hotkeys.known ? [[coldkey, hotkeys.value]] : [],
      ),
    ),
    rootStakedAt: new Map(
      facts.rootStakedAt.flatMap(({ hotkey, block }) =>
        block.known ? [[hotkey, block.value]] : [],
      ),
    ),
    owners: new Map(facts.hotkeys.map(({ hotkey, owner }) => [hotkey, owner])),
    claims: claimStateOf(facts),
    lockedTo: facts.locking?.hotkey.known === true ? facts.locking.hotkey.value : null,
  };
}

export function positionOf(
  state: ChainState,
  netuid: Netuid,
  hotkey: Ss58Address,
  coldkey: Ss58Address,
): bigint {
  return state.positions.get(positionKey(netuid, hotkey, coldkey)) ?? 0n;
}

/** Alpha-rao of all listed positions of the coldkey in the subnet. */
export function totalHeld({ positions }: ChainState, netuid: Netuid, coldkey: Ss58Address): bigint {
  const [start, end] = [`${netuid}/`, `/${coldkey}`];
  return [...positions].reduce(
    (sum, [key, alpha]) => (key.startsWith(start) && key.endsWith(end) ? sum + alpha : sum),
    0n,
  );
}

/** Adds to a position and to the coldkey's total in the subnet; `change` may be negative. */
export function changePosition(
  state: ChainState,
  netuid: Netuid,
  hotkey: Ss58Address,
  coldkey: Ss58Address,
  change: bigint,
): ChainState {
  const positions = new Map(state.positions);
  const held = positionOf(state, netuid, hotkey, coldkey) + change;
  positions.set(positionKey(netuid, hotkey, coldkey), held > 0n ? min(held, U64_MAX) : 0n);
  const key = stakeKey(netuid, coldkey);
  const before = state.stakes.get(key);
  if (before === undefined) return { ...state, positions };
  return { ...state, positions, stakes: new Map(state.stakes).set(key, withTotal(before, change)) };
}

/** Adds to what is locked; a coldkey without totals stays unknown. `change` may be negative. */
export function changeLocked(
  state: ChainState,
  netuid: Netuid,
  coldkey: Ss58Address,
  change: bigint,
): ChainState {
  const key = stakeKey(netuid, coldkey);
  const before = state.stakes.get(key);
  if (before === undefined) return state;
  return { ...state, stakes: new Map(state.stakes).set(key, withLocked(before, change)) };
}

/** The coldkey's stake in the subnet; null: unknown, or none. */
export const stakeAt = (state: ChainState, netuid: Netuid, coldkey: Ss58Address): Stake | null =>
  state.stakes.get(stakeKey(netuid, coldkey)) ?? null;

/** Whether the chain refuses to let so much alpha-rao leave the position; what is not known is harmless here. */
export function isHeldBack(
  state: ChainState,
  { netuid, hotkey, coldkey }: { netuid: Netuid; hotkey: Ss58Address; coldkey: Ss58Address },
  amount: bigint,
  leaving: Leaving,
): boolean {
  const stake = stakeAt(state, netuid, coldkey);
  if (stake === null) return false;
  return amount > leaveOf(stake, hotkey, positionOf(state, netuid, hotkey, coldkey), leaving).most;
}

/** Whether root stake of the coldkey at the hotkey must stay for now; what is not known is harmless here. */
export function isRootHeld(
  { rules, rootStakedAt, blockNumber }: ChainState,
  { netuid, hotkey }: { netuid: Netuid; hotkey: Ss58Address },
): boolean {
  const since = rootStakedAt.get(hotkey);
  if (netuid !== ROOT_NETUID || !rules.rootHold.known) return false;
  return typeof since === 'number' && blockNumber - since < rules.rootHold.value;
}

/** After root stake of the coldkey arrived or left at the hotkey: the hold starts again. Elsewhere nothing is noted. */
export function noteRootChange(state: ChainState, netuid: Netuid, hotkey: Ss58Address): ChainState {
  if (netuid !== ROOT_NETUID) return state;
  const rootStakedAt = new Map(state.rootStakedAt).set(hotkey, state.blockNumber);
  return { ...state, rootStakedAt };
}

/** Whether stake to a further hotkey would pass the chain's cap for the account; what is not known is harmless here. */
export function isListFull(
  { rules, stakingHotkeys }: ChainState,
  coldkey: Ss58Address,
  hotkey: Ss58Address,
  isGiven: boolean,
): boolean {
  const list = stakingHotkeys.get(coldkey);
  if (!rules.hotkeyCaps.known || list === undefined || list.includes(hotkey)) return false;
  const { own, receiver } = rules.hotkeyCaps.value;
  return list.length >= (isGiven ? receiver : own);
}

/** Safe mode: the chain refuses stake calls before they run. */
export const isSafeMode = ({ rules }: ChainState): boolean =>
  rules.safeModeUntil.known && rules.safeModeUntil.value !== null;

/** Throws RangeError below zero. Capped at u64, which only an assumed amount (what-if.ts) can pass. */
export function changeFree(state: ChainState, coldkey: Ss58Address, change: bigint): ChainState {
  const before = state.accounts.get(coldkey);
  if (before === undefined) return state;
  const after = { ...before, free: toRao(min(before.free + change, U64_MAX)) };
  return { ...state, accounts: new Map(state.accounts).set(coldkey, after) };
}

export function movePool(state: ChainState, netuid: Netuid, pool: Pool): ChainState {
  const before = state.subnets.get(netuid);
  if (before === undefined) return state;
  const after = { ...before, pool, isTouched: true };
  return { ...state, subnets: new Map(state.subnets).set(netuid, after) };
}

/** Rao that the account may spend; keep-alive leaves the deposit. Mirrors pallet-balances `reducible_balance`. */
export function spendable(
  state: ChainState,
  coldkey: Ss58Address,
  manner: 'keep-alive' | 'all',
): bigint {
  const account = state.accounts.get(coldkey);
  if (account === undefined) return 0n;
  const { free, reserved, frozen } = account;
  const held = frozen > reserved ? frozen - reserved : 0n;
  // An account with reserves or freezes must stay alive, so its deposit stays in either manner.
  const isBound = free > 0n && (reserved > 0n || frozen > 0n);
  const deposit = state.rules.existentialDeposit;
  const keeps = manner === 'keep-alive' || isBound ? (held > deposit ? held : deposit) : held;
  return free > keeps ? free - keeps : 0n;
}
