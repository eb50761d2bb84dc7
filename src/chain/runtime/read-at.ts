// Reads at a block by that block's own runtime: what was read by another one is discarded and read again.
import type { RuntimeRef } from '../../model/facts.ts';
import type { Hex } from '../../units.ts';
import { fieldOf, numberOf } from '../scale/scale-fields.ts';
import type { Runtime } from './runtime.ts';
import type { RpcCall, RuntimeSource } from './runtime-source.ts';
import { createStateReader, type StateReader } from './state-reader.ts';
import { combineQueries, storageQuery, type StorageQuery } from './storage-query.ts';

/** Of a reading with a runtime that is a guess until the node confirms it. */
export type Maker = {
  /** What the state that was read says of the runtime that made it. */
  told: (spec: number | null) => void;
  /** The reading is known to be by the block's own runtime. */
  isOwn: () => boolean;
};

/**
 * `last`: the runtime of an earlier reading on this chain, to begin with where the node was asked for none; null: there is none.
 * With it the reading tells the maker of the state, ahead of the node's word for the block's runtime.
 */
type ReadAt = <T>(
  blockHash: Hex,
  signal: AbortSignal | undefined,
  read: (state: StateReader, maker: Maker) => Promise<T>,
  last?: RuntimeRef | null,
) => Promise<T>;

/** The spec of the runtime that made a state; null: it is not kept. */
export function queryMaker(runtime: Runtime): StorageQuery<number | null> {
  const query = storageQuery(runtime, ['System', 'LastRuntimeUpgrade'], [], (value) =>
    value === null ? null : numberOf(fieldOf(value, 'spec_version')),
  );
  return combineQueries([query], (valueAt) => {
    const spec = query.read(valueAt);
    return spec.known ? spec.value : null;
  });
}

const confirmed: Maker = { told: () => undefined, isOwn: () => true };

/** `hasNewCode`: by its header, the block's state has another code than made it; also where no header came. */
export function createReadAt(
  ask: RpcCall,
  source: RuntimeSource,
  hasNewCode: (blockHash: Hex) => boolean,
): ReadAt {
  return async (blockHash, signal, read, last) => {
    const isTold = last !== undefined && !hasNewCode(blockHash);
    const present = source.latest() ?? (await source.expected());
    const guess = present ?? (isTold && last !== null ? await source.recall(last) : null);
    const readBy = (runtime: Runtime, until: AbortSignal | undefined, maker: Maker) =>
      source.reading(runtime, [blockHash], (by) => {
        const signalled = until ?? new AbortController().signal;
        return read(createStateReader(ask, by, blockHash, signalled), maker);
      });
    if (guess === null) return readBy(await source.briefAt(blockHash, signal), signal, confirmed);
    const { specVersion } = guess.ref;
    const early = new AbortController();
    const abort = () => early.abort(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    try {
      let made: number | null = null;
      const told = (spec: number | null): void => {
        if (isTold) made = spec;
        // What it still wants to ask is of no use.
        if (isOther()) early.abort();
      };
      const isOther = (): boolean => made !== null && made !== specVersion;
      const check = () => source.briefAt(blockHash, signal, isTold);
      const checking = present === null ? null : check();
      const maker = { told, isOwn: () => made === specVersion };
      const [result, checked] = await Promise.allSettled([
        readBy(guess, early.signal, maker),
        checking,
      ]);
      if (checked.status === 'rejected') throw checked.reason;
      if (result.status === 'rejected' && maker.isOwn()) throw result.reason;
      // The node was asked for no runtime: it is not asked before the figures are.
      const runtime = checked.value ?? (await check());
      if (runtime.ref.specVersion !== specVersion || isOther())
        return await readBy(runtime, signal, confirmed);
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  };
}
