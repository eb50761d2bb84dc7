// Reads the state of one block: storage by queries, runtime APIs by name, keys by prefix.
import { AppError } from '../../errors.ts';
import type { ReadCost } from '../../model/emission-facts.ts';
import type { Reading } from '../../model/facts.ts';
import type { Hex } from '../../units.ts';
import { looksLikeHex, parseHex } from '../scale/hex.ts';
import { isMissingMethod, isRuntimeStop } from '../rpc/refusal.ts';
import type { Runtime, RuntimeApi } from './runtime.ts';
import type { RpcCall } from './runtime-source.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import { malformed } from '../scale/scale-reader.ts';
import { known, NOT_HERE, UNREADABLE, type StorageQuery } from './storage-query.ts';

export type StateReader = {
  runtime: Runtime;
  blockHash: Hex;
  storage: <T>(query: StorageQuery<T>) => Promise<T>;
  /**
   * The answer of a runtime API. A missing API or a runtime that stopped is an unknown reading; what the node refuses or
   * fails at throws.
   */
  api: (
    name: string,
    method: string,
    ...args: readonly ScaleValue[]
  ) => Promise<Reading<ScaleValue>>;
  /** The same with encoded arguments. */
  apiBytes: (name: string, method: string, args: Hex) => Promise<Reading<ScaleValue>>;
  /** All keys under the prefix. Throws NODE_MALFORMED for more than `most`: a node may list without end. */
  keysUnder: (prefix: Hex, most: number) => Promise<Hex[]>;
  /** The next keys under the prefix in ascending order, at most `KEYS_A_PAGE`; `after` null: from the first. */
  keysPage: (prefix: Hex, after: Hex | null) => Promise<Hex[]>;
  /** Of all requests so far. */
  cost: () => ReadCost;
};

const MOST_KEYS_A_QUESTION = 4000;
/** JSON characters around one key with its value in an answer, and around one key in a page. */
const AROUND_VALUE = 8;
const AROUND_KEY = 3;
/** The frame of an answer that is one hex text. */
const AROUND_ANSWER = 40;
export const KEYS_A_PAGE = 1000;
/** Characters of one key: two hashed names, and up to three hashed arguments with their values. */
const LONGEST_KEY = 1_000;

/** `[{block, changes: [[key, value | null], …]}]`, with every requested key. Throws NODE_MALFORMED. */
export function parseValues(answer: unknown, keys: readonly Hex[]): Map<Hex, Hex | null> {
  const sets: unknown[] = Array.isArray(answer) ? answer : [];
  const values = new Map<Hex, Hex | null>();
  for (const set of sets) {
    const changes: unknown =
      typeof set === 'object' && set !== null && 'changes' in set ? set.changes : null;
    if (!Array.isArray(changes)) throw malformed('storage values');
    for (const change of changes as unknown[]) {
      if (!Array.isArray(change) || change.length !== 2) throw malformed('storage value');
      const [key, value] = change as unknown[];
      values.set(
        parseHex(key, 'storage key'),
        value === null ? null : parseHex(value, 'storage value'),
      );
    }
  }
  // A missing key would read as its default: an answer without a requested key is refused.
  if (keys.some((key) => !values.has(key))) throw malformed('storage values');
  return values;
}

/** The values of a query at a block, without its runtime. `note` hears of each answer, and how many questions it took. */
export async function storageAt<T>(
  ask: RpcCall,
  blockHash: Hex,
  { keys, read }: StorageQuery<T>,
  signal: AbortSignal | undefined,
  note: (questions: number, values: ReadonlyMap<Hex, Hex | null>) => void = () => {},
): Promise<T> {
  async function valuesOf(some: readonly Hex[]): Promise<ReadonlyMap<Hex, Hex | null>> {
    try {
      const answer = await ask('state_queryStorageAt', [some, blockHash], signal);
      const values = parseValues(answer, some);
      note(1, values);
      return values;
    } catch (error) {
      if (!isMissingMethod(error)) throw error;
      // Some gateways refuse the method with many keys: one request per key, sent together.
      const values = new Map(
        await Promise.all(
          some.map(async (key) => {
            const value = await ask('state_getStorage', [key, blockHash], signal);
            return [key, value === null ? null : parseHex(value, 'storage value')] as const;
          }),
        ),
      );
      note(1 + some.length, values);
      return values;
    }
  }

  const distinct = [...new Set(keys)];
  const asked: Hex[][] = [];
  for (let i = 0; i < distinct.length; i += MOST_KEYS_A_QUESTION) {
    asked.push(distinct.slice(i, i + MOST_KEYS_A_QUESTION));
  }
  const answers = await Promise.all(asked.map(valuesOf));
  return read((key) => {
    const answer = answers.find((values) => values.has(key));
    if (!answer) throw malformed('storage key that was not requested');
    return answer.get(key) ?? null;
  });
}

