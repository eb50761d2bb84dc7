// Reads test data from unknown JSON: fields by name, integers written as decimal strings.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Side } from '../../src/pool/pool.ts';

export type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields {
  if (!isFields(value)) throw new TypeError('expected an object');
  return value;
}

export function listOf(fields: Fields, name: string): Fields[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw new TypeError(`${name} is not a list`);
  return value.map(fieldsOf);
}

export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new TypeError(`${name} is not a text`);
  return value;
}

/** An integer written as a decimal string or, where it is small, as a JSON number. */
export function integerOf(fields: Fields, name: string): bigint {
  const value = fields[name];
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new TypeError(`${name} is not an integer`);
  }
  return BigInt(value);
}

/** Like `integerOf`; undefined where the field is absent or null. */
export function optionalIntegerOf(fields: Fields, name: string): bigint | undefined {
  return fields[name] === undefined || fields[name] === null ? undefined : integerOf(fields, name);
}

export function flagOf(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (typeof value !== 'boolean') throw new TypeError(`${name} is not true or false`);
  return value;
}

export function sideOf(fields: Fields, name: string): Side {
  const value = textOf(fields, name);
  if (value !== 'buy' && value !== 'sell') throw new TypeError(`${name} is no side: ${value}`);
  return value;
}

/** A JSON file beside the project's sources, by its path from the root. */
export function readJson(file: string): Fields {
  return fieldsOf(JSON.parse(readFileSync(path.resolve(process.cwd(), file), 'utf8')));
}

/** A reference vector file: the whole where `../shared` is, else the sample of it that is kept here. */
export function readVectors(name: string): Fields {
  const whole = path.join('..', 'shared', 'vectors', name);
  return readJson(existsSync(path.resolve(process.cwd(), whole)) ? whole : `test/vectors/${name}`);
}

/** False for the sample. */
export function isWhole(file: Fields): boolean {
  return fieldsOf(file['header'])['sample'] === undefined;
}
