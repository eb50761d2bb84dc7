// What the store holds, as signals: read once before the first paint, and again when the background reports a change.
// Longer than 250 lines because each thing has its line as a type, as a reading and as what is read again: one table in three parts.
import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';
import { rowsOf, type HomeRecord } from '../../alerts/home-record.ts';
import { toAppError, type AppError } from '../../errors.ts';
import type { Change } from '../../messages.ts';
import { countedOf, shownOf, type StoredAccount } from '../../model/account.ts';
import type { HoldingChange } from '../../model/change.ts';
import type { Connection } from '../../model/connection.ts';
import type { DraftRecord } from '../../model/draft.ts';
import type { GuardRecord } from '../../model/guard-record.ts';
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
import type { ProofRecord } from '../../model/proof.ts';
import type { RootClaimsRecord } from '../../model/root-claims.ts';
import type { SetAside } from '../../model/set-aside.ts';
import type { Settings } from '../../model/settings.ts';
import type { Hex } from '../../units.ts';
import { atRest } from './at-rest.ts';
import { noSources, readSources, type EarlierSources } from './earlier-sources.ts';
import type { PanelDeps } from './panel-deps.ts';
import { readTogether, stored, type Stored } from './stored.ts';

type Valuing = typeof import('./valuing.ts');

/** The block that figures are of, who told them, and whether the node answered as our model does. */
type Head = Pick<HomeRecord, 'genesisHash' | 'block' | 'blockTime' | 'from' | 'proof'>;

export type StoreModel = {
  accounts: ReadonlySignal<readonly StoredAccount[]>;
  settings: ReadonlySignal<Settings>;
  network: ReadonlySignal<Network>;
  connection: ReadonlySignal<Connection | null>;
  requests: ReadonlySignal<readonly SigningRequest[]>;
  /** All that are followed: the first frame is made of the newest few. */
  readRequests: () => Promise<void>;
  /** A move that failed after its window had closed. */
  notice: ReadonlySignal<Notice | null>;
  offers: ReadonlySignal<readonly OfferRecord[]>;
  /** Records of the user's that could not be read. */
  setAside: ReadonlySignal<readonly SetAside[]>;
  /** Positions still to be unstaked one by one on this network. */
  exits: ReadonlySignal<ExitQueue | null>;
  /** What was typed and not used yet. */
  drafts: ReadonlySignal<readonly DraftRecord[]>;
  /** What vanished on this network without a request of ours, the newest first. */
  changes: ReadonlySignal<readonly HoldingChange[]>;
  /** null: nothing is stored, or it was not read yet. */
  snapshot: ReadonlySignal<SnapshotRecord | null>;
  /** What values the snapshot; null: none was read. */
  valuing: ReadonlySignal<Valuing | null>;
  /** What home says of the stored snapshot, by what is chosen now; null: it is worked out of the snapshot. */
  home: ReadonlySignal<HomeRecord | null>;
  /** Of the snapshot, read or not; null: none is stored. */
  head: ReadonlySignal<Head | null>;
  /** Home can do without the snapshot, and no other screen. */
  isSnapshotRead: ReadonlySignal<boolean>;
  readSnapshot: () => Promise<void>;
  names: ReadonlySignal<NamesRecord | null>;
  history: ReadonlySignal<readonly HistoryRecord[]>;
  emission: ReadonlySignal<EmissionRecord | null>;
  /** Figures of each subnet that are read on demand. */
  survey: ReadonlySignal<SurveyRecord | null>;
  /** What root validators' funds owe, read once an epoch and on demand; null: not read, or the network has no funds. */
  rootClaims: ReadonlySignal<RootClaimsRecord | null>;
  /** Prices at earlier blocks, ascending; read on demand. */
  prices: ReadonlySignal<readonly PricesRecord[]>;
  /** What changes over a day, a week and a month are worked out from: the same before all of it is read as after. */
  sources: ReadonlySignal<EarlierSources>;
  /** The last TAO price in a currency; it may be from a source or currency chosen earlier. */
  fiat: ReadonlySignal<FiatRecord | null>;
  node: ReadonlySignal<NodeRecord | null>;
  /** Counts the times that validators of a subnet were stored. */
  validatorsRead: ReadonlySignal<number>;
  /** What was proven of the node's answers. Read after the first paint. */
  proofs: ReadonlySignal<ProofRecord | null>;
  /** What was checked of this network's runtimes, the newest first. Read after the first paint. */
  guards: ReadonlySignal<readonly GuardRecord[]>;
  /** Counts the times that validators' earnings were stored. */
  earningsRead: ReadonlySignal<number>;
  /** Counts the times that alert rules or their log changed. */
  alertsChanged: ReadonlySignal<number>;
  /** The store itself could not be read; nothing else is shown then. */
  error: ReadonlySignal<AppError | null>;
  /** Reads everything; resolves when the first paint may happen. */
  load: () => Promise<void>;
  /** Reads again what changed. */
  changed: (change: Change) => Promise<void>;
};

/** Mostly enough to know what is on top of home. */
export const FEW_REQUESTS = 8;

