// What one subnet did with the emission of its last block, as recorded, brought to a day: TAO into its pool and to buy
// with, new alpha by who gets it. Pure.
import type { EmissionFacts, SubnetEmissionFacts } from '../model/emission-facts.ts';
import type { Reading } from '../model/facts.ts';
import { eligibleSubnets } from './emission-shares.ts';
import { ONE_SHARE } from './fixed-share.ts';
import { splitAlpha, type AlphaSplit } from './split-alpha.ts';
import { BLOCKS_PER_DAY_BIG } from '../units.ts';

/** Smallest units a day of 7,200 blocks like the last one. */
type WhereItGoes = {
  /** TAO and alpha added to the pool side by side, which leaves the price where it is. */
  taoIn: bigint;
  alphaIn: bigint;
  /** TAO that bought alpha from the pool, which lifts the price. */
  buysWith: bigint;
  alpha: AlphaSplit;
  /** Root's part is taken back while all average prices together are at most 1. */
  isRootRecycled: boolean;
};

/** Unknown where one of the facts is. `alpha` is each part rounded down in one block, times the blocks. */
export function whereItGoes(
  facts: EmissionFacts,
  subnet: SubnetEmissionFacts,
): Reading<WhereItGoes> {
  const { taoInEmission, alphaInEmission, alphaOutEmission, excessTao } = subnet;
  const { rootProportionBits, isOwnerCutEnabled } = subnet;
  if (!taoInEmission.known) return taoInEmission;
  if (!alphaInEmission.known) return alphaInEmission;
  if (!alphaOutEmission.known) return alphaOutEmission;
  if (!excessTao.known) return excessTao;
  if (!rootProportionBits.known) return rootProportionBits;
  if (!isOwnerCutEnabled.known) return isOwnerCutEnabled;
  if (!facts.ownerCut.known) return facts.ownerCut;
  const eligible = eligibleSubnets(facts);
  if (!eligible.known) return eligible;
  const averages = eligible.value.reduce((sum, { emaPrice }) => sum + emaPrice, 0n);
  const cut = isOwnerCutEnabled.value ? BigInt(facts.ownerCut.value) : 0n;
  const parts = splitAlpha(alphaOutEmission.value, cut, rootProportionBits.value);
  return {
    known: true,
    value: {
      taoIn: taoInEmission.value * BLOCKS_PER_DAY_BIG,
      alphaIn: alphaInEmission.value * BLOCKS_PER_DAY_BIG,
      buysWith: excessTao.value * BLOCKS_PER_DAY_BIG,
      alpha: {
        owner: parts.owner * BLOCKS_PER_DAY_BIG,
        miners: parts.miners * BLOCKS_PER_DAY_BIG,
        validators: parts.validators * BLOCKS_PER_DAY_BIG,
        root: parts.root * BLOCKS_PER_DAY_BIG,
      },
      isRootRecycled: averages <= ONE_SHARE,
    },
  };
}
