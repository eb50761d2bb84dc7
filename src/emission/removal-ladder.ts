// The five subnets that registrations would remove first, what would keep each, and who joins them when its protection
// ends. Shown only where the chain's own answer at the same block is the same. Pure over facts of one block.
import type { EmissionFacts } from '../model/emission-facts.ts';
import { PPM, RAO_PER_TAO, mulDivUp, type Netuid } from '../units.ts';
import { ONE_SHARE } from './fixed-share.ts';
import { byRemoval, removalCandidates, type Candidate } from './removal-order.ts';

/** How many places the ladder has. */
export const LADDER_PLACES = 5;

export type Rung = {
  netuid: Netuid;
  /** 1: the next to go. */
  place: number;
  /** Its average price, rao per whole alpha, rounded down. */
  average: bigint;
  /**
   * How much its average must rise to leave the five, parts per million of itself, rounded up; null: from an average of
   * 0, or there is nobody to pass.
   */
  risePpm: bigint | null;
  /** First block in which it could be removed. */
  protectedUntil: number;
};

/** A protected subnet that, at the averages of now, would stand among the five when its protection ends. */
type Joiner = {
  netuid: Netuid;
  /** The place it would have then, with those whose protection ends no later. */
  place: number;
  average: bigint;
  protectedUntil: number;
};

export type Ladder = {
  rungs: readonly Rung[];
  /** The first that is not among the five; null: all that can be removed are. */
  safe: { netuid: Netuid; average: bigint } | null;
  /**
   * The least pool price in rao per whole alpha (rounded up to the next) that, held long enough, lifts an average above
   * the safe one's; null: nobody is safe, or the chain counts no price so high (it counts at most 1 TAO).
   */
  holdingPrice: bigint | null;
  /** Soonest first. */
  joiners: readonly Joiner[];
};

type LadderReading =
  | { known: true; value: Ladder }
  | { known: false; reason: 'not-on-this-runtime' | 'unreadable' }
  /** The chain names another one as next: our order is not its order. */
  | { known: false; reason: 'differs'; chain: Netuid | null; ours: Netuid | null };

/** Rao per whole alpha of U64F64 bits, rounded down. */
const raoOf = (average: bigint): bigint => (average * RAO_PER_TAO) >> 64n;

/**
 * The ladder at the facts' block: lowest average first among subnets with block ≥ registration + protection, ties older
 * first; one that never started has an average of 0. An average above the sixth's leaves the five; one equal to it does
 * not surely. Unknown where an average, the protection or the chain's own candidate was not read; not shown where that
 * candidate is not ours.
 * Source: opentensor/subtensor pallets/subtensor/src/coinbase/root.rs, get_network_to_prune; chain.md §7.10.
 */
export function removalLadder(facts: EmissionFacts): LadderReading {
  const { immunityPeriod, toPrune, block } = facts;
  const read = removalCandidates(facts);
  if (!read.known) return read;
  if (!immunityPeriod.known) return immunityPeriod;
  if (!toPrune.known) return toPrune;
  const endOf = ({ registeredAt }: Candidate): number => registeredAt + immunityPeriod.value;
  const order = read.value.filter((one) => block.number >= endOf(one)).toSorted(byRemoval);
  const ours = order[0]?.netuid ?? null;
  if (ours !== toPrune.value)
    return { known: false, reason: 'differs', chain: toPrune.value, ours };
  const safe = order[LADDER_PLACES] ?? null;
  const riseOf = ({ average }: Candidate): bigint | null =>
    safe === null || average === 0n ? null : mulDivUp(safe.average + 1n - average, PPM, average);
  const rungs = order.slice(0, LADDER_PLACES).map((one, at): Rung => ({
    netuid: one.netuid,
    place: at + 1,
    average: raoOf(one.average),
    risePpm: riseOf(one),
    protectedUntil: endOf(one),
  }));
  const isExposedWith = (other: Candidate, one: Candidate): boolean =>
    block.number >= endOf(other) || endOf(other) <= endOf(one);
  const joiners = read.value
    .filter((one) => block.number < endOf(one))
    .map((one): Joiner => {
      const isBefore = (other: Candidate): boolean =>
        isExposedWith(other, one) && byRemoval(other, one) < 0;
      const place = read.value.filter(isBefore).length + 1;
      const { netuid, average } = one;
      return { netuid, place, average: raoOf(average), protectedUntil: endOf(one) };
    })
    .filter(({ place }) => place <= LADDER_PLACES)
    .toSorted((a, b) => a.protectedUntil - b.protectedUntil || a.netuid - b.netuid);
  return {
    known: true,
    value: {
      rungs,
      safe: safe && { netuid: safe.netuid, average: raoOf(safe.average) },
      holdingPrice: safe === null || safe.average >= ONE_SHARE ? null : raoOf(safe.average) + 1n,
      joiners,
    },
  };
}
