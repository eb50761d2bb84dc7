// Which subnet a new registration would remove, and how far the others are from it. Pure over facts of one block.
import type { Reading } from '../model/facts.ts';
import type { ShareFacts, VoteFacts } from '../model/guard-record.ts';
import { PPM, type Netuid } from '../units.ts';
import { ONE_SHARE, shareFrom32 } from './fixed-share.ts';
import { largestFirst } from './largest-first.ts';

export type RemovalPlace = {
  netuid: Netuid;
  /** 1: the next to go; null: protected by its age. */
  place: number | null;
  /** How many could be removed. */
  of: number;
  /** Last protected block is the one before this. */
  protectedUntil: number;
  /** By how much its average price may fall before it is as low as the next to go, parts per million, rounded down. */
  roomPpm: bigint | null;
};

export type Candidate = {
  netuid: Netuid;
  registeredAt: number;
  /** The average price, U64F64 bits; 1 where nothing is traded. */
  average: bigint;
};

/** Negative: `a` is removed before `b`. */
export const byRemoval = (a: Candidate, b: Candidate): number =>
  largestFirst(b.average, a.average) || a.registeredAt - b.registeredAt || a.netuid - b.netuid;

/** All subnets but root, in the order of the facts; unknown where one average is. */
export function removalCandidates(facts: {
  subnets: readonly Pick<VoteFacts, 'netuid' | 'registeredAt' | 'emaPriceBits' | 'isStable'>[];
}): Reading<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const { netuid, registeredAt, emaPriceBits, isStable } of facts.subnets) {
    if (netuid === 0) continue;
    if (!emaPriceBits.known) return emaPriceBits;
    const average = isStable ? ONE_SHARE : shareFrom32(emaPriceBits.value);
    candidates.push({ netuid, registeredAt, average });
  }
  return { known: true, value: candidates };
}

/**
 * Lowest average price first among those past their protection; of equals the earlier registration. Whether anything is
 * removed at all depends on a registration while every slot is taken.
 * Source: opentensor/subtensor pallets/subtensor/src/coinbase/root.rs, get_network_to_prune.
 */
export function removalOrder(
  facts: Pick<ShareFacts, 'block' | 'subnets'>,
  immunityPeriod: number,
): Reading<RemovalPlace[]> {
  const read = removalCandidates(facts);
  if (!read.known) return read;
  const candidates = read.value;
  const isExposed = ({ registeredAt }: { registeredAt: number }): boolean =>
    facts.block.number >= registeredAt + immunityPeriod;
  const order = candidates.filter(isExposed).toSorted(byRemoval);
  const lowest = order[0]?.average ?? 0n;
  return {
    known: true,
    value: candidates.map((one) => {
      const at = order.indexOf(one);
      const hasRoom = at >= 0 && one.average > 0n;
      return {
        netuid: one.netuid,
        place: at < 0 ? null : at + 1,
        of: order.length,
        protectedUntil: one.registeredAt + immunityPeriod,
        roomPpm: hasRoom ? ((one.average - lowest) * PPM) / one.average : null,
      };
    }),
  };
}
