// Parses a runtime's metadata bytes to the description that the codecs are built from.
import {
  decAnyMetadata,
  unifyMetadata,
  type UnifiedMetadata,
} from '@polkadot-api/substrate-bindings';
import { malformed, ScaleReader } from '../scale/scale-reader.ts';

const MAGIC = 0x6174656d;
/** Bytes; far above any runtime's metadata so far. */
const LARGEST_METADATA = 4_000_000;

/** The description, and which metadata version the bytes have. Throws NODE_MALFORMED. */
export function parseMetadata(bytes: Uint8Array): {
  description: UnifiedMetadata;
  version: number;
} {
  if (bytes.length > LARGEST_METADATA || bytes.length < 5) throw malformed('metadata');
  const reader = new ScaleReader(bytes);
  if (reader.small(32, false) !== MAGIC) throw malformed('metadata');
  const version = reader.u8();
  if (version < 14 || version > 16) throw malformed(`metadata version ${version}`);
  try {
    // The library reads the whole buffer behind a view: pass a copy.
    return { description: unifyMetadata(decAnyMetadata(bytes.slice())), version };
  } catch {
    // The library throws null, RangeError or TypeError for malformed bytes.
    throw malformed('metadata');
  }
}
