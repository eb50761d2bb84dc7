// Where a subnet's emission share is heading if prices stay as they are: its average follows the price for weeks. Pure.
import type { ModelCheck } from '../../emission/compare-recorded.ts';
import { voteOf } from '../../emission/vote.ts';
import type { EmissionFacts } from '../../model/emission-facts.ts';
import type { Reading } from '../../model/facts.ts';
import type { Pool } from '../../pool/pool.ts';
import { spotPrice } from '../../pool/spot-price.ts';
import type { Netuid } from '../../units.ts';

type Heading = {
  /** Where the share ends when the average has reached the price, in parts per million. */
  target: bigint;
  path: readonly { blocks: number; ppm: bigint }[];
  halfLifeBlocks: number;
};

/** Half of the way that is left is gone in each half-life. */
const HALF_LIVES = 6;
const STEPS = 24;

/** null: the subnet gets no emission, or its share cannot be reproduced here. */
export function headingOf(
  facts: EmissionFacts,
  check: Reading<ModelCheck>,
  netuid: Netuid,
  pool: Pool,
): Heading | null {
  if (!check.known || !check.value.agrees) return null;
  const price = spotPrice(pool);
  const effectAt = (blocks: readonly number[]) => {
    const vote = voteOf(facts, [{ netuid, before: price, after: price }], blocks);
    return vote.known ? vote.value.effects.find((one) => one.netuid === netuid) : undefined;
  };
  const halfLifeBlocks = effectAt([])?.halfLifeBlocks ?? null;
  if (halfLifeBlocks === null || halfLifeBlocks <= 0) return null;
  const step = Math.ceil((halfLifeBlocks * HALF_LIVES) / STEPS);
  const effect = effectAt(Array.from({ length: STEPS }, (_, index) => (index + 1) * step));
  if (effect === undefined) return null;
  return {
    target: effect.sharePpmAfter,
    path: [
      { blocks: 0, ppm: effect.sharePpmNow },
      ...effect.path.map(({ blocks, sharePpm }) => ({ blocks, ppm: sharePpm })),
    ],
    halfLifeBlocks,
  };
}
