// Random states and moves on the simulated ledger, reproducible from a seed: locks, residue, dust, halted
// subnets, other curves, empty accounts. Refuses to know what comes of them.
import { toAlphaRao, toNetuid, toRao } from '../../src/units.ts';
import type { Move, MoveTerms } from '../../src/model/move.ts';
import { subnetAccount } from '../devnet/ledger/state/balances.ts';
import { createLedger, ledgerReads, type Ledger } from '../devnet/ledger/ledger.ts';
import { buildGenesis } from '../devnet/ledger/genesis/genesis.ts';
import { RULES } from '../devnet/ledger/rules.ts';
import { createRandom, type Random } from '../devnet/ledger/genesis/random.ts';
import {
  positionKey,
  type AccountId,
  type LedgerState,
  type Subnet,
} from '../devnet/ledger/state/ledger-state.ts';
import { addressOf, type FactsQuery } from './ledger-facts.ts';

export type Place = { hotkey: AccountId; netuid: number };

export type World = {
  genesis: LedgerState;
  /** Coldkeys with their positions, in the genesis' order. */
  holders: readonly { coldkey: AccountId; positions: readonly Place[] }[];
  hotkeys: readonly AccountId[];
  netuids: readonly number[];
};

export function buildWorld(seed: number): World {
  const genesis = buildGenesis({ seed, subnets: 20 });
  // Every other world has the rules of 475.
  const rules = seed % 2 === 0 ? RULES.v475 : RULES.v425;
  genesis.settings = { ...genesis.settings, rules };
  const byColdkey = new Map<AccountId, Place[]>();
  for (const key of genesis.shares.keys()) {
    const [netuid, hotkey, coldkey] = key.split('/');
    if (netuid === undefined || hotkey === undefined || coldkey === undefined) continue;
    const list = byColdkey.get(coldkey) ?? [];
    list.push({ hotkey, netuid: Number(netuid) });
    byColdkey.set(coldkey, list);
  }
  return {
    genesis,
    holders: [...byColdkey].map(([coldkey, positions]) => ({ coldkey, positions })),
    hotkeys: [...genesis.owners.keys()],
    netuids: [...genesis.subnets.keys()].sort((a, b) => a - b),
  };
}

const STRANGER = `0x${'5e'.repeat(32)}`;
const NO_SUBNET = 4_000;

export type Dice = {
  random: Random;
  chance: (percent: number) => boolean;
  pick: <T>(from: readonly T[]) => T;
};

export function createDice(seed: number): Dice {
  const random = createRandom(seed);
  const pick = <T>(from: readonly T[]): T => {
    const found = from[random.index(from.length)];
    if (found === undefined) throw new RangeError('nothing to pick from');
    return found;
  };
  return { random, chance: (percent) => random.index(100) < percent, pick };
}

/** Amounts of every order of magnitude, and the edges of what is held. */
function amountUpTo(dice: Dice, held: bigint): bigint {
  const { random, pick } = dice;
  const edges = [0n, 1n, 1_999_999n, 2_000_000n, 2_001_006n, 2_001_007n, 2_001_008n, 20_000_000n];
  const shape = random.index(10);
  if (shape === 0) return pick(edges);
  if (shape === 1) return held;
  if (shape === 2) return held + 1n;
  if (shape === 3 && held > 30_000_000n) return held - random.below(30_000_000n);
  if (shape === 4) return held / 2n;
  const bits = BigInt(held.toString(2).length);
  if (shape === 5) return random.below(1n << random.between(1n, bits + 1n));
  // Sensible amounts, evenly over the orders of magnitude from a hundredth of a whole unit on.
  const amount = random.below(1n << random.between(24n, bits > 24n ? bits : 24n));
  return amount > held ? held : amount;
}

function strangeSubnet(dice: Dice, subnet: Subnet): Partial<Subnet> {
  const { random, chance, pick } = dice;

  if (chance(5)) return { subtokenEnabled: false };
  if (chance(5)) return { transferToggle: false };
  if (chance(4)) return { mechanism: 0 };
  if (chance(5)) return { feeRate: pick([0, 1, 33, 327, 10_000]) };
  if (chance(5)) return { taoReserve: random.between(900_000n, 4_000_000_000n) };
  if (chance(3)) return { alphaReserve: random.between(900_000n, 4_000_000_000n) };
  if (chance(10)) {
    const taoWeight = random.between(10n ** 16n, 99n * 10n ** 16n);
    return { curve: { kind: 'balancer', taoWeight, isInitialized: true } };
  }
  return chance(6) ? { curve: superellipseOf(subnet) } : {};
}

