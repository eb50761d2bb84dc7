// A small state for hand-worked tests: root, the two recorded pools of the live chain, three coldkeys and two hotkeys.
// Refuses to emit anything: nothing moves but by calls.
import { EXISTENTIAL_DEPOSIT, subnetAccount } from '../state/balances.ts';
import { accountNamed } from '../genesis/development-accounts.ts';
import { emptyState, endow } from '../genesis/genesis.ts';
import { addHotkey } from '../genesis/genesis-validators.ts';
import { changeSubnet, ROOT_NETUID, subnetAt } from '../ledger-run.ts';
import { credit } from '../state/share-pool.ts';
import type { AccountId, LedgerState } from '../state/ledger-state.ts';

const TAO = 1_000_000_000n;

/** The recorded pools keep the netuids they have on the live chain. */
export const FIRST_POOL = 1;
export const SECOND_POOL = 92;

export const keys = {
  /** Owns `ownHotkey`; stakes to both hotkeys. */
  staker: accountNamed('staker'),
  other: accountNamed('other'),
  validator: accountNamed('validator'),
  ownHotkey: accountNamed('staker/hotkey'),
  hotkey: accountNamed('validator/hotkey'),
  unknownHotkey: accountNamed('nobody/hotkey'),
  author: accountNamed('author'),
} as const;

const pools = [
  {
    netuid: FIRST_POOL,
    tao: 23027286571256n,
    alpha: 3508759482573826n,
    weight: 499999996087712508n,
  },
  { netuid: SECOND_POOL, tao: 587199047950n, alpha: 435539509978376n, weight: 499999964641764870n },
] as const;

export function twoPools(): LedgerState {
  const state = emptyState(1_000_000, { isEmitting: false });
  endow(state, keys.author, TAO);
  endow(state, keys.staker, 20_000n * TAO);
  endow(state, keys.other, 10n * TAO);
  endow(state, keys.validator, TAO);
  addHotkey(state, keys.hotkey, keys.validator);
  addHotkey(state, keys.ownHotkey, keys.staker);
  changeSubnet(state, ROOT_NETUID, { mechanism: 0, subtokenEnabled: true, symbol: 'Τ' });
  endow(state, subnetAccount(ROOT_NETUID), EXISTENTIAL_DEPOSIT);
  for (const { netuid, tao, alpha, weight } of pools) {
    changeSubnet(state, netuid, {
      mechanism: 1,
      subtokenEnabled: true,
      taoReserve: tao,
      alphaReserve: alpha,
      alphaOut: 2_000_000n * TAO,
      curve: { kind: 'balancer', taoWeight: weight, isInitialized: true },
      firstEmissionBlock: 1,
    });
    endow(state, subnetAccount(netuid), tao + EXISTENTIAL_DEPOSIT);
    state.totalStake += tao;
  }
  return state;
}

/** A position without a trade; on root its TAO comes into the subnet's account as well. */
export function givePosition(
  state: LedgerState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: number,
  alpha: bigint,
): void {
  credit(state, hotkey, coldkey, netuid, alpha);
  if (netuid !== ROOT_NETUID) return;
  const root = subnetAt(state, netuid);
  const taoReserve = root.taoReserve + alpha;
  changeSubnet(state, netuid, { taoReserve, alphaOut: root.alphaOut + alpha });
  endow(state, subnetAccount(netuid), taoReserve + EXISTENTIAL_DEPOSIT);
  state.totalStake += alpha;
}
