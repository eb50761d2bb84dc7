// The scale of price impacts, the same in every chart: its bands, and ticks that make a small impact look small. Pure.
import type { ChartBand } from '../ui/chart/chart-model.ts';

/** Parts per million at which a band begins: up to 1, 3, 5, 10 % and beyond. */
export const impactBands: readonly ChartBand[] = [
  { from: 0n, tone: 'good' },
  { from: 10_000n, tone: 'fair' },
  { from: 30_000n, tone: 'warn' },
  { from: 50_000n, tone: 'high' },
  { from: 100_000n, tone: 'bad' },
];

const short = impactBands.map(({ from }) => from);
const further = [250_000n, 500_000n, 1_000_000n, 2_500_000n, 10_000_000n];

/** Up to 10 % always, and as much further as needed. */
export function impactTicks(values: readonly (bigint | null)[]): readonly bigint[] {
  let most = 0n;
  for (const value of values) if (value !== null && value > most) most = value;
  if (most <= 100_000n) return short;
  const top = further.find((tick) => tick >= most) ?? most;
  // Close ones would lie on each other where the scale is long.
  return top <= 250_000n ? [0n, 50_000n, 100_000n, top] : [0n, top / 2n, top];
}
