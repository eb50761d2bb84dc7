// Parsers of what messages are about: accounts, subnets, amounts, hashes.
import { parseSs58 } from '../chain/scale/ss58.ts';
import { toNetuid, U64_MAX, type Hex } from '../units.ts';
import { bigintUpTo, count, list, map, oneOf, text, type Parser } from './shapes.ts';

export const LONGEST_LIST = 600;
export const words = text(300);
export const u64 = bigintUpTo(U64_MAX);
export const netuid = map(count(0xffff), toNetuid);
export const hash = map(text(66, 66), (value): Hex => {
  if (!/^0x[0-9a-f]{64}$/.test(value)) throw new RangeError('no hash');
  return `0x${value.slice(2)}`;
});
/** Only the canonical form comes out: prefix 42, as everything inside the extension is. */
export const coldkey = map(text(60), parseSs58);
export const many = <T>(parse: Parser<T>): Parser<T[]> => list(parse, LONGEST_LIST);
export const kind = <K extends string>(name: K): Parser<K> => oneOf(name);
