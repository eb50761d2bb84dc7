// Emission facts for the believable chain: emission of two neighbouring blocks that agree with the rule, prices of
// a year, locks, and stake by validator.
import { emissionShares } from '../../../src/emission/emission-shares.ts';
import { removalOrder } from '../../../src/emission/removal-order.ts';
import { taoOfShare } from '../../../src/emission/block-emission.ts';
import type {
  RootBeforeDtao,
  EmissionFacts,
  FlowBooks,
  HoldersFrom,
  HoldersPart,
  LocksFacts,
  PricesAt,
  ValidatorStake,
  SubnetEmissionFacts,
} from '../../../src/model/emission-facts.ts';
import type { BlockRef, Reading } from '../../../src/model/facts.ts';
import type { PayoutFacts, SubnetPayoutFacts } from '../../../src/model/payout-facts.ts';
import { spotPrice } from '../../../src/pool/spot-price.ts';
import type { EmissionRecord, PricesRecord } from '../../../src/model/records.ts';
import { toAlphaRao, toNetuid, toRao, type Netuid } from '../../../src/units.ts';
import {
  addressOf,
  blockAt,
  genesisHash,
  HEAD,
  IMMUNITY,
  hotkeys,
  netuids,
  numbersFrom,
  runtime,
  subnets,
  TAO,
  newAlphaOf,
  priceThen,
  ROOT_STAKE,
  validatorsOf,
} from './chain.ts';

const known = <T>(value: T): Reading<T> => ({ known: true, value });
const ONE_32 = 1n << 32n;
/** Rao per whole alpha; 0 where nothing is traded. */
function spotOf(netuid: number): bigint {
  const pool = subnets[netuid]?.pool;
  return pool?.kind === 'balancer' ? (spotPrice(pool) * TAO) >> 64n : 0n;
}

/** The average lags by up to a tenth either way. */
function averageBits(netuid: number): bigint {
  const lag = BigInt(900 + ((netuid * 53) % 200));
  return (spotOf(netuid) * lag * ONE_32) / (1_000n * TAO);
}

/** Every seventh subnet is one whose runtime took the count away: there only a range is known. */
function flowOf(netuid: number, daysAgo: number, reserve: bigint): FlowBooks {
  const isUncounted = netuid % 7 === 3;
  const swing = netuid % 4 === 1 ? -1n : 1n;
  const stakers = -swing * BigInt(daysAgo) * BigInt(20 + ((netuid * 37) % 90)) * TAO;
  const protocol = -BigInt(daysAgo) * 60n * TAO;
  const before = reserve + stakers + protocol;
  return {
    reserve: toRao(before > 0n ? before : 0n),
    stakers: known(4_000_000n * TAO + stakers),
    protocol: known(900_000n * TAO + protocol - BigInt(netuid)),
    takenAt: known(isUncounted ? HEAD - daysAgo * 7_200 : 8_444_000),
  };
}

function emissionOf(netuid: Netuid, tao: bigint): SubnetEmissionFacts {
  const facts = subnets[netuid];
  const pool = facts?.pool;
  const isStable = pool?.kind !== 'balancer';
  return {
    netuid,
    registeredAt: facts?.registeredAt ?? 0,
    nodePrice: known(spotOf(netuid)),
    isStable,
    taoReserve: toRao(isStable ? ROOT_STAKE : pool.taoReserve),
    alphaReserve: toAlphaRao(isStable ? 0n : pool.alphaReserve),
    alphaOut: facts?.alphaOut ?? toAlphaRao(0n),
    protocolAlpha: known(toAlphaRao((facts?.alphaOut ?? 0n) / 20n)),
    tempo: known(360),
    firstEmissionBlock: known(netuid === 0 || netuid === 120 ? null : 4_100_000 + netuid * 31_000),
    isSubtokenEnabled: known(netuid !== 120),
    isRegistrationAllowed: known(true),
    isEmissionEnabled: known(netuid !== 19),
    emaPriceBits: known(averageBits(netuid)),
    minerBurnedBits: known(netuid % 9 === 4 ? ONE_32 / 2n : 0n),
    rootProportionBits: known(ONE_32 / 5n),
    emaHalvingBlocks: known(201_600n),
    isOwnerCutEnabled: known(true),
    taoInEmission: known(toRao((tao * 6n) / 10n)),
    alphaInEmission: known(toAlphaRao(0n)),
    alphaOutEmission: known(toAlphaRao(newAlphaOf(netuid, facts?.alphaOut ?? 0n))),
    excessTao: known(toRao(tao - (tao * 6n) / 10n)),
    flow: flowOf(netuid, 0, isStable ? ROOT_STAKE : pool.taoReserve),
  };
}

