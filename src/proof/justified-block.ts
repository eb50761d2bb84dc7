// A block as chain_getBlock gives it: the header, and the justification where the node keeps one. The body is not looked at.
import { parseHeader, type Header } from '../chain/rpc/block-header.ts';
import { fromHex, isHex } from '../chain/scale/hex.ts';
import { malformed } from '../chain/scale/scale-reader.ts';
import type { BlockRef } from '../model/facts.ts';
import { isObject } from '../parse.ts';
import { parseJustification, type Justification } from './justification.ts';
import { invalid, notServed, strictly } from './proof-failure.ts';

export type JustifiedBlock = { header: Header; justification: Justification | null };

/** FRNK. */
const GRANDPA = [0x46, 0x52, 0x4e, 0x4b];
/** Engines whose justifications a block may have. */
const MOST_ENGINES = 8;
const MOST_BYTES = 1 << 20;

const isByte = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;

/** Bytes as nodes send them: a list of numbers. Some gateways write hex. Throws NODE_MALFORMED. */
function bytesOf(value: unknown): Uint8Array {
  if (isHex(value) && value.length <= 2 * MOST_BYTES + 2) return fromHex(value);
  const isList = Array.isArray(value) && value.length <= MOST_BYTES;
  if (!isList || !value.every(isByte)) throw malformed('justification');
  return Uint8Array.from(value);
}

/** Throws NODE_MALFORMED. */
function grandpaBytes(justifications: unknown): Uint8Array | null {
  if (justifications === null || justifications === undefined) return null;
  if (!Array.isArray(justifications) || justifications.length > MOST_ENGINES) {
    throw malformed('justifications');
  }
  for (const pair of justifications as unknown[]) {
    if (!Array.isArray(pair) || pair.length !== 2) throw malformed('justifications');
    const engine = bytesOf(pair[0]);
    if (GRANDPA.every((byte, i) => byte === engine[i])) return bytesOf(pair[1]);
  }
  return null;
}

/** Throws PROOF_INVALID where the answer is of another block, PROOF_NOT_SERVED where there is none. */
export function readJustifiedBlock(answer: unknown, { hash, number }: BlockRef): JustifiedBlock {
  if (answer === null) throw notServed('a block');
  const bytes = strictly('a justification', () =>
    isObject(answer) ? grandpaBytes(answer['justifications']) : null,
  );
  const block = isObject(answer) ? answer['block'] : null;
  const header = strictly('a header', () => parseHeader(isObject(block) ? block['header'] : null));
  if (header.hash !== hash || header.number !== number) throw invalid('a header of another block');
  return { header, justification: bytes === null ? null : parseJustification(bytes) };
}
