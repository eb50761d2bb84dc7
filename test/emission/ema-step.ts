// The price average block by block, as the chain keeps it: what the closed form of many blocks is held to.
import { mulShareDown, ONE_SHARE, shareFrom32 } from '../../src/emission/fixed-share.ts';

/**
 * The average after one block, as I96F32 bits: prices above 1 count as 1, products truncated to 64 fractional bits and the
 * sum to 32. `priceBits` U64F64, `emaBits` I96F32.
 */
export function emaStep(emaBits: bigint, priceBits: bigint, weight: bigint): bigint {
  const price = priceBits > ONE_SHARE ? ONE_SHARE : priceBits;
  const fresh = mulShareDown(weight, price);
  const kept = mulShareDown(ONE_SHARE - weight, shareFrom32(emaBits));
  return (fresh + kept) >> 32n;
}
