// A second opinion on the bytes of a call, by the chain's published indices and layouts (model/stake-calls.ts).
// Metadata comes from a node, so a node could give one call's name to another call's bytes. A call that was
// composed by metadata is signed only if its bytes are also the published ones.
import { AppError } from '../../errors.ts';
import type { CallDraft, CallValue } from '../../model/plan.ts';
import { publishedCalls, type StakeArgumentKind } from '../../model/stake-calls.ts';
import type { Hex, Ss58Address } from '../../units.ts';
import { concatBytes, toHex } from '../scale/hex.ts';
import { parseSs58, publicKeyOf } from '../scale/ss58.ts';

function littleEndian(value: CallValue, byteLength: number): Uint8Array {
  if (typeof value !== 'bigint' && typeof value !== 'number') throw new RangeError('no number');
  let left = BigInt(value);
  if (left < 0n || left >> BigInt(8 * byteLength) !== 0n) throw new RangeError('number too large');
  const bytes = new Uint8Array(byteLength);
  for (let at = 0; at < byteLength; at += 1) {
    bytes[at] = Number(left & 0xffn);
    left >>= 8n;
  }
  return bytes;
}

/** SCALE's compact form of a list's length. */
function compact(length: number): Uint8Array {
  const value = BigInt(length);
  if (value < 1n << 6n) return littleEndian(value << 2n, 1);
  if (value < 1n << 14n) return littleEndian((value << 2n) | 1n, 2);
  return littleEndian((value << 2n) | 2n, 4);
}

function account(value: CallValue): Uint8Array {
  if (typeof value !== 'string') throw new RangeError('no account');
  const address: Ss58Address = parseSs58(value);
  return publicKeyOf(address);
}

const isDraft = (value: CallValue): value is CallDraft =>
  typeof value === 'object' && value !== null && 'pallet' in value;

function calls(value: CallValue): Uint8Array {
  if (!Array.isArray(value)) throw new RangeError('no calls');
  const items: readonly CallValue[] = value;
  const parts = items.map((item) => {
    if (!isDraft(item)) throw new RangeError('no call');
    return published(item);
  });
  return concatBytes(compact(parts.length), ...parts);
}

function encode(value: CallValue, kind: StakeArgumentKind | 'calls'): Uint8Array {
  switch (kind) {
    case 'account':
      return account(value);
    case 'u16':
      return littleEndian(value, 2);
    case 'u64':
      return littleEndian(value, 8);
    case 'bool':
      if (typeof value !== 'boolean') throw new RangeError('no yes or no');
      return Uint8Array.of(value ? 1 : 0);
    case 'optional-u64':
      return value === null
        ? Uint8Array.of(0)
        : concatBytes(Uint8Array.of(1), littleEndian(value, 8));
    case 'calls':
      return calls(value);
  }
}

/** The call's bytes as published. Throws PAYLOAD_MISMATCH for a call or an argument that is not in the table. */
function published({ pallet, name, args }: CallDraft): Uint8Array {
  const what = `${pallet}.${name}`;
  const layout = publishedCalls.get(what);
  if (!layout || Object.keys(args).length !== layout.args.length) {
    throw new AppError('PAYLOAD_MISMATCH', { what });
  }
  const parts = layout.args.map(([arg, kind]) => {
    const value = args[arg];
    if (value === undefined) throw new AppError('PAYLOAD_MISMATCH', { what: `${what}(${arg})` });
    return encode(value, kind);
  });
  return concatBytes(Uint8Array.from(layout.index), ...parts);
}

/** SCALE bytes of a call as published. Throws PAYLOAD_MISMATCH for a call or an argument that is not in the table. */
export const publishedBytes = (draft: CallDraft): Hex => toHex(published(draft));

/**
 * Throws PAYLOAD_MISMATCH unless the bytes that the node's metadata makes of a call are the published ones. A
 * difference means that the node lies or that the runtime moved a call; the bytes then do something unknown.
 */
export function requirePublished(draft: CallDraft, call: Hex): void {
  if (publishedBytes(draft) !== call) {
    throw new AppError('PAYLOAD_MISMATCH', { what: `${draft.pallet}.${draft.name}` });
  }
}
