// Records that can be read from the chain again: last snapshot, names, validators, metadata; prices are in prices.ts. Metadata and
// validators are dropped when space runs out; a corrupt record counts as missing.
import type { HomeRecord } from '../alerts/home-record.ts';
import type { Hex } from '../units.ts';
import { atOnce } from './at-once.ts';
import {
  isFiatRecord,
  isKeptFactsRecord,
  isNamesRecord,
  isSnapshotRecord,
} from './cached-shapes.ts';
import { isNodeRecord } from './node-shape.ts';
import { openStore, toStoreError, type Store } from './open-store.ts';
import { readWhole } from './read-whole.ts';
import type {
  EmissionRecord,
  FiatRecord,
  KeptFactsRecord,
  MetadataRecord,
  NodeRecord,
  NamesRecord,
  SnapshotRecord,
  ValidatorsRecord,
} from '../model/records.ts';

type Key = Pick<MetadataRecord, 'genesisHash' | 'specVersion' | 'endpoint'>;

const keyOf = ({ genesisHash, specVersion, endpoint }: Key): [Hex, number, string] => [
  genesisHash,
  specVersion,
  endpoint,
];

/** Two nodes' copies of three specs. */
const KEPT_METADATA = 6;

export async function readSnapshotRecord(genesisHash: Hex): Promise<SnapshotRecord | null> {
  return readWhole('snapshots', genesisHash, isSnapshotRecord);
}

export async function readNamesRecord(genesisHash: Hex): Promise<NamesRecord | null> {
  return readWhole('names', genesisHash, isNamesRecord);
}

/** Every node's copy of that spec's metadata. */
export async function readMetadataRecords(
  genesisHash: Hex,
  specVersion: number,
): Promise<MetadataRecord[]> {
  const all = IDBKeyRange.bound([genesisHash, specVersion], [genesisHash, specVersion, []]);
  return (await openStore()).getAll('metadata', all);
}

/** Writes; when the disk is full, clears metadata and validators and tries once more. */
export async function writeCached(write: (store: Store) => Promise<unknown>): Promise<void> {
  const store = await openStore();
  try {
    await write(store);
  } catch (error) {
    const problem = toStoreError(error);
    if (problem.code !== 'STORE_FULL') throw problem;
    await store.clear('metadata');
    await store.clear('keptFacts');
    await store.clear('validators');
    await write(store).catch((again: unknown) => {
      throw toStoreError(again);
    });
  }
}

type Homes = {
  put: (home: HomeRecord) => Promise<unknown>;
  delete: (genesisHash: string) => Promise<void>;
};

const putHome = (homes: Homes, genesisHash: Hex, home: HomeRecord | null): Promise<unknown> =>
  home === null ? homes.delete(genesisHash) : homes.put(home);

/** With what home says of it, in one transaction; null: nobody worked it out, and what was said of the one before goes. */
export async function writeSnapshotRecord(
  record: SnapshotRecord,
  home: HomeRecord | null = null,
): Promise<void> {
  await writeCached(async (store) => {
    const transaction = store.transaction(['snapshots', 'homes'], 'readwrite');
    const snapshots = transaction.objectStore('snapshots');
    const homes = transaction.objectStore('homes');
    await atOnce<() => Promise<unknown>>(
      [() => snapshots.put(record), () => putHome(homes, record.genesisHash, home)],
      (write) => write(),
    );
    await transaction.done;
  });
}

export async function writeNamesRecord(record: NamesRecord): Promise<void> {
  await writeCached((store) => store.put('names', record));
}

export async function writeValidatorsRecord(record: ValidatorsRecord): Promise<void> {
  await writeCached((store) => store.put('validators', record));
}

/** Whether they are of what a node's metadata is read from: its own copy, without one a copy that two operators gave. */
function areOf(facts: KeptFactsRecord, stored: readonly MetadataRecord[]): boolean {
  const { genesisHash, specVersion, endpoint, of } = facts;
  const ofSpec = stored.filter(
    (one) => one.genesisHash === genesisHash && one.specVersion === specVersion,
  );
  const own = ofSpec.find((one) => one.endpoint === endpoint);
  if (own !== undefined) return own.checksum === of;
  return ofSpec.some(({ checksum, operators }) => checksum === of && operators.length > 1);
}

