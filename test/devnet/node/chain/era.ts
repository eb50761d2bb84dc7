// Mortal eras: period and phase from the two bytes of an extrinsic, and the block it counts from.
// Refuses to know blocks themselves.
import type { Value } from '../scale/type.ts';
import { numberOf, partOf, variantName } from '../scale/value.ts';

export type Era =
  | Readonly<{ kind: 'immortal' }>
  | Readonly<{ kind: 'mortal'; period: number; phase: number }>;

const MIN_PERIOD = 4;

/** Throws RangeError on a period or phase that no encoder makes. */
export function eraOf(value: Value): Era {
  const name = variantName(value) ?? '';
  if (name === 'Immortal') return { kind: 'immortal' };
  const first = Number(name.replace('Mortal', ''));
  const encoded = first | ((numberOf(partOf(value, 'value')) ?? 0) << 8);
  const period = 2 << (encoded % 16);
  const phase = (encoded >> 4) * Math.max(period >> 12, 1);
  if (period < MIN_PERIOD || phase >= period) throw new RangeError('Invalid period and phase');
  return { kind: 'mortal', period, phase };
}

/** The block whose hash is signed, seen from block `current`; 0 for immortal. */
export function birthOf(era: Era, current: number): number {
  if (era.kind === 'immortal') return 0;
  const { period, phase } = era;
  return Math.floor((Math.max(current, phase) - phase) / period) * period + phase;
}
