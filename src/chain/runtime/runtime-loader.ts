// Loads the runtime of a spec: by what was kept of its metadata, by the cached metadata, or by the node's. A cached copy that
// describes another spec than its key is dropped and fetched again.
import { AppError } from '../../errors.ts';
import type { RuntimeRef } from '../../model/facts.ts';
import type { Hex } from '../../units.ts';
import { fromHex, parseHex } from '../scale/hex.ts';
import { fieldIf, numberOf } from '../scale/scale-fields.ts';
import { readKeptFacts, type KeptFacts } from './kept-facts.ts';
import { unwrapMetadata } from './unwrap-metadata.ts';
import { createRuntimeOf, type Runtime, type WholeRuntime } from './runtime.ts';

/** Whose metadata: one node's word about one spec is not another's. */
export type MetadataKey = { genesisHash: Hex; specVersion: number; endpoint: string };

export type MetadataCache = {
  /** That node's own copy, or one that two operators gave alike. */
  read: (key: MetadataKey) => Promise<Uint8Array | null>;
  write: (key: MetadataKey, bytes: Uint8Array) => Promise<void>;
  drop: (key: MetadataKey) => Promise<void>;
  /** What was kept of that node's metadata by kept-facts.ts; null once the node's metadata was written or dropped. */
  readKept: (key: MetadataKey) => Promise<string | null>;
  /** Nothing where that metadata is there no more. */
  writeKept: (key: MetadataKey, kept: string, metadata: Uint8Array) => Promise<void>;
};

/** The same, and nothing is added to it: runtimes of years ago would evict the present ones. */
export const readOnly = (cache: MetadataCache): MetadataCache => ({
  ...cache,
  write: async () => {},
  writeKept: async () => {},
});

/** One JSON-RPC request to the node. `isLate`: one that limits requests is asked everything else first. */
export type RpcCall = (
  method: string,
  params: readonly unknown[],
  signal?: AbortSignal,
  isLate?: boolean,
) => Promise<unknown>;

/** Characters. What a reading of all blocks asks is most of a metadata: keeping that would be no less to read. */
const MOST_KEPT = 150_000;

type Note = { key: MetadataKey; metadata: Uint8Array; noted: KeptFacts; kept: number };

type RuntimeLoader = {
  /** By what was kept; null: nothing was, or nothing of this spec. */
  loadKept: (ref: RuntimeRef, key: MetadataKey) => Promise<Runtime | null>;
  /** By all of its metadata. `at`: a block of that runtime; none: the newest is one. */
  loadWhole: (ref: RuntimeRef, key: MetadataKey, at: readonly Hex[]) => Promise<WholeRuntime>;
  /** Keeps what that runtime was asked since. */
  keep: (runtime: Runtime) => Promise<void>;
};

export function createRuntimeLoader(ask: RpcCall, cache: MetadataCache): RuntimeLoader {
  const notes = new WeakMap<Runtime, Note>();

  /** Checks the spec version named in the metadata; old metadata without that constant passes. */
  function requireSpec(runtime: Runtime): void {
    const named = fieldIf(runtime.constant('System', 'Version'), 'spec_version');
    if (named === undefined) return;
    const specVersion = numberOf(named);
    if (specVersion !== runtime.ref.specVersion) {
      throw new AppError('NODE_MALFORMED', { what: 'metadata of another spec', specVersion });
    }
  }

  async function build(
    ref: RuntimeRef,
    key: MetadataKey,
    bytes: Uint8Array,
    kept: string | null,
  ): Promise<WholeRuntime> {
    const { createNotedRuntime } = await import('./whole-runtime.ts');
    const { runtime, noted } = createNotedRuntime(ref, bytes, kept);
    requireSpec(runtime);
    notes.set(runtime, { key, metadata: bytes, noted, kept: 0 });
    return runtime;
  }

  async function fromKept(ref: RuntimeRef, key: MetadataKey): Promise<Runtime | null> {
    const kept = await cache.readKept(key);
    const facts = kept === null ? null : readKeptFacts(kept);
    if (facts === null) return null;
    try {
      const runtime = createRuntimeOf(ref, facts);
      requireSpec(runtime);
      return runtime;
    } catch {
      // No answers about this spec: its metadata is read.
      return null;
    }
  }

  async function fromCache(ref: RuntimeRef, key: MetadataKey): Promise<WholeRuntime | null> {
    const bytes = await cache.read(key);
    if (bytes === null) return null;
    const kept = await cache.readKept(key);
    try {
      return await build(ref, key, bytes, kept);
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

  async function fromNode(
    ref: RuntimeRef,
    key: MetadataKey,
    at: readonly Hex[],
  ): Promise<WholeRuntime> {
    // 15 first: wallets and RFC-78 use it; 14 does not describe the runtime's APIs.
    const bytes =
      (await askVersioned(15, at)) ??
      (await askVersioned(16, at)) ??
      fromHex(parseHex(await ask('state_getMetadata', at), 'metadata'));
    const runtime = await build(ref, key, bytes, null);
    await cache.write(key, bytes).catch(() => {
      // Without a cached copy the next start is only slower.
    });
    return runtime;
  }

  return {
    loadKept: fromKept,
    loadWhole: async (ref, key, at) => (await fromCache(ref, key)) ?? fromNode(ref, key, at),
    keep: async (runtime) => {
      const note = notes.get(runtime);
      if (note === undefined || note.noted.count() === note.kept) return;
      note.kept = note.noted.count();
      const kept = note.noted.toText();
      if (kept.length <= MOST_KEPT) await cache.writeKept(note.key, kept, note.metadata);
    },
  };
}
