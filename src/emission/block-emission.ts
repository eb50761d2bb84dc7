// How much a block emits for a given issuance: TAO for the network, alpha for a subnet. Pure.

const MAX_SUPPLY = 21_000_000_000_000_000n;
const FULL_EMISSION = 1_000_000_000n;
const ONE_32 = 1n << 32n;

/**
 * Smallest units emitted per block: 10⁹ halved once for every halving of what is still to be issued; 0 from the maximum
 * supply on. The chain takes log2 of 1/(1 − issuance/maximum) in 32 fractional bits and floors it; here the floor is taken on
 * the same 32-bit residual without a logarithm, so the two may part only within one part in 2³² of a halving.
 * Source: opentensor/subtensor pallets/subtensor/src/coinbase/block_emission.rs, get_block_emission_for_issuance.
 */
export function blockEmission(issuance: bigint): bigint {
  if (issuance < 0n) throw new RangeError(`no issuance: ${issuance}`);
  if (issuance >= MAX_SUPPLY) return 0n;
  const residual = ONE_32 - (issuance << 32n) / MAX_SUPPLY;
  const ratio = (ONE_32 << 32n) / residual;
  const halvings = BigInt((ratio >> 32n).toString(2).length - 1);
  return FULL_EMISSION >> halvings;
}

/** Rao of the next block that a share (U64F64 bits) comes to; 32 fractional bits inside, rounded down at each step. */
export function taoOfShare(totalIssuance: bigint, share: bigint): bigint {
  return ((blockEmission(totalIssuance) * share) >> 32n) >> 32n;
}
