// The validity of a signed extrinsic: from its birth block, for a power of two of blocks.
import { toHex } from '../scale/hex.ts';
import { malformed, type ScaleReader } from '../scale/scale-reader.ts';
import type { Hex } from '../../units.ts';

export type Era =
  | { kind: 'immortal' }
  /** period: a power of two; phase: the birth block modulo the period. */
  | { kind: 'mortal'; period: number; phase: number };

const SHORTEST = 4;
/** The longest period that encodes any birth block exactly; longer ones round the birth block. */
const LONGEST = 4096;

/** The era from that block on that lasts at least `blocks` blocks. Throws RangeError beyond 4096. */
export function eraFrom(birthBlock: number, blocks: number): Era & { kind: 'mortal' } {
  if (!(blocks <= LONGEST)) throw new RangeError(`no era of ${blocks} blocks`);
  let period = SHORTEST;
  while (period < blocks) period *= 2;
  return { kind: 'mortal', period, phase: birthBlock % period };
}

/** The last block in which an extrinsic of this era is valid. */
export function lastBlockOf(era: Era & { kind: 'mortal' }, birthBlock: number): number {
  return birthBlock + era.period - 1;
}

export function encodeEra(era: Era): Hex {
  if (era.kind === 'immortal') return '0x00';
  const step = Math.max(era.period / LONGEST, 1);
  const encoded = (Math.log2(era.period) - 1) | ((era.phase / step) << 4);
  return toHex(Uint8Array.of(encoded & 0xff, encoded >> 8));
}

/** Throws NODE_MALFORMED for bytes that no encoder writes. */
export function readEra(reader: ScaleReader): Era {
  const first = reader.u8();
  if (first === 0) return { kind: 'immortal' };
  const encoded = first | (reader.u8() << 8);
  const period = 2 << (encoded & 0xf);
  const phase = (encoded >> 4) * Math.max(period / LONGEST, 1);
  if (period < SHORTEST || phase >= period) throw malformed('era');
  return { kind: 'mortal', period, phase };
}
