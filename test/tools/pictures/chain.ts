// A believable chain for looking at the panel: 128 subnets with names as people give them (hostile ones
// too), validators, and the positions of a few coldkeys. The same every time; no randomness but its own.
import type {
  AccountFacts,
  Availability,
  BlockRef,
  Position,
  RuntimeRef,
  SubnetFacts,
  SubnetName,
  ValidatorFacts,
} from '../../../src/model/facts.ts';
import type { Pool } from '../../../src/pool/pool.ts';
import { spotPrice } from '../../../src/pool/spot-price.ts';
import {
  toAlphaRao,
  toNetuid,
  toRao,
  type Hex,
  type Netuid,
  type Ss58Address,
} from '../../../src/units.ts';

export const TAO = 1_000_000_000n;
export const HEAD = 9_240_388;
/** What a claim of root rewards pays from each validator's fund, in rao: two that pay, and one below the claim minimum. */
export const ROOT_REWARDS = { first: 1_870_412_603n, second: 640_288_119n, small: 310_000n };
/** In rao. */
export const ROOT_STAKE = 6_200_000n * TAO;
export const genesisHash: Hex = `0x${'2f'.repeat(32)}`;

/** 32 bytes that look as a hash does, the same for the same block. */
const hashOf = (block: number): Hex => {
  const mixed = BigInt(block) * 0x9e3779b97f4a7c15f39cc0605cedc8341082276bf3a27251f86c6a11d0c18e95n;
  return `0x${(mixed & ((1n << 256n) - 1n)).toString(16).padStart(64, '0')}`;
};

export const blockAt = (number: number): BlockRef => ({ number, hash: hashOf(number) });

export const runtime: RuntimeRef = {
  genesisHash,
  specName: 'node-subtensor',
  specVersion: 431,
  transactionVersion: 1,
};

/** Numbers from a seed: for spreads that look natural and never change. */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Looks like an address; its checksum is not valid. */
export function addressOf(seed: number): Ss58Address {
  const next = numbersFrom(seed * 7_919 + 13);
  let text = '5';
  while (text.length < 48) text += base58[Math.floor(next() * base58.length)] ?? '1';
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a fixture's own address
  return text as Ss58Address;
}

const subnetNames = [
  'Root',
  'Apex',
  'Omron',
  'Templar',
  'Targon',
  'OpenKaito',
  'Infinite Games',
  'SubVortex',
  'Taoshi',
  'Pretrain',
  'Sturdy',
  'Dippy',
  'Chunking',
  'Dataverse',
  'Coldint',
  'De-Val',
  'BitAds',
  '404—GEN',
  'Cortex.t',
  'Nineteen',
  'BitAgent',
  'OMEGA Any to Any',
  'Desearch',
  'SocialTensor',
  'OMEGA Labs',
  'Protein Folding',
  'Alchemy',
  'Compute Horde',
  'Foundry S&P 500',
  'Coldint',
  'WOMBO',
  'NASChain',
  'It’s AI',
  'ReadyAI',
  'BitMind',
  'LogicNet',
  'Human Intelligence Primitive',
  'Finetuning',
];

const symbols = 'αβγδεζηθικλμνξοπρστυφχψωאבגדהוזחטיכלמנ';

const oddNames: Readonly<Record<number, string>> = {
  64: 'Chutes',
  45: 'The longest subnet name that anybody could possibly come up with, and then some more of it',
  51: '<img src=x onerror=alert(1)><b>Celium</b>',
  77: '\u202Edekcah si siht',
  88: 'שוק הנבואות',
  99: 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘',
  111: '',
  119: 'Satori',
  126: 'Meridian',
  127: 'Astrid',
};

export const netuids: readonly Netuid[] = Array.from({ length: 129 }, (_n, index) =>
  toNetuid(index),
);

/** Blocks after its registration in which a subnet is not deregistered. */
export const IMMUNITY = 1_296_000;

/** Two of the numbers were given anew of late: these would be among the next to be deregistered, but are still immune. */
const registeredAnew: Readonly<Record<number, number>> = {
  83: HEAD - IMMUNITY + 39_000,
  90: HEAD - IMMUNITY + 21_000,
};

