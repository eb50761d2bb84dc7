// The figures of each subnet, worked out from one reading: prices, recorded emission, rank, removal. Pure;
// null means not known, never a guess.
import type { EmissionFacts, SubnetEmissionFacts } from '../model/emission-facts.ts';
import type { Reading } from '../model/facts.ts';
import { BLOCKS_PER_DAY_BIG, PPM, RAO_PER_TAO, type Netuid } from '../units.ts';
import { recordedTao, type ModelCheck } from './compare-recorded.ts';
import { emissionShares, type SubnetShare } from './emission-shares.ts';
import { removalOrder, type RemovalPlace } from './removal-order.ts';

/** `ofRao` is never 0. */
export type Share = { rao: bigint; ofRao: bigint };

export type SubnetFigures = {
  netuid: Netuid;
  registeredAt: number;
  /** Blocks since registration. */
  age: number;
  /** Rao per whole alpha, rounded down. */
  spot: bigint | null;
  /** The average that emission follows, rao per whole alpha, rounded down. */
  average: bigint | null;
  /** (spot − average) / average in parts per million, towards zero. */
  momentumPpm: bigint | null;
  /** Rao in the pool; null where nothing is traded. */
  depth: bigint | null;
  /** Rao a day at the rate of the last block. */
  perDay: bigint | null;
  /** Of all TAO that the last block gave out, parts per million, rounded down. */
  sharePpm: bigint | null;
  /** The same unrounded: rao of all rao that the last block gave out. */
  share: Share | null;
  /** Rao a day for every 1,000 TAO in the pool, rounded down. */
  perDayPerThousand: bigint | null;
  /** By price average weighted with miner burn: what the gate's bar counts. Only while the model agrees with the chain. */
  rank: number | null;
  isEmissionOff: boolean;
  removal: RemovalPlace | null;
  /** Blocks for which it cannot be removed yet; 0: it can be. */
  protectedFor: number | null;
};

const valueOf = <T>(reading: Reading<T>): T | null => (reading.known ? reading.value : null);

function pricesOf({ nodePrice, emaPriceBits }: SubnetEmissionFacts) {
  const spot = valueOf(nodePrice);
  const bits = valueOf(emaPriceBits);
  const average = bits === null ? null : (bits * RAO_PER_TAO) >> 32n;
  const momentumPpm =
    spot === null || average === null || average <= 0n ? null : ((spot - average) * PPM) / average;
  return { spot, average, momentumPpm };
}

function figuresOf(
  facts: EmissionFacts,
  subnet: SubnetEmissionFacts,
  total: bigint | null,
): Omit<SubnetFigures, 'rank' | 'removal' | 'protectedFor'> {
  const { netuid, registeredAt, taoReserve, isStable, isEmissionEnabled } = subnet;
  const recorded = valueOf(recordedTao(subnet));
  const perDay = recorded === null ? null : recorded * BLOCKS_PER_DAY_BIG;
  const depth = isStable || netuid === 0 ? null : taoReserve;
  const isRated = perDay !== null && depth !== null && depth > 0n;
  const share =
    recorded === null || total === null || total === 0n ? null : { rao: recorded, ofRao: total };
  return {
    netuid,
    registeredAt,
    age: facts.block.number - registeredAt,
    ...pricesOf(subnet),
    depth,
    perDay,
    sharePpm: share && (share.rao * PPM) / share.ofRao,
    share,
    perDayPerThousand: isRated ? (perDay * 1_000n * RAO_PER_TAO) / depth : null,
    isEmissionOff: isEmissionEnabled.known && !isEmissionEnabled.value,
  };
}

/** Change of a share since then, parts per million of what it was, towards zero; null without both, or from nothing. */
export function shareChangePpm(now: Share | null, then: Share | null): bigint | null {
  if (now === null || then === null || then.rao === 0n) return null;
  const was = then.rao * now.ofRao;
  return ((now.rao * then.ofRao - was) * PPM) / was;
}

/** TAO that the last block gave to all subnets together; null when one of them cannot be told. */
export function recordedTotal(facts: EmissionFacts): bigint | null {
  let total = 0n;
  for (const subnet of facts.subnets) {
    const recorded = subnet.netuid === 0 ? 0n : valueOf(recordedTao(subnet));
    if (recorded === null) return null;
    total += recorded;
  }
  return total;
}

/** Shares of the next block; null unless the model was held against the chain and agreed. */
export function trustedShares(
  facts: EmissionFacts,
  check: Reading<ModelCheck>,
): readonly SubnetShare[] | null {
  if (!check.known || !check.value.agrees) return null;
  return valueOf(emissionShares(facts));
}

/** In the order of the facts, root left out. */
export function subnetFigures(
  facts: EmissionFacts,
  check: Reading<ModelCheck>,
  immunityPeriod: Reading<number>,
): SubnetFigures[] {
  const total = recordedTotal(facts);
  const ranks = new Map((trustedShares(facts, check) ?? []).map((one) => [one.netuid, one.rank]));
  const order = immunityPeriod.known ? valueOf(removalOrder(facts, immunityPeriod.value)) : null;
  const next = order?.find(({ place }) => place === 1)?.netuid ?? null;
  // The chain's own word at that block: where it names another one, ours is no order.
  const isRefuted = facts.toPrune.known && facts.toPrune.value !== next;
  const places = new Map(((!isRefuted && order) || []).map((place) => [place.netuid, place]));
  return facts.subnets
    .filter(({ netuid }) => netuid !== 0)
    .map((subnet) => {
      const removal = places.get(subnet.netuid) ?? null;
      return {
        ...figuresOf(facts, subnet, total),
        rank: ranks.get(subnet.netuid) ?? null,
        removal,
        protectedFor: removal && Math.max(0, removal.protectedUntil - facts.block.number),
      };
    });
}
