// Everything the background reads for the panel: the live snapshot, names, validators, emission, prices.
// Moves no money; signing builds on the same connection.
import type { ChainClient } from '../chain/chain-client.ts';
import type { EmissionFacts } from '../model/emission-facts.ts';
import type { BlockRef, Snapshot } from '../model/facts.ts';
import { currentNetwork } from '../model/built-in-networks.ts';
import { announce } from '../protocol.ts';
import { readAccounts } from '../store/accounts.ts';
import { readNodeRecord, readSnapshotRecord, writeValidatorsRecord } from '../store/chain-cache.ts';
import { isPointDue, recordHistory } from '../store/history.ts';
import type { Network } from '../model/network.ts';
import { writePricesRecord } from '../store/prices.ts';
import { readSettings } from '../store/settings.ts';
import type { Hex, Netuid, Ss58Address } from '../units.ts';
import { refreshFiat } from './fiat-price.ts';
import { learnGenesis } from './change-settings.ts';
import { endpointMemory, openClient } from './client-options.ts';
import { createLiveNetwork, type LiveNetwork } from './live-network.ts';
import { createNodeReporter } from './node-reporter.ts';
import { proveModel } from './prove-model.ts';
import { recallEndpoints } from './recall-endpoints.ts';
import { lookedAt } from './looked-at.ts';
import { createRecordBooks } from './record-books.ts';
import { followPayouts, recordChanges } from './record-changes.ts';
import { createRecordEarnings } from './record-earnings.ts';
import { createRecordHome } from './record-home.ts';
import { createRecordNames } from './record-names.ts';
import { createRecordRootClaims } from './record-root-claims.ts';
import { createRefresher } from './refresher.ts';
import { reportBackgroundError } from './report-background-error.ts';
import { createSecondSource, type SecondSource } from './second-source.ts';
import { updateBadge } from './update-badge.ts';
import { historyPoint } from './value-now.ts';

export type NodeReading = {
  live: LiveNetwork;
  second: SecondSource;
  refreshNow(): Promise<void>;
  watchRows(netuids: readonly Netuid[]): void;
  /** A ticket reads its facts from this client. */
  ticketRead(client: ChainClient): void;
  readNames(): Promise<void>;
  readEmission(): Promise<void>;
  readValidators(netuid: Netuid): ReturnType<ChainClient['readValidators']>;
  /** Writes to the store what a subnet's validators paid in the last days. */
  readEarnings(netuid: Netuid): Promise<void>;
  readRootRates(): Promise<void>;
  /** Writes to the store what root validators' funds owe at the block of the last picture. */
  readRootClaims(): Promise<void>;
  readEarlierPrices(
    blocksAgo: readonly number[],
  ): Promise<Awaited<ReturnType<ChainClient['readPricesAt']>>[]>;
};

function genesisOf(client: ChainClient): Hex {
  const genesisHash = client.genesisHash();
  if (genesisHash === null) throw new RangeError('not connected');
  return genesisHash;
}

async function followedColdkeys(): Promise<Ss58Address[]> {
  return (await readAccounts()).filter(({ isHidden }) => !isHidden).map(({ coldkey }) => coldkey);
}

/**
 * `onHead` is called with every head, beside the snapshot that is read for it. `isWatched`: a panel is open; without
 * one no price source is asked. `onSnapshot` is called after each that was written.
 */
