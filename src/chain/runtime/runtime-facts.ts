// What a runtime is built from: answers to single questions about its metadata, as plain data. Told by the metadata itself
// (whole-facts.ts), or as it once told them (kept-facts.ts).
import type { MetadataPrimitives, UnsignedPrimitive } from '@polkadot-api/metadata-builders';
import type { Hex } from '../../units.ts';
import type { VariantLayout } from './variant-layout.ts';

/** A variant's content, its types by id. */
export type FlatVariant = { idx: number } & (
  | { type: 'void' }
  | { type: 'lookupEntry'; value: number }
  | { type: 'struct'; value: Readonly<Record<string, number>> }
  | { type: 'tuple'; value: readonly number[] }
  | { type: 'array'; value: number; len: number }
);

/** A type whose parts are named by their ids. Types that differ only in a name around them have one id. */
export type FlatType = { id: number } & (
  | { type: 'void' | 'AccountId32' | 'AccountId20' }
  | { type: 'primitive'; value: MetadataPrimitives }
  | { type: 'compact'; isBig: boolean; size: UnsignedPrimitive }
  | { type: 'bitSequence'; isLSB: boolean }
  | { type: 'sequence' | 'option'; value: number }
  | { type: 'array'; value: number; len: number }
  | { type: 'tuple'; value: readonly number[] }
  | { type: 'struct'; value: Readonly<Record<string, number>> }
  | { type: 'result'; ok: number; ko: number }
  | { type: 'enum'; value: Readonly<Record<string, FlatVariant>>; byteLength: number | null }
);

/** `extra`, `additional`: ids of the types of what stands in the extrinsic, and of what is only signed. */
export type Extension = { name: string; extra: number; additional: number };

export type Outline = {
  metadataVersion: number;
  extrinsicVersions: readonly number[];
  extensions: readonly Extension[];
  callType: number | null;
};

export type StorageFact = {
  /** May differ from the pallet's name. */
  prefix: string;
  isDefaulted: boolean;
  fallback: Hex;
  /** null: a plain value. */
  key: number | null;
  hashers: readonly string[];
  value: number;
};

export type ApiFact = { inputs: readonly number[]; output: number };

export type ConstantFact = { type: number; value: Hex };

/** null: this runtime has no such thing. */
export type RuntimeFacts = {
  outline: () => Outline;
  typeOf: (id: number) => FlatType;
  storage: (pallet: string, item: string) => StorageFact | null;
  api: (name: string, method: string) => ApiFact | null;
  constant: (pallet: string, name: string) => ConstantFact | null;
  /** The type of a pallet's calls. */
  calls: (pallet: string) => number | null;
  hasError: (pallet: string, name: string) => boolean;
  shapeOf: (id: number) => string;
  layoutOf: (kind: 'calls' | 'events', pallet: string, name: string) => VariantLayout | null;
};
