// What a position earned, in alpha, and what that would be over a year. Pure; alpha yield is never a
// statement about TAO.
import type { Position, Reading, ValidatorFacts } from '../facts.ts';
import { mulDivDown, toAlphaRao, type AlphaRao } from '../units.ts';

/** 365.25 days of 7,200 blocks. */
const BLOCKS_PER_YEAR = 2_629_800n;
const BLOCKS_PER_DAY = 7_200n;
const PPM = 1_000_000n;

export type PositionYield = {
  /** My share of the hotkey's dividends of the last epoch, after take, in alpha of the subnet. */
  perTempo: AlphaRao;
  perDay: AlphaRao;
  /** Without compounding, parts per million a year, in alpha terms. One epoch's sample. */
  aprPpm: bigint;
  tempo: number;
  /** Epochs the figure is averaged over. */
  samples: number;
};

type Unknown = Extract<Reading<never>, { known: false }>;

/**
 * perTempo = D · position / stake, D the hotkey's dividends after take, stake the alpha they were earned
 * on (what the chain recorded at the epoch, minus D itself); all divisions down. A hotkey that earned nothing yields a known
 * zero. Source: opentensor/subtensor pallets/subtensor/src/coinbase/run_coinbase.rs, chain reference §7.8.
 */
export function positionYield(
  position: Pick<Position, 'alpha'>,
  validator: ValidatorFacts,
  tempo: number,
): Reading<PositionYield> {
  const { dividends, stakeAtLastEpoch } = validator;
  if (!dividends.known) return unknownBecause(dividends);
  if (!stakeAtLastEpoch.known) return unknownBecause(stakeAtLastEpoch);
  if (!Number.isInteger(tempo) || tempo <= 0) return { known: false, reason: 'unreadable' };
  const earnedOn = stakeAtLastEpoch.value - dividends.value;
  const epochLength = BigInt(tempo);
  const perTempo = earnedOn <= 0n ? 0n : mulDivDown(dividends.value, position.alpha, earnedOn);
  const ratePpm =
    earnedOn <= 0n ? 0n : mulDivDown(dividends.value, PPM * BLOCKS_PER_YEAR, earnedOn);
  return {
    known: true,
    value: {
      perTempo: toAlphaRao(perTempo),
      perDay: toAlphaRao(mulDivDown(perTempo, BLOCKS_PER_DAY, epochLength)),
      aprPpm: ratePpm / epochLength,
      tempo,
      samples: 1,
    },
  };
}

const unknownBecause = ({ reason }: Unknown): Unknown => ({ known: false, reason });

/** Averages samples of different epochs (rounded down); unknown when there is none. */
export function averageYield(samples: readonly PositionYield[]): Reading<PositionYield> {
  const first = samples[0];
  if (!first) return { known: false, reason: 'unreadable' };
  const count = BigInt(samples.length);
  const mean = (of: (sample: PositionYield) => bigint): bigint =>
    samples.reduce((total, sample) => total + of(sample), 0n) / count;
  return {
    known: true,
    value: {
      perTempo: toAlphaRao(mean(({ perTempo }) => perTempo)),
      perDay: toAlphaRao(mean(({ perDay }) => perDay)),
      aprPpm: mean(({ aprPpm }) => aprPpm),
      tempo: first.tempo,
      samples: samples.length,
    },
  };
}