/** Twice the reserves as centers and the reserves as scales: the price is what the reserves say. */
function superellipseOf({ taoReserve, alphaReserve }: Subnet): Subnet['curve'] {
  const centers = { centerAlpha: alphaReserve << 33n, centerTao: taoReserve << 33n };
  return { kind: 'superellipse', alphaScale: alphaReserve, taoScale: taoReserve, ...centers };
}

function disturb(dice: Dice, ledger: Ledger, coldkey: AccountId, netuids: readonly number[]): void {
  const { random, chance, pick } = dice;
  const { state } = ledger;
  for (const netuid of netuids) {
    const subnet = state.subnets.get(netuid);
    if (subnet === undefined || netuid === 0) continue;
    state.subnets.set(netuid, { ...subnet, ...strangeSubnet(dice, subnet) });
    // One to one the subnet must be able to pay for all alpha there is.
    const purse = subnetAccount(netuid);
    const held = state.accounts.get(purse);
    if (held !== undefined) state.accounts.set(purse, { ...held, free: held.free + 10n ** 17n });
  }
  if (chance(60)) {
    const edges = [0n, 499n, 500n, 501n, 1_000n, 2_000_000n, 1_360_500n, 3_500_000n];
    const free = chance(30) ? pick(edges) : random.below(1n << random.between(15n, 45n));
    setFree(ledger, coldkey, free);
  }
  if (chance(2)) {
    state.swapAnnouncements.set(coldkey, {
      firstBlock: state.blockNumber + 9,
      newColdkeyHash: `0x${'00'.repeat(32)}`,
    });
    if (chance(40)) state.swapDisputes.set(coldkey, state.blockNumber);
  }
  if (state.settings.rules.hasBaskets) disturbAsOf475(dice, state, coldkey);
}

/** What later runtimes refuse: in a safe mode, within the hold of root stake, on a full list of hotkeys. */
function disturbAsOf475(
  { random, chance, pick }: Dice,
  state: LedgerState,
  coldkey: AccountId,
): void {
  if (chance(3)) state.safeModeUntil = state.blockNumber + 7_200;
  if (chance(15)) state.rootStakeUnlockInterval = pick([1, 7_200]);
  if (chance(5)) {
    const list = state.stakingHotkeys.get(coldkey) ?? [];
    const more = Array.from({ length: 254 + random.index(3) - list.length }, (_, i) => fillerOf(i));
    state.stakingHotkeys.set(coldkey, [...list, ...more]);
  }
}

const fillerOf = (index: number): AccountId => `0x${(index + 1).toString(16).padStart(64, 'f')}`;

function lockSome(dice: Dice, ledger: Ledger, coldkey: AccountId, place: Place): void {
  const { total } = ledgerReads.stakeAvailability(ledger.state, coldkey, place.netuid);
  if (total === 0n) return;
  const amount = dice.random.between(1n, total);
  const args = { hotkey: place.hotkey, netuid: place.netuid, amount };
  ledger.dispatch(coldkey, { pallet: 'SubtensorModule', name: 'lock_stake', args });
}

/** A miner's bond in one position of the coldkey. */
function bondSome({ random }: Dice, { state }: Ledger, coldkey: AccountId, place: Place): void {
  const { hotkey, netuid } = place;
  const held = ledgerReads.positionAlpha(state, hotkey, coldkey, netuid);
  const isListed = state.stakingHotkeys.get(coldkey)?.includes(hotkey) === true;
  if (held > 0n && isListed) {
    state.collateral.set(positionKey(hotkey, coldkey, netuid), random.between(1n, held));
  }
}

export type Case = {
  ledger: Ledger;
  coldkey: AccountId;
  move: Move;
  terms: MoveTerms;
  query: FactsQuery;
};

const KINDS: readonly Move['kind'][] = [
  'stake',
  'stake',
  'unstake',
  'unstake',
  'unstake-all',
  'change-validator',
  'change-subnet',
  'change-subnet',
  'change-subnet',
  'transfer',
  'exit-several',
];

export type CaseOptions = { kinds?: readonly Move['kind'][]; calm?: boolean };

