// Results of each subnet in each column: the subnets that moved most by name, the others as one. Pure.
import type { Column, Parts, Results } from '../../history/figures.ts';
import { costsOf, shownResult } from './sums.ts';

/** As many as a chart has colours for, with one for the others. */
const NAMED = 5;

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
  const named = ranked.slice(0, NAMED);
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

/** What each series came to over the period, as the list by subnet has it, and the others what is left of the whole. */
export function seriesSums(
  series: readonly Pick<SubnetSeries, 'netuid'>[],
  bySubnet: Results['bySubnet'],
  whole: bigint,
): readonly (bigint | null)[] {
  const sumOf = (netuid: number): bigint | null => {
    const own = bySubnet.filter(({ subnet }) => subnet.netuid === netuid);
    // Of a subnet's own results there is no list: it is the whole.
    if (bySubnet.length === 0) return series.length === 1 ? whole : null;
    return own.reduce<bigint | null>(
      (sum, { figures }) =>
        sum === null || !figures.known ? null : sum + shownResult(figures.value),
      0n,
    );
  };
  const named = series.map(({ netuid }) => (netuid === null ? 0n : sumOf(netuid)));
  const left = named.reduce<bigint | null>(
    (rest, sum) => (rest === null || sum === null ? null : rest - sum),
    whole,
  );
  return series.map(({ netuid }, index) => (netuid === null ? left : (named[index] ?? null)));
}