function factsWith(number: number, taoOf: (netuid: Netuid) => bigint): EmissionFacts {
  const facts = factsWithout(number, taoOf);
  const order = removalOrder(facts, IMMUNITY);
  const next = order.known ? order.value.find(({ place }) => place === 1) : undefined;
  return { ...facts, toPrune: known(next?.netuid ?? null) };
}

function factsWithout(number: number, taoOf: (netuid: Netuid) => bigint): EmissionFacts {
  return {
    block: blockAt(number),
    runtime,
    totalIssuance: toRao(10_900_000n * TAO),
    rootTao: toRao(ROOT_STAKE),
    taoWeight: known(((1n << 64n) * 18n) / 100n),
    subnetMovingAlphaBits: known(1_288_490n),
    gate: known({ barBits: (1n << 64n) / 110n, exponentBits: 3n << 64n, barRank: 32 }),
    ownerCut: known(11_796),
    toPrune: known(null),
    immunityPeriod: known(IMMUNITY),
    subnets: netuids.map((netuid) => emissionOf(netuid, taoOf(netuid))),
  };
}

export function emissionRecord(): EmissionRecord {
  const parent = factsWith(HEAD - 1, () => 0n);
  const shares = emissionShares(parent);
  if (!shares.known) throw new RangeError('no shares');
  const given = new Map(
    shares.value.map(({ netuid, share }) => [netuid, taoOfShare(parent.totalIssuance, share)]),
  );
  const facts = factsWith(HEAD, (netuid) => given.get(netuid) ?? 0n);
  return { genesisHash, readAt: Date.now() - 9_000, facts, parent };
}

/** What decides a removal's payout: half as much again as the slots hold is outside, a tenth of it in baskets. */
export function payoutFactsOf(wanted: readonly Netuid[], block: BlockRef): PayoutFacts {
  return {
    block,
    refundSince: known(6_000_000),
    cost: { questions: 5, bytes: 140_000 },
    subnets: wanted.flatMap((netuid): SubnetPayoutFacts[] => {
      const facts = subnets[netuid];
      if (facts === undefined) return [];
      const { pool, alphaOut, registeredAt } = facts;
      const listed = toAlphaRao((alphaOut * 9n) / 10n);
      return [
        {
          netuid,
          registeredAt,
          pool,
          alphaOut,
          listed,
          reservoir: known({ tao: toRao(0n), alpha: toAlphaRao(0n) }),
          protocolAlpha: known(toAlphaRao(alphaOut / 50n)),
          baskets: known({ holdings: [toAlphaRao(alphaOut / 10n)], waiting: toAlphaRao(0n) }),
          whole: null,
        },
      ];
    }),
  };
}

/** Of the price now, in parts per million: some rose lately, some long ago, some fell. */
function pricePast(netuid: number, days: number): number {
  const part = netuid % 3 === 1 ? Math.min(days, 5) / 5 : Math.min(days, 200) / 200;
  const swing = netuid % 5 === 0 ? -1 : 1;
  const noise = ((netuid * 11 + days * 17) % 41) - 20;
  return (1_000 - swing * part * (150 + ((netuid * 7) % 200)) + noise) * 1_000;
}

const WEEK = 168;
const SINCE = 48;

/** Own records of a week: they end as those of two days do, and begin where the archive says. */
export const aWeek = {
  agos: [
    ...Array.from({ length: (WEEK - SINCE) / 3 }, (_n, index) => WEEK - index * 3),
    ...Array.from({ length: SINCE + 1 }, (_n, index) => SINCE - index),
  ],
  priceAgo(netuid: number, ago: number): bigint {
    if (ago <= SINCE || netuid === 0) return priceThen(netuid, ago);
    // The difference to the archive grows evenly: the swing goes on.
    const missing = pricePast(netuid, 7) - Number(priceThen(netuid, WEEK));
    const part = (ago - SINCE) / (WEEK - SINCE);
    return priceThen(netuid, ago) + BigInt(Math.round(missing * part));
  },
};

