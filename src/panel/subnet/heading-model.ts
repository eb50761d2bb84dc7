// Where a subnet's emission share is heading if prices stay as they are: its average follows the price for weeks. Pure.
import type { ModelCheck } from '../../emission/compare-recorded.ts';
import { voteOf } from '../../emission/vote.ts';
import type { EmissionFacts } from '../../model/emission-facts.ts';
import type { Reading } from '../../model/facts.ts';
import type { Pool } from '../../pool/pool.ts';
import { spotPrice } from '../../pool/spot-price.ts';
import { BLOCKS_PER_DAY, type Netuid } from '../../units.ts';

type Heading = {
  /** Where the share ends when the average has reached the price, in parts per million. */
  target: bigint;
  path: readonly { days: number; ppm: bigint }[];
};

const LAST_DAY = 60;
const STEP_DAYS = 3;

/** null: the subnet gets no emission, or its share cannot be reproduced here. */
export function headingOf(
  facts: EmissionFacts,
  check: Reading<ModelCheck>,
  netuid: Netuid,
  pool: Pool,
): Heading | null {
  if (!check.known || !check.value.agrees) return null;
  const days = Array.from({ length: LAST_DAY / STEP_DAYS }, (_, step) => (step + 1) * STEP_DAYS);
  const price = spotPrice(pool);
  const blocks = days.map((day) => day * BLOCKS_PER_DAY);
  const vote = voteOf(facts, [{ netuid, before: price, after: price }], blocks);
  const effect = vote.known ? vote.value.effects.find((one) => one.netuid === netuid) : undefined;
  if (effect === undefined) return null;
  return {
    target: effect.sharePpmAfter,
    path: [
      { days: 0, ppm: effect.sharePpmNow },
      ...effect.path.map(({ blocks: at, sharePpm }) => ({
        days: at / BLOCKS_PER_DAY,
        ppm: sharePpm,
      })),
    ],
  };
}
