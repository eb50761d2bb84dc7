// Price impact in fixed bands, at 1, 3, 5 and 10 %: the same word and colour for the same figure on every ticket. Pure.
import { impactSeverity } from '../../checks/price-rules.ts';
import type { Leg } from '../../model/plan.ts';
import type { Tone } from '../ui/banner.tsx';

type ImpactBand = 'low' | 'moderate' | 'high' | 'very-high' | 'extreme';

const bands = {
  notice: { band: 'moderate', tone: 'notice' },
  warning: { band: 'high', tone: 'warning' },
  red: { band: 'very-high', tone: 'red' },
  typed: { band: 'extreme', tone: 'typed' },
} as const;

export function impactBand(ppm: bigint): { band: ImpactBand; tone: Tone } {
  const severity = impactSeverity(ppm);
  return severity === null ? { band: 'low', tone: 'ok' } : bands[severity];
}

/** A chart of impact goes a little beyond the last band, at 10 %. */
const DRAWN_TO_BPS = 1_200n;

/**
 * Where a chart of impact against amount ends: at `most`, the largest amount of the move, or before it, where the impact is
 * beyond all bands. `largest` is within `limitBps`, and impact grows about as the amount does. An order beyond that is drawn
 * among all amounts.
 */
export function plotEnd(
  most: bigint,
  order: bigint,
  largest: bigint | null,
  limitBps: number,
): bigint {
  if (largest === null || largest === 0n || limitBps <= 0) return most;
  const parts = DRAWN_TO_BPS / BigInt(limitBps);
  const end = largest * (parts > 2n ? parts : 2n);
  return order > end || end > most ? most : end;
}

/** Of the trade that moves its pool most, in parts per million; null: nothing is traded. */
export function tradeImpact(
  legs: readonly Pick<Leg, 'purpose' | 'priceImpactPpm'>[],
): bigint | null {
  const impacts = legs.flatMap(({ purpose, priceImpactPpm }) =>
    purpose === 'trade' ? [priceImpactPpm] : [],
  );
  return impacts.reduce<bigint | null>(
    (most, ppm) => (most === null || ppm > most ? ppm : most),
    null,
  );
}
