// Results of each subnet in each column: the subnets that moved most by name, the others as one. Pure.
import type { Column, Parts } from '../../history/figures.ts';
import { costsOf } from './sums.ts';

/** As many as are told apart at a glance, and fit in one line of a legend. */
const NAMED = 3;

/** netuid null: all others. */
type SubnetSeries = { netuid: number | null; values: readonly (bigint | null)[] };

const resultOf = (parts: Parts): bigint => parts.earned + parts.price + costsOf(parts);
const sizeOf = (value: bigint): bigint => (value < 0n ? -value : value);

export function subnetSeries(columns: readonly (Column | null)[]): readonly SubnetSeries[] {
  const sizes = new Map<number | null, bigint>();
  const results = columns.map((column) => {
    const of = new Map<number | null, bigint>();
    for (const { subnet, parts } of column?.bySubnet ?? []) {
      const netuid = subnet?.netuid ?? null;
      const result = resultOf(parts);
      of.set(netuid, (of.get(netuid) ?? 0n) + result);
      sizes.set(netuid, (sizes.get(netuid) ?? 0n) + sizeOf(result));
    }
    return of;
  });
  const ranked = [...sizes]
    .filter(([netuid, size]) => netuid !== null && size > 0n)
    .toSorted(([, a], [, b]) => (a === b ? 0 : a < b ? 1 : -1))
    .map(([netuid]) => netuid);
  // Alone, the fourth needs no name for “others”.
  const named = ranked.length === NAMED + 1 ? ranked : ranked.slice(0, NAMED);
  const valuesOf = (value: (of: Map<number | null, bigint>) => bigint): (bigint | null)[] =>
    results.map((of, index) => (columns[index] === null ? null : value(of)));
  const others = valuesOf((of) =>
    [...of].reduce((sum, [netuid, one]) => (named.includes(netuid) ? sum : sum + one), 0n),
  );
  return [
    ...named.map((netuid) => ({ netuid, values: valuesOf((of) => of.get(netuid) ?? 0n) })),
    ...(others.some((value) => value !== null && value !== 0n)
      ? [{ netuid: null, values: others }]
      : []),
  ];
}
