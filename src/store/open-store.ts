// Opens the one database, upgrades it from any shipped version, and lets another tab upgrade it.
import {
  deleteDB,
  openDB,
  unwrap,
  type IDBPDatabase,
  type IDBPTransaction,
  type StoreNames,
} from 'idb';
import { AppError } from '../errors.ts';
import { withNewWords } from './new-words.ts';
import { withPromise } from './with-promise.ts';
import { DATABASE_NAME, DATABASE_VERSION, type TaubarSchema } from './schema.ts';

export type Store = IDBPDatabase<TaubarSchema>;

type Upgrading = IDBPTransaction<TaubarSchema, StoreNames<TaubarSchema>[], 'versionchange'>;

/** One step per version: `upgrades[n]` takes a database of version n to n + 1. */
const upgrades: ((store: Store, upgrading: Upgrading) => unknown)[] = [
  (store) => {
    store.createObjectStore('accounts', { keyPath: 'coldkey' });
    store.createObjectStore('settings');
    store.createObjectStore('connection');
    store.createObjectStore('notice');
    store.createObjectStore('fiat');
    store.createObjectStore('offers', { keyPath: 'wallet' });
    store.createObjectStore('node', { keyPath: 'networkId' });
    store.createObjectStore('snapshots', { keyPath: 'genesisHash' });
    store.createObjectStore('names', { keyPath: 'genesisHash' });
    store.createObjectStore('validators', { keyPath: ['genesisHash', 'netuid'] });
    store.createObjectStore('emission', { keyPath: 'genesisHash' });
    store.createObjectStore('prices', { keyPath: ['genesisHash', 'blockNumber'] });
    store.createObjectStore('metadata', { keyPath: ['genesisHash', 'specVersion'] });
    const requests = store.createObjectStore('requests', { keyPath: 'id' });
    requests.createIndex('byCreatedAt', 'createdAt');
    store.createObjectStore('history', { keyPath: ['genesisHash', 'at'] });
  },
  async (store, upgrading) => {
    store.createObjectStore('epochs', { keyPath: ['genesisHash', 'netuid', 'epoch'] });
    store.createObjectStore('exits', { keyPath: 'genesisHash' });
    // Unclaimed dividends were one sum that ignored the chain's threshold: unreadable until the next read.
    for await (const cursor of upgrading.objectStore('snapshots').iterate()) {
      const unclaimed = { known: false, reason: 'unreadable' } as const;
      const { snapshot, ...rest } = cursor.value;
      await cursor.update({ ...rest, snapshot: { ...snapshot, unclaimed } });
    }
  },
  // Version 3 had `standing`, which version 4 replaces by `surveys`; a survey is read again on demand.
  () => undefined,
  async (store, upgrading) => {
    const database = unwrap(store);
    if (database.objectStoreNames.contains('standing')) database.deleteObjectStore('standing');
    store.createObjectStore('surveys', { keyPath: 'genesisHash' });
    for await (const cursor of upgrading.objectStore('requests').iterate()) {
      await cursor.update(withNewWords(cursor.value));
    }
    for await (const cursor of upgrading.objectStore('settings').iterate()) {
      await cursor.update(withNewWords(cursor.value));
    }
    for await (const cursor of upgrading.objectStore('notice').iterate()) {
      await cursor.update(withNewWords(cursor.value));
    }
  },
  async (_store, upgrading) => {
    for await (const cursor of upgrading.objectStore('requests').iterate()) {
      await cursor.update(withNewWords(cursor.value));
    }
  },
  async (store, upgrading) => {
    // Metadata is filed under the node that gave it; of the older records that is not known.
    store.deleteObjectStore('metadata');
    store.createObjectStore('metadata', { keyPath: ['genesisHash', 'specVersion', 'endpoint'] });
    for await (const cursor of upgrading.objectStore('settings').iterate()) {
      const { networks } = cursor.value;
      // What is no list is set aside when it is read.
      if (!Array.isArray(networks)) continue;
      const withOperators = networks.map((network) => ({ ...network, operators: {} }));
      await cursor.update({ ...cursor.value, networks: withOperators });
    }
    upgrading.objectStore('requests').createIndex('bySettledAt', 'settledAt');
    upgrading.objectStore('requests').createIndex('byColdkey', 'coldkey');
    // An offer had one wallet's name as its key: a wallet may be offered the metadata of several chains.
    store.deleteObjectStore('offers');
    store.createObjectStore('offers', { keyPath: ['wallet', 'genesisHash', 'specVersion'] });
    for await (const cursor of upgrading.objectStore('requests').iterate()) {
      await cursor.update(withPromise(cursor.value));
    }
  },
  (store) => {
    store.createObjectStore('changes', { keyPath: ['genesisHash', 'id'] });
    store.createObjectStore('drafts', { keyPath: 'key' });
  },
  (store) => {
    store.createObjectStore('rootClaims', { keyPath: 'genesisHash' });
    store.createObjectStore('guards', { keyPath: ['genesisHash', 'specVersion', 'code'] });
  },
  (store) => {
    store.createObjectStore('limits', { keyPath: ['genesisHash', 'coldkey'] });
    const account = ['genesisHash', 'coldkey'];
    store.createObjectStore('books', { keyPath: account });
    store.createObjectStore('bookEntries', { keyPath: [...account, 'block.number', 'place'] });
    store.createObjectStore('bookPoints', { keyPath: [...account, 'first'] });
    store.createObjectStore('bookRuns', { keyPath: 'genesisHash' });
    store.createObjectStore('fiatDays', { keyPath: ['currency', 'day'] });
    store.createObjectStore('alertRules', { keyPath: 'id' });
    store.createObjectStore('alertState', { keyPath: 'genesisHash' });
    store.createObjectStore('alertLog', { keyPath: ['genesisHash', 'id'] });
  },
  (store, upgrading) => {
    upgrading.objectStore('requests').createIndex('byState', 'state');
    store.createObjectStore('proofs', { keyPath: 'genesisHash' });
  },
  (store) => {
    store.createObjectStore('keptFacts', { keyPath: ['genesisHash', 'specVersion', 'endpoint'] });
  },
  (store) => {
    store.createObjectStore('homes', { keyPath: 'genesisHash' });
  },
];

