// What a subnet does with its part of a block: liquidity, chain buys, and who gets the alpha. Pure.
import type { EmissionFacts, SubnetEmissionFacts } from '../model/emission-facts.ts';
import type { Reading } from '../model/facts.ts';
import { RAO_PER_TAO } from '../units.ts';
import { blockEmission } from './block-emission.ts';
import type { SubnetShare } from './emission-shares.ts';

/** Smallest units per block, rounded down. */
type SubnetEmission = {
  /** TAO of the block that is the subnet's. */
  tao: bigint;
  taoIn: bigint;
  alphaIn: bigint;
  /** TAO that buys alpha from the pool because the injection is capped. */
  excessTao: bigint;
  alphaOut: bigint;
};

const mul32 = (a: bigint, b: bigint): bigint => (a * b) >> 32n;
const div32 = (a: bigint, b: bigint): bigint => (b === 0n ? 0n : (a << 32n) / b);

/** The subnet's TAO of one block, in rao with 32 fractional bits. */
function taoBits(totalIssuance: bigint, share: bigint): bigint {
  return (blockEmission(totalIssuance) * share) >> 32n;
}

/** Rao of the next block that a share (U64F64 bits) comes to, rounded down. */
export function taoOfShare(totalIssuance: bigint, share: bigint): bigint {
  return taoBits(totalIssuance, share) >> 32n;
}

/** Root's part of a subnet's emission: w·R / (w·R + alpha issuance), 32 fractional bits, rounded down. */
function rootProportion(facts: EmissionFacts, alphaIssuance: bigint): Reading<bigint> {
  if (!facts.taoWeight.known) return facts.taoWeight;
  const weight = div32(facts.taoWeight.value << 32n, ((1n << 64n) - 1n) << 32n);
  const root = mul32(weight, facts.rootTao << 32n);
  return { known: true, value: div32(root, root + (alphaIssuance << 32n)) };
}

/**
 * TAO and alpha of the next block for one subnet, each step in 32 fractional bits, truncated. The injection is capped at the
 * root proportion of the alpha emission; the rest of the TAO buys alpha. Valued at the node's price, which has nine decimals:
 * alphaIn is therefore an estimate to that precision, tao is not. Unknown where a fact is.
 * Source: opentensor/subtensor pallets/subtensor/src/coinbase/run_coinbase.rs, get_subnet_terms.
 */
export function splitEmission(
  facts: EmissionFacts,
  subnet: SubnetEmissionFacts,
  share: SubnetShare,
): Reading<SubnetEmission> {
  if (!subnet.nodePrice.known) return subnet.nodePrice;
  const issuance = subnet.alphaReserve + subnet.alphaOut;
  const proportion = rootProportion(facts, issuance);
  if (!proportion.known) return proportion;
  const tao = taoBits(facts.totalIssuance, share.share);
  const alphaOut = blockEmission(issuance) << 32n;
  const price = (subnet.nodePrice.value << 32n) / RAO_PER_TAO;
  const cap = mul32(proportion.value, alphaOut);
  const wanted = div32(tao, price);
  const alphaIn = wanted > cap ? cap : wanted;
  const taoIn = wanted > cap ? mul32(cap, price) : tao;
  return {
    known: true,
    value: {
      tao: tao >> 32n,
      taoIn: taoIn >> 32n,
      alphaIn: alphaIn >> 32n,
      excessTao: (tao - taoIn) >> 32n,
      alphaOut: alphaOut >> 32n,
    },
  };
}

/** How one block's alpha goes out, in smallest units, rounded down part by part. */
export type AlphaSplit = { owner: bigint; miners: bigint; validators: bigint; root: bigint };

const MAX_U16 = 65_535n;

/**
 * Owner's cut first, then half to miners and half to validators, root's proportion out of the validators' half.
 * `ownerCut` in parts of 65535. Source: opentensor/subtensor run_coinbase.rs, emit_to_subnets.
 */
export function splitAlpha(
  alphaOut: bigint,
  ownerCut: bigint,
  rootProportionBits: bigint,
): AlphaSplit {
  const owner = (alphaOut * ownerCut) / MAX_U16;
  const rest = alphaOut - owner;
  const miners = rest / 2n;
  const root = mul32(rootProportionBits, rest - miners);
  return { owner, miners, validators: rest - miners - root, root };
}
