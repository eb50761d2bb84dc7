// What alert rules are held against, out of the picture that an open panel or the badge reads anyway. Pure.
import { blockEmission } from '../emission/block-emission.ts';
import { removalOrder } from '../emission/removal-order.ts';
import type {
  AlertBond,
  AlertFacts,
  AlertPosition,
  AlertRequest,
  AlertSubnet,
} from '../model/alert.ts';
import type { EmissionFacts } from '../model/emission-facts.ts';
import type { Position, Reading, Snapshot, SubnetFacts } from '../model/facts.ts';
import type { RootClaimsRecord } from '../model/root-claims.ts';
import type { PortfolioValue, SubnetValue } from '../portfolio/portfolio-value.ts';
import { rootRewards } from '../portfolio/root-rewards.ts';
import { valuationPrice, valuePortfolio } from '../portfolio/value-portfolio.ts';
import {
  mulDivDown,
  BLOCKS_PER_DAY,
  PPM,
  RAO_PER_ALPHA,
  ROOT_NETUID,
  toRao,
  type Netuid,
  type Rao,
  type Ss58Address,
} from '../units.ts';

export const UNREAD = { known: false, reason: 'unreadable' } as const;
export const known = <T>(value: T): Reading<T> => ({ known: true, value });

/** Stake that is locked to less than this part of all of it is free. */
const BOUND_PARTS = 100n;

/** Beside the picture; each may be missing. */
type BesideSnapshot = {
  coldkeys: readonly Ss58Address[];
  emission: EmissionFacts | null;
  rootClaims: RootClaimsRecord | null;
  /** Parts of 65535 by validator, and the block at which that was read; missing: not read. */
  takes: ReadonlyMap<string, { take: number | null; at: number }>;
  requests: readonly AlertRequest[];
};

/** What is held is worth nothing where nothing is held; unknown where it was not read whole. */
export function valueOf(
  value: PortfolioValue,
  held: SubnetValue | undefined,
): { spot: Reading<Rao>; exit: Reading<Rao> } {
  const isWhole = value.unread.length === 0;
  if (held === undefined) {
    const none = isWhole ? known(toRao(0n)) : UNREAD;
    return { spot: none, exit: none };
  }
  return {
    spot: isWhole && held.isSpotWhole ? known(held.spot) : UNREAD,
    exit: isWhole && held.isSellableWhole ? known(held.sellable) : UNREAD,
  };
}

export function totalOf(value: PortfolioValue): { spot: Reading<Rao>; exit: Reading<Rao> } {
  return {
    spot: value.isSpotWhole ? known(value.spot) : UNREAD,
    exit: value.isSellableWhole ? known(value.sellable) : UNREAD,
  };
}

/** Parts per million of a block's TAO; unknown once nothing is emitted. */
export function shareOf(tao: Reading<bigint>, issuance: Reading<bigint>): Reading<bigint> {
  if (!tao.known || !issuance.known) return UNREAD;
  const all = blockEmission(issuance.value);
  return all === 0n ? UNREAD : known((tao.value * PPM) / all);
}

/** Emission facts older than that say nothing of the order of removal. */
const isOfToday = (emission: EmissionFacts, { block }: Snapshot): boolean =>
  Math.abs(block.number - emission.block.number) <= BLOCKS_PER_DAY;

type Places = { placeOf: (netuid: Netuid) => Reading<number | null>; read: number };

/** The places in the order of removal: all of them where our order begins with the chain's own candidate, else that one. */
export function placesOf(
  next: Reading<Netuid | null>,
  order: readonly { netuid: Netuid; place: number | null }[] | null,
): Places {
  if (!next.known) return { placeOf: () => UNREAD, read: 0 };
  const first = order?.find(({ place }) => place === 1)?.netuid ?? null;
  if (order === null || first !== next.value) {
    return { placeOf: (netuid) => known(netuid === next.value ? 1 : null), read: 1 };
  }
  const byNetuid = new Map(order.map(({ netuid, place }) => [netuid, place]));
  return { placeOf: (netuid) => known(byNetuid.get(netuid) ?? null), read: order.length };
}

function placesIn(snapshot: Snapshot, emission: EmissionFacts | null): Places {
  const { subnetToPrune, immunityPeriod } = snapshot.rules;
  if (emission === null || !isOfToday(emission, snapshot) || !immunityPeriod.known)
    return placesOf(subnetToPrune, null);
  const order = removalOrder(emission, immunityPeriod.value);
  return placesOf(subnetToPrune, order.known ? order.value : null);
}

