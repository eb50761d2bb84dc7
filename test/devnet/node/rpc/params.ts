// Reads JSON-RPC parameters strictly from what a client sent.
// Refuses a missing or misshapen one with the node's own error.
import { fromHex } from '../scale/bytes.ts';
import { invalidParams } from './rpc-error.ts';

export type Params = readonly unknown[];

export function hexAt(params: Params, index: number): Uint8Array {
  const value = params[index];
  if (typeof value !== 'string') throw invalidParams(`parameter ${index} is not hex`);
  try {
    return fromHex(value);
  } catch (error) {
    if (error instanceof RangeError) throw invalidParams(error.message);
    throw error;
  }
}

export function textAt(params: Params, index: number): string {
  const value = params[index];
  if (typeof value !== 'string') throw invalidParams(`parameter ${index} is not text`);
  return value;
}

/** Null when the client left it out. */
export function optionalTextAt(params: Params, index: number): string | null {
  const value = params[index];
  return value === undefined || value === null ? null : textAt(params, index);
}

export function countAt(params: Params, index: number): number {
  const value = params[index];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw invalidParams(`parameter ${index} is not a count`);
  }
  return value;
}

export function hexListAt(params: Params, index: number): Uint8Array[] {
  const value = params[index];
  if (!Array.isArray(value)) throw invalidParams(`parameter ${index} is not a list`);
  return value.map((_, at) => hexAt(value, at));
}
