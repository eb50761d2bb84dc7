// The same out of the lean reading that serves while no panel is open. What was not asked for is unknown. Pure.
import { removalCandidates, byRemoval } from '../emission/removal-order.ts';
import type { AlertFacts, AlertRequest, AlertSubnet } from '../model/alert.ts';
import type { WatchedFacts } from '../model/watched.ts';
import type { Position, Reading, Snapshot, SubnetFacts } from '../model/facts.ts';
import { valuationPrice, valuePortfolio, valueSubnets } from '../portfolio/value-portfolio.ts';
import {
  mulDivDown,
  RAO_PER_ALPHA,
  toAlphaRao,
  toRao,
  type Netuid,
  type Ss58Address,
} from '../units.ts';
import {
  claimableIn,
  holdBond,
  known,
  lockBond,
  placesOf,
  positionOf,
  shareOf,
  totalOf,
  UNREAD,
  valueOf,
} from './facts-of-snapshot.ts';

type BesideWatched = {
  coldkeys: readonly Ss58Address[];
  requests: readonly AlertRequest[];
  /** Every subnet there is with its block of registration, as last read; empty: not known. */
  generations: readonly { netuid: Netuid; registeredAt: number }[];
  /** Subnets in which they held stake when that was last read. */
  held: readonly Netuid[];
  /** The subnets of which what can be sold was asked; null: all. */
  sales: readonly Netuid[] | null;
};

const NO_ALPHA = toAlphaRao(0n);

/** A subnet as the valuation knows it, of what little was read. */
const pooled = ({
  netuid,
  curve,
  pool,
  isTrading,
}: WatchedFacts['pools'][number]): SubnetFacts => ({
  netuid,
  registeredAt: 0,
  exists: true,
  curve,
  pool,
  nodePrice: UNREAD,
  alphaOut: NO_ALPHA,
  isSubtokenEnabled: isTrading,
  isTransferEnabled: UNREAD,
  injection: UNREAD,
});

/** All stake of an account in a subnet as one position: a sale of it all pays the same but for roundings. */
function valuedAs(facts: WatchedFacts): Snapshot {
  const stakes = facts.stakes.known ? facts.stakes.value : [];
  const positions = stakes
    .filter(({ total }) => total > 0n)
    .map(({ coldkey, netuid, total }): Position => ({
      coldkey,
      hotkey: coldkey,
      netuid,
      alpha: total,
      isRegistered: true,
      hotkeyDividends: UNREAD,
    }));
  const { genesisHash, block, blockTime, specVersion, minimumStake } = facts;
  return {
    genesisHash,
    block,
    blockTime,
    runtime: { genesisHash, specName: '', specVersion, transactionVersion: 0 },
    accounts: facts.accounts.map((account) => ({
      ...account,
      references: UNREAD,
      acceptsLockedAlpha: UNREAD,
    })),
    positions,
    availability: facts.stakes.known
      ? known(stakes.map((stake) => ({ ...stake, bonds: UNREAD })))
      : facts.stakes,
    locks: UNREAD,
    subnets: facts.pools.map(pooled),
    rules: {
      existentialDeposit: toRao(0n),
      minimumStake,
      minimumTransfer: minimumStake,
      overAmounts: UNREAD,
      safeModeUntil: UNREAD,
      rootHold: UNREAD,
      hotkeyCaps: UNREAD,
      nominatorMinimumFactor: UNREAD,
      calls: facts.calls,
      hasSimulation: false,
      subnetToPrune: facts.nextRemoved,
      immunityPeriod: facts.immunityPeriod,
    },
    networkFees: {},
    unread: [],
    unclaimed: UNREAD,
  };
}

