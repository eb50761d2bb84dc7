// The runtime of a block, loaded once per spec: as little of it as a reading needs, and all of it for who signs.
import { AppError } from '../../errors.ts';
import type { RuntimeRef } from '../../model/facts.ts';
import { convert, count, object, parseKnown, text } from '../../parse.ts';
import type { Hex } from '../../units.ts';
import { malformed } from '../scale/scale-reader.ts';
import { WholeNeeded } from './kept-facts.ts';
import type { Runtime, WholeRuntime } from './runtime.ts';
import {
  createRuntimeLoader,
  type MetadataCache,
  type MetadataKey,
  type RpcCall,
} from './runtime-loader.ts';

export type { MetadataCache, MetadataKey, RpcCall };

export type RuntimeSource = {
  /** The runtime of the state at that block, by all of its metadata. */
  at: (blockHash: Hex, signal?: AbortSignal) => Promise<WholeRuntime>;
  /** The same, maybe by what was kept of its metadata: for `reading`. */
  briefAt: (blockHash: Hex, signal?: AbortSignal, isLate?: boolean) => Promise<Runtime>;
  /**
   * The runtime last used or loaded, of the node connected now: a first guess while a block's own runtime is requested.
   * Maybe by what was kept: for `reading`.
   */
  latest: () => Runtime | null;
  /** Takes a node's `state_getRuntimeVersion` of its newest block, and loads that runtime ahead of use. null: not asked. */
  expect: (version: unknown) => void;
  /** What was kept of that runtime, of the node connected now; null: nothing, or it is of another chain. Nothing is asked. */
  recall: (ref: RuntimeRef) => Promise<Runtime | null>;
  /** Resolves once the expected runtime is loaded, as `latest`; null: loading failed, or none was expected. */
  expected: () => Promise<Runtime | null>;
  /** The runtime for a block's `state_getRuntimeVersion` answer that the caller already has. */
  fromVersion: (version: unknown, blockHash: Hex) => Promise<WholeRuntime>;
  /**
   * Reads with that runtime and, where what was kept of it is too little, again with all of its metadata. What was asked is
   * kept for the next start. `at`: a block of that runtime; none: the newest is one.
   */
  reading: <T>(
    runtime: Runtime,
    at: readonly Hex[],
    read: (runtime: Runtime) => Promise<T>,
  ) => Promise<T>;
};

const MOST_KNOWN_BLOCKS = 256;
const MOST_RUNTIMES = 4;
type Version = Omit<RuntimeRef, 'genesisHash'>;

const versionShape = object({
  specName: convert(text, (name) => name.slice(0, 100)),
  specVersion: count(),
  transactionVersion: count(),
});

/** Parses the answer of state_getRuntimeVersion. Throws NODE_MALFORMED. */
export function parseRuntimeVersion(answer: unknown): Version {
  const parsed = parseKnown(versionShape, answer);
  if (parsed === null) throw malformed('runtime version');
  return parsed;
}

