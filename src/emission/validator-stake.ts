// Whose stake decides emission: every validator's stake valued at its subnet's price, by owner, and how concentrated
// that is. Pure; root stake is measured the same way, as what would decide if root still did.
import type {
  EmissionFacts,
  ValidatorStake,
  SubnetEmissionFacts,
} from '../model/emission-facts.ts';
import { PPM, RAO_PER_TAO, type Netuid } from '../units.ts';
import { giniPpm, nakamotoBounds, nakamotoCoefficient, topSharePpm } from './concentration.ts';
import { largestFirst } from './largest-first.ts';

/** One owner of one or more hotkeys. */
export type StakeOwner = { key: string; hotkey: string; name: string | null; rao: bigint };

export type Concentration<H = StakeOwner> = {
  /** Largest first. */
  holders: readonly H[];
  total: bigint;
  nakamoto: number;
  giniPpm: bigint;
  topPpm: bigint;
};

type StakeConcentration = {
  emission: Concentration;
  root: Concentration;
  /** With all that may be staked to validators in the subnets left. */
  whole: bigint;
  /** Owners needed for more than half, whoever has what is staked in the subnets left; `most` null: cannot be told. */
  needed: { least: number; most: number | null };
  /** How much of all alpha that holders can have, valued the same way, stands behind these validators. */
  coveredPpm: bigint;
};

/** Root had this many validators. */
export const TOP = 64;

function byOwner(parts: readonly { stake: ValidatorStake; rao: bigint }[]): StakeOwner[] {
  const holders = new Map<string, StakeOwner>();
  for (const { stake, rao } of parts) {
    const key = stake.owner ?? stake.hotkey;
    const before = holders.get(key);
    holders.set(key, {
      key,
      hotkey: before?.hotkey ?? stake.hotkey,
      name: before?.name ?? stake.name,
      rao: (before?.rao ?? 0n) + rao,
    });
  }
  return [...holders.values()].toSorted((a, b) => largestFirst(a.rao, b.rao));
}

/**
 * Alpha-rao outside the pool less what the chain bought itself; all of it on a runtime that does not count that. null: the
 * count could not be read.
 */
export function alphaOfHolders({ alphaOut, protocolAlpha }: SubnetEmissionFacts): bigint | null {
  if (!protocolAlpha.known) return protocolAlpha.reason === 'unreadable' ? null : alphaOut;
  return protocolAlpha.value > alphaOut ? 0n : alphaOut - protocolAlpha.value;
}

/** Of holders in order, largest first. */
export function concentrationOf<H extends { rao: bigint }>(
  holders: readonly H[],
): Concentration<H> {
  const weights = holders.map(({ rao }) => rao);
  return {
    holders,
    total: weights.reduce((sum, rao) => sum + rao, 0n),
    nakamoto: nakamotoCoefficient(weights),
    giniPpm: giniPpm(weights),
    topPpm: topSharePpm(weights, TOP),
  };
}

/** `left`: subnets whose stakes were not read. `block`: that the stakes are of. */
type ReadOf = { left: readonly Netuid[]; block: number };

/**
 * Stake of subnets whose price or whose holders' alpha was not read counts for nothing on either side. A subnet registered
 * after the stakes were read is another one than they are of: it is left.
 */
export function stakeConcentrationOf(
  stakes: readonly ValidatorStake[],
  facts: EmissionFacts,
  { left, block }: ReadOf = { left: [], block: Infinity },
): StakeConcentration {
  const prices = new Map<number, bigint>();
  const isLeft = new Set<number>(left);
  let [outside, unseen] = [0n, 0n];
  for (const subnet of facts.subnets) {
    const { netuid, nodePrice } = subnet;
    const alpha = alphaOfHolders(subnet);
    if (netuid === 0 || !nodePrice.known || alpha === null) continue;
    const worth = (alpha * nodePrice.value) / RAO_PER_TAO;
    outside += worth;
    if (isLeft.has(netuid) || subnet.registeredAt > block) unseen += worth;
    else prices.set(netuid, nodePrice.value);
  }
  const emission = concentrationOf(
    byOwner(
      stakes.flatMap((stake) => {
        const price = prices.get(stake.netuid);
        return price === undefined ? [] : [{ stake, rao: (stake.alpha * price) / RAO_PER_TAO }];
      }),
    ),
  );
  const root = concentrationOf(
    byOwner(
      stakes
        .filter(({ netuid }) => netuid === 0)
        .map((stake) => ({ stake, rao: BigInt(stake.alpha) })),
    ),
  );
  return {
    emission,
    root,
    whole: emission.total + unseen,
    needed: nakamotoBounds(
      emission.holders.map(({ rao }) => rao),
      unseen,
    ),
    coveredPpm: outside === 0n ? 0n : (emission.total * PPM) / outside,
  };
}
