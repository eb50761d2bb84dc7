// The runtime of a block, with its metadata from memory, the cache or the node, once per spec. A cached copy that
// describes another spec than its key is dropped and fetched again.
import { AppError } from '../../errors.ts';
import type { RuntimeRef } from '../../model/facts.ts';
import { convert, count, object, parseKnown, text } from '../../parse.ts';
import type { Hex } from '../../units.ts';
import { fromHex, parseHex } from '../scale/hex.ts';
import { unwrapMetadata } from './metadata.ts';
import { createRuntime, type Runtime } from './runtime.ts';
import { fieldIf, numberOf } from '../scale/scale-fields.ts';
import { malformed } from '../scale/scale-reader.ts';

/** Whose metadata: one node's word about one spec is not another's. */
export type MetadataKey = { genesisHash: Hex; specVersion: number; endpoint: string };

export type MetadataCache = {
  /** That node's own copy, or one that two operators gave alike. */
  read: (key: MetadataKey) => Promise<Uint8Array | null>;
  write: (key: MetadataKey, bytes: Uint8Array) => Promise<void>;
  drop: (key: MetadataKey) => Promise<void>;
};

/** One JSON-RPC request to the node. */
export type RpcCall = (
  method: string,
  params: readonly unknown[],
  signal?: AbortSignal,
) => Promise<unknown>;

export type RuntimeSource = {
  /** The runtime of the state at that block. */
  at: (blockHash: Hex, signal?: AbortSignal) => Promise<Runtime>;
  /** The runtime last used or loaded, of the node connected now: a first guess while a block's own runtime is requested. */
  latest: () => Runtime | null;
  /** Takes a node's `state_getRuntimeVersion` of its newest block, and loads that runtime ahead of use. */
  expect: (version: unknown) => void;
  /** Resolves once the expected runtime is loaded; null: loading failed. */
  expected: () => Promise<Runtime | null>;
  /** The runtime for a block's `state_getRuntimeVersion` answer that the caller already has. */
  fromVersion: (version: unknown, blockHash: Hex) => Promise<Runtime>;
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
    specByBlock.clear();
    latest = null;
    endpointOfThose = endpoint;
  }

  /** Checks the spec version named in the metadata; old metadata without that constant passes. */
  function requireSpec(runtime: Runtime): void {
    const named = fieldIf(runtime.constant('System', 'Version'), 'spec_version');
    if (named === undefined) return;
    const specVersion = numberOf(named);
    if (specVersion !== runtime.ref.specVersion) {
      throw new AppError('NODE_MALFORMED', { what: 'metadata of another spec', specVersion });
    }
  }

  function build(ref: RuntimeRef, bytes: Uint8Array): Runtime {
    const runtime = createRuntime(ref, bytes);
    requireSpec(runtime);
    return runtime;
  }

  async function fromCache(ref: RuntimeRef, key: MetadataKey): Promise<Runtime | null> {
    const bytes = await cache.read(key);
    if (bytes === null) return null;
    try {
      return build(ref, bytes);
    } catch {
      // The bytes are not this spec's metadata: drop them and ask the node.
      await cache.drop(key);
      return null;
    }
  }

  async function askVersioned(version: number, at: readonly Hex[]): Promise<Uint8Array | null> {
    const argument = `0x${version.toString(16).padStart(2, '0')}000000`;
    const params = ['Metadata_metadata_at_version', argument, ...at];
    try {
      const answer = parseHex(await ask('state_call', params), 'metadata');
      return unwrapMetadata(answer, true);
    } catch (error) {
      // A runtime without that function has only state_getMetadata. Any other failure is the node's.
      const isAbsent = error instanceof AppError && error.code === 'NOT_ON_THIS_RUNTIME';
      if (!isAbsent) throw error;
      return null;
    }
  }

  async function fromNode(ref: RuntimeRef, key: MetadataKey, at: readonly Hex[]): Promise<Runtime> {
    // 15 first: wallets and RFC-78 use it; 14 does not describe the runtime's APIs.
    const bytes =
      (await askVersioned(15, at)) ??
      (await askVersioned(16, at)) ??
      fromHex(parseHex(await ask('state_getMetadata', at), 'metadata'));
    const runtime = build(ref, bytes);
    await cache.write(key, bytes).catch(() => {
      // Without a cached copy the next start is only slower.
    });
    return runtime;
  }

  /** Shared by all callers, so no caller's signal aborts it. */
  function load(version: Version, at: readonly Hex[]): Promise<Runtime> {
    const { genesisHash, endpoint } = requireNode();
    const known = bySpec.get(version.specVersion);
    if (known) return known;
    const ref: RuntimeRef = { genesisHash, ...version };
    const key: MetadataKey = { genesisHash, specVersion: version.specVersion, endpoint };
    const loading = fromCache(ref, key).then((found) => found ?? fromNode(ref, key, at));
    if (bySpec.size >= MOST_RUNTIMES) bySpec.clear();
    bySpec.set(version.specVersion, loading);
    const forget = () => {
      if (bySpec.get(version.specVersion) === loading) bySpec.delete(version.specVersion);
    };
    loading.then((runtime) => {
      if (bySpec.get(version.specVersion) === loading) latest = runtime;
    }, forget);
    return loading;
  }

  function remember(blockHash: Hex, specVersion: number): void {
    if (specByBlock.size >= MOST_KNOWN_BLOCKS) specByBlock.clear();
    specByBlock.set(blockHash, specVersion);
  }

  async function fromVersion(answer: unknown, blockHash: Hex): Promise<Runtime> {
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

  return {
    latest: () => {
      forgetOthers();
      return latest;
    },
    expect: (answer) => {
      awaited = (async () => load(parseRuntimeVersion(answer), []))().catch(() => {
        // Loading ahead may fail: the caller that needs the runtime loads it again and gets the error.
        return null;
      });
    },
    expected: () => awaited,
    fromVersion,
    at: async (blockHash, signal) => {
      forgetOthers();
      const spec = specByBlock.get(blockHash);
      const known = spec === undefined ? undefined : bySpec.get(spec);
      if (known) return known;
      return fromVersion(await ask('state_getRuntimeVersion', [blockHash], signal), blockHash);
    },
  };
}