export function createRuntimeSource(
  ask: RpcCall,
  connected: () => { genesisHash: Hex | null; endpoint: string | null },
  cache: MetadataCache,
): RuntimeSource {
  /** Of the node connected now: another node's runtimes are forgotten. */
  const bySpec = new Map<number, Promise<Runtime>>();
  /** Those of them with all of their metadata. */
  const wholeBySpec = new Map<number, Promise<WholeRuntime>>();
  const loader = createRuntimeLoader(ask, cache);
  let endpointOfThose: string | null = null;
  const specByBlock = new Map<Hex, number>();
  let latest: Runtime | null = null;
  let awaited: Promise<Runtime | null> = Promise.resolve(null);

  function requireNode(): { genesisHash: Hex; endpoint: string } {
    const { genesisHash, endpoint } = connected();
    if (genesisHash === null || endpoint === null) {
      throw new AppError('NODE_UNREACHABLE', { what: 'connection closed' });
    }
    forgetOthers();
    return { genesisHash, endpoint };
  }

  function forgetOthers(): void {
    const { endpoint } = connected();
    if (endpoint === null || endpoint === endpointOfThose) return;
    bySpec.clear();
    wholeBySpec.clear();
    specByBlock.clear();
    latest = null;
    endpointOfThose = endpoint;
  }

  /** Shared by all callers, so no caller's signal aborts it. */
  function share<R extends Runtime>(
    kept: Map<number, Promise<R>>,
    spec: number,
    make: () => Promise<R>,
  ): Promise<R> {
    const known = kept.get(spec);
    if (known) return known;
    const loading = make();
    if (kept.size >= MOST_RUNTIMES) kept.clear();
    kept.set(spec, loading);
    loading.catch(() => {
      if (kept.get(spec) === loading) kept.delete(spec);
    });
    return loading;
  }

  function loadWhole(version: Version, at: readonly Hex[]): Promise<WholeRuntime> {
    const { genesisHash, endpoint } = requireNode();
    const spec = version.specVersion;
    const ref: RuntimeRef = { ...version, genesisHash };
    const key: MetadataKey = { genesisHash, specVersion: spec, endpoint };
    return share(wholeBySpec, spec, () => loader.loadWhole(ref, key, at));
  }

  function load(version: Version, at: readonly Hex[]): Promise<Runtime> {
    const { genesisHash, endpoint } = requireNode();
    const spec = version.specVersion;
    const ref: RuntimeRef = { ...version, genesisHash };
    const key: MetadataKey = { genesisHash, specVersion: spec, endpoint };
    const loading = share(
      bySpec,
      spec,
      async () => (await loader.loadKept(ref, key)) ?? loadWhole(version, at),
    );
    loading.then(
      (runtime) => {
        if (bySpec.get(spec) === loading) latest = runtime;
      },
      () => undefined,
    );
    return loading;
  }

  /** From now on it stands for the spec. */
  async function whole({ ref }: Runtime, at: readonly Hex[]): Promise<WholeRuntime> {
    forgetOthers();
    const loading = wholeBySpec.get(ref.specVersion) ?? loadWhole(ref, at);
    const runtime = await loading;
    const spec = ref.specVersion;
    if (wholeBySpec.get(spec) === loading) {
      bySpec.set(spec, loading);
      latest = runtime;
    }
    return runtime;
  }

  function remember(blockHash: Hex, specVersion: number): void {
    if (specByBlock.size >= MOST_KNOWN_BLOCKS) specByBlock.clear();
    specByBlock.set(blockHash, specVersion);
  }

  async function briefFromVersion(answer: unknown, blockHash: Hex): Promise<Runtime> {
    const version = parseRuntimeVersion(answer);
    const loading = load(version, [blockHash]);
    const runtime = await loading;
    // Another node may have been connected meanwhile.
    if (bySpec.get(version.specVersion) === loading) {
      remember(blockHash, version.specVersion);
      latest = runtime;
    }
    return runtime;
  }

  async function briefAt(blockHash: Hex, signal?: AbortSignal, isLate?: boolean): Promise<Runtime> {
    forgetOthers();
    const spec = specByBlock.get(blockHash);
    const known = spec === undefined ? undefined : bySpec.get(spec);
    if (known) return known;
    const version = await ask('state_getRuntimeVersion', [blockHash], signal, isLate);
    return briefFromVersion(version, blockHash);
  }

  return {
    latest: () => {
      forgetOthers();
      return latest;
    },
    expect: (answer) => {
      if (answer === null) {
        awaited = Promise.resolve(null);
        return;
      }
      awaited = (async () => load(parseRuntimeVersion(answer), []))().catch(() => {
        // Loading ahead may fail: the caller that needs the runtime loads it again and gets the error.
        return null;
      });
    },
    expected: () => awaited,
    recall: async (ref) => {
      const { genesisHash, endpoint } = requireNode();
      const key: MetadataKey = { genesisHash, specVersion: ref.specVersion, endpoint };
      return ref.genesisHash === genesisHash ? loader.loadKept(ref, key) : null;
    },
    fromVersion: async (answer, blockHash) =>
      whole(await briefFromVersion(answer, blockHash), [blockHash]),
    briefAt,
    at: async (blockHash, signal) => whole(await briefAt(blockHash, signal), [blockHash]),
    reading: async (runtime, at, read) => {
      try {
        const got = await read(runtime);
        loader.keep(runtime).catch(() => {
          // Without it the next start is only slower.
        });
        return got;
      } catch (error) {
        if (!(error instanceof WholeNeeded)) throw error;
      }
      const all = await whole(runtime, at);
      const got = await read(all);
      loader.keep(all).catch(() => {
        // Without it the next start is only slower.
      });
      return got;
    },
  };
}