const registeredAtOf = (netuid: number): number =>
  registeredAnew[netuid] ?? 4_000_000 + netuid * 31_000;

export const names: readonly SubnetName[] = netuids.map((netuid) => ({
  netuid,
  registeredAt: registeredAtOf(netuid),
  name: oddNames[netuid] ?? subnetNames[netuid] ?? `Subnet ${netuid}`,
  symbol: symbols.charAt((netuid * 5) % symbols.length),
  description: 'Serverless inference for open models, paid per call.',
  url: 'https://example.org',
  github: 'https://github.com/example/example',
  discord: 'https://discord.gg/example',
  ownerColdkey: addressOf(9_000 + netuid),
  ownerHotkey: addressOf(9_500 + netuid),
  tempo: 360,
}));

function poolOf(netuid: number): Pool {
  if (netuid === 0) return { kind: 'stable' };
  const next = numbersFrom(netuid);
  const depth = BigInt(Math.floor(900 + next() * next() * 160_000));
  const price = 2 + Math.floor(next() * next() * 160);
  return {
    kind: 'balancer',
    taoReserve: depth * TAO + 123_456_789n,
    alphaReserve: (depth * TAO * 1_000n) / BigInt(price) + 987_654_321n,
    taoWeight: 500_000_000_000_000_000n + BigInt(Math.floor((next() - 0.5) * 2e15)),
    feeRate: 33,
  };
}

const known = <T>(value: T): { known: true; value: T } => ({ known: true, value });

/** Outside the pool there is nearly as much alpha as in it, to nearly twice as much. */
const alphaOutOf = (netuid: number, pool: Pool): bigint =>
  pool.kind === 'balancer' ? (pool.alphaReserve * BigInt(90 + ((netuid * 41) % 90))) / 100n : 0n;

export const subnets: readonly SubnetFacts[] = netuids.map((netuid) => {
  const pool = poolOf(netuid);
  return {
    netuid,
    registeredAt: registeredAtOf(netuid),
    exists: true,
    curve: netuid === 0 ? 'stable' : 'balancer',
    pool,
    nodePrice: known((spotPrice(pool) * TAO) >> 64n),
    alphaOut: toAlphaRao(alphaOutOf(netuid, pool)),
    isSubtokenEnabled: known(netuid !== 120),
    isTransferEnabled: known(netuid !== 13),
    injection: known({ tao: toRao(0n), alpha: toAlphaRao(0n), boughtWithTao: toRao(0n) }),
  };
});

const validatorNames = [
  'TAO.com',
  'Rizzo',
  'Yuma, a DCG Company',
  'RoundTable21',
  'Taostats',
  'Kraken',
];

export const hotkeys: readonly Ss58Address[] = Array.from({ length: 24 }, (_n, index) =>
  addressOf(500 + index),
);

/** One alpha a block at most; none before the start. */
export function newAlphaOf(netuid: number, alphaOut: bigint): bigint {
  if (netuid === 120) return 0n;
  const most = (alphaOut * BigInt(32 + 2 * ((netuid * 29) % 13))) / 100_000_000n;
  return most < TAO ? most : TAO;
}

const TEMPO = 360n;
/** Of new alpha: what is left by the owner's cut and by root's part. */
const VALIDATORS_PART = 328n;

/**
 * Of all validators the first have the most; together they have seven eighths of what can be staked, on root about half. They
 * are paid what an epoch's emission leaves for them, each after its take.
 */
