// Who gets the new alpha of one block: owner, miners, validators, root. Pure.

/** How one block's alpha goes out, in smallest units, rounded down part by part. */
export type AlphaSplit = { owner: bigint; miners: bigint; validators: bigint; root: bigint };

const MAX_U16 = 65_535n;

/**
 * Owner's cut first, then half to miners and half to validators, root's proportion out of the validators' half.
 * `ownerCut` in parts of 65535, `rootProportionBits` with 32 fractional bits.
 * Source: opentensor/subtensor run_coinbase.rs, emit_to_subnets.
 */
export function splitAlpha(
  alphaOut: bigint,
  ownerCut: bigint,
  rootProportionBits: bigint,
): AlphaSplit {
  const owner = (alphaOut * ownerCut) / MAX_U16;
  const rest = alphaOut - owner;
  const miners = rest / 2n;
  const root = ((rest - miners) * rootProportionBits) >> 32n;
  return { owner, miners, validators: rest - miners - root, root };
}
