// What all stake in a subnet earns a year on average, before validators’ take: one figure for every subnet out of one reading,
// so that subnets can be compared by it. Pure.
import { splitAlpha } from '../../emission/split-alpha.ts';
import { alphaOfHolders } from '../../emission/validator-stake.ts';
import type { EmissionFacts, SubnetEmissionFacts } from '../../model/emission-facts.ts';
import { positionYield } from '../../portfolio/position-yield.ts';

/**
 * The validators' part of the last block's new alpha over one epoch, on the alpha that holders have, compounded as a
 * position's yield is: parts per million a year. null: one of the facts is unknown, or nobody holds alpha.
 */
export function averageYieldPpm(facts: EmissionFacts, subnet: SubnetEmissionFacts): bigint | null {
  const { netuid, alphaOutEmission, rootProportionBits, isOwnerCutEnabled, tempo } = subnet;
  const { ownerCut } = facts;
  const earnedOn = alphaOfHolders(subnet);
  if (netuid === 0 || earnedOn === null || !alphaOutEmission.known || !tempo.known) return null;
  if (!rootProportionBits.known || !isOwnerCutEnabled.known || !ownerCut.known) return null;
  const cut = isOwnerCutEnabled.value ? BigInt(ownerCut.value) : 0n;
  const { validators } = splitAlpha(alphaOutEmission.value, cut, rootProportionBits.value);
  const dividends = validators * BigInt(tempo.value);
  const epoch = { epoch: 0, period: tempo.value, dividends, earnedOn, from: 'own' } as const;
  const found = positionYield(0n, [epoch], 0);
  return found === null ? null : (found.apyPpm ?? null);
}
