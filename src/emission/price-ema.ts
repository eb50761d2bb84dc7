// The moving average of a subnet's price that emission follows: one block, many blocks, how fast. Pure.
import type { EmissionFacts, SubnetEmissionFacts } from '../model/emission-facts.ts';
import type { Reading } from '../model/facts.ts';
import { divShareDown, mulShareDown, ONE_SHARE, shareFrom32 } from './fixed-share.ts';

/**
 * The weight of the newest price in a block, U64F64 bits: SubnetMovingAlpha · b / (b + halving blocks), b the blocks since
 * the subnet's emission began. Source: opentensor/subtensor pallets/subtensor/src/staking/stake_utils.rs, update_moving_price.
 */
export function emaWeight(movingAlphaBits: bigint, age: bigint, halvingBlocks: bigint): bigint {
  const blocks = age < 0n ? 0n : age;
  return mulShareDown(
    shareFrom32(movingAlphaBits),
    divShareDown(blocks << 64n, (blocks + halvingBlocks) << 64n),
  );
}

export type SubnetEma = {
  /** I96F32 bits. */
  emaBits: bigint;
  movingAlphaBits: bigint;
  halvingBlocks: bigint;
  /** Blocks since emission began, at the block of the facts. */
  age: bigint;
};

/** What the average of one subnet follows from; unknown where a fact is, or before its first emission. */
export function subnetEma(facts: EmissionFacts, subnet: SubnetEmissionFacts): Reading<SubnetEma> {
  const { emaPriceBits, firstEmissionBlock, emaHalvingBlocks } = subnet;
  if (!emaPriceBits.known) return emaPriceBits;
  if (!firstEmissionBlock.known) return firstEmissionBlock;
  if (!emaHalvingBlocks.known) return emaHalvingBlocks;
  if (!facts.subnetMovingAlphaBits.known) return facts.subnetMovingAlphaBits;
  if (firstEmissionBlock.value === null) return { known: false, reason: 'unreadable' };
  return {
    known: true,
    value: {
      emaBits: emaPriceBits.value,
      movingAlphaBits: facts.subnetMovingAlphaBits.value,
      halvingBlocks: emaHalvingBlocks.value,
      age: BigInt(facts.block.number - (firstEmissionBlock.value - 1)),
    },
  };
}

const EXTRA = 64n;

/** base^exponent for a U64F64 base of at most 1, with 64 more bits inside, rounded down. */
function powerDown(base: bigint, exponent: bigint): bigint {
  const one = ONE_SHARE << EXTRA;
  let result = one;
  let square = base << EXTRA;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) >> (64n + EXTRA);
    square = (square * square) >> (64n + EXTRA);
  }
  return result >> EXTRA;
}

/**
 * The average after `blocks` blocks at a constant price, as I96F32 bits: p + (E − p)·(1 − a)^blocks with the weight a of
 * the middle of the path (it grows as the subnet ages). The block-by-block rounding of the chain (at most 2⁻³² a block)
 * is left out. `priceBits` U64F64, `blocks` ≥ 0.
 */
export function emaAfter(ema: SubnetEma, priceBits: bigint, blocks: bigint): bigint {
  if (blocks < 0n) throw new RangeError(`no number of blocks: ${blocks}`);
  const price = priceBits > ONE_SHARE ? ONE_SHARE : priceBits;
  const weight = emaWeight(ema.movingAlphaBits, ema.age + blocks / 2n, ema.halvingBlocks);
  const left = powerDown(ONE_SHARE - weight, blocks);
  const start = shareFrom32(ema.emaBits);
  const distance = start >= price ? start - price : price - start;
  const remaining = mulShareDown(distance, left);
  return (start >= price ? price + remaining : price - remaining) >> 32n;
}

/** Blocks until half of a price change is in the average, at today's weight; null while nothing is. */
export function emaHalfLife(ema: SubnetEma): number | null {
  const weight = emaWeight(ema.movingAlphaBits, ema.age, ema.halvingBlocks);
  if (weight === 0n) return null;
  // A count of blocks, not an amount: 53 bits are plenty.
  const a = Number(weight) / Number(ONE_SHARE);
  return Math.ceil(Math.LN2 / -Math.log1p(-a));
}
