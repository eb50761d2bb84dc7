// A state that a test tells value by value: a real runtime's metadata, real keys, bytes and decoders, and a node that
// answers from a table. For edges that no simulated chain comes to.
import type { LookupEntry } from '@polkadot-api/metadata-builders';
import type { Runtime, WholeRuntime } from '../../src/chain/runtime/runtime.ts';
import { createRuntime } from '../../src/chain/runtime/whole-runtime.ts';
import { createStateReader, type StateReader } from '../../src/chain/runtime/state-reader.ts';
import type { ScaleValue } from '../../src/chain/scale/scale-decoder.ts';
import { concatBytes, toHex } from '../../src/chain/scale/hex.ts';
import { isRecord } from '../../src/chain/scale/scale-encoder.ts';
import { variantOf } from '../../src/chain/scale/scale-fields.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import { AppError } from '../../src/errors.ts';
import type { Hex } from '../../src/units.ts';
import { ledgerReads } from '../devnet/ledger/ledger.ts';
import { buildRuntime } from '../devnet/node/runtime/runtime.ts';
import type { RuntimeSpec } from '../devnet/node/runtime/runtime-spec.ts';

const GENESIS = `0x${'ab'.repeat(32)}` as const;
const BLOCK = `0x${'cd'.repeat(32)}` as const;
const runtimes = new Map<RuntimeSpec, WholeRuntime>();

export function runtimeOf(spec: RuntimeSpec): WholeRuntime {
  const known = runtimes.get(spec);
  if (known) return known;
  const metadata = buildRuntime(spec, ledgerReads).metadata(15);
  if (metadata === null) throw new Error('no metadata');
  const { specVersion, transactionVersion } = spec;
  const ref = { genesisHash: GENESIS, specName: 'node-subtensor', specVersion, transactionVersion };
  const runtime = createRuntime(ref, metadata);
  runtimes.set(spec, runtime);
  return runtime;
}

const integer = (kind: string, value: ScaleValue | undefined): ScaleValue => {
  if (typeof value !== 'bigint' && typeof value !== 'number' && value !== undefined) return value;
  return /^[iu](?:8|16|32)$/.test(kind) ? Number(value ?? 0) : BigInt(value ?? 0);
};

/** The value as this type has it: whole numbers in their form, and zeros for the fields that a test does not name. */
function filled(type: LookupEntry, value: ScaleValue | undefined): ScaleValue {
  const parts = Array.isArray(value) ? (value as readonly ScaleValue[]) : [];
  switch (type.type) {
    case 'primitive':
      if (type.value === 'bool') return value ?? false;
      return type.value === 'str' ? (value ?? '') : integer(type.value, value);
    case 'compact':
      return integer(type.size, value);
    case 'struct': {
      const fields = value !== undefined && isRecord(value) ? value : {};
      const odd = Object.keys(fields).find((name) => !Object.hasOwn(type.value, name));
      if (odd !== undefined) throw new Error(`${odd} is no field`);
      return Object.fromEntries(
        Object.entries(type.value).map(([name, part]) => [name, filled(part, fields[name])]),
      );
    }
    case 'tuple':
      return type.value.map((part, at) => filled(part, parts[at]));
    case 'sequence':
      if (typeof value === 'string') return value;
      return type.value.type === 'primitive' && type.value.value === 'u8' && value === undefined
        ? '0x'
        : parts.map((part) => filled(type.value, part));
    case 'array':
      return value ?? `0x${'00'.repeat(type.len)}`;
    case 'option':
      return value === undefined || value === null ? null : filled(type.value, value);
    case 'AccountId32':
      return value ?? formatSs58(new Uint8Array(32));
    default:
      return value ?? null;
  }
}

/** The encoders write what is sent, and no results are. */
function encoded(runtime: Runtime, type: LookupEntry, value: ScaleValue): Uint8Array {
  if (type.type !== 'result') return runtime.encoder(type)(filled(type, value));
  const { type: name, value: inner } = variantOf(value);
  const part = name === 'Ok' ? type.value.ok : type.value.ko;
  return concatBytes(Uint8Array.of(name === 'Ok' ? 0 : 1), encoded(runtime, part, inner));
}

/** Bytes of a value as told: zeros for the fields that it does not name. */
export const encodedValue = (runtime: Runtime, type: LookupEntry, value: ScaleValue): Hex =>
  toHex(encoded(runtime, type, value));

/** As if it had been built without these: `Item` of the subtensor pallet, `Pallet.Item`, `Api.method`. */
export function runtimeWithout(runtime: WholeRuntime, ...names: string[]): WholeRuntime {
  const isAbsent = (of: string, name: string): boolean =>
    names.includes(`${of}.${name}`) || (of === 'SubtensorModule' && names.includes(name));
  return {
    ...runtime,
    storage: (pallet, item) => (isAbsent(pallet, item) ? null : runtime.storage(pallet, item)),
    api: (api, method) => (isAbsent(api, method) ? null : runtime.api(api, method)),
  };
}

/** `item`: of the subtensor pallet, or `Pallet.Item`. */
export type Told = readonly [item: string, args: readonly ScaleValue[], value: ScaleValue];

export type ToldState = {
  storage?: readonly Told[];
  /** By `Api_method`: an answer, an error, or what is made of the encoded arguments. */
  apis?: Readonly<Record<string, ScaleValue | Error | ((args: Hex) => ScaleValue)>>;
};

/** An answer in place of the node's own. */
export const BUSY = new AppError('NODE_BUSY', { endpoint: 'wss://a' });
/** What a node says where the runtime stopped. */
export const STOPPED = new AppError('NODE_REFUSED', { text: '', kind: 'runtime' });

export function toldState(runtime: Runtime, { storage = [], apis = {} }: ToldState): StateReader {
  const stored = new Map<Hex, Hex>();
  for (const [name, args, value] of storage) {
    const [pallet = '', item = ''] = name.includes('.')
      ? name.split('.')
      : ['SubtensorModule', name];
    const found = runtime.storage(pallet, item);
    if (found === null) throw new Error(`${name} is not on this runtime`);
    stored.set(found.key(...args), toHex(encoded(runtime, found.valueType, value)));
  }
  const keys = [...stored.keys()].sort();

  async function ask(method: string, params: readonly unknown[]): Promise<unknown> {
    const [first, second, third] = params;
    if (method === 'state_queryStorageAt') {
      const asked = first as readonly Hex[];
      return [{ block: BLOCK, changes: asked.map((key) => [key, stored.get(key) ?? null]) }];
    }
    if (method === 'state_getKeysPaged') {
      const [prefix, size, after] = [String(first), Number(second), String(third)];
      return keys.filter((key) => key.startsWith(prefix) && key > after).slice(0, size);
    }
    if (method !== 'state_call') throw new Error(`${method} is not told`);
    const name = String(first);
    const told = apis[name];
    if (told instanceof Error) throw told;
    const value = typeof told === 'function' ? told(second as Hex) : told;
    const [api = '', ...rest] = name.split('_');
    const type = runtime.api(api, rest.join('_'))?.resultType;
    if (value === undefined || type === undefined) throw new Error(`${name} is not told`);
    return toHex(encoded(runtime, type, value));
  }
  return createStateReader(ask, runtime, BLOCK, new AbortController().signal);
}