let opened: Promise<Store> | null = null;

async function open(): Promise<Store> {
  let refuse: (reason: AppError) => void = () => undefined;
  const blocked = new Promise<never>((_resolve, reject) => {
    refuse = reject;
  });
  const opening = openDB<TaubarSchema>(DATABASE_NAME, DATABASE_VERSION, {
    // A window of an older version holds the store and does not close it: waiting would show nothing at all.
    blocked: () => refuse(new AppError('STORE_BLOCKED')),
    async upgrade(database, from, _to, upgrading) {
      for (const upgrade of upgrades.slice(from)) await upgrade(database, upgrading);
    },
    // Another context opens a newer version: close for it, and open again at the next use.
    blocking(_current, _wanted, event) {
      opened = null;
      if (event.target instanceof IDBDatabase) event.target.close();
    },
    terminated() {
      opened = null;
    },
  });
  return Promise.race([opening, blocked]);
}

/**
 * The open database: opened once per context, and again after the browser closed it. Throws STORE_BLOCKED, STORE_NEWER
 * where a newer version wrote it, STORE_FAILED.
 */
export async function openStore(): Promise<Store> {
  opened ??= open();
  try {
    return await opened;
  } catch (error) {
    opened = null;
    if (error instanceof AppError) throw error;
    const isNewer = error instanceof DOMException && error.name === 'VersionError';
    throw new AppError(isNewer ? 'STORE_NEWER' : 'STORE_FAILED', { text: textOf(error) }, error);
  }
}

/** Deletes the database with all user data. */
export async function eraseStore(): Promise<void> {
  const store = await opened?.catch(() => null);
  store?.close();
  opened = null;
  await deleteDB(DATABASE_NAME);
}

export async function closeStore(): Promise<void> {
  const store = await opened?.catch(() => null);
  store?.close();
  opened = null;
}

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** An exceeded quota as STORE_FULL, an AppError as it is, everything else as STORE_FAILED. */
export function toStoreError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
  return new AppError(isFull ? 'STORE_FULL' : 'STORE_FAILED', { text: textOf(error) }, error);
}
