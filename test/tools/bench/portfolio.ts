// How long valuing a portfolio takes, and whether it grows linearly.
import { valuePortfolio } from '../../../src/portfolio/value-portfolio.ts';
import { manyPositions } from '../../portfolio/many-positions.ts';

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

export async function benchPortfolio(): Promise<void> {
  const sizes = [
    { coldkeys: 5, positions: 500 },
    { coldkeys: 25, positions: 2_500 },
    { coldkeys: 50, positions: 5_000 },
  ];
  for (const { coldkeys, positions } of sizes) {
    const snapshot = manyPositions(coldkeys, positions);
    const counted = snapshot.accounts.map(({ coldkey }) => coldkey);
    valuePortfolio(snapshot, counted);
    const times: number[] = [];
    for (let run = 0; run < 9; run += 1) {
      const started = performance.now();
      valuePortfolio(snapshot, counted);
      times.push(performance.now() - started);
    }
    const each = (median(times) * 1000) / positions;
    console.log(
      `${coldkeys} coldkeys, ${positions} positions: ${median(times).toFixed(1)} ms, ${each.toFixed(1)} µs a position`,
    );
  }
}
