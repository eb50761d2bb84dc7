// A block's header as nodes send it, and its hash, which is always computed here.
import type { BlockRef } from '../../model/facts.ts';
import type { Hex } from '../../units.ts';
import { concatBytes, fromHex, parseHex, toHex } from '../scale/hex.ts';
import { encodeCompact } from '../scale/scale-encoder.ts';
import { malformed } from '../scale/scale-reader.ts';
import { blake2b256 } from '../scale/blake2b.ts';

export type Header = BlockRef & {
  parentHash: Hex;
  stateRoot: Hex;
  extrinsicsRoot: Hex;
  /** The digest's items, encoded, in their order. The seal is the last. */
  logs: readonly Hex[];
};

const MOST_LOGS = 100;
/** In hex, of all items together: a node's newest headers are kept, and an honest one has some hundred. */
const MOST_LOG_CHARACTERS = 64_000;

function part(value: object, name: string): unknown {
  return Reflect.get(value, name);
}

/** The hash of a header with these fields. */
export function headerHash(header: Omit<Header, 'hash'>): Hex {
  const bytes = concatBytes(
    fromHex(header.parentHash),
    encodeCompact(header.number),
    fromHex(header.stateRoot),
    fromHex(header.extrinsicsRoot),
    encodeCompact(header.logs.length),
    ...header.logs.map(fromHex),
  );
  return toHex(blake2b256(bytes));
}

/** Throws NODE_MALFORMED. */
export function parseHeader(value: unknown): Header {
  if (typeof value !== 'object' || value === null) throw malformed('header');
  const parentHash = parseHex(part(value, 'parentHash'), 'parent hash', 32);
  const stateRoot = parseHex(part(value, 'stateRoot'), 'state root', 32);
  const extrinsicsRoot = parseHex(part(value, 'extrinsicsRoot'), 'extrinsics root', 32);
  const digits = part(value, 'number');
  if (typeof digits !== 'string' || !/^0x[0-9a-f]{1,8}$/i.test(digits)) {
    throw malformed('block number');
  }
  const number = Number(digits);
  const digest = part(value, 'digest');
  const listed: unknown =
    typeof digest === 'object' && digest !== null ? part(digest, 'logs') : null;
  if (!Array.isArray(listed) || listed.length > MOST_LOGS) throw malformed('digest');
  let characters = 0;
  for (const log of listed as unknown[]) characters += typeof log === 'string' ? log.length : 0;
  if (characters > MOST_LOG_CHARACTERS) throw malformed('digest');
  const logs = listed.map((log: unknown) => parseHex(log, 'digest'));
  const fields = { parentHash, number, stateRoot, extrinsicsRoot, logs };
  return { ...fields, hash: headerHash(fields) };
}
