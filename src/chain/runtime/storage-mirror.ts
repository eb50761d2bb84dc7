// Storage values at the node's newest blocks without a request a block: a subscription gives all of them once, and then
// what each block wrote. They are a block's values only while each item follows its parent's: after a fork, a lost
// connection or an item too few nothing is known until the next `watch`.
import { AppError, toAppError } from '../../errors.ts';
import type { Hex } from '../../units.ts';
import type { NodeLink } from '../rpc/node-link.ts';
import { leadsTo, type ParentOf } from '../rpc/newest-headers.ts';
import { parseHex } from '../scale/hex.ts';
import { malformed } from '../scale/scale-reader.ts';
import { parseValues } from './state-reader.ts';

export type StoredValues = ReadonlyMap<Hex, Hex | null>;

type StorageMirror = {
  /** Watches these keys in place of others, and begins anew where nothing is known. Rejects where the node does not serve it. */
  watch: (keys: readonly Hex[]) => Promise<void>;
  /** All values at that block; waits for them up to `ms`. null: not known. */
  at: (blockHash: Hex, ms: number) => Promise<StoredValues | null>;
  /** Nothing is watched any more. */
  stop: () => void;
};

type Item = { block: Hex; values: StoredValues };
type Watched = {
  keys: ReadonlySet<Hex>;
  /** The newest blocks with all their values, ascending; empty before the first item. */
  known: Item[];
  /** Items of blocks whose parent's item, or whose header, has not come. */
  early: Item[];
  unsubscribe: () => void;
};

/** Whoever reads at a block may be some blocks late. */
const KEPT_BLOCKS = 4;
const MOST_EARLY = 8;
/** In hex, of all keys and values of an item: as much as some thousand keys need. Items are kept until their parents come. */
const MOST_CHARACTERS = 1_000_000;

function parseItem(item: unknown, required: readonly Hex[]): Item {
  const block: unknown = typeof item === 'object' && item !== null && Reflect.get(item, 'block');
  const values = parseValues([item], required);
  let characters = 0;
  for (const [key, value] of values) characters += key.length + (value?.length ?? 0);
  if (characters > MOST_CHARACTERS) throw malformed('storage values');
  return { block: parseHex(block, 'block hash', 32), values };
}

/** `parentOf`: by the headers of the node's best chain; null: that header did not come. */
export function createStorageMirror(
  link: Pick<NodeLink, 'subscribeOnce' | 'distrust'>,
  parentOf: ParentOf,
): StorageMirror {
  let watched: Watched | null = null;
  const waiting = new Set<() => void>();

  function wake(): void {
    for (const look of waiting) look();
  }

  function end(one: Watched): void {
    if (watched !== one) return;
    watched = null;
    one.unsubscribe();
    wake();
  }

  /** Takes items up in the order of their blocks. */
  function settle(one: Watched): void {
    for (;;) {
      const newest = one.known.at(-1);
      if (newest === undefined) return;
      const next = one.early.find(({ block }) => parentOf(block) === newest.block);
      if (next === undefined) break;
      const values = new Map([...newest.values, ...next.values]);
      one.known = [...one.known, { block: next.block, values }].slice(-KEPT_BLOCKS);
      one.early = one.early.filter((item) => item !== next);
    }
    if (one.early.length > MOST_EARLY) end(one);
  }

  function take(one: Watched, item: unknown): void {
    if (watched !== one) return;
    try {
      const isFirst = one.known.length === 0;
      const got = parseItem(item, isFirst ? [...one.keys] : []);
      if ([...got.values.keys()].some((key) => !one.keys.has(key))) throw malformed('key');
      if (isFirst) one.known.push(got);
      // The first item may be of a block whose own item is still under way.
      else if (!one.known.some(({ block }) => block === got.block)) one.early.push(got);
    } catch (error) {
      end(one);
      link.distrust(toAppError(error));
      return;
    }
    settle(one);
    wake();
  }

  /** undefined: they may still come. */
  function valuesAt(blockHash: Hex): StoredValues | null | undefined {
    const one = watched;
    if (one === null) return null;
    settle(one);
    const found = one.known.find(({ block }) => block === blockHash);
    if (found !== undefined) return found.values;
    const newest = one.known.at(-1);
    if (newest === undefined || leadsTo(parentOf, blockHash, newest.block)) return undefined;
    // An older block than those kept says nothing against them.
    if (!leadsTo(parentOf, newest.block, blockHash)) end(one);
    return null;
  }

  return {
    async watch(keys) {
      const wanted = new Set(keys);
      const isSame =
        watched?.keys.size === wanted.size && keys.every((key) => watched?.keys.has(key));
      if (isSame) return;
      if (watched !== null) end(watched);
      const one: Watched = { keys: wanted, known: [], early: [], unsubscribe: () => undefined };
      watched = one;
      const subscription = {
        subscribe: 'state_subscribeStorage',
        unsubscribe: 'state_unsubscribeStorage',
        params: [[...wanted]],
        onItem: (item: unknown) => take(one, item),
      };
      try {
        const never = new AbortController().signal;
        const unsubscribe = await link.subscribeOnce(subscription, () => end(one), never);
        if (watched === one) one.unsubscribe = unsubscribe;
        else unsubscribe();
      } catch (error) {
        end(one);
        throw error instanceof AppError ? error : toAppError(error);
      }
    },
    at: (blockHash, ms) =>
      new Promise((resolve) => {
        const done = (values: StoredValues | null): void => {
          clearTimeout(timer);
          waiting.delete(look);
          resolve(values);
        };
        const look = (): void => {
          const values = valuesAt(blockHash);
          if (values !== undefined) done(values);
        };
        const timer = setTimeout(() => {
          // An item too few: what comes later would be put on top of a gap.
          if (watched !== null) end(watched);
          done(null);
        }, ms);
        waiting.add(look);
        look();
      }),
    stop: () => {
      if (watched !== null) end(watched);
    },
  };
}
