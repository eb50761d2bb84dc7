// How large a subnet is: the TAO in its pool, and its alpha outside the pool at the spot price. Pure.
import type { SubnetFacts } from '../../model/facts.ts';
import { inputReserve } from '../../pool/curves/curve-of.ts';
import { RAO_PER_ALPHA, mulDivDown } from '../../units.ts';

/** TAO in the pool of a subnet whose facts were read; null for root and for pools we cannot read. */
export function depthOf(facts: SubnetFacts | undefined): bigint | null {
  const pool = facts?.pool;
  return pool ? inputReserve(pool, 'buy') : null;
}

/** Rao, rounded down; null where one of the two is not known. */
export function capOf(raoPerAlpha: bigint | null, outside: bigint | undefined): bigint | null {
  return raoPerAlpha === null || outside === undefined
    ? null
    : mulDivDown(raoPerAlpha, outside, RAO_PER_ALPHA);
}
