// Random calls of a runtime, by its own types: every call of some pallets whose arguments are of kinds that the
// extension composes.
import type { EnumVar, LookupEntry } from '@polkadot-api/metadata-builders';
import fc from 'fast-check';
import type { Runtime } from '../../src/chain/runtime/runtime.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import type { CallDraft, CallValue } from '../../src/model/plan.ts';

export const anyAccount = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => formatSs58(bytes));

function isMultiAddress(type: EnumVar): boolean {
  return ['Id', 'Index', 'Raw', 'Address32'].every((name) => Object.hasOwn(type.value, name));
}

function integer(kind: string): fc.Arbitrary<CallValue> | null {
  const bits = Number(/^u(\d+)$/.exec(kind)?.[1] ?? 0);
  if (bits === 0) return null;
  const most = (1n << BigInt(bits)) - 1n;
  return fc.oneof(fc.bigInt(0n, most), fc.constantFrom(0n, 1n, 63n, 64n, most));
}

/** null: of a kind that the extension has no use for. */
function valueOf(
  type: LookupEntry,
  depth: number,
  runtime: Runtime,
): fc.Arbitrary<CallValue> | null {
  if (type.id === runtime.callType?.id) return depth > 1 ? null : anyCall(runtime, depth + 1);
  switch (type.type) {
    case 'primitive':
      return type.value === 'bool' ? fc.boolean() : integer(type.value);
    case 'compact':
      return integer(type.size);
    case 'AccountId32':
      return anyAccount;
    case 'enum':
      return isMultiAddress(type) ? anyAccount : plainVariant(type);
    case 'option': {
      const inner = valueOf(type.value, depth, runtime);
      return inner === null ? null : fc.option(inner, { nil: null });
    }
    case 'array': {
      if (type.value.type !== 'primitive' || type.value.value !== 'u8') return null;
      const length = type.len;
      return fc
        .uint8Array({ minLength: length, maxLength: length })
        .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`);
    }
    case 'sequence':
      return listOf(type.value, depth, runtime);
    default:
      return null;
  }
}

/** Ascending and without doubles, as sets are written. */
function listOf(
  item: LookupEntry,
  depth: number,
  runtime: Runtime,
): fc.Arbitrary<CallValue> | null {
  if (item.type === 'primitive' && item.value === 'u16') {
    return fc
      .uniqueArray(fc.nat(0xffff), { minLength: 1, maxLength: 5 })
      .map((numbers) => numbers.sort((a, b) => a - b));
  }
  if (item.id !== runtime.callType?.id) return null;
  const inner = valueOf(item, depth, runtime);
  return inner === null ? null : fc.array(inner, { minLength: 1, maxLength: 4 });
}

function plainVariant(type: EnumVar): fc.Arbitrary<CallValue> | null {
  const names = Object.entries(type.value).flatMap(([name, part]) =>
    part.type === 'void' ? [name] : [],
  );
  return names.length > 0 && names.length < 40 ? fc.constantFrom(...names) : null;
}

type Builder = { pallet: string; name: string; fields: [string, fc.Arbitrary<CallValue>][] };

function builders(runtime: Runtime, pallets: readonly string[], depth: number): Builder[] {
  return pallets.flatMap((pallet) => {
    const calls = runtime.calls(pallet);
    if (calls?.type !== 'enum') return [];
    return Object.entries(calls.value).flatMap(([name, part]): Builder[] => {
      if (part.type === 'void') return [{ pallet, name, fields: [] }];
      if (part.type !== 'struct') return [];
      const fields: [string, fc.Arbitrary<CallValue>][] = [];
      for (const [field, type] of Object.entries(part.value)) {
        const value = valueOf(type, depth, runtime);
        if (value === null) return [];
        fields.push([field, value]);
      }
      return [{ pallet, name, fields }];
    });
  });
}

/** Calls of the pallets whose calls the extension sends or reads; calls within calls one level deep. */
export function anyCall(runtime: Runtime, depth = 0): fc.Arbitrary<CallDraft> {
  const leaves = ['SubtensorModule', 'Balances'];
  const pallets = depth === 0 ? [...leaves, 'Utility', 'Proxy'] : leaves;
  const found = builders(runtime, pallets, depth);
  return fc.nat(found.length - 1).chain((index) => {
    const { pallet, name, fields } = found[index] ?? { pallet: '', name: '', fields: [] };
    return fc.tuple(...fields.map(([, value]) => value)).map((values) => ({
      pallet,
      name,
      args: Object.fromEntries(fields.map(([field], i) => [field, values[i] ?? null])),
    }));
  });
}
