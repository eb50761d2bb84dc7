// Values everything the chain attributes to the counted coldkeys: at spot, and sold now. Pure; every amount is counted or left out.
import { availableIn, leaveOf, noStake, stakeOf, type Stake } from '../model/available.ts';
import type { Position, Snapshot, SubnetFacts } from '../model/facts.ts';
import { min, saturatingSub } from '../pool/fixed-point.ts';
import { spotPrice } from '../pool/spot-price.ts';
import {
  priceFromBits,
  RAO_PER_ALPHA,
  ROOT_NETUID,
  toAlphaRao,
  toRao,
  type Netuid,
  type Price,
  type Rao,
  type Ss58Address,
} from '../units.ts';
import {
  asPart,
  isSaleKnown,
  type ColdkeyValue,
  type PortfolioValue,
  type PositionValue,
  type SubnetValue,
} from './portfolio-value.ts';
import { addGaps, gapOf, sum } from './gap.ts';
import { sellTogether, type Sellable } from './sell-together.ts';
import { unreadSubnet } from './unread-subnet.ts';

const NONE = toAlphaRao(0n);
/** Values alpha at nothing; whoever shows it looks at `price`. */
const NO_PRICE: Price = { rao: 0n, perAlphaRao: 1n };
const EXIT_CALL = 'SubtensorModule.remove_stake_full_limit';

/** The price to value at: the local pool's own, else the node's; null when neither is known. */
export function valuationPrice(subnet: SubnetFacts): Price | null {
  if (subnet.pool !== null) return priceFromBits(spotPrice(subnet.pool));
  return subnet.nodePrice.known
    ? { rao: subnet.nodePrice.value, perAlphaRao: RAO_PER_ALPHA }
    : null;
}

/** By `coldkey:netuid`; null when it could not be read at all. */
type Available = ReadonlyMap<string, Stake> | null;

export function indexAvailable({ availability }: Snapshot): Available {
  if (!availability.known) return null;
  return new Map(
    availability.value.map((entry) => [`${entry.coldkey}:${entry.netuid}`, stakeOf(entry)]),
  );
}

/** Of equals by name, so that no list decides. */
const byAlpha = (a: Position, b: Position): number =>
  a.alpha === b.alpha ? (a.hotkey < b.hotkey ? -1 : 1) : a.alpha < b.alpha ? 1 : -1;

/** Locks count over all hotkeys of a coldkey: what is available is given to the largest positions first. */
function splitAvailable(positions: readonly Position[], known: Available): Sellable[] {
  const [first] = positions;
  if (!first) return [];
  if (known === null) {
    return positions.map((position) => ({ position, available: NONE, reason: 'unread' }));
  }
  const stake = known.get(`${first.coldkey}:${first.netuid}`) ?? noStake;
  let left = availableIn(stake);
  return positions.toSorted(byAlpha).map((position) => {
    const { sure, most } = leaveOf(stake, position.hotkey, position.alpha, 'away');
    const available = min(sure, left);
    // More may be free here, where it is not known which position the rest stays in.
    const isOpen = sure < most && sure < left;
    left -= available;
    const reason = available === position.alpha ? null : isOpen ? 'unread' : 'locked';
    return { position, available: toAlphaRao(available), reason };
  });
}

function sellablesOf(
  { exists, isSubtokenEnabled }: SubnetFacts,
  positions: readonly Position[],
  known: Available,
): Sellable[] {
  const isHalted = !exists || (isSubtokenEnabled.known && !isSubtokenEnabled.value);
  // Whether it trades is not known: neither halted nor sold.
  if (isHalted || !isSubtokenEnabled.known) {
    const reason = isHalted ? 'halted' : 'unread';
    return positions.map((position) => ({ position, available: NONE, reason }));
  }
  const byColdkey = groupBy(positions, (position) => position.coldkey);
  return [...byColdkey.values()].flatMap((own) => splitAvailable(own, known));
}

export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

export function valueSubnet(
  subnet: SubnetFacts,
  positions: readonly Position[],
  known: Available,
  minimumStake: bigint,
): SubnetValue {
  const price = valuationPrice(subnet);
  const sellables = sellablesOf(subnet, positions, known);
  const values = sellTogether(subnet, sellables, price ?? NO_PRICE, minimumStake);
  return {
    netuid: subnet.netuid,
    registeredAt: subnet.registeredAt,
    price,
    isSpotWhole: price !== null,
    isSellableWhole: values.every(isSaleKnown),
    alpha: toAlphaRao(sum(values.map(({ alpha }) => alpha))),
    spot: toRao(sum(values.map(({ spot }) => spot))),
    sellable: toRao(sum(values.map(({ sellable }) => sellable))),
    gap: gapOf(values),
    hotkeyCount: new Set(values.map(({ hotkey }) => hotkey)).size,
    positionCount: values.length,
    positions: values,
  };
}

/** What of the free TAO may not leave: a freeze counts over free and reserved together (pallet_balances, fungible). */
function frozenOf({ free, reserved, frozen }: Snapshot['accounts'][number]): bigint {
  return min(saturatingSub(frozen, reserved), free);
}

