// What the store holds, as signals: read once before the first paint and again when something changed.
// Knows no meaning; the other models derive. Never writes.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { toAppError, type AppError } from '../../errors.ts';
import type { Change } from '../../protocol.ts';
import type { StoredAccount } from '../../model/account.ts';
import type { Connection } from '../../model/connection.ts';
import type { Network } from '../../model/network.ts';
import type {
  EmissionRecord,
  FiatRecord,
  HistoryRecord,
  NamesRecord,
  NodeRecord,
  PricesRecord,
  SnapshotRecord,
  SurveyRecord,
} from '../../model/records.ts';
import type { ExitQueue, Notice, OfferRecord, SigningRequest } from '../../model/request.ts';
import type { Settings } from '../../model/settings.ts';
import type { PanelDeps } from './panel-deps.ts';

export type StoreModel = {
  accounts: ReadonlySignal<readonly StoredAccount[]>;
  settings: ReadonlySignal<Settings>;
  network: ReadonlySignal<Network>;
  connection: ReadonlySignal<Connection | null>;
  requests: ReadonlySignal<readonly SigningRequest[]>;
  /** What failed after whoever asked for it was gone. */
  notice: ReadonlySignal<Notice | null>;
  offers: ReadonlySignal<readonly OfferRecord[]>;
  /** Positions still to be left one by one on this network. */
  exits: ReadonlySignal<ExitQueue | null>;
  snapshot: ReadonlySignal<SnapshotRecord | null>;
  names: ReadonlySignal<NamesRecord | null>;
  history: ReadonlySignal<readonly HistoryRecord[]>;
  emission: ReadonlySignal<EmissionRecord | null>;
  /** What was counted of each subnet on demand. */
  survey: ReadonlySignal<SurveyRecord | null>;
  /** Prices at earlier blocks, ascending; not read before they were wanted. */
  prices: ReadonlySignal<readonly PricesRecord[]>;
  /** The last price from the source that the user chose; it may be of an earlier choice. */
  fiat: ReadonlySignal<FiatRecord | null>;
  node: ReadonlySignal<NodeRecord | null>;
  /** Counts up when validators of some subnet were read again. */
  validatorsRead: ReadonlySignal<number>;
  /** Counts up when more became known of what validators paid. */
  earningsRead: ReadonlySignal<number>;
  /** The store itself could not be read; nothing else is shown then. */
  error: ReadonlySignal<AppError | null>;
  /** Reads everything; resolves when the first paint may happen. */
  load: () => Promise<void>;
  /** What changed, to be read again. */
  changed: (change: Change) => Promise<void>;
};