export function createReading(
  onHead: (head: BlockRef) => void,
  isWatched: () => boolean,
  createClient: (network: Network) => ChainClient = openClient,
  onSnapshot: (snapshot: Snapshot, client: ChainClient) => Promise<void> = () => Promise.resolve(),
): NodeReading {
  const home = createRecordHome();
  const reporter = createNodeReporter(announce, Date.now, home.writeRows);
  const network = async (): Promise<Network> => currentNetwork(await readSettings());
  const earnings = createRecordEarnings(() => announce('earnings'), Date.now);
  const rootClaims = createRecordRootClaims(isWatched, () => announce('rootClaims'));
  const names = createRecordNames(() => announce('names'), Date.now);
  const books = createRecordBooks(() => announce('books'));
  const refresher = createRefresher({
    coldkeys: followedColdkeys,
    lookedAt,
    readRecord: readSnapshotRecord,
    writeRecord: home.writePicture,
    compare: (before, after) => {
      books.pictureReplaced(before);
      return recordChanges(before, after, announce);
    },
    prove: proveModel,
    valueNow: async (snapshot) => {
      await updateBadge(snapshot, home.value);
      // A price source that is away must neither delay nor hide the chain's figures.
      if (isWatched()) {
        refreshFiat(Date.now()).then((isNew) => isNew && announce('fiat'), reportBackgroundError);
      }
      // It is one of many: only where it will be kept.
      if (!(await isPointDue(snapshot.genesisHash, snapshot.blockTime))) return null;
      return historyPoint(snapshot, await readAccounts(), home.value);
    },
    recordHistory,
    readBeside: (client, snapshot) => {
      names.snapshotRead(client).catch(reportBackgroundError);
      earnings.snapshotRead(client, snapshot).catch(reportBackgroundError);
      rootClaims.snapshotRead(client, snapshot).catch(reportBackgroundError);
      books.snapshotRead(client, snapshot).catch(reportBackgroundError);
      followPayouts(client, snapshot, announce).catch(reportBackgroundError);
      onSnapshot(snapshot, client).catch(reportBackgroundError);
    },
    isWatched,
    writeRows: (client, rows) => reporter.rowsRead(client.network.id, rows),
    announce,
    reportError: (client, error) => reporter.refreshEnded(client.network.id, error),
    now: Date.now,
  });

  /** Once per connection. */
  async function connected(client: ChainClient): Promise<void> {
    if (await learnGenesis(client.network.id, genesisOf(client))) announce('settings');
  }

  /** The same facts one block earlier, on the same branch; null: the panel shows no model. */
  async function readParent(
    client: ChainClient,
    { block }: EmissionFacts,
  ): Promise<EmissionFacts | null> {
    try {
      const number = block.number - 1;
      const [hash, same] = await Promise.all([
        client.blockHashAt(number),
        client.blockHashAt(block.number),
      ]);
      return hash === null || same !== block.hash
        ? null
        : await client.readEmissionFacts({ hash, number });
    } catch {
      // The newer facts are complete without it; what cannot be compared is not shown.
      return null;
    }
  }

  const prepared = new WeakSet<ChainClient>();
  const recalled = new Set<string>();

  /** The first time in this life of the worker, with what the last one learned of its endpoints. */
  async function networkRecalled(): Promise<Network> {
    const chosen = await network();
    if (recalled.has(chosen.id)) return chosen;
    recalled.add(chosen.id);
    // Without a record every endpoint is met anew.
    const record = await readNodeRecord(chosen.id).catch(() => null);
    if (record !== null) {
      recallEndpoints(endpointMemory, record, Date.now());
      reporter.recall(record);
    }
    return chosen;
  }

  const live = createLiveNetwork({
    currentNetwork: networkRecalled,
    createClient: (chosen) => {
      const client = createClient(chosen);
      client.expectSnapshot(() => refresher.expected(client));
      return client;
    },
    isReading: () => refresher.isReading(),
    onStatus: (id, status) => {
      reporter.statusChanged(id, status).catch(reportBackgroundError);
    },
    onHead: (client, head) => {
      if (!prepared.has(client)) {
        prepared.add(client);
        connected(client).catch(reportBackgroundError);
      }
      refresher.headArrived(client, head).catch(reportBackgroundError);
      onHead(head);
    },
  });

  const second = createSecondSource({
    network,
    createClient,
    first: live,
  });

  return {
    live,
    second,
    refreshNow: () => live.withClient((client) => refresher.refreshNow(client)),
    watchRows: (netuids) => refresher.watchRows(netuids),
    ticketRead: (client) => refresher.ticketRead(client),
    readNames: () => live.withClient((client) => names.readNow(client)),
    readEmission: () =>
      live.withClient(async (client) => {
        const facts = await client.readEmissionFacts();
        const parent = await readParent(client, facts);
        await home.writeEmission({
          genesisHash: genesisOf(client),
          readAt: Date.now(),
          facts,
          parent,
        });
        announce('emission');
      }),
    readValidators: (netuid) =>
      live.withClient(async (client) => {
        const read = await client.readValidators(netuid);
        const genesisHash = genesisOf(client);
        await writeValidatorsRecord({ genesisHash, netuid, readAt: Date.now(), ...read });
        announce('validators');
        return read;
      }),
    readEarnings: (netuid) =>
      live.withClient(async (client) => {
        const record = await readSnapshotRecord(genesisOf(client));
        if (record !== null) await earnings.lookedAt(client, record.snapshot, netuid);
      }),
    readRootRates: () =>
      live.withClient(async (client) => {
        const record = await readSnapshotRecord(genesisOf(client));
        if (record !== null) await earnings.rootListed(client, record.snapshot);
      }),
    readRootClaims: () =>
      live.withClient(async (client) => {
        const record = await readSnapshotRecord(genesisOf(client));
        if (record !== null) await rootClaims.readNow(client, record.snapshot);
      }),
    readEarlierPrices: (blocksAgo) =>
      live.withClient(async (client) => {
        const head = await client.head();
        const found = await Promise.all(
          blocksAgo.map((blocks) => client.readPricesAt(Math.max(0, head.number - blocks))),
        );
        for (const prices of found) {
          if (!prices.known) continue;
          const blockNumber = prices.block.number;
          await writePricesRecord({ genesisHash: genesisOf(client), blockNumber, prices });
        }
        if (found.some(({ known }) => known)) announce('prices');
        return found;
      }),
  };
}
