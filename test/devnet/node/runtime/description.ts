// What a runtime consists of, as data: pallets, storage with its readers, runtime APIs, transaction extensions.
// Refuses to know how it is encoded.
import type { LedgerState } from '../../ledger/state/ledger-state.ts';
import type { Table } from '../../ledger/state/table.ts';
import type { HasherName } from '../scale/hashing.ts';
import type { Type, Value, Variant } from '../scale/type.ts';
import type { RuntimeSpec } from './runtime-spec.ts';

/** Who makes and who votes on the blocks after one, as 0x-hex keys. */
export type Consensus = Readonly<{
  /** sr25519. */
  authors: readonly string[];
  /** ed25519. */
  voters: readonly string[];
  setId: bigint;
  /** Of the block itself. */
  slot: bigint;
  /** A set of voters that comes in force with the state of a later block. */
  pending: Readonly<{ at: number; voters: readonly string[] }> | null;
}>;

/** One block's state as readers see it. */
export type StateView = Readonly<{
  state: LedgerState;
  number: number;
  parentHash: Uint8Array;
  /** Milliseconds. */
  timestamp: number;
  /** SCALE of `System.Events`, by the runtime that executed the block. */
  events: Uint8Array;
  eventCount: number;
  digest: Value;
  /** Spec that `System.LastRuntimeUpgrade` names: of the runtime that executed the block. */
  executedSpecVersion: number;
  /** Null for what `System.BlockHash` has forgotten or does not know yet. */
  blockHash(number: number): Uint8Array | null;
  spec: RuntimeSpec;
  /** Null on a chain that proves nothing. */
  consensus: Consensus | null;
}>;

export type StorageEntry = Readonly<{
  name: string;
  modifier: 'Optional' | 'Default';
  hashers: readonly HasherName[];
  keys: readonly Type[];
  value: Type;
  /** Value of an absent key; null for optional items. */
  fallback: Value;
  /** Undefined: no such key. Bytes are taken as they are. */
  read(view: StateView, keys: readonly Value[]): Value | RawBytes | undefined;
  list(view: StateView): Iterable<readonly Value[]>;
  /** Where each value comes from one row of one table of the ledger, and from nothing else. */
  source?: TableSource;
}>;

export type TableSource = Readonly<{
  table(state: LedgerState): Table<string, unknown>;
  parts(row: string): readonly Value[];
}>;

/** An answer that is already SCALE. */
export class RawBytes {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

export type Constant = Readonly<{ name: string; type: Type; value: Value }>;

export type Pallet = Readonly<{
  name: string;
  index: number;
  /** Crate path in front of `::Call`, `::Event`, `::Error`. */
  path: string;
  storage: readonly StorageEntry[];
  calls: readonly Variant[];
  events: readonly Variant[];
  errors: readonly string[];
  constants: readonly Constant[];
}>;

export type ApiMethod = Readonly<{
  name: string;
  inputs: readonly Readonly<{ name: string; type: Type }>[];
  output: Type;
  run(view: StateView, args: readonly Value[]): Value | RawBytes;
}>;

export type Api = Readonly<{ name: string; version: number; methods: readonly ApiMethod[] }>;

export type Extension = Readonly<{ identifier: string; type: Type; additionalSigned: Type }>;

/** The types that the metadata names outside of pallets. */
export type OuterTypes = Readonly<{
  runtime: Type;
  extrinsic: Type;
  address: Type;
  signature: Type;
  extra: Type;
  call: Type;
  event: Type;
  error: Type;
}>;

export type RuntimeDescription = Readonly<{
  pallets: readonly Pallet[];
  palletTypes: ReadonlyMap<string, PalletTypes>;
  apis: readonly Api[];
  extensions: readonly Extension[];
  outer: OuterTypes;
}>;

export type PalletTypes = Readonly<{ call: Type | null; event: Type | null; error: Type | null }>;