export function createStoreModel({ reader }: PanelDeps, defaults: Settings): StoreModel {
  const accounts = signal<readonly StoredAccount[]>([]);
  const settings = signal<Settings>(defaults);
  const connection = signal<Connection | null>(null);
  const requests = signal<readonly SigningRequest[]>([]);
  const notice = signal<Notice | null>(null);
  const offers = signal<readonly OfferRecord[]>([]);
  const exits = signal<ExitQueue | null>(null);
  const snapshot = signal<SnapshotRecord | null>(null);
  const names = signal<NamesRecord | null>(null);
  const history = signal<readonly HistoryRecord[]>([]);
  const emission = signal<EmissionRecord | null>(null);
  const survey = signal<SurveyRecord | null>(null);
  const prices = signal<readonly PricesRecord[]>([]);
  const fiat = signal<FiatRecord | null>(null);
  const node = signal<NodeRecord | null>(null);
  const validatorsRead = signal(0);
  const earningsRead = signal(0);
  const error = signal<AppError | null>(null);
  const network = computed(() => networkOf(settings.value));

  function networkOf(of: Settings): Network {
    const networks = reader.networksOf(of);
    const found = networks.find(({ id }) => id === of.networkId) ?? networks[0];
    if (!found) throw new RangeError('no network at all');
    return found;
  }

  // A slow earlier reading must not overwrite a later one of the same thing.
  const latest = new Map<string, number>();
  async function readInto<T>(name: string, read: Promise<T>, write: (value: T) => void) {
    const turn = (latest.get(name) ?? 0) + 1;
    latest.set(name, turn);
    try {
      const value = await read;
      if (latest.get(name) === turn) write(value);
    } catch (thrown) {
      error.value = toAppError(thrown);
    }
  }

  /**
   * What the chain can tell again: where it cannot be read it is as good as not there, the rest still stands, and the
   * background reads it anew. Never the value of before, which may be another network's.
   */
  const readCached = <T>(name: string, read: Promise<T>, none: T, write: (value: T) => void) =>
    readInto(
      name,
      read.catch(() => none),
      write,
    );

  const readAccounts = () =>
    readInto('accounts', reader.readAccounts(), (value) => (accounts.value = value));
  const readConnection = () =>
    readInto('connection', reader.readConnection(), (value) => (connection.value = value));
  const readRequests = () =>
    readInto('requests', reader.readRequests(), (value) => (requests.value = value));
  const readNotice = () =>
    readInto('notice', reader.readNotice(), (value) => (notice.value = value));
  const readOffers = () =>
    readInto('offers', reader.readOffers(), (value) => (offers.value = value));

  /** The genesis hash that readings of this network are filed under; null until it was once connected. */
  const genesisHash = () => network.peek().genesisHash;

  function readSnapshot() {
    const hash = genesisHash();
    if (hash === null) return readInto('snapshot', Promise.resolve(null), clearSnapshot);
    return readCached(
      'snapshot',
      reader.readSnapshot(hash),
      null,
      (value) => (snapshot.value = value),
    );
  }
  const clearSnapshot = () => {
    snapshot.value = null;
  };
  function readNames() {
    const hash = genesisHash();
    const read = hash === null ? Promise.resolve(null) : reader.readNames(hash);
    return readCached('names', read, null, (value) => (names.value = value));
  }
  function readExits() {
    const hash = genesisHash();
    const read = hash === null ? Promise.resolve(null) : reader.readExits(hash);
    return readInto('exits', read, (value) => (exits.value = value));
  }
  function readHistory() {
    const hash = genesisHash();
    const read = hash === null ? Promise.resolve([]) : reader.readHistory(hash);
    return readCached('history', read, [], (value) => (history.value = value));
  }
  function readEmission() {
    const hash = genesisHash();
    const read = hash === null ? Promise.resolve(null) : reader.readEmission(hash);
    return readCached('emission', read, null, (value) => (emission.value = value));
  }
  function readSurvey() {
    const hash = genesisHash();
    const read = hash === null ? Promise.resolve(null) : reader.readSurvey(hash);
    return readCached('survey', read, null, (value) => (survey.value = value));
  }
  function readPrices() {
    const hash = genesisHash();
    const read = hash === null ? Promise.resolve([]) : reader.readPrices(hash);
    return readCached('prices', read, [], (value) => (prices.value = value));
  }
  const readFiat = () =>
    readCached('fiat', reader.readFiat(), null, (value) => (fiat.value = value));
  const readNode = () =>
    readCached('node', reader.readNode(network.peek().id), null, (value) => (node.value = value));

  async function readSettings() {
    const before = network.peek();
    await readInto('settings', reader.readSettings(), (value) => (settings.value = value));
    const { id, genesisHash: hash } = network.peek();
    return before.id !== id || before.genesisHash !== hash;
  }

  async function readChain(): Promise<void> {
    await Promise.all([
      readSnapshot(),
      readExits(),
      readNames(),
      readHistory(),
      readEmission(),
      readSurvey(),
      readPrices(),
      readNode(),
    ]);
  }

  return {
    accounts,
    settings,
    network,
    connection,
    requests,
    notice,
    offers,
    exits,
    snapshot,
    names,
    history,
    emission,
    survey,
    prices,
    fiat,
    node,
    validatorsRead,
    earningsRead,
    error,

    async load() {
      // Accounts and requests do not wait for the settings; the rest is filed under their network.
      const own = Promise.all([
        readAccounts(),
        readConnection(),
        readRequests(),
        readNotice(),
        readFiat(),
        readOffers(),
      ]);
      await readSettings();
      await Promise.all([own, readChain()]);
    },

    async changed(change) {
      if (change === 'accounts') await readAccounts();
      else if (change === 'connection') await readConnection();
      else if (change === 'requests') await readRequests();
      else if (change === 'notice') await readNotice();
      else if (change === 'offers') await readOffers();
      else if (change === 'exits') await readExits();
      else if (change === 'snapshot') await readSnapshot();
      else if (change === 'names') await readNames();
      else if (change === 'history') await readHistory();
      else if (change === 'node') await readNode();
      else if (change === 'emission') await readEmission();
      else if (change === 'survey') await readSurvey();
      else if (change === 'prices') await readPrices();
      else if (change === 'fiat') await readFiat();
      else if (change === 'validators') validatorsRead.value += 1;
      else if (change === 'earnings') earningsRead.value += 1;
      else if (change === 'settings' && (await readSettings())) await readChain();
    },
  };
}
