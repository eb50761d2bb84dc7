// What a change of one subnet's price does to everybody's share of emission: the vote in a stake. Pure.
import type { EmissionFacts } from '../model/emission-facts.ts';
import type { Reading } from '../model/facts.ts';
import { BLOCKS_PER_DAY_BIG, type Netuid } from '../units.ts';
import { blockEmission } from './block-emission.ts';
import { eligibleSubnets, sharesOf, type SubnetShare } from './emission-shares.ts';
import { ONE_SHARE, shareFrom32, sharePpm } from './fixed-share.ts';
import { largestFirst } from './largest-first.ts';
import { emaAfter, emaHalfLife, subnetEma, type SubnetEma } from './price-ema.ts';

/** What a move does to one subnet's spot price, U64F64 bits. */
export type PriceMove = { netuid: Netuid; before: bigint; after: bigint };

export type VoteEffect = {
  netuid: Netuid;
  /** Today's, by today's average. */
  sharePpmNow: bigint;
  /** Where it goes without the move: the average arriving at the price before it. */
  sharePpmWithout: bigint;
  /** Where it goes with the move, if the price holds. */
  sharePpmAfter: bigint;
  /** With the move, after the blocks asked for. */
  path: readonly { blocks: number; sharePpm: bigint }[];
  /** Blocks until half of the change is in; null while the subnet's average does not move. */
  halfLifeBlocks: number | null;
  /** Rao a day that it gets once it has arrived there, without the move. */
  perDayWithout: bigint;
  /** Rao a day that come to this subnet (negative: leave it) because of the move, once the average has arrived. */
  raoPerDay: bigint;
  rank: number;
};

/** Rao a day that a subnet gains or (negative) loses because of somebody else's move. */
type Redirected = { netuid: Netuid; raoPerDay: bigint };

export type Vote = {
  effects: readonly VoteEffect[];
  /** Where it comes from: the subnets that lose most, rao a day, ascending (most negative first). */
  losers: readonly Redirected[];
  /** Where it goes when the move takes a price down: those that gain most, descending. */
  winners: readonly Redirected[];
  /** Rank of the gate's bar; null where there is none. */
  barRank: number | null;
};

function emaOfSubnet(facts: EmissionFacts, netuid: Netuid): Reading<SubnetEma> {
  const subnet = facts.subnets.find((known) => known.netuid === netuid);
  return subnet ? subnetEma(facts, subnet) : { known: false, reason: 'unreadable' };
}

const shareOf = (shares: readonly SubnetShare[], netuid: Netuid): bigint =>
  shares.find((share) => share.netuid === netuid)?.share ?? 0n;

function perDay(facts: EmissionFacts, change: bigint): bigint {
  const daily = blockEmission(facts.totalIssuance) * BLOCKS_PER_DAY_BIG * change;
  // Towards zero on either side: half a rao more is promised to nobody.
  return daily / (1n << 64n);
}

/**
 * Shares if these prices hold, others' averages staying where they are: no reaction of others is guessed. Unknown where the
 * runtime's rule cannot be reproduced or a subnet takes no part in emission.
 * Rule: chain reference §7.2, §7.7; the path is `emaAfter`.
 */
export function voteOf(
  facts: EmissionFacts,
  changes: readonly PriceMove[],
  horizons: readonly number[],
): Reading<Vote> {
  const eligible = eligibleSubnets(facts);
  if (!eligible.known) return eligible;
  const now = sharesOf(eligible.value, facts.gate);
  if (!now.known) return now;

  /** Shares with the averages of the changed subnets put where `emaOf` says. */
  const sharesWith = (emaOf: (change: PriceMove) => Reading<bigint>): Reading<SubnetShare[]> => {
    const moved = new Map<number, bigint>();
    for (const change of changes) {
      const ema = emaOf(change);
      if (!ema.known) return ema;
      moved.set(change.netuid, ema.value);
    }
    const subnets = eligible.value.map((subnet) => ({
      ...subnet,
      emaPrice: moved.get(subnet.netuid) ?? subnet.emaPrice,
    }));
    return sharesOf(subnets, facts.gate);
  };
  const arrivedAt = (priceBits: bigint): Reading<bigint> => ({
    known: true,
    value: priceBits > ONE_SHARE ? ONE_SHARE : priceBits,
  });
  const onTheWay = ({ netuid, after }: PriceMove, blocks: number): Reading<bigint> => {
    const ema = emaOfSubnet(facts, netuid);
    return ema.known
      ? { known: true, value: shareFrom32(emaAfter(ema.value, after, BigInt(blocks))) }
      : ema;
  };

  const without = sharesWith((change) => arrivedAt(change.before));
  if (!without.known) return without;
  const after = sharesWith((change) => arrivedAt(change.after));
  if (!after.known) return after;
  const paths: { blocks: number; shares: SubnetShare[] }[] = [];
  for (const blocks of horizons) {
    const shares = sharesWith((change) => onTheWay(change, blocks));
    if (!shares.known) return shares;
    paths.push({ blocks, shares: shares.value });
  }
  const effects = changes
    .filter(({ netuid }) => now.value.some((share) => share.netuid === netuid))
    .map(({ netuid }): VoteEffect => {
      const ema = emaOfSubnet(facts, netuid);
      const goes = shareOf(without.value, netuid);
      const becomes = shareOf(after.value, netuid);
      return {
        netuid,
        sharePpmNow: sharePpm(shareOf(now.value, netuid)),
        sharePpmWithout: sharePpm(goes),
        sharePpmAfter: sharePpm(becomes),
        path: paths.map(({ blocks, shares }) => ({
          blocks,
          sharePpm: sharePpm(shareOf(shares, netuid)),
        })),
        halfLifeBlocks: ema.known ? emaHalfLife(ema.value) : null,
        perDayWithout: perDay(facts, goes),
        raoPerDay: perDay(facts, becomes - goes),
        rank: now.value.find((share) => share.netuid === netuid)?.rank ?? 0,
      };
    });
  const changed = new Set<number>(changes.map(({ netuid }) => netuid));
  const redirected = without.value
    .filter(({ netuid }) => !changed.has(netuid))
    .map(({ netuid, share }): Redirected => ({
      netuid,
      raoPerDay: perDay(facts, shareOf(after.value, netuid) - share),
    }))
    .toSorted((a, b) => largestFirst(b.raoPerDay, a.raoPerDay));
  return {
    known: true,
    value: {
      effects,
      losers: redirected.filter(({ raoPerDay }) => raoPerDay < 0n),
      winners: redirected.filter(({ raoPerDay }) => raoPerDay > 0n).toReversed(),
      barRank: facts.gate.known ? facts.gate.value.barRank : null,
    },
  };
}
