// Who holds what at the start: validators' own stake and their crowd, root stake, and the six development coldkeys.
// Refuses to invent pools; positions only become part of the alpha outside them.
import { SPECIAL_NETUIDS } from './genesis-names.ts';
import { accountNamed, hashOfAccount, type DevelopmentColdkeys } from './development-accounts.ts';
import { addHotkey, type Validator } from './genesis-validators.ts';
import { changeSubnet, netuidsOf, ROOT_NETUID, subnetAt } from '../ledger-run.ts';
import {
  coldkeySubnetKey,
  hotkeyKey,
  positionKey,
  type AccountId,
  type LedgerState,
} from '../state/ledger-state.ts';
import { credit, hotkeyAlpha, listStakingHotkey } from '../state/share-pool.ts';
import type { Random } from './random.ts';

const ALPHA = 1_000_000_000n;
const CHARLIE_POSITIONS = 400;
const ROOT_STAKES = 30;

const has = (state: LedgerState, netuid: number): boolean => state.subnets.has(netuid);

/** Validators' own stake and one large nominator each, on root and on every subnet where they are registered. */
export function addCrowd(
  state: LedgerState,
  validators: readonly Validator[],
  random: Random,
): void {
  const byHotkey = new Map(validators.map((validator) => [validator.hotkey, validator]));
  const crowd = accountNamed('crowd/coldkey');
  for (const { hotkey, coldkey } of validators.slice(0, ROOT_STAKES)) {
    credit(state, hotkey, coldkey, ROOT_NETUID, random.between(100n, 20_000n) * ALPHA);
    credit(state, hotkey, crowd, ROOT_NETUID, random.between(1_000n, 200_000n) * ALPHA);
  }
  for (const netuid of netuidsOf(state)) {
    if (netuid === ROOT_NETUID) continue;
    const { neurons, alphaReserve } = subnetAt(state, netuid);
    for (const { hotkey } of neurons) {
      const validator = byHotkey.get(hotkey);
      if (validator === undefined) continue;
      credit(state, hotkey, validator.coldkey, netuid, random.below(alphaReserve / 100n));
      credit(state, hotkey, crowd, netuid, random.below(alphaReserve / 12n));
    }
  }
}

type Cast = {
  coldkeys: DevelopmentColdkeys;
  validators: readonly Validator[];
};

function hotkeyAt(cast: Cast, index: number): AccountId {
  const validator = cast.validators[index % cast.validators.length];
  if (validator === undefined) throw new RangeError('a genesis without validators');
  return validator.hotkey;
}

/** Positions over half the subnets, root, dust, a lock, an unregistered hotkey, switched-off subnets. */
function addAlice(state: LedgerState, cast: Cast, random: Random): void {
  const { alice } = cast.coldkeys;
  for (const [index, netuid] of netuidsOf(state).slice(1, 26).entries()) {
    credit(state, hotkeyAt(cast, index % 5), alice, netuid, random.between(50n, 5_000n) * ALPHA);
  }
  credit(state, hotkeyAt(cast, 0), alice, ROOT_NETUID, 50n * ALPHA);
  if (has(state, 2)) credit(state, hotkeyAt(cast, 7), alice, 2, 1_000n); // dust
  if (has(state, 4)) credit(state, hotkeyAt(cast, 39), alice, 4, 321n * ALPHA); // unregistered
  if (!has(state, 3)) return;
  const hotkey = hotkeyAt(cast, 2);
  const lastUpdate = state.blockNumber - 100_000;
  const lock = { lockedMass: 20n * ALPHA, conviction: (5n * ALPHA) << 64n, lastUpdate };
  state.locks.set(positionKey(hotkey, alice, 3), lock);
  state.lockHotkeys.set(coldkeySubnetKey(alice, 3), hotkey);
  state.decayingHotkeyLocks.set(hotkeyKey(hotkey, 3), lock);
}

