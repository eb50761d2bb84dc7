// Metadata of runtimes in the store, verified when read: a record that does not match its checksum is dropped.
import type { MetadataCache } from '../chain/runtime/runtime-source.ts';
import { toHex } from '../chain/scale/hex.ts';
import { blake2b256 } from '../chain/scale/blake2b.ts';
import {
  dropMetadataRecord,
  readMetadataRecord,
  writeMetadataRecord,
} from '../store/chain-cache.ts';
import type { Hex } from '../units.ts';

const checksumOf = (bytes: Uint8Array): Hex => toHex(blake2b256(bytes));

export const metadataCache: MetadataCache = {
  async read(genesisHash, specVersion) {
    const record = await readMetadataRecord(genesisHash, specVersion);
    if (record === null) return null;
    if (checksumOf(record.bytes) === record.checksum) return record.bytes;
    await dropMetadataRecord(genesisHash, specVersion);
    return null;
  },
  async write(genesisHash, specVersion, bytes) {
    const checksum = checksumOf(bytes);
    await writeMetadataRecord({ genesisHash, specVersion, bytes, checksum, readAt: Date.now() });
  },
  drop: dropMetadataRecord,
};
