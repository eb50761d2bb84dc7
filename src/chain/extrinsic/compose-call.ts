// Encodes calls by names and fields, and decodes them. Both directions follow the runtime's own types and refuse
// values that those lack. An account id is accepted for a MultiAddress.
import type { EnumVar, LookupEntry, StructVar } from '@polkadot-api/metadata-builders';
import { AppError } from '../../errors.ts';
import type { CallDraft, CallValue } from '../../model/plan.ts';
import type { Hex } from '../../units.ts';
import { fromHex, toHex } from '../scale/hex.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { decodeAll, type ScaleValue, type Var } from '../scale/scale-decoder.ts';
import { isRecord } from '../scale/scale-encoder.ts';
import { malformed } from '../scale/scale-reader.ts';
import { fieldOf, listOf, variantOf } from '../scale/scale-fields.ts';

type CallFields = { pallet: string; name: string; fields: Record<string, LookupEntry> };

function isList(value: CallValue): value is readonly CallValue[] {
  return Array.isArray(value);
}

function isDraft(value: CallValue): value is CallDraft {
  return typeof value === 'object' && value !== null && !isList(value);
}

function callFields(pallet: string, name: string, runtime: Runtime): CallFields {
  const missing = () => new AppError('NOT_ON_THIS_RUNTIME', { what: `${pallet}.${name}` });
  const calls = runtime.calls(pallet);
  if (calls?.type !== 'enum' || !Object.hasOwn(calls.value, name)) throw missing();
  const variant = calls.value[name];
  if (!variant) throw missing();
  return { pallet, name, fields: fieldsOf(variant) };
}

/** A call's argument types by name; unnamed arguments have their position as name, from "0". */
function fieldsOf(variant: EnumVar['value'][string]): Record<string, LookupEntry> {
  if (variant.type === 'void') return {};
  if (variant.type === 'struct') return variant.value;
  if (variant.type === 'lookupEntry') return { 0: variant.value };
  if (variant.type === 'tuple') {
    return Object.fromEntries(variant.value.map((entry, i) => [String(i), entry]));
  }
  throw malformed('call');
}

function isMultiAddress(entry: EnumVar): boolean {
  const id = entry.value['Id'];
  return id?.type === 'lookupEntry' && id.value.type === 'AccountId32';
}

/** A draft's value in the form of the encoders' input. Throws RangeError for a value that does not fit the type. */
function toScale(value: CallValue, entry: LookupEntry, runtime: Runtime): ScaleValue {
  if (isDraft(value)) {
    if (entry.id !== runtime.callType?.id)
      throw new RangeError('a call stands where none is meant');
    return draftToScale(value, runtime);
  }
  switch (entry.type) {
    case 'sequence':
    case 'array':
      return isList(value) ? value.map((item) => toScale(item, entry.value, runtime)) : value;
    case 'tuple':
      if (!isList(value) || value.length !== entry.value.length) throw new RangeError('no tuple');
      return entry.value.map((part, i) => toScale(value[i] ?? null, part, runtime));
    case 'option':
      return value === null ? null : toScale(value, entry.value, runtime);
    case 'struct':
      return structToScale(value, entry, runtime);
    case 'enum':
      return enumToScale(value, entry, runtime);
    default:
      if (isList(value)) throw new RangeError(`a list stands where ${entry.type} is meant`);
      return value;
  }
}

/** A draft writes a struct as a list of named fields: `[['field', value], …]`. */
function structToScale(value: CallValue, entry: StructVar, runtime: Runtime): ScaleValue {
  if (!isList(value)) throw new RangeError('no struct');
  const fields: Record<string, ScaleValue> = {};
  for (const pair of value) {
    if (!isList(pair) || pair.length !== 2 || typeof pair[0] !== 'string') {
      throw new RangeError('no field');
    }
    const type = Object.hasOwn(entry.value, pair[0]) ? entry.value[pair[0]] : undefined;
    if (!type) throw new AppError('NOT_ON_THIS_RUNTIME', { what: pair[0] });
    fields[pair[0]] = toScale(pair[1] ?? null, type, runtime);
  }
  return fields;
}

/** A draft writes an enum as the name of its variant, or as `[name, value]`. */
function enumToScale(value: CallValue, entry: EnumVar, runtime: Runtime): ScaleValue {
  if (typeof value === 'string' && isMultiAddress(entry)) return { type: 'Id', value };
  const [name, inner] = isList(value) ? [value[0], value[1] ?? null] : [value, null];
  if (typeof name !== 'string') throw new RangeError('no variant');
  const part = Object.hasOwn(entry.value, name) ? entry.value[name] : undefined;
  if (!part) throw new AppError('NOT_ON_THIS_RUNTIME', { what: name });
  return { type: name, value: partToScale(inner, part, runtime) };
}