export function createStoreModel({ reader, surface }: PanelDeps, defaults: Settings): StoreModel {
  const error = signal<AppError | null>(null);

  const own = <T>(initial: T, read: () => Promise<T>): Stored<T> =>
    stored(initial, read, (thrown) => {
      error.value = toAppError(thrown);
    });

  const settings = own(defaults, reader.readSettings);
  const network = computed((): Network => {
    const networks = reader.networksOf(settings.value.value);
    const found = networks.find(({ id }) => id === settings.value.value.networkId) ?? networks[0];
    if (!found) throw new RangeError('no network at all');
    return found;
  });

  /** What is filed under the network's genesis hash; `none` until the network was connected once. */
  const ofChain =
    <T>(none: T, read: (genesisHash: Hex) => Promise<T>) =>
    (): Promise<T> => {
      const { genesisHash } = network.peek();
      return genesisHash === null ? Promise.resolve(none) : read(genesisHash);
    };
  /**
   * A copy of what the chain or a price source has: unreadable counts as missing, because the background reads it anew.
   * The value before is never kept, because it may belong to another network.
   */
  const cached = <T>(none: T, read: () => Promise<T>): Stored<T> =>
    own(none, () => read().catch(() => none));
  const cachedOfChain = <T>(none: T, read: (genesisHash: Hex) => Promise<T>): Stored<T> =>
    cached(none, ofChain(none, read));

  const accounts = own<readonly StoredAccount[]>([], reader.readAccounts);
  const connection = own<Connection | null>(null, reader.readConnection);
  let newestRequests: number | undefined = FEW_REQUESTS;
  const requests = own<readonly SigningRequest[]>([], () => reader.readRequests(newestRequests));
  function readRequests(): Promise<void> {
    newestRequests = undefined;
    return requests.read();
  }
  const notice = own<Notice | null>(null, reader.readNotice);
  const offers = own<readonly OfferRecord[]>([], reader.readOffers);
  const setAside = own<readonly SetAside[]>([], reader.readSetAside);
  // Every request is looked at, so not before the first paint.
  const requestsAside = own<readonly SetAside[]>([], reader.readRequestsSetAside);
  const exits = own<ExitQueue | null>(null, ofChain(null, reader.readExits));
  const drafts = own<readonly DraftRecord[]>([], reader.readDrafts);
  const changes = own<readonly HoldingChange[]>([], ofChain([], reader.readChanges));
  const valuing = signal<Valuing | null>(null);
  const snapshot = cachedOfChain<SnapshotRecord | null>(null, reader.readSnapshot);
  const homeRecord = cachedOfChain<HomeRecord | null>(null, reader.readHome);
  const names = cachedOfChain<NamesRecord | null>(null, reader.readNames);
  const history = cachedOfChain<readonly HistoryRecord[]>([], reader.readHistory);
  const emission = cachedOfChain<EmissionRecord | null>(null, reader.readEmission);
  const survey = cachedOfChain<SurveyRecord | null>(null, reader.readSurvey);
  const rootClaims = cachedOfChain<RootClaimsRecord | null>(null, reader.readRootClaims);
  const prices = cachedOfChain<readonly PricesRecord[]>([], reader.readPrices);
  const guards = cachedOfChain<readonly GuardRecord[]>([], reader.readGuards);
  const proofs = cachedOfChain<ProofRecord | null>(null, reader.readProofs);
  const node = cached<NodeRecord | null>(null, () => reader.readNode(network.peek().id));
  const fiat = cached<FiatRecord | null>(null, reader.readFiat);
  /** Of the network that is chosen now: until its own is read, nothing is shown of the one before. */
  const picture = computed((): SnapshotRecord | null => {
    const record = snapshot.value.value;
    return record?.genesisHash === network.value.genesisHash ? record : null;
  });
  const isSnapshotRead = signal(false);
  const home = computed((): HomeRecord | null => {
    const record = homeRecord.value.value;
    if (record === null || record.genesisHash !== network.value.genesisHash) return null;
    const whole = picture.value?.snapshot;
    if (isSnapshotRead.value && whole?.block.hash !== record.block.hash) return null;
    const counted = countedOf(shownOf(accounts.value.value)).map(({ coldkey }) => coldkey);
    const isOurs =
      record.rows === rowsOf(record.block, node.value.value?.rows) &&
      record.smallUnderRao === settings.value.value.smallUnderRao &&
      record.coldkeys.join() === counted.join();
    return isOurs ? record : null;
  });
  const head = computed((): Head | null => {
    const record = picture.value;
    if (record === null) return home.value;
    const { genesisHash, proof } = record;
    const { block, blockTime, from } = record.snapshot;
    return { genesisHash, block, blockTime, ...(from !== undefined && { from }), proof };
  });
  const near = cached<EarlierSources>(noSources, async () => {
    const now = picture.peek()?.snapshot ?? homeRecord.value.peek();
    return now === null ? noSources : readSources(reader, now);
  });
  /** History and prices were read whole. */
  const isWhole = signal(false);
  const validatorsRead = signal(0);
  const earningsRead = signal(0);
  const alertsChanged = signal(0);

  // What the first frame of home is made of, and what is read once it is drawn.
  const ofNetwork = [names, rootClaims, node, exits, changes];
  const ofUser = [accounts, connection, requests, notice, fiat, drafts];
  const later = [history, prices, survey];
  const readAll = async (some: readonly Pick<Stored<unknown>, 'read'>[]): Promise<void> => {
    await Promise.all(some.map(({ read }) => read()));
  };

  async function loadValuing(): Promise<void> {
    // Without accounts nothing is valued.
    if (valuing.peek() !== null || accounts.value.peek().length === 0) return;
    try {
      valuing.value = await import('./valuing.ts');
    } catch (thrown) {
      error.value = toAppError(thrown);
    }
  }

  let reading: Promise<void> | null = null;
  function readSnapshot(): Promise<void> {
    reading ??= Promise.all([snapshot.bring(), emission.bring(), loadValuing()]).then(
      ([showSnapshot, showEmission]) => {
        batch(() => {
          showSnapshot();
          showEmission();
          isSnapshotRead.value = true;
        });
      },
    );
    return reading;
  }

  /** What home says, in one moment with what changed of that which it is said of; `snapshot` only where it was read before. */
  async function readHome(...changed: readonly Pick<Stored<unknown>, 'bring'>[]): Promise<void> {
    await reading;
    const isKept = reading !== null;
    await readTogether([homeRecord, ...changed.filter((one) => isKept || one !== snapshot)]);
    if (home.peek() === null) await readSnapshot();
  }

  async function readRest(): Promise<void> {
    void readAll([guards, requestsAside, proofs]);
    await Promise.all([readAll([...later, setAside, offers]), readRequests()]);
    isWhole.value = true;
    await readSnapshot();
  }

  async function readSettings(): Promise<void> {
    const before = network.peek();
    void requestsAside.read();
    await Promise.all([settings.read(), setAside.read()]);
    const { id, genesisHash } = network.peek();
    if (before.id !== id || before.genesisHash !== genesisHash) {
      near.value.value = noSources;
      await Promise.all([
        readHome(snapshot, emission),
        readAll([...ofNetwork, ...later, guards, proofs]),
      ]);
      isWhole.value = true;
    }
  }

  const readAgain: Record<Change, () => Promise<void> | void> = {
    accounts: accounts.read,
    settings: readSettings,
    connection: connection.read,
    requests: readRequests,
    notice: notice.read,
    offers: offers.read,
    exits: exits.read,
    changes: changes.read,
    drafts: drafts.read,
    snapshot: () => readHome(snapshot),
    names: names.read,
    guard: guards.read,
    async proofs() {
      await proofs.read();
      // A start that the user chose takes the place of one that could not be read.
      if (setAside.value.peek().some(({ table }) => table === 'proofs')) await setAside.read();
    },
    history: history.read,
    emission: () => readHome(emission),
    survey: survey.read,
    rootClaims: rootClaims.read,
    prices: prices.read,
    fiat: fiat.read,
    node: node.read,
    rows: () => readHome(node),
    // Too long to be kept here: their screens read what they show.
    books: () => undefined,
    validators() {
      validatorsRead.value += 1;
    },
    earnings() {
      earningsRead.value += 1;
    },
    alerts() {
      alertsChanged.value += 1;
    },
  };

  return {
    accounts: accounts.value,
    settings: settings.value,
    network,
    connection: connection.value,
    requests: requests.value,
    readRequests,
    notice: notice.value,
    offers: offers.value,
    setAside: computed(() => [...requestsAside.value.value, ...setAside.value.value]),
    exits: exits.value,
    changes: changes.value,
    drafts: drafts.value,
    snapshot: picture,
    valuing,
    home,
    head,
    isSnapshotRead,
    readSnapshot,
    names: names.value,
    history: history.value,
    emission: emission.value,
    survey: survey.value,
    rootClaims: rootClaims.value,
    prices: prices.value,
    sources: computed(() =>
      isWhole.value
        ? { history: history.value.value, prices: prices.value.value }
        : near.value.value,
    ),
    fiat: fiat.value,
    node: node.value,
    validatorsRead,
    guards: guards.value,
    proofs: proofs.value,
    earningsRead,
    alertsChanged,
    error,

    async load() {
      // Accounts and requests do not wait for the settings; the rest is filed under their network.
      const mine = readAll(ofUser);
      await settings.read();
      await Promise.all([mine, readAll(ofNetwork), homeRecord.read().then(near.read)]);
      if (home.peek() === null) {
        await readSnapshot();
        await near.read();
      }
      // A tab shows the whole history beside its holdings.
      if (surface === 'tab') await readRest();
      else atRest(() => void readRest());
    },

    async changed(change) {
      // Home's own figures may not be of what was changed.
      if (change === 'accounts' || change === 'settings') await readSnapshot();
      await readAgain[change]();
      if (isSnapshotRead.peek()) await loadValuing();
    },
  };
}
