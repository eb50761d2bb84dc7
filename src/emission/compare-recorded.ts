// Compares the model with what the chain recorded in one block. Pure; where they differ too much, no figure of the
// model may be shown.
import type { EmissionFacts, SubnetEmissionFacts } from '../model/emission-facts.ts';
import type { BlockRef, Reading } from '../model/facts.ts';
import { PPM, type Netuid } from '../units.ts';
import { taoOfShare } from './block-emission.ts';
import { emissionShares } from './emission-shares.ts';

/** Rao of one block for one subnet. */
type Compared = { netuid: Netuid; predicted: bigint; recorded: bigint };

export type ModelCheck = {
  /** The block whose recorded emission it was. */
  block: BlockRef;
  /** Σ |predicted − recorded| in parts per million of Σ recorded, rounded up. */
  apartPpm: bigint;
  /** The subnet that is furthest apart. */
  worst: Compared;
  /** Close enough for the model to be shown. */
  agrees: boolean;
};

/** Above this the model is another rule than the chain's: 0.1 % of all emission. */
export const LARGEST_DEVIATION_PPM = 1_000n;

const unreadable = { known: false, reason: 'unreadable' } as const;

/** Rao that the chain gave the subnet in its last block: into the pool, and to buy with. */
export function recordedTao(
  subnet: Pick<SubnetEmissionFacts, 'taoInEmission' | 'excessTao'>,
): Reading<bigint> {
  const { taoInEmission, excessTao } = subnet;
  if (!taoInEmission.known) return taoInEmission;
  // Runtimes without chain buys have nothing over.
  if (!excessTao.known && excessTao.reason === 'unreadable') return excessTao;
  const excess = excessTao.known ? excessTao.value : 0n;
  return { known: true, value: taoInEmission.value + excess };
}

const apartOf = ({ predicted, recorded }: Compared): bigint =>
  predicted > recorded ? predicted - recorded : recorded - predicted;

/**
 * What the state after one block says of the next, against what that next one recorded. Unknown where the two are not
 * neighbours, where the rule cannot be reproduced, and where nothing was recorded.
 */
export function compareRecorded(parent: EmissionFacts, facts: EmissionFacts): Reading<ModelCheck> {
  if (parent.block.number + 1 !== facts.block.number) return unreadable;
  const shares = emissionShares(parent);
  if (!shares.known) return shares;
  const shareOf = new Map(shares.value.map(({ netuid, share }) => [netuid, share]));
  const compared: Compared[] = [];
  for (const subnet of facts.subnets) {
    if (subnet.netuid === 0) continue;
    const recorded = recordedTao(subnet);
    if (!recorded.known) return recorded;
    const predicted = taoOfShare(parent.totalIssuance, shareOf.get(subnet.netuid) ?? 0n);
    compared.push({ netuid: subnet.netuid, predicted, recorded: recorded.value });
  }
  const total = compared.reduce((sum, { recorded }) => sum + recorded, 0n);
  const apart = compared.reduce((sum, one) => sum + apartOf(one), 0n);
  const [first, ...rest] = compared;
  if (first === undefined || total === 0n) return unreadable;
  const worst = rest.reduce((most, one) => (apartOf(one) > apartOf(most) ? one : most), first);
  const apartPpm = (apart * PPM + total - 1n) / total;
  return {
    known: true,
    value: { block: facts.block, apartPpm, worst, agrees: apartPpm <= LARGEST_DEVIATION_PPM },
  };
}