function partToScale(
  value: CallValue,
  part: EnumVar['value'][string],
  runtime: Runtime,
): ScaleValue {
  if (part.type === 'void') return null;
  if (part.type === 'lookupEntry') return toScale(value, part.value, runtime);
  if (part.type === 'struct') return structToScale(value, part, runtime);
  if (!isList(value)) throw new RangeError('no tuple');
  const types = part.type === 'tuple' ? part.value : value.map(() => part.value);
  return types.map((type, i) => toScale(value[i] ?? null, type, runtime));
}

function draftToScale({ pallet, name, args }: CallDraft, runtime: Runtime): ScaleValue {
  const { fields } = callFields(pallet, name, runtime);
  for (const given of Object.keys(args)) {
    if (!Object.hasOwn(fields, given)) {
      throw new AppError('NOT_ON_THIS_RUNTIME', { what: `${pallet}.${name}(${given})` });
    }
  }
  const values: Record<string, ScaleValue> = {};
  for (const [field, type] of Object.entries(fields)) {
    const given = args[field];
    if (given === undefined) {
      throw new AppError('NOT_ON_THIS_RUNTIME', { what: `${pallet}.${name} without ${field}` });
    }
    values[field] = toScale(given, type, runtime);
  }
  return { type: pallet, value: { type: name, value: unnamed(values) } };
}

/** For the codecs a call with unnamed arguments is a tuple or a single bare value. */
function unnamed(values: Record<string, ScaleValue>): ScaleValue {
  const names = Object.keys(values);
  if (names.length === 0) return null;
  if (names.some((name) => !/^\d+$/.test(name))) return values;
  return names.length === 1 ? (values['0'] ?? null) : Object.values(values);
}

function requireCallType(runtime: Runtime): LookupEntry {
  if (runtime.callType === null) throw new AppError('NOT_ON_THIS_RUNTIME', { what: 'calls' });
  return runtime.callType;
}

/**
 * SCALE bytes of a call. Throws NOT_ON_THIS_RUNTIME for a call or field that the runtime lacks, RangeError for a
 * value that does not fit its type.
 */
export function composeCall(draft: CallDraft, runtime: Runtime): Hex {
  return toHex(runtime.encoder(requireCallType(runtime))(draftToScale(draft, runtime)));
}

function fromScale(value: ScaleValue, entry: Var, runtime: Runtime): CallValue {
  if ('id' in entry && entry.id !== undefined && entry.id === runtime.callType?.id) {
    return scaleToDraft(value, runtime);
  }
  switch (entry.type) {
    case 'lookupEntry':
      return fromScale(value, entry.value, runtime);
    case 'sequence':
    case 'array':
      return Array.isArray(value)
        ? value.map((item: ScaleValue) => fromScale(item, entry.value, runtime))
        : plain(value);
    case 'tuple':
      return entry.value.map((part, i) =>
        fromScale(Array.isArray(value) ? (value[i] ?? null) : null, part, runtime),
      );
    case 'option':
      return value === null ? null : fromScale(value, entry.value, runtime);
    case 'struct':
      return Object.entries(entry.value).map(([name, type]) => [
        name,
        fromScale(isRecord(value) ? (value[name] ?? null) : null, type, runtime),
      ]);
    case 'enum': {
      const variant = variantOf(value);
      const part = entry.value[variant.type];
      if (!part) throw malformed('enum');
      if (variant.type === 'Id' && isMultiAddress(entry)) return plain(variant.value);
      return part.type === 'void'
        ? variant.type
        : [variant.type, fromScale(variant.value, part, runtime)];
    }
    default:
      return plain(value);
  }
}

function plain(value: ScaleValue): CallValue {
  if (typeof value === 'object' && value !== null) throw malformed('value');
  return value;
}

function argumentOf(values: ScaleValue, name: string, i: number, count: number): ScaleValue {
  if (isRecord(values)) return fieldOf(values, name);
  return count > 1 ? (listOf(values)[i] ?? null) : values;
}

function scaleToDraft(value: ScaleValue, runtime: Runtime): CallDraft {
  const pallet = variantOf(value);
  const call = variantOf(pallet.value);
  const { fields } = callFields(pallet.type, call.type, runtime);
  const names = Object.keys(fields);
  const args: Record<string, CallValue> = {};
  for (const [i, [name, type]] of Object.entries(fields).entries()) {
    args[name] = fromScale(argumentOf(call.value, name, i, names.length), type, runtime);
  }
  return { pallet: pallet.type, name: call.type, args };
}

/** The reverse of `composeCall`. Throws NODE_MALFORMED for trailing bytes and unknown variants. */
export function decodeCall(call: Hex, runtime: Runtime): CallDraft {
  const value = decodeAll(runtime.decoder(requireCallType(runtime)), fromHex(call));
  return scaleToDraft(value, runtime);
}