/** Keeps the newest few copies of a network's metadata and drops older ones, with what was kept of them. */
export async function writeMetadataRecord(record: MetadataRecord): Promise<void> {
  await writeCached(async (store) => {
    const transaction = store.transaction(['metadata', 'keptFacts'], 'readwrite');
    const metadata = transaction.objectStore('metadata');
    const kept = transaction.objectStore('keptFacts');
    await metadata.put(record);
    const all = await metadata.getAll();
    const older = all
      .filter(({ genesisHash }) => genesisHash === record.genesisHash)
      .toSorted((a, b) => b.readAt - a.readAt)
      .slice(KEPT_METADATA);
    for (const one of older) await metadata.delete(keyOf(one));
    const left = all.filter((one) => !older.includes(one));
    for (const facts of await kept.getAll()) {
      if (!areOf(facts, left)) await kept.delete(keyOf(facts));
    }
    await transaction.done;
  });
}

/** With what was kept of it. */
export async function dropMetadataRecord(key: Key): Promise<void> {
  const transaction = (await openStore()).transaction(['metadata', 'keptFacts'], 'readwrite');
  const metadata = transaction.objectStore('metadata');
  const kept = transaction.objectStore('keptFacts');
  await metadata.delete(keyOf(key));
  const left = await metadata.getAll();
  for (const facts of await kept.getAll()) {
    if (!areOf(facts, left)) await kept.delete(keyOf(facts));
  }
  await transaction.done;
}

export async function readKeptFactsRecord(key: Key): Promise<KeptFactsRecord | null> {
  return readWhole('keptFacts', keyOf(key), isKeptFactsRecord);
}

/** Nothing, where the metadata that answered is not, or no more, what the node's is read from. */
export async function writeKeptFactsRecord(record: KeptFactsRecord): Promise<void> {
  await writeCached(async (store) => {
    const transaction = store.transaction(['metadata', 'keptFacts'], 'readwrite');
    const { genesisHash, specVersion } = record;
    const ofSpec = IDBKeyRange.bound([genesisHash, specVersion], [genesisHash, specVersion, []]);
    const stored = await transaction.objectStore('metadata').getAll(ofSpec);
    if (areOf(record, stored)) await transaction.objectStore('keptFacts').put(record);
    await transaction.done;
  });
}

export async function readNodeRecord(networkId: string): Promise<NodeRecord | null> {
  return readWhole('node', networkId, isNodeRecord);
}

export async function writeNodeRecord(record: NodeRecord): Promise<void> {
  await writeCached((store) => store.put('node', record));
}

/** With what home says of the rows; null: nobody worked it out, and it is not of these rows. */
export async function writeRows(record: NodeRecord, home: HomeRecord | null): Promise<void> {
  await writeCached(async (store) => {
    const transaction = store.transaction(['node', 'homes'], 'readwrite');
    const writes: (() => Promise<unknown>)[] = [() => transaction.objectStore('node').put(record)];
    if (home !== null) writes.push(() => transaction.objectStore('homes').put(home));
    await atOnce(writes, (write) => write());
    await transaction.done;
  });
}

/** With what home says by it; null: nobody worked it out, and what was said by the one before goes. */
export async function writeEmissionRecord(
  record: EmissionRecord,
  home: HomeRecord | null,
): Promise<void> {
  await writeCached(async (store) => {
    const transaction = store.transaction(['emission', 'homes'], 'readwrite');
    const emission = transaction.objectStore('emission');
    const homes = transaction.objectStore('homes');
    await atOnce<() => Promise<unknown>>(
      [() => emission.put(record), () => putHome(homes, record.genesisHash, home)],
      (write) => write(),
    );
    await transaction.done;
  });
}

export async function readFiat(): Promise<FiatRecord | null> {
  return readWhole('fiat', 'fiat', isFiatRecord);
}

export async function writeFiat(record: FiatRecord): Promise<void> {
  await writeCached((store) => store.put('fiat', record, 'fiat'));
}
