// What a hotkey paid its stakers in the epochs that are known, and what that makes of a position: a tempo, a day, a
// year. Pure; all of it in alpha, and never a statement about TAO. An epoch nobody saw is left out, not counted as zero.
import {
  BLOCKS_PER_DAY,
  BLOCKS_PER_DAY_BIG,
  PPM,
  U64_MAX,
  mulDivDown,
  toAlphaRao,
  type AlphaRao,
} from '../units.ts';

/** 365.25 days of 7,200 blocks. */
const BLOCKS_PER_YEAR = 2_629_800n;
/** What figures are averaged over: the last seven days. */
export const YIELD_WINDOW = 7 * BLOCKS_PER_DAY;

const ONE = 10n ** 18n;
/** A thousandfold a year and more is no rate that anybody could earn: no compounded rate is given. */
const MOST = 1_000n * ONE;

/** One epoch of one subnet, as it went for one hotkey. */
export type EpochSample = {
  /** Block in which it ran. */
  epoch: number;
  /** Blocks from one epoch to the next by the rule of then. */
  period: number;
  /** Of all stakers of the hotkey together, after its take. */
  dividends: bigint;
  /** Their stake before it was credited. */
  earnedOn: bigint;
  from: 'own' | 'archive';
};

export type PositionYield = {
  /** On what is held now, mean over the epochs. */
  perTempo: AlphaRao;
  perDay: AlphaRao;
  /** Parts per million a year, in alpha: without compounding, and with every epoch's dividends earning in the next. */
  aprPpm: bigint;
  /** null: beyond belief, see `MOST`. */
  apyPpm: bigint | null;
  /** Blocks from one epoch to the next, of the newest. */
  period: number;
  /** Not one of these epochs paid anything. */
  isIdle: boolean;
  /** Epochs averaged over, and where they were told. */
  epochs: number;
  own: number;
  archived: number;
  /** Blocks from the oldest of them to the newest. */
  span: number;
  /** Epochs in between that nobody saw. */
  unseen: number;
};

/** Those of the last `YIELD_WINDOW` blocks that tell a rate, ascending. */
function usable(samples: readonly EpochSample[], head: number): EpochSample[] {
  return samples
    .filter(
      ({ epoch, period, earnedOn }) =>
        epoch <= head && epoch > head - YIELD_WINDOW && period > 0 && earnedOn > 0n,
    )
    .toSorted((a, b) => a.epoch - b.epoch);
}

/** (1 + rate)^times − 1, parts of `ONE`, rounded down at every step. */
function compounded(rate: bigint, times: bigint): bigint | null {
  let result = ONE;
  let base = ONE + rate;
  for (let left = times; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * base) / ONE;
    base = (base * base) / ONE;
    // The base is needed once more only while a bit is left.
    if (result > MOST || (left > 1n && base > MOST)) return null;
  }
  return result - ONE;
}

/**
 * What an amount earns in a year at a yearly yield, in the unit of the amount, rounded down. null: more than any amount
 * can be (u64), so the yield is none that could last.
 */
export function yearlyRewards(amount: bigint, yieldPpm: bigint): bigint | null {
  const rewards = (amount * yieldPpm) / PPM;
  return rewards > U64_MAX ? null : rewards;
}

/**
 * Mean of what each known epoch paid on `alpha`: dividends · alpha / stake they were earned on, each rounded down, the means
 * too. A year without compounding is 2,629,800 blocks of the mean; with it, (1 + mean rate)^(whole epochs a year) − 1. null
 * when no epoch of the window is known. `head` is the block of "now".
 * Source: opentensor/subtensor pallets/subtensor/src/coinbase/run_coinbase.rs (distribute_dividends_and_incentives: the take
 * is credited before, so that dividends are shared on the stake with it), chain reference §7.8.
 */
export function positionYield(
  alpha: bigint,
  samples: readonly EpochSample[],
  head: number,
): PositionYield | null {
  const known = usable(samples, head);
  const oldest = known[0];
  const newest = known.at(-1);
  if (oldest === undefined || newest === undefined) return null;
  const mean = (of: (sample: EpochSample) => bigint): bigint =>
    known.reduce((sum, sample) => sum + of(sample), 0n) / BigInt(known.length);
  /** Of so many units, in so many blocks. */
  const paid = (units: bigint, blocks: bigint) =>
    mean(({ dividends, earnedOn, period }) =>
      mulDivDown(dividends, units * blocks, earnedOn * BigInt(period)),
    );
  const rate = mean(({ dividends, earnedOn }) => mulDivDown(dividends, ONE, earnedOn));
  const year = compounded(rate, BLOCKS_PER_YEAR / BigInt(newest.period));
  const span = newest.epoch - oldest.epoch;
  const ran = Math.round(span / newest.period) + 1;
  const own = known.filter(({ from }) => from === 'own').length;
  return {
    perTempo: toAlphaRao(mean(({ dividends, earnedOn }) => mulDivDown(dividends, alpha, earnedOn))),
    perDay: toAlphaRao(paid(alpha, BLOCKS_PER_DAY_BIG)),
    aprPpm: paid(PPM, BLOCKS_PER_YEAR),
    apyPpm: year === null ? null : mulDivDown(year, PPM, ONE),
    period: newest.period,
    isIdle: known.every(({ dividends }) => dividends === 0n),
    epochs: known.length,
    own,
    archived: known.length - own,
    span,
    unseen: Math.max(0, ran - known.length),
  };
}
