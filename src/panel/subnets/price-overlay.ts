// The prices of several subnets over one range as changes from where each began, so that they can be laid over each other.
// Pure; a price that nobody knows is a gap.
import type { PricePoint } from '../core/price-series.ts';
import { changePpm } from './price-history.ts';

type Priced = Pick<PricePoint, 'at' | 'block' | 'value'>;

type Overlay = {
  /** Ascending; of the prices of any of them. */
  times: readonly { at: number; block: number }[];
  /** One for each subnet: the change since its first price, in parts per million, at each time. */
  changes: readonly (readonly (bigint | null)[])[];
};

/** Of the points that are in the range, each list ascending. */
export function overlayOf(lists: readonly (readonly Priced[])[]): Overlay {
  const byTime = new Map<number, number>();
  for (const { at, block } of lists.flat()) byTime.set(at, block);
  const times = [...byTime].map(([at, block]) => ({ at, block })).sort((a, b) => a.at - b.at);
  const changes = lists.map((points) => {
    const first = points[0]?.value ?? null;
    const values = new Map(points.map(({ at, value }) => [at, value]));
    return times.map(({ at }) => changePpm(values.get(at) ?? null, first));
  });
  return { times, changes };
}
