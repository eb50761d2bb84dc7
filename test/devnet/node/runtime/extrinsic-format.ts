// The layout of a version 4 extrinsic: signed or bare, address, signature, extensions, call.
// Refuses to check anything but the layout.
import { Reader } from '../scale/bytes.ts';
import { read } from '../scale/codec.ts';
import type { Value } from '../scale/type.ts';
import { partOf, variantName } from '../scale/value.ts';
import type { RuntimeDescription } from './description.ts';

const SIGNED_V4 = 0x84;
const BARE_V4 = 0x04;

export type SignedPart = Readonly<{
  address: Value;
  signature: Value;
  /** One value per extension, in the runtime's order. */
  extra: readonly Value[];
  extraBytes: Uint8Array;
}>;

export type DecodedExtrinsic = Readonly<{
  signed: SignedPart | null;
  call: Value;
  callBytes: Uint8Array;
}>;

/** `body` is the extrinsic without its length prefix. Throws RangeError on anything but a whole extrinsic. */
export function decodeExtrinsic(
  description: RuntimeDescription,
  body: Uint8Array,
): DecodedExtrinsic {
  const reader = new Reader(body);
  const version = reader.byte();
  if (version !== SIGNED_V4 && version !== BARE_V4) {
    throw new RangeError(`Extrinsic version ${version} is not supported`);
  }
  const signed = version === SIGNED_V4 ? readSigned(description, reader) : null;
  const start = reader.offset;
  const call = read(reader, description.outer.call);
  const callBytes = reader.since(start);
  reader.end();
  return { signed, call, callBytes };
}

function readSigned(description: RuntimeDescription, reader: Reader): SignedPart {
  const address = read(reader, description.outer.address);
  const signature = read(reader, description.outer.signature);
  const start = reader.offset;
  const extra = description.extensions.map((extension) => read(reader, extension.type));
  return { address, signature, extra, extraBytes: reader.since(start) };
}

export const callOfExtrinsic = (description: RuntimeDescription, body: Uint8Array): Value =>
  decodeExtrinsic(description, body).call;

/** Whether its signature covers the metadata hash. */
export function isHashedExtrinsic(description: RuntimeDescription, body: Uint8Array): boolean {
  const { signed } = decodeExtrinsic(description, body);
  const at = description.extensions.findIndex(
    ({ identifier }) => identifier === 'CheckMetadataHash',
  );
  return variantName(partOf(signed?.extra[at] ?? null, 'mode')) === 'Enabled';
}
