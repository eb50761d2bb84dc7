// Takes a runtime's metadata bytes out of the node's answer, without looking into them.
import { fromHex } from '../scale/hex.ts';
import { malformed, ScaleReader } from '../scale/scale-reader.ts';

/** `Option<Vec<u8>>` of Metadata_metadata_at_version, or the opaque bytes of Metadata_metadata. */
export function unwrapMetadata(answer: string, isOptional: boolean): Uint8Array | null {
  const reader = new ScaleReader(fromHex(answer));
  if (isOptional) {
    const tag = reader.u8();
    if (tag === 0) return null;
    if (tag !== 1) throw malformed('metadata');
  }
  const bytes = reader.take(reader.length(1)).slice();
  reader.end();
  return bytes;
}
