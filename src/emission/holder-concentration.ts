// Who holds the alpha, by coldkey: positions that were read, valued at spot; how concentrated they are; bounds for the rest. Pure.
import type { EmissionFacts, Holding } from '../model/emission-facts.ts';
import { PPM, RAO_PER_TAO, type Netuid } from '../units.ts';
import { nakamotoBounds } from './concentration.ts';
import { largestFirst } from './largest-first.ts';
import { alphaOfHolders, concentrationOf, type Concentration } from './validator-stake.ts';

/** One coldkey with all its positions that were read. */
type Holder = { coldkey: string; rao: bigint };

export type HolderConcentration = {
  /** Over what was read. */
  of: Concentration<Holder>;
  /** All alpha that holders can have, valued the same way: at least what was read. */
  whole: bigint;
  /** How much of all alpha that holders can have, valued the same way, was read; parts per million, rounded down. */
  coveredPpm: bigint;
  /** Holders needed for more than half of all of it, whoever holds the rest; `most` null: cannot be told. */
  needed: { least: number; most: number | null };
};

/**
 * Holdings in one subnet or, for `netuid` null, in all but root: alpha at the node's spot price, each position rounded down to a
 * rao. Subnets whose price or whose holders' alpha was not read count for nothing on either side. A position that was read twice counts once.
 */
export function holderConcentrationOf(
  holdings: readonly Holding[],
  facts: EmissionFacts,
  netuid: Netuid | null,
): HolderConcentration {
  const prices = new Map<number, bigint>();
  let outside = 0n;
  for (const subnet of facts.subnets) {
    const { netuid: one, nodePrice } = subnet;
    if (one === 0 || !nodePrice.known || (netuid !== null && one !== netuid)) continue;
    const alpha = alphaOfHolders(subnet);
    if (alpha === null) continue;
    prices.set(one, nodePrice.value);
    outside += (alpha * nodePrice.value) / RAO_PER_TAO;
  }
  const seen = new Set<string>();
  const byColdkey = new Map<string, bigint>();
  for (const { coldkey, hotkey, netuid: one, alpha } of holdings) {
    const price = prices.get(one);
    const place = `${one}:${hotkey}:${coldkey}`;
    if (price === undefined || alpha === 0n || seen.has(place)) continue;
    seen.add(place);
    byColdkey.set(coldkey, (byColdkey.get(coldkey) ?? 0n) + (alpha * price) / RAO_PER_TAO);
  }
  const holders = [...byColdkey]
    .map(([coldkey, rao]): Holder => ({ coldkey, rao }))
    .toSorted((a, b) => largestFirst(a.rao, b.rao));
  const of = concentrationOf(holders);
  const unseen = outside > of.total ? outside - of.total : 0n;
  return {
    of,
    whole: of.total + unseen,
    // Read a few blocks apart the part may come out above the whole.
    coveredPpm: outside === 0n ? 0n : unseen === 0n ? PPM : (of.total * PPM) / outside,
    needed: nakamotoBounds(
      holders.map(({ rao }) => rao),
      unseen,
    ),
  };
}