function orderOf(
  { averages, immunityPeriod, block }: WatchedFacts,
  generations: BesideWatched['generations'],
): { netuid: Netuid; place: number | null }[] | null {
  if (averages.length === 0 || !immunityPeriod.known) return null;
  const registered = new Map(generations.map(({ netuid, registeredAt }) => [netuid, registeredAt]));
  const candidates = removalCandidates({
    subnets: averages.map(({ netuid, bits }) => ({
      netuid,
      registeredAt: registered.get(netuid) ?? 0,
      emaPriceBits: bits,
      isStable: false,
    })),
  });
  if (!candidates.known) return null;
  return candidates.value
    .filter(({ registeredAt }) => block.number >= registeredAt + immunityPeriod.value)
    .toSorted(byRemoval)
    .map(({ netuid }, at) => ({ netuid, place: at + 1 }));
}

export function factsOfWatched(facts: WatchedFacts, beside: BesideWatched): AlertFacts {
  const { coldkeys, requests, generations, sales } = beside;
  const snapshot = valuedAs(facts);
  const value = valuePortfolio(snapshot, coldkeys);
  // Stake is read apart from balances: a subnet's sum is whole where that of the account is not.
  const stakesIn = valueSubnets(snapshot, coldkeys);
  const { block, immunityPeriod, issuance, stakes, rootClaims } = facts;
  const places = placesOf(facts.nextRemoved, orderOf(facts, generations));
  const netuids = new Set<Netuid>([
    ...facts.pools.map(({ netuid }) => netuid),
    ...facts.lives.map(({ netuid }) => netuid),
    ...facts.shares.map(({ netuid }) => netuid),
    ...(facts.nextRemoved.known ? generations.map(({ netuid }) => netuid) : []),
  ]);
  const subnetOf = (netuid: Netuid): AlertSubnet => {
    const pool = snapshot.subnets.find((one) => one.netuid === netuid);
    const price = pool === undefined ? null : valuationPrice(pool);
    const registeredAt = facts.lives.find((one) => one.netuid === netuid)?.registeredAt ?? UNREAD;
    const isAsked = stakes.known && (sales === null || sales.includes(netuid));
    const held = isAsked
      ? valueOf(
          { ...value, unread: [] },
          stakesIn.find((one) => one.netuid === netuid),
        )
      : { spot: UNREAD, exit: UNREAD };
    const tao = facts.shares.find((one) => one.netuid === netuid)?.tao ?? UNREAD;
    const until =
      registeredAt.known && registeredAt.value !== null && immunityPeriod.known
        ? known(registeredAt.value + immunityPeriod.value)
        : UNREAD;
    return {
      netuid,
      isHeld: beside.held.includes(netuid),
      registeredAt,
      price:
        price === null ? UNREAD : known(mulDivDown(price.rao, RAO_PER_ALPHA, price.perAlphaRao)),
      ...held,
      sharePpm: shareOf(tao, issuance),
      immuneUntil: until,
      place: places.placeOf(netuid),
      placesRead: places.read,
    };
  };
  const isAllRead = coldkeys.every((one) => facts.accounts.some(({ coldkey }) => coldkey === one));
  const isAll = stakes.known && sales === null && isAllRead;
  const takeOf = (hotkey: Ss58Address): Reading<number | null> => {
    const found = facts.takes.find((one) => one.hotkey === hotkey);
    return found === undefined ? UNREAD : known(found.take);
  };
  return {
    genesisHash: facts.genesisHash,
    block: block.number,
    at: facts.blockTime,
    accounts: isAllRead ? known(facts.accounts) : UNREAD,
    everything: isAll ? totalOf(value) : { spot: UNREAD, exit: UNREAD },
    subnets: [...netuids].map(subnetOf),
    positions: facts.positions.known
      ? known(facts.positions.value.map((one) => positionOf(one, takeOf(one.hotkey), block.number)))
      : facts.positions,
    bonds: [
      ...(stakes.known ? stakes.value.map(lockBond) : []),
      ...facts.holds.map((hold) => holdBond(hold, facts.holdBlocks, block.number)),
    ],
    rootClaimable: rootClaims.known ? claimableIn(rootClaims.value, coldkeys) : UNREAD,
    calls: known(facts.calls),
    specVersion: facts.specVersion,
    requests,
  };
}