/** Stakes to a hotkey of his own, where no residue rule applies, and to a stranger's; one lock that never decays. */
function addBob(state: LedgerState, cast: Cast): void {
  const { bob } = cast.coldkeys;
  const own = accountNamed('bob/hotkey');
  addHotkey(state, own, bob);
  credit(state, hotkeyAt(cast, 1), bob, ROOT_NETUID, 12n * ALPHA);
  if (!has(state, 1)) return;
  credit(state, own, bob, 1, 700n * ALPHA);
  credit(state, hotkeyAt(cast, 1), bob, 1, 300n * ALPHA);
  const lock = { lockedMass: 400n * ALPHA, conviction: 0n, lastUpdate: state.blockNumber - 10_000 };
  state.locks.set(positionKey(own, bob, 1), lock);
  state.lockHotkeys.set(coldkeySubnetKey(bob, 1), own);
  state.decayingLocks.set(coldkeySubnetKey(bob, 1), false);
  state.hotkeyLocks.set(hotkeyKey(own, 1), lock);
}

function addCharlie(state: LedgerState, cast: Cast, random: Random): void {
  const netuids = netuidsOf(state).filter((netuid) => netuid !== ROOT_NETUID);
  for (let index = 0; index < CHARLIE_POSITIONS && netuids.length > 0; index += 1) {
    const netuid = netuids[index % netuids.length] ?? 1;
    const hotkey = hotkeyAt(cast, Math.floor(index / netuids.length));
    credit(state, hotkey, cast.coldkeys.charlie, netuid, random.between(1n, 900n) * ALPHA);
  }
}

export function addDevelopmentPositions(
  state: LedgerState,
  coldkeys: DevelopmentColdkeys,
  validators: readonly Validator[],
  random: Random,
): void {
  const cast = { coldkeys, validators };
  addAlice(state, cast, random);
  addBob(state, cast);
  addCharlie(state, cast, random);
  const { dave, eve, ferdie } = coldkeys;
  credit(state, hotkeyAt(cast, 0), dave, ROOT_NETUID, 5n * ALPHA);
  const newColdkeyHash = hashOfAccount(eve);
  state.swapAnnouncements.set(dave, { firstBlock: state.blockNumber + 20_000, newColdkeyHash });
  if (has(state, 1)) {
    credit(state, hotkeyAt(cast, 0), dave, 1, 40n * ALPHA);
    credit(state, hotkeyAt(cast, 3), ferdie, 1, 25n * ALPHA);
  }
  if (has(state, SPECIAL_NETUIDS.transfersDisabled)) {
    credit(state, hotkeyAt(cast, 3), ferdie, SPECIAL_NETUIDS.transfersDisabled, 10n * ALPHA);
  }
  listStakingHotkey(state, eve, hotkeyAt(cast, 6)); // once staked, nothing left
}

/**
 * Alpha outside the pools covers all positions, what the chain bought for itself, and what was burned over the years:
 * much on every third subnet, whose root proportion is low enough that part of its TAO goes into chain buys.
 */
export function settleAlphaOut(state: LedgerState, random: Random): void {
  const staked = new Map<number, bigint>();
  for (const [key, alpha] of state.hotkeyAlpha.entries()) {
    const netuid = Number.parseInt(key, 10);
    staked.set(netuid, (staked.get(netuid) ?? 0n) + alpha);
  }
  for (const netuid of netuidsOf(state)) {
    const held = staked.get(netuid) ?? 0n;
    if (netuid === ROOT_NETUID) {
      changeSubnet(state, netuid, { taoReserve: held, alphaOut: held });
      continue;
    }
    const { protocolAlpha } = subnetAt(state, netuid);
    const burned =
      netuid % 3 === 0 ? random.between(3_000_000n, 9_000_000n) * ALPHA : random.below(ALPHA);
    changeSubnet(state, netuid, { alphaOut: held + protocolAlpha + burned });
  }
}

/** A last epoch as if it had been paid: dividends of 0.02 % to 0.08 % on every registered validator with a permit. */
export function addLastDividends(state: LedgerState, random: Random): void {
  for (const netuid of netuidsOf(state)) {
    if (netuid === ROOT_NETUID) continue;
    for (const { hotkey, hasPermit } of subnetAt(state, netuid).neurons) {
      const total = hotkeyAlpha(state, hotkey, netuid);
      if (!hasPermit || total === 0n) continue;
      const key = hotkeyKey(hotkey, netuid);
      state.alphaDividends.set(key, (total * random.between(2n, 8n)) / 10_000n);
      state.hotkeyAlphaLastEpoch.set(key, total);
    }
  }
}
