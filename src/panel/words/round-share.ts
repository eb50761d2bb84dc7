// Shares of a whole in one decimal, for where they are looked at rather than reckoned with.
import { formatAmount } from '../../units.ts';
import { percentOf, percentText } from './format.ts';

/** What one decimal of a per cent can show. */
const LEAST_ROUND_SHARE = 1_000n;

/** A share in one decimal, cut; one too small for that is shown as under it, never as zero. */
export function roundShareText(ppm: bigint): string {
  const isUnder = ppm > 0n && ppm < LEAST_ROUND_SHARE;
  // Cut here: figures under 1 would keep more digits.
  const cut = isUnder ? LEAST_ROUND_SHARE : ppm - (ppm % LEAST_ROUND_SHARE);
  const digits = formatAmount(cut * 100_000n, { decimals: 1, isFixed: true });
  return percentOf(digits, isUnder ? '<' : '');
}

/** A share to the nearest of the digits that a per cent shows: 1.2989 % is 1.3 %, not 1.29 %. */
export function nearShareText(ppm: bigint): string {
  const step = ppm < 100n ? 1n : ppm < 1_000n ? 10n : 100n;
  return percentText(((ppm + step / 2n) / step) * step);
}
