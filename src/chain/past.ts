// What an archive endpoint is asked to rebuild a book: hashes by list, accounts at a block, and whole blocks. One question
// at a time. Runtimes of years ago are kept in memory, a few at a time, and never in the store.
// Longer than 250 lines because all questions share one connection, its turns and what is remembered of its answers.
import { AppError } from '../errors.ts';
import { NEWEST_KNOWN_SPEC } from '../model/known-specs.ts';
import type { PastMark, Place, SpecRange } from '../model/past.ts';
import type { BlockRef } from '../model/reading.ts';
import type { Hex, Ss58Address } from '../units.ts';
import { entriesOfBlock, type EntriesOfBlock } from './reads/book-entries.ts';
import { isColdkeySwap, placesInBlock } from './reads/book-places.ts';
import { queryBookPoint } from './reads/read-book-point.ts';
import { readBookBlock, type BookBlock, type Neighbours } from './reads/read-book-block.ts';
import { queryFingerprint, readPlaces } from './reads/read-fingerprint.ts';
import { readPositions } from './reads/read-positions.ts';
import { poolGenerationOf } from './reads/read-subnets.ts';
import { createNodeAccess, type NodeAccessOptions } from './runtime/node-access.ts';
import type { Runtime } from './runtime/runtime.ts';
import { readOnly } from './runtime/runtime-loader.ts';
import { parseRuntimeVersion } from './runtime/runtime-source.ts';
import { storageAt } from './runtime/state-reader.ts';
import { combineQueries } from './runtime/storage-query.ts';
import { fromHex, parseHex } from './scale/hex.ts';
import { fieldIf, numberOf } from './scale/scale-fields.ts';
import { malformed } from './scale/scale-reader.ts';

type AccountAt = { coldkey: Ss58Address; places: readonly Place[] };

/** What was asked and answered so far. */
type PastCost = { questions: number; bytes: number };

export type Past = {
  connect: (signal: AbortSignal) => Promise<Hex>;
  close: () => void;
  cost: () => PastCost;
  finalized: (signal: AbortSignal) => Promise<BlockRef>;
  /** Asks for those that are not known yet. */
  hashes: (numbers: readonly number[], signal: AbortSignal) => Promise<void>;
  /** null: not asked for, or the archive has no block of that number. */
  hashOf: (number: number) => Hex | null;
  /** In the order of `accounts`. */
  marks: (
    block: BlockRef,
    accounts: readonly AccountAt[],
    how: { isFull: boolean; specs: SpecRange },
    signal: AbortSignal,
  ) => Promise<PastMark[]>;
  /** Where these accounts have stake, by the runtime's own list. */
  positions: (
    block: BlockRef,
    coldkeys: readonly Ss58Address[],
    signal: AbortSignal,
  ) => Promise<{ coldkey: Ss58Address; place: Place }[]>;
  /** `spec`: of the runtime that made it; 0: not told. */
  block: (
    block: BlockRef,
    neighbours: Neighbours,
    spec: number,
    signal: AbortSignal,
  ) => Promise<BookBlock>;
};

export { entriesOfBlock, isColdkeySwap, placesInBlock, type BookBlock, type EntriesOfBlock };

const MOST_HASHES = 8_192;
/** Of one question. */
const MOST_ASKED = 640;
/** Runtimes decoded at the same time; each takes some megabytes. */
const MOST_RUNTIMES = 3;

type PastOptions = Omit<NodeAccessOptions, 'endpoints'> & {
  endpoint: string;
  /** Before each question. */
  turn: (signal: AbortSignal | undefined) => Promise<void>;
};

/** What is missing where a block's own runtime cannot be had. */
const METADATA = 'metadata';

/** It says nothing about what was asked: the node does not answer, or not now. */
const isAway = (error: unknown): boolean =>
  error instanceof AppError &&
  ['NODE_UNREACHABLE', 'NODE_TIMEOUT', 'NODE_BUSY'].includes(error.code);

const numbersOf = (answer: unknown, count: number): (Hex | null)[] => {
  const list: unknown[] = Array.isArray(answer) ? answer : [answer];
  if (list.length !== count) throw malformed('block hashes');
  return list.map((hash) => (hash === null ? null : parseHex(hash, 'block hash', 32)));
};