function subnetOf(
  facts: SubnetFacts,
  value: PortfolioValue,
  snapshot: Snapshot,
  { emission }: BesideSnapshot,
  places: Places,
): AlertSubnet {
  const { netuid, exists, registeredAt, injection } = facts;
  const { immunityPeriod } = snapshot.rules;
  const price = valuationPrice(facts);
  const tao = injection.known
    ? known(injection.value.tao + injection.value.boughtWithTao)
    : injection;
  const issuance = emission === null ? UNREAD : known(emission.totalIssuance);
  return {
    netuid,
    isHeld: value.subnets.some((one) => one.netuid === netuid),
    registeredAt: known(exists ? registeredAt : null),
    price: price === null ? UNREAD : known(mulDivDown(price.rao, RAO_PER_ALPHA, price.perAlphaRao)),
    ...valueOf(
      value,
      value.subnets.find((one) => one.netuid === netuid),
    ),
    sharePpm: shareOf(tao, issuance),
    immuneUntil:
      immunityPeriod.known && exists ? known(registeredAt + immunityPeriod.value) : UNREAD,
    place: places.placeOf(netuid),
    placesRead: places.read,
  };
}

export const positionOf = (
  position: Position,
  take: Reading<number | null>,
  takeAt: number,
): AlertPosition => ({
  coldkey: position.coldkey,
  hotkey: position.hotkey,
  netuid: position.netuid,
  alpha: position.alpha,
  isRegistered: known(position.isRegistered),
  dividends: position.hotkeyDividends,
  take,
  takeAt,
});

/** Locks by account and subnet. */
export const lockBond = (stake: {
  coldkey: Ss58Address;
  netuid: Netuid;
  total: bigint;
  locked: bigint;
}): AlertBond => ({
  key: `lock ${stake.coldkey} ${stake.netuid}`,
  coldkey: stake.coldkey,
  netuid: stake.netuid,
  isBound: known(stake.locked * BOUND_PARTS > stake.total),
});

/** A hold on root stake by account and validator. */
export function holdBond(
  hold: { coldkey: Ss58Address; hotkey: Ss58Address; since: Reading<number | null> },
  blocks: Reading<number>,
  block: number,
): AlertBond {
  const { coldkey, hotkey, since } = hold;
  const isBound =
    since.known && blocks.known
      ? known(since.value !== null && since.value + blocks.value > block)
      : UNREAD;
  return { key: `hold ${coldkey} ${hotkey}`, coldkey, netuid: ROOT_NETUID, isBound };
}

function bondsOf(snapshot: Snapshot, { rootClaims, coldkeys }: BesideSnapshot): AlertBond[] {
  const { availability, block } = snapshot;
  const isMine = ({ coldkey }: { coldkey: Ss58Address }): boolean => coldkeys.includes(coldkey);
  const locks = availability.known ? availability.value.filter(isMine).map(lockBond) : [];
  const holds = (rootClaims?.claims.of ?? [])
    .filter(isMine)
    .flatMap(({ coldkey, claims }) =>
      claims.known
        ? claims.value.map(({ hotkey, heldSince }) => ({ coldkey, hotkey, since: heldSince }))
        : [],
    );
  const blocks = rootClaims?.claims.unlockInterval ?? UNREAD;
  return [...locks, ...holds.map((hold) => holdBond(hold, blocks, block.number))];
}

/** `unclaimed` where the runtime keeps root dividends in its own books, else what the funds owe. */
function claimableOf(
  value: PortfolioValue,
  { rootClaims, coldkeys }: BesideSnapshot,
): Reading<Rao> {
  if (value.unclaimed.known) return known(value.unclaimed.value.claimable);
  if (rootClaims === null) return UNREAD;
  return claimableIn(rootClaims.claims, coldkeys);
}

/** Unknown where of one account nothing was read, or a figure is not believed. */
export function claimableIn(
  claims: RootClaimsRecord['claims'],
  coldkeys: readonly Ss58Address[],
): Reading<Rao> {
  const { claimable, doubted, unread, untold } = rootRewards(claims, coldkeys);
  return doubted > 0 || unread > 0 || untold > 0n ? UNREAD : known(claimable);
}

export function factsOfSnapshot(snapshot: Snapshot, beside: BesideSnapshot): AlertFacts {
  const { coldkeys, emission, takes, requests } = beside;
  const value = valuePortfolio(snapshot, coldkeys);
  const places = placesIn(snapshot, emission);
  const accounts = snapshot.accounts.filter(({ coldkey }) => coldkeys.includes(coldkey));
  const isWhole = value.unread.length === 0;
  const held = snapshot.positions.filter(({ coldkey }) => coldkeys.includes(coldkey));
  return {
    genesisHash: snapshot.genesisHash,
    block: snapshot.block.number,
    at: snapshot.blockTime,
    accounts: isWhole ? known(accounts) : UNREAD,
    everything: totalOf(value),
    subnets: snapshot.subnets.map((one) => subnetOf(one, value, snapshot, beside, places)),
    positions: isWhole
      ? known(
          held.map((one) => {
            const read = takes.get(one.hotkey);
            return positionOf(one, read === undefined ? UNREAD : known(read.take), read?.at ?? 0);
          }),
        )
      : UNREAD,
    bonds: bondsOf(snapshot, beside),
    rootClaimable: claimableOf(value, beside),
    calls: known(snapshot.rules.calls),
    specVersion: snapshot.runtime.specVersion,
    requests,
  };
}