export function createStateReader(
  ask: RpcCall,
  runtime: Runtime,
  blockHash: Hex,
  signal: AbortSignal,
): StateReader {
  let questions = 0;
  let bytes = 0;

  function note(asked: number, values: ReadonlyMap<Hex, Hex | null>): void {
    questions += asked;
    for (const [key, value] of values) bytes += AROUND_VALUE + key.length + (value?.length ?? 0);
  }

  async function call(api: RuntimeApi, args: Hex): Promise<Reading<ScaleValue>> {
    questions += 1;
    try {
      const answer = await ask('state_call', [api.method, args, blockHash], signal);
      if (!looksLikeHex(answer)) throw malformed(api.method);
      bytes += AROUND_ANSWER + answer.length;
      return known(api.decode(answer));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'NOT_ON_THIS_RUNTIME') return NOT_HERE;
      if (isRuntimeStop(error)) return UNREADABLE;
      throw error;
    }
  }

  async function keysPage(prefix: Hex, after: Hex | null): Promise<Hex[]> {
    questions += 1;
    const params = [prefix, KEYS_A_PAGE, after ?? prefix, blockHash];
    const page = await ask('state_getKeysPaged', params, signal);
    if (!Array.isArray(page) || page.length > KEYS_A_PAGE) throw malformed('keys');
    let last = after;
    return (page as unknown[]).map((item) => {
      const key = parseHex(item, 'key');
      if (key.length > LONGEST_KEY) throw malformed('keys');
      if (!key.startsWith(prefix) || (last !== null && key <= last)) throw malformed('keys');
      last = key;
      bytes += key.length + AROUND_KEY;
      return key;
    });
  }

  return {
    runtime,
    blockHash,
    storage: (query) => storageAt(ask, blockHash, query, signal, note),
    api: async (name, method, ...args) => {
      const api = runtime.api(name, method);
      if (api === null) return NOT_HERE;
      let encoded: Hex;
      try {
        encoded = api.encode(...args);
      } catch (error) {
        // The API takes other arguments than ours (byte strings on the first runtimes): another API of that name.
        if (error instanceof RangeError) return NOT_HERE;
        throw error;
      }
      return call(api, encoded);
    },
    apiBytes: async (name, method, args) => {
      const api = runtime.api(name, method);
      return api === null ? NOT_HERE : call(api, args);
    },
    keysPage,
    cost: () => ({ questions, bytes }),
    keysUnder: async (prefix, most) => {
      const found: Hex[] = [];
      for (;;) {
        const keys = await keysPage(prefix, found.at(-1) ?? null);
        found.push(...keys);
        if (found.length > most) throw malformed('keys');
        if (keys.length < KEYS_A_PAGE) return found;
      }
    },
  };
}

/** The same reader, which asks only for storage that is not among these values of its block. */
export function withHeld(
  state: StateReader,
  held: ReadonlyMap<Hex, Hex | null> | null,
): StateReader {
  if (held === null) return state;
  return {
    ...state,
    storage: async ({ keys, read }) => {
      const missing = keys.filter((key) => !held.has(key));
      const heldAt = (key: Hex): Hex | null => held.get(key) ?? null;
      if (missing.length === 0) return read(heldAt);
      return state.storage({
        keys: missing,
        read: (valueAt) => read((key) => (held.has(key) ? heldAt(key) : valueAt(key))),
      });
    },
  };
}