export function randomCase(world: World, seed: number, options: CaseOptions = {}): Case {
  const dice = createDice(seed);
  const { random, chance, pick } = dice;
  const isCalm = options.calm === true;
  const ledger = createLedger(world.genesis);
  const holder = pick(world.holders);
  const { coldkey } = holder;
  const from = pick(holder.positions);
  const toHotkey = chance(3) && !isCalm ? STRANGER : chance(25) ? from.hotkey : pick(world.hotkeys);
  const netuidTo = chance(25) ? 0 : chance(2) && !isCalm ? NO_SUBNET : pick(world.netuids);
  const other = pick(world.holders).coldkey;
  const kind = pick(options.kinds ?? KINDS);
  const items =
    kind === 'exit-several'
      ? Array.from({ length: 1 + random.index(4) }, () => pick(holder.positions))
      : [];
  const netuids = [...new Set([from.netuid, netuidTo, ...items.map(({ netuid }) => netuid)])];
  if (isCalm && chance(25)) bend(ledger, netuids);
  if (isCalm || chance(50)) calm(dice, ledger, coldkey);
  else disturb(dice, ledger, coldkey, netuids);
  if (chance(isCalm ? 0 : 20)) {
    lockSome(dice, ledger, coldkey, chance(70) ? from : { hotkey: toHotkey, netuid: from.netuid });
    if (chance(30)) lockSome(dice, ledger, other, from);
    if (chance(60)) {
      const args = { enabled: false };
      ledger.dispatch(other, { pallet: 'SubtensorModule', name: 'set_reject_locked_alpha', args });
    }
  }
  if (chance(isCalm ? 0 : 12)) {
    const beside = holder.positions.find(
      ({ hotkey, netuid }) => netuid === from.netuid && hotkey !== from.hotkey,
    );
    bondSome(dice, ledger, coldkey, chance(30) ? (beside ?? from) : from);
  }
  const held = ledgerReads.positionAlpha(ledger.state, from.hotkey, coldkey, from.netuid);
  const at = {
    coldkey: addressOf(coldkey),
    hotkey: addressOf(from.hotkey),
    netuid: toNetuid(from.netuid),
  };
  const amount = toAlphaRao(amountUpTo(dice, held));
  const free = ledger.state.accounts.get(coldkey)?.free ?? 0n;
  const move = moveOf();
  const hotkeys = [...new Set([from.hotkey, toHotkey, ...items.map(({ hotkey }) => hotkey)])];
  const terms = {
    toleranceBps: pick(isCalm ? [5, 50, 200] : [0, 1, 10, 50, 50, 500, 3_000]),
    allowPartial: chance(20),
    eraBlocks: 16,
  };
  const fee = chance(10) ? random.below(3_000n) : random.between(90_000n, 2_300_000n);
  const destination = kind === 'transfer' ? other : null;
  return { ledger, coldkey, move, terms, query: { coldkey, netuids, hotkeys, destination, fee } };

  function moveOf(): Move {
    switch (kind) {
      case 'stake': {
        const hotkey = addressOf(toHotkey);
        const netuid = toNetuid(netuidTo);
        return { kind, ...at, hotkey, netuid, amount: toRao(amountUpTo(dice, free)) };
      }
      case 'unstake':
        return { kind, ...at, amount };
      case 'unstake-all':
        return { kind, ...at };
      case 'change-validator':
        return { kind, ...at, toHotkey: addressOf(toHotkey), amount };
      case 'change-subnet': {
        const route = chance(50) ? 'protected' : 'one-call';
        const to = { toNetuid: toNetuid(netuidTo), toHotkey: addressOf(toHotkey) };
        return { kind, ...at, ...to, amount, route };
      }
      case 'transfer':
        return { kind, ...at, toColdkey: addressOf(other), amount };
      case 'exit-several': {
        const sending = chance(50) ? 'one-by-one' : 'one-batch';
        const places = items.map(({ hotkey, netuid }) => ({
          hotkey: addressOf(hotkey),
          netuid: toNetuid(netuid),
        }));
        return { kind, coldkey: at.coldkey, items: places, sending };
      }
      case 'claim':
        return { kind, coldkey: at.coldkey, hotkeys: [at.hotkey], unstakes: chance(50) };
      case 'lock':
        return { kind, ...at, amount };
      case 'accept-locked':
        return { kind, coldkey: at.coldkey, accepts: chance(50) };
    }
  }
}

/** TAO enough for all sensible moves, so that the pools decide. */
function calm({ random }: Dice, ledger: Ledger, coldkey: AccountId): void {
  setFree(ledger, coldkey, random.between(5_000_000_000n, 5_000_000_000_000n));
}

/** Puts the other curve under all pools of a case. */
function bend({ state }: Ledger, netuids: readonly number[]): void {
  for (const netuid of netuids) {
    const subnet = state.subnets.get(netuid);
    if (subnet?.mechanism !== 1) continue;
    state.subnets.set(netuid, { ...subnet, curve: superellipseOf(subnet) });
  }
}

/** An account without TAO exists no more. */
function setFree({ state }: Ledger, coldkey: AccountId, free: bigint): void {
  const nobody = { nonce: 0, consumers: 0, sufficients: 0, reserved: 0n, frozen: 0n };
  const account = state.accounts.get(coldkey) ?? nobody;
  if (free === 0n) state.accounts.delete(coldkey);
  else state.accounts.set(coldkey, { ...account, providers: 1, free });
}
