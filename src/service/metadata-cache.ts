// Metadata of runtimes in the store, and what was kept of it, verified when read: a record that does not match its checksum
// is dropped. Filed under the node that gave it; what two operators gave alike serves every node.
import type { MetadataCache, MetadataKey } from '../chain/runtime/runtime-source.ts';
import { toHex } from '../chain/scale/hex.ts';
import { blake2b256 } from '../chain/scale/blake2b.ts';
import type { MetadataRecord } from '../model/records.ts';
import {
  dropMetadataRecord,
  readKeptFactsRecord,
  readMetadataRecords,
  writeKeptFactsRecord,
  writeMetadataRecord,
} from '../store/chain-cache.ts';
import type { Hex } from '../units.ts';

/** Of bytes that nobody changes. */
const checksums = new WeakMap<Uint8Array, Hex>();

export function checksumOf(bytes: Uint8Array): Hex {
  const known = checksums.get(bytes);
  if (known !== undefined) return known;
  const checksum = toHex(blake2b256(bytes));
  checksums.set(bytes, checksum);
  return checksum;
}

/** By the browser's own code: a start waits for it. */
async function textChecksum(text: string): Promise<Hex> {
  const bytes = new TextEncoder().encode(text);
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

const isAgreed = ({ operators }: MetadataRecord): boolean => operators.length > 1;

async function isWhole(record: MetadataRecord): Promise<boolean> {
  if (checksumOf(record.bytes) === record.checksum) return true;
  await dropMetadataRecord(record);
  return false;
}

export const metadataCache: MetadataCache = {
  async read({ genesisHash, specVersion, endpoint }) {
    const records = await readMetadataRecords(genesisHash, specVersion);
    const own = records.find((record) => record.endpoint === endpoint);
    for (const record of [own, records.find(isAgreed)]) {
      if (record && (await isWhole(record))) return record.bytes;
    }
    return null;
  },
  async write(key, bytes) {
    const readAt = Date.now();
    const checksum = checksumOf(bytes);
    await writeMetadataRecord({ ...key, bytes, checksum, operators: [], readAt });
  },
  drop: dropMetadataRecord,
  async readKept(key) {
    const record = await readKeptFactsRecord(key);
    if (record === null) return null;
    return (await textChecksum(record.facts)) === record.checksum ? record.facts : null;
  },
  async writeKept({ genesisHash, specVersion, endpoint }, facts, metadata) {
    const checksum = await textChecksum(facts);
    const of = checksumOf(metadata);
    await writeKeptFactsRecord({ genesisHash, specVersion, endpoint, facts, checksum, of });
  },
};

/** Notes that these operators gave the same bytes for the key's spec. */
export async function noteAgreement(
  key: MetadataKey,
  bytes: Uint8Array,
  operators: readonly string[],
): Promise<void> {
  const checksum = checksumOf(bytes);
  await writeMetadataRecord({ ...key, bytes, checksum, operators, readAt: Date.now() });
}
