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
