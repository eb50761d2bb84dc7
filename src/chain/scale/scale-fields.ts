// Reads decoded values by field name, as the plain types of facts. A value of the wrong type throws NODE_MALFORMED;
// `fieldIf` reads fields that a runtime may lack.
import {
  toAlphaRao,
  toNetuid,
  toRao,
  U64_MAX,
  type AlphaRao,
  type Netuid,
  type Rao,
  type Ss58Address,
} from '../../units.ts';
import { fromHex, isHex } from './hex.ts';
import type { ScaleValue } from './scale-decoder.ts';
import { isRecord } from './scale-encoder.ts';
import { malformed } from './scale-reader.ts';
import { isKnownAddress, parseSs58 } from './ss58.ts';

export function fieldOf(value: ScaleValue, name: string): ScaleValue {
  const field = fieldIf(value, name);
  if (field === undefined) throw malformed(`field ${name}`);
  return field;
}

/** undefined: this runtime's type has no such field. */
export function fieldIf(value: ScaleValue, name: string): ScaleValue | undefined {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function bigintOf(value: ScaleValue): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return BigInt(value);
  throw malformed('integer');
}

/** Counts, blocks and indices. */
export function numberOf(value: ScaleValue): number {
  const whole = bigintOf(value);
  if (whole > BigInt(Number.MAX_SAFE_INTEGER) || whole < 0n) throw malformed('count');
  return Number(whole);
}

/** Places in a subnet, which the chain numbers by u16: a larger count, and every list made by it, is refused. */
export function placesOf(value: ScaleValue): number {
  const places = numberOf(value);
  if (places > 0xffff) throw malformed('places in a subnet');
  return places;
}

function u64Of(value: ScaleValue): bigint {
  const whole = bigintOf(value);
  if (whole < 0n || whole > U64_MAX) throw malformed('amount');
  return whole;
}

export function raoOf(value: ScaleValue): Rao {
  return toRao(u64Of(value));
}

export function alphaOf(value: ScaleValue): AlphaRao {
  return toAlphaRao(u64Of(value));
}

export function netuidOf(value: ScaleValue): Netuid {
  const number = numberOf(value);
  if (number > 0xffff) throw malformed('netuid');
  return toNetuid(number);
}

export function booleanOf(value: ScaleValue): boolean {
  if (typeof value !== 'boolean') throw malformed('boolean');
  return value;
}

export function listOf(value: ScaleValue): readonly ScaleValue[] {
  if (!isList(value)) throw malformed('list');
  return value;
}

function isList(value: ScaleValue): value is readonly ScaleValue[] {
  return Array.isArray(value);
}

export function accountOf(value: ScaleValue): Ss58Address {
  if (typeof value !== 'string') throw malformed('account');
  return isKnownAddress(value) ? value : parseSs58(value);
}

const utf8 = new TextDecoder();

/** Bytes, or a list of byte-sized numbers, as text; invalid UTF-8 becomes the replacement character. */
export function textOf(value: ScaleValue): string {
  if (isHex(value)) return utf8.decode(fromHex(value));
  return utf8.decode(Uint8Array.from(listOf(value), (item) => numberOf(item) & 0xff));
}

/** The raw bits of a fixed-point number, wrapped in a struct or not. */
export function bitsOf(value: ScaleValue): bigint {
  return bigintOf(isRecord(value) ? fieldOf(value, 'bits') : value);
}

/** `{type, value}` of an enum. */
export function variantOf(value: ScaleValue): { type: string; value: ScaleValue } {
  const type = fieldOf(value, 'type');
  if (typeof type !== 'string') throw malformed('enum');
  return { type, value: fieldIf(value, 'value') ?? null };
}