export function createPast({ endpoint, turn, ...options }: PastOptions): Past {
  let bytes = 0;
  let questions = 0;
  const access = createNodeAccess({
    ...options,
    endpoints: [endpoint],
    // What is read of one year would evict what is needed each day.
    metadataCache: readOnly(options.metadataCache),
    openSocket: (url) => {
      const socket = options.openSocket(url);
      socket.addEventListener('message', (event) => {
        const data: unknown =
          typeof event === 'object' && event !== null ? Reflect.get(event, 'data') : null;
        if (typeof data === 'string') bytes += data.length;
      });
      return {
        send: (text) => {
          bytes += text.length;
          questions += 1;
          socket.send(text);
        },
        close: () => socket.close(),
        addEventListener: (type, listener) => socket.addEventListener(type, listener),
      };
    },
  });
  const known = new Map<number, Hex>();
  const runtimes = new Map<number, Runtime>();
  /** Of a node without metadata, once asked. */
  let byVersion: boolean | null = null;

  /** The newest from now on: those that nobody asked for go first. */
  function used(number: number): Hex | null {
    const hash = known.get(number) ?? null;
    if (hash !== null && known.delete(number)) known.set(number, hash);
    return hash;
  }

  async function ask(
    method: string,
    params: readonly unknown[],
    signal?: AbortSignal,
  ): Promise<unknown> {
    await turn(signal);
    return access.ask(method, params, signal);
  }

  /** The runtime of that spec, by the metadata in the state of that block. Version 14 has all that blocks need. */
  async function runtimeAt(hash: Hex, told: number, signal: AbortSignal): Promise<Runtime> {
    const spec =
      told === 0
        ? parseRuntimeVersion(await ask('state_getRuntimeVersion', [hash], signal)).specVersion
        : told;
    const kept = runtimes.get(spec);
    if (kept !== undefined) return kept;
    const genesisHash = access.link.genesisHash() ?? '0x';
    const metadata = fromHex(parseHex(await ask('state_getMetadata', [hash], signal), 'metadata'));
    const ref = { genesisHash, specName: '', specVersion: spec, transactionVersion: 0 };
    const { createRuntime } = await import('./runtime/whole-runtime.ts');
    const runtime = createRuntime(ref, metadata);
    const named = fieldIf(runtime.constant('System', 'Version'), 'spec_version');
    if (named !== undefined && numberOf(named) !== spec) throw malformed('metadata');
    if (runtimes.size >= MOST_RUNTIMES) {
      const [oldest] = runtimes.keys();
      if (oldest !== undefined) runtimes.delete(oldest);
    }
    runtimes.set(spec, runtime);
    return runtime;
  }

  /** Whether pools of the newest runtimes are priced as those that are known. */
  async function isKnownCurve(signal: AbortSignal): Promise<boolean> {
    const newest = (await access.source.expected()) ?? byVersion ?? (await newestRuntime(signal));
    if (typeof newest === 'boolean') return newest;
    if (newest.ref.specVersion <= NEWEST_KNOWN_SPEC) return true;
    return access.source.reading(newest, [], async (by) => poolGenerationOf(by) === 'balancer');
  }

  /** Where its metadata cannot be had: whether its version is of a known one. */
  async function newestRuntime(signal: AbortSignal): Promise<Runtime | boolean> {
    try {
      const head = await access.head(signal);
      return await access.source.briefAt(head.hash, signal);
    } catch (error) {
      if (isAway(error) || signal.aborted) throw error;
    }
    byVersion = await isKnownVersion(signal);
    return byVersion;
  }

  async function isKnownVersion(signal: AbortSignal): Promise<boolean> {
    try {
      const told = parseRuntimeVersion(await ask('state_getRuntimeVersion', [], signal));
      return told.specVersion <= NEWEST_KNOWN_SPEC;
    } catch (error) {
      if (isAway(error) || signal.aborted) throw error;
      return false;
    }
  }

  return {
    connect: async (signal) => {
      await access.link.connect(signal);
      const genesis = access.link.genesisHash();
      if (genesis === null) throw new AppError('NODE_UNREACHABLE', { endpoint });
      return genesis;
    },
    close: access.link.close,
    cost: () => ({ questions, bytes }),
    finalized: async (signal) => {
      await turn(signal);
      return access.finalizedHead(signal);
    },
    hashes: async (numbers, signal) => {
      const wanted = [...new Set(numbers)].filter((number) => !known.has(number));
      const asked = wanted.slice(0, MOST_ASKED);
      if (asked.length === 0) return;
      const answer = numbersOf(await ask('chain_getBlockHash', [asked], signal), asked.length);
      for (const [at, number] of asked.entries()) {
        const hash = answer[at] ?? null;
        // What is not there yet is asked for again.
        if (hash !== null) known.set(number, hash);
      }
      numbers.forEach(used);
      for (const number of known.keys()) {
        if (known.size <= MOST_HASHES) break;
        known.delete(number);
      }
    },
    hashOf: used,
    marks: async (block, accounts, { isFull, specs }, signal) => {
      const isKnown = await isKnownCurve(signal);
      const queries = accounts.map(({ coldkey, places }) => {
        const print = queryFingerprint(coldkey, places, specs);
        const point = isFull ? queryBookPoint(coldkey, places, isKnown, specs) : null;
        const all = point === null ? [print] : [print, point];
        return combineQueries<PastMark>(all, (valueAt) => {
          const found = print.read(valueAt);
          return { block, ...found, full: point?.read(valueAt) ?? null };
        });
      });
      const query = combineQueries(queries, (valueAt) => queries.map(({ read }) => read(valueAt)));
      return storageAt(ask, block.hash, query, signal);
    },
    positions: async (block, coldkeys, signal) => {
      try {
        await turn(signal);
        const { positions } = await access.read(block, signal, (state) =>
          readPositions(state, coldkeys),
        );
        return positions.map(({ coldkey, hotkey, netuid }) => ({
          coldkey,
          place: { hotkey, netuid },
        }));
      } catch (error) {
        if (isAway(error) || signal.aborted) throw error;
        // Without its metadata that list cannot be read: every subnet is looked at under every hotkey.
        return readPlaces(ask, block, coldkeys, signal);
      }
    },
    block: async (block, neighbours, spec, signal) => {
      const runtime = await runtimeAt(neighbours.parent, spec, signal).catch((error: unknown) => {
        throw isAway(error)
          ? error
          : new AppError('NOT_ON_THIS_RUNTIME', { what: METADATA }, error);
      });
      return readBookBlock(ask, runtime, block, neighbours, signal);
    },
  };
}
