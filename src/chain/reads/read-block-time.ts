// The block's own time, which the block's author set: never reckoned from its number, because chains pause.
import type { Runtime } from '../runtime/runtime.ts';
import { numberOf } from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import { combineQueries, must, storageQuery, type StorageQuery } from '../runtime/storage-query.ts';

/** Epoch milliseconds; 0 in the state of the first block. Throws RangeError where the runtime keeps no time. */
export function queryBlockTime(runtime: Runtime): StorageQuery<number> {
  const now = storageQuery(runtime, ['Timestamp', 'Now'], [], numberOf);
  return combineQueries([now], (valueAt) => must(now.read(valueAt), 'time'));
}

/** The time of the state's block, epoch milliseconds. */
export function readBlockTime(state: StateReader): Promise<number> {
  return state.storage(queryBlockTime(state.runtime));
}
