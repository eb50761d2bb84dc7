// Shares of a whole: in one decimal, for where they are looked at rather than reckoned with, and to the nearest digit.
import { formatAmount } from '../../units.ts';
import { columnPercentText } from './change.tsx';
import { percentOf, percentText } from './format.ts';

/** A tenth of one per cent of a whole, as so many parts. */
const TENTHS = 1_000n;

/** One too small for its one decimal is shown as under it, never as zero. */
function tenthsText(tenths: bigint, isNothing: boolean): string {
  const isUnder = tenths === 0n && !isNothing;
  const digits = formatAmount((isUnder ? 1n : tenths) * 100_000_000n, {
    decimals: 1,
    isFixed: true,
  });
  return percentOf(digits, isUnder ? '<' : '');
}

/**
 * What share of their sum each part has, in one decimal: cut, and what is then missing to the whole is given to those that lost
 * most by the cut. So the shares are seen to add up, and none is off by a whole digit.
 */
export function roundSharesText(parts: readonly bigint[]): readonly string[] {
  const whole = parts.reduce((sum, part) => sum + part, 0n);
  if (whole === 0n) return parts.map(() => tenthsText(0n, true));
  const cut = parts.map((part) => (part * TENTHS) / whole);
  const missing = TENTHS - cut.reduce((sum, tenths) => sum + tenths, 0n);
  const lostMost = parts
    .map((part, index) => ({ index, lost: (part * TENTHS) % whole }))
    .toSorted((a, b) => (a.lost === b.lost ? 0 : a.lost < b.lost ? 1 : -1))
    .slice(0, Number(missing));
  const raised = new Set(lostMost.map(({ index }) => index));
  return parts.map((part, index) =>
    tenthsText((cut[index] ?? 0n) + (raised.has(index) ? 1n : 0n), part === 0n),
  );
}

/** A share to the nearest of the digits shown: 1.2989 % is 1.30 % as in columns; one under a tenth of a per cent has more. */
export function nearShareText(ppm: bigint): string {
  const step = ppm < 100n ? 1n : 10n;
  const near = ((ppm + step / 2n) / step) * step;
  return near < 1_000n ? percentText(near) : columnShareText(ppm);
}

/** The same in two decimals always, so that columns line up. */
export function columnShareText(ppm: bigint): string {
  return columnPercentText(((ppm + 50n) / 100n) * 100n);
}