/** A year of prices. */
export function pricesRecords(): PricesRecord[] {
  const facts = emissionRecord().facts;
  return [365, 90, 30, 7, 1].map((days) => {
    const blockNumber = HEAD - days * 7_200;
    const prices: Extract<PricesAt, { known: true }>['prices'] = facts.subnets
      .filter(({ netuid, registeredAt }) => netuid !== 0 && registeredAt < blockNumber)
      .map(({ netuid, taoInEmission, taoReserve }) => {
        // Of a day ago there is our own record too, which cannot say otherwise.
        const millionths =
          days === 1 ? priceThen(netuid, 24) : BigInt(Math.round(pricePast(netuid, days)));
        const tao = taoInEmission.known ? taoInEmission.value : 0n;
        return {
          netuid,
          raoPerAlpha: (spotOf(netuid) * millionths) / 1_000_000n,
          tao: toRao((tao * millionths) / 1_000_000n),
          flow: flowOf(netuid, days, taoReserve),
        };
      });
    return {
      genesisHash,
      blockNumber,
      prices: { known: true, block: blockAt(blockNumber), prices },
    };
  });
}

export function locksOf(netuid: Netuid | null): Reading<LocksFacts> {
  const some = netuid === null ? netuids.filter((one) => one !== 0) : [netuid];
  return known({
    block: blockAt(HEAD),
    cost: { questions: 11, bytes: 240_000 },
    subnets: some.map(locksIn),
  });
}

function locksIn(netuid: Netuid): LocksFacts['subnets'][number] {
  const alphaOut = subnets[netuid]?.alphaOut ?? toAlphaRao(0n);
  return {
    block: blockAt(HEAD),
    netuid,
    alphaOut,
    locks: [
      {
        mass: toAlphaRao(alphaOut / (4n + BigInt((netuid * 13) % 31))),
        updatedAt: HEAD - 200_000,
        isPerpetual: false,
      },
      { mass: toAlphaRao(alphaOut / 12n), updatedAt: HEAD - 900_000, isPerpetual: true },
    ],
    unlockRate: 934_866n,
    ownerAlpha: known(toAlphaRao(alphaOut / (5n + BigInt((netuid * 7) % 23)))),
  };
}

/** The validators that a subnet's screen lists too. */
export function stakesOf(wanted: readonly Netuid[]): ValidatorStake[] {
  return wanted.flatMap((netuid) =>
    validatorsOf(netuid).map(({ hotkey, owner, name, alphaStake }, index) => ({
      netuid,
      hotkey,
      owner,
      name: index === 7 ? null : name,
      alpha: alphaStake,
    })),
  );
}

/** Positions fall off steeply; the first two validators have a second page, which an allowance does not reach. */
export function holdersOf(
  { hotkey, after }: HoldersFrom,
  netuid: Netuid | null,
  block: BlockRef,
): HoldersPart {
  const at = hotkeys.indexOf(hotkey);
  const seed = at + (after === null ? 0 : 100);
  const next = numbersFrom(seed * 91 + 5);
  // Fewer hold alpha of one subnet than of any.
  const [length, people] = netuid === null ? [40, 400] : [24, 240];
  const holdings = Array.from({ length }, (_n, index) => {
    const where = netuid ?? toNetuid(1 + ((seed * 40 + index) % 128));
    const part = BigInt(Math.floor(1_000 * (0.6 + next())));
    const parts = BigInt((netuid === null ? 700 : 60_000) * (index + 1) ** 2);
    const isMine = index === 3 && seed === 0;
    return {
      coldkey: addressOf(isMine ? 1 : 2_000 + ((seed * 13 + index) % people)),
      hotkey,
      netuid: where,
      alpha: toAlphaRao(((subnets[where]?.alphaOut ?? 0n) * part) / parts),
    };
  });
  return {
    block,
    holdings,
    rest: at < 2 ? '0x00' : null,
    listed: 960,
    questions: 2,
    bytes: 310_000,
  };
}

export function rootBeforeDtao(): RootBeforeDtao {
  return {
    known: true,
    block: blockAt(4_920_350),
    runtime: { ...runtime, specVersion: 219 },
    endpoint: 'wss://archive.chain.opentensor.ai:443',
    at: known(Date.UTC(2025, 1, 13, 20, 11)),
    totalStake: known(toRao(6_120_000n * TAO)),
    validators: Array.from({ length: 64 }, (_n, index) => ({
      hotkey: hotkeys[index] ?? addressOf(3_000 + index),
      owner: addressOf(700 + index),
      name: ['OpenTensor', 'TAO.com', 'Taostats', null, 'Rizzo'][index] ?? null,
      stake: toRao((900_000n * TAO) / BigInt(index + 1)),
      hasWeights: known(index % 9 !== 8),
    })),
  };
}