export function validatorsOf(netuid: Netuid): ValidatorFacts[] {
  const next = numbersFrom(netuid * 31 + 7);
  const isRoot = netuid === 0;
  const whole = isRoot ? ROOT_STAKE : (subnets[netuid]?.alphaOut ?? 0n);
  const drawn = hotkeys.map((_hotkey, index) => {
    const weight = BigInt(Math.floor(next() * 26_000)) * (720_720n / BigInt(index + 1));
    // What each is paid differs by the weights it set.
    const rate = index % 7 === 6 ? 0n : BigInt(85 + Math.floor(next() * 30));
    return { weight, rate };
  });
  const weights = drawn.reduce((sum, { weight }) => sum + weight, 0n);
  const isIdle = drawn.every(({ weight, rate }) => weight * rate === 0n);
  const paid = (newAlphaOf(netuid, whole) * TEMPO * VALIDATORS_PART) / 1_000n;
  const rated = drawn.reduce((sum, { weight, rate }) => sum + weight * rate, 0n);
  return hotkeys.map((hotkey, index) => {
    const { weight, rate } = drawn[index] ?? { weight: 0n, rate: 0n };
    const take = index % 9 === 8 ? null : 11_796 - index * 300;
    const stake = isRoot
      ? (whole * weight) / (100_000n * 720_720n)
      : weights === 0n
        ? 0n
        : (whole * 7n * weight) / (8n * weights);
    const kept = 65_535n - BigInt(take ?? 11_796);
    const earned = isIdle ? 0n : (((paid * weight * rate) / rated) * kept) / 65_535n;
    return {
      hotkey,
      netuid,
      owner: addressOf(700 + index),
      take,
      name: index === 7 ? '<script>alert("x")</script>' : (validatorNames[index] ?? null),
      isRegistered: index % 11 !== 10,
      hasPermit: known(true),
      alphaStake: toAlphaRao(stake),
      dividends: index === 5 ? { known: false, reason: 'unreadable' } : known(toAlphaRao(earned)),
      stakeAtLastEpoch: known(toAlphaRao(stake)),
      weightsAge: known(40 + index * 7),
    };
  });
}

/** Alpha so that a position is worth about `tao` at spot. */
function alphaWorth(netuid: number, tao: number): bigint {
  const pool = subnets[netuid]?.pool;
  const rao = BigInt(Math.floor(tao * 1_000)) * 1_000_000n;
  if (!pool || pool.kind !== 'balancer') return rao;
  return (rao * pool.alphaReserve) / pool.taoReserve;
}

export function positionOf(
  coldkey: Ss58Address,
  netuid: number,
  tao: number,
  hotkeyIndex: number,
): Position {
  const hotkey = hotkeys[hotkeyIndex % hotkeys.length];
  if (!hotkey) throw new RangeError('no hotkey');
  return {
    coldkey,
    hotkey,
    netuid: toNetuid(netuid),
    alpha: toAlphaRao(alphaWorth(netuid, tao)),
    isRegistered: hotkeyIndex % 11 !== 10,
    hotkeyDividends: known(toAlphaRao(hotkeyIndex % 7 === 6 ? 0n : 12n * TAO)),
  };
}

/** All of it, less a locked part in the subnets named. */
export function availabilityOf(
  positions: readonly Position[],
  lockedNetuids: readonly number[],
): Availability[] {
  const totals = new Map<string, { coldkey: Ss58Address; netuid: Netuid; total: bigint }>();
  for (const { coldkey, netuid, alpha } of positions) {
    const key = `${coldkey}:${netuid}`;
    const entry = totals.get(key) ?? { coldkey, netuid, total: 0n };
    totals.set(key, { ...entry, total: entry.total + alpha });
  }
  return [...totals.values()].map(({ coldkey, netuid, total }) => {
    const locked = lockedNetuids.includes(netuid) ? total / 3n : 0n;
    return {
      coldkey,
      netuid,
      total: toAlphaRao(total),
      locked: toAlphaRao(locked),
      available: toAlphaRao(total - locked),
      bonds: { known: true, value: [] },
    };
  });
}

export function accountFactsOf(coldkey: Ss58Address, freeTao: number): AccountFacts {
  return {
    coldkey,
    nonce: 7,
    free: toRao(BigInt(Math.floor(freeTao * 1_000)) * 1_000_000n + 500n),
    reserved: toRao(0n),
    frozen: toRao(0n),
    references: { known: true, value: { providers: 1, sufficients: 0 } },
    swapAnnouncedFor: known(null),
    isSwapDisputed: known(false),
    acceptsLockedAlpha: known(false),
  };
}

/** Of the price now, in parts per million, so many hours ago: it swings a little, each subnet's in its own time. */
export function priceThen(netuid: number, ago: number): bigint {
  const swing = Math.sin((ago + netuid) / 6) - Math.sin(netuid / 6);
  return BigInt(Math.round(1_000_000 + 40_000 * swing - ago * 400));
}
