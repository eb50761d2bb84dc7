// One position's share and its hotkey's pool, by storage key; and the account that holds the validators' baskets.
import { type AlphaRao, type Netuid, type Ss58Address } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import {
  absentAs,
  combineQueries,
  must,
  storageQuery,
  type StorageQuery,
} from '../runtime/storage-query.ts';
import { alphaOf, bigintOf } from '../scale/scale-fields.ts';
import { formatSs58 } from '../scale/ss58.ts';
import { NO_SHARES, ratioOf, shareKinds, type Ratio } from './read-holders.ts';

/** The keyless account that holds every basket's positions: "modl", the pallet's id, "beta/esc", zeros. chain.md §7.6 */
export function basketEscrow(): Ss58Address {
  const bytes = new Uint8Array(32);
  bytes.set(new TextEncoder().encode('modlsubtensrbeta/esc'));
  return formatSs58(bytes);
}

export type Place = { hotkey: Ss58Address; coldkey: Ss58Address; netuid: Netuid };

/** A share of the position; null: it has none. Where a position has an older share number, the chain reads no other. */
export function queryShare(
  runtime: Runtime,
  { hotkey, coldkey, netuid }: Place,
): StorageQuery<Ratio | null> {
  const found = shareKinds.flatMap(({ positions }) => {
    const item = runtime.storage(SUBTENSOR, positions);
    return item === null ? [] : [{ item, key: item.key(hotkey, coldkey, netuid) }];
  });
  return {
    keys: found.map(({ key }) => key),
    read: (valueAt) => {
      const one = found.find(({ key }) => valueAt(key) !== null);
      return one === undefined ? null : ratioOf(one.item.decode(valueAt(one.key)));
    },
  };
}

/** All shares of a hotkey's pool, and all its alpha. */
export function queryHotkeyPool(
  runtime: Runtime,
  hotkey: Ss58Address,
  netuid: Netuid,
): StorageQuery<{ alpha: AlphaRao; shares: Ratio }> {
  const alpha = storageQuery(runtime, [SUBTENSOR, 'TotalHotkeyAlpha'], [hotkey, netuid], alphaOf);
  const found = shareKinds.flatMap(({ totals }) => {
    const item = runtime.storage(SUBTENSOR, totals);
    return item === null ? [] : [{ item, key: item.key(hotkey, netuid) }];
  });
  return {
    keys: [...alpha.keys, ...found.map(({ key }) => key)],
    read: (valueAt) => {
      const one = found.find(({ key }) => valueAt(key) !== null);
      return {
        alpha: must(alpha.read(valueAt), 'stake'),
        shares: one === undefined ? NO_SHARES : ratioOf(one.item.decode(valueAt(one.key))),
      };
    },
  };
}

/** A row of an earlier life of the hotkey's pool is worth nothing. Where the runtime has no such lives, none is closed. */
export function queryIsClosed(
  runtime: Runtime,
  { hotkey, coldkey, netuid }: Place,
): StorageQuery<boolean> {
  const pool = storageQuery(
    runtime,
    [SUBTENSOR, 'AlphaSharePoolEpoch'],
    [hotkey, netuid],
    bigintOf,
  );
  const row = storageQuery(
    runtime,
    [SUBTENSOR, 'AlphaShareEpoch'],
    [hotkey, coldkey, netuid],
    bigintOf,
  );
  return combineQueries([pool, row], (valueAt) => {
    const now = absentAs(pool.read(valueAt), 0n, 'share pools');
    return now !== 0n && absentAs(row.read(valueAt), now, 'share pools') !== now;
  });
}