function valueColdkey(
  account: Snapshot['accounts'][number],
  own: readonly PositionValue[],
  isPriced: (netuid: Netuid) => boolean,
): ColdkeyValue {
  const staked = sum(own.map(({ spot }) => spot));
  const frozen = frozenOf(account);
  return {
    coldkey: account.coldkey,
    free: account.free,
    reserved: account.reserved,
    frozen: toRao(frozen),
    isSpotWhole: own.every(({ netuid }) => isPriced(netuid)),
    isSellableWhole: own.every(isSaleKnown),
    spot: toRao(account.free + account.reserved + staked),
    sellable: toRao(account.free - frozen + sum(own.map(({ sellable }) => sellable))),
  };
}

function unclaimedOf(
  { unclaimed }: Snapshot,
  isCounted: ReadonlySet<string>,
): PortfolioValue['unclaimed'] {
  if (!unclaimed.known) return unclaimed;
  const mine = unclaimed.value.filter(({ coldkey }) => isCounted.has(coldkey));
  return {
    known: true,
    value: {
      claimable: toRao(sum(mine.map(({ value }) => value))),
      belowThreshold: toRao(sum(mine.map(({ belowThreshold }) => belowThreshold))),
    },
  };
}

/** What is held of what is counted, and what of it may leave: of a picture, whatever its pools do. */
export type Held = { byNetuid: ReadonlyMap<Netuid, readonly Position[]>; known: Available };

export function heldIn(snapshot: Snapshot, counted: readonly Ss58Address[]): Held {
  const isCounted = new Set<string>(counted);
  const held = snapshot.positions.filter(({ coldkey }) => isCounted.has(coldkey));
  return { byNetuid: groupBy(held, ({ netuid }) => netuid), known: indexAvailable(snapshot) };
}

/** What the counted hold in each subnet, whatever else of their accounts was read; in rao, spot values rounded down per position. */
export function valueSubnets(
  snapshot: Snapshot,
  counted: readonly Ss58Address[],
  valueOf = valueSubnet,
  { byNetuid, known }: Held = heldIn(snapshot, counted),
): SubnetValue[] {
  const { minimumStake } = snapshot.rules;
  const factsOf = new Map(snapshot.subnets.map((subnet) => [subnet.netuid, subnet]));
  const factsIn = (netuid: Netuid): SubnetFacts => factsOf.get(netuid) ?? unreadSubnet(netuid);
  return [...byNetuid]
    .map(([netuid, own]) => valueOf(factsIn(netuid), own, known, minimumStake))
    .toSorted(bySellable);
}

/**
 * Values the counted coldkeys of one snapshot. Amounts in rao, spot values rounded down per position.
 * `gap` adds up to spot − sellable exactly. Accounts that were not read and subnets whose price nobody can tell add nothing
 * to the sums, which are then not whole. Rule for the sale: design.md, "sellable now".
 */
export function valuePortfolio(
  snapshot: Snapshot,
  counted: readonly Ss58Address[],
  valueOf = valueSubnet,
  held: Held = heldIn(snapshot, counted),
): PortfolioValue {
  const isCounted = new Set<string>(counted);
  const accounts = snapshot.accounts.filter(({ coldkey }) => isCounted.has(coldkey));
  const subnets = valueSubnets(snapshot, counted, valueOf, held);
  const positions = subnets.flatMap((subnet) => subnet.positions);
  const unpriced = subnets.filter(({ price }) => price === null).map(({ netuid }) => netuid);
  const isPriced = (netuid: Netuid): boolean => !unpriced.includes(netuid);
  const ofColdkey = groupBy(positions, ({ coldkey }) => coldkey);
  const coldkeys = accounts.map((account) =>
    valueColdkey(account, ofColdkey.get(account.coldkey) ?? [], isPriced),
  );
  const reserved = sum(accounts.map((account) => account.reserved));
  const exits = positions.filter(({ sold }) => sold > 0n).length;
  const exitFee = snapshot.networkFees[EXIT_CALL];
  const isRead = (coldkey: Ss58Address): boolean =>
    accounts.some((one) => one.coldkey === coldkey) && !snapshot.unread.includes(coldkey);
  const unread = counted.filter((coldkey) => !isRead(coldkey));
  const isAllRead = unread.length === 0;
  return {
    block: snapshot.block,
    isSpotWhole: isAllRead && subnets.every(({ isSpotWhole }) => isSpotWhole),
    isSellableWhole: isAllRead && subnets.every(({ isSellableWhole }) => isSellableWhole),
    spot: toRao(sum(coldkeys.map(({ spot }) => spot))),
    sellable: toRao(sum(coldkeys.map(({ sellable }) => sellable))),
    gap: addGaps(
      subnets.map(({ gap }) => gap),
      reserved,
      sum(coldkeys.map(({ frozen }) => frozen)),
    ),
    free: toRao(sum(accounts.map((account) => account.free))),
    reserved: toRao(reserved),
    root: rootOf(subnets),
    unclaimed: unclaimedOf(snapshot, isCounted),
    networkFees: exitFee?.known
      ? { known: true, value: toRao(exitFee.value * BigInt(exits)) }
      : (exitFee ?? { known: false, reason: 'unreadable' }),
    subnets: isAllRead ? subnets : subnets.map(asPart),
    coldkeys,
    unread,
  };
}

function bySellable(a: SubnetValue, b: SubnetValue): number {
  if (a.sellable !== b.sellable) return a.sellable < b.sellable ? 1 : -1;
  if (a.spot !== b.spot) return a.spot < b.spot ? 1 : -1;
  return a.netuid - b.netuid;
}

function rootOf(subnets: readonly SubnetValue[]): Rao {
  return subnets.find(({ netuid }) => netuid === ROOT_NETUID)?.spot ?? toRao(0n);
}
