// What the rows of home are read from between two whole readings.
import type { RowsRead } from '../../model/rows.ts';
import type { Netuid } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import {
  combineQueries,
  must,
  queryAll,
  storageQuery,
  type StorageQuery,
} from '../runtime/storage-query.ts';
import { booleanOf } from '../scale/scale-fields.ts';
import { queryPool } from './read-subnets.ts';

type Row = RowsRead['rows'][number];

/** The pools of subnets that trade: what a row of home is worth. */
export const queryRows = (runtime: Runtime, netuids: readonly Netuid[]): StorageQuery<Row[]> =>
  queryAll(
    netuids.map((netuid) => {
      const pool = queryPool(runtime, netuid);
      return combineQueries([pool], (valueAt) => ({ netuid, ...pool.read(valueAt) }));
    }),
  );

/** Whether all of them exist. */
export function queryExist(runtime: Runtime, netuids: readonly Netuid[]): StorageQuery<boolean> {
  const each = netuids.map((netuid) =>
    storageQuery(runtime, [SUBTENSOR, 'NetworksAdded'], [netuid], booleanOf),
  );
  return combineQueries(each, (valueAt) =>
    each.every(({ read }) => must(read(valueAt), 'subnets')),
  );
}
