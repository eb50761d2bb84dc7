// A change in per cent: its arrow, its sign and its colour say the same. Two decimals always, so that columns line up.
import { formatAmount } from '../../units.ts';
import { percentOf } from './format.ts';

/** A hundredth of one per cent, in parts per million: what is less prints as zero. */
const LEAST_SHOWN = 100n;

/** Parts per million as a percentage of exactly two decimals, cut towards zero. */
export function columnPercentText(ppm: bigint, sign = ''): string {
  const size = ppm < 0n ? -ppm : ppm;
  const digits = formatAmount(size * 100_000n, { decimals: 2, significant: 0, isFixed: true });
  return percentOf(digits, ppm < 0n ? '−' : sign);
}

type Direction = 'up' | 'down' | 'flat';

/** What prints as zero has no direction. */
export function directionOf(ppm: bigint): Direction {
  if (ppm >= LEAST_SHOWN) return 'up';
  return ppm <= -LEAST_SHOWN ? 'down' : 'flat';
}

const tones = { up: 'gain', down: 'loss', flat: 'quiet' } as const;

/** Without its arrow, where there is little room. */
export function PlainChange({ ppm }: { ppm: bigint }) {
  const direction = directionOf(ppm);
  const text =
    direction === 'flat'
      ? columnPercentText(0n)
      : columnPercentText(ppm, direction === 'up' ? '+' : '');
  return <span class={tones[direction]}>{text}</span>;
}

export function Change({ ppm }: { ppm: bigint }) {
  const direction = directionOf(ppm);
  if (direction === 'flat') return <span class="amount quiet">{columnPercentText(0n)}</span>;
  const isRise = direction === 'up';
  return (
    <span class={isRise ? 'amount gain' : 'amount loss'}>
      <span class="change-arrow" aria-hidden="true">
        {isRise ? '▲' : '▼'}
      </span>
      {columnPercentText(ppm, isRise ? '+' : '')}
    </span>
  );
}
