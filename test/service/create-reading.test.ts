// What the background reads of a node it is connected to, and what of it goes to the store. Over a client in memory.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { browser } from '../../src/browser.ts';
import type { ChainClient } from '../../src/chain/chain-client.ts';
import { AppError } from '../../src/errors.ts';
import type { PricesAt } from '../../src/model/emission-facts.ts';
import type { BlockRef } from '../../src/model/facts.ts';
import { changeSettings } from '../../src/service/change-settings.ts';
import type { Network } from '../../src/model/network.ts';
import { readSettings } from '../../src/store/settings.ts';
import { createReading } from '../../src/service/create-reading.ts';
import { addWatched } from '../../src/service/accounts.ts';
import { readNamesRecord, readSnapshotRecord } from '../../src/store/chain-cache.ts';
import { readPricesRecords } from '../../src/store/prices.ts';
import { readEmissionRecord } from '../../src/store/read-emission-record.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { emissionRecord } from '../tools/pictures/emission.ts';
import { positions, snapshotWith } from '../tools/pictures/stored.ts';

afterEach(eraseStore);
Object.assign(browser, {
  action: { setBadgeText: async () => undefined, setBadgeBackgroundColor: async () => undefined },
});

const { facts: emissionFacts } = emissionRecord();
const sample = snapshotWith(positions, []).snapshot;
const { genesisHash, block } = sample;
const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
const headAt = (number: number): BlockRef => ({ hash: `0x${number.toString(16)}`, number });

const STATUS: ReturnType<ChainClient['status']> = {
  state: 'connected',
  endpoint: null,
  head: null,
  runtime: null,
  error: null,
  left: [],
  paced: [],
  clockOffset: null,
};

function world(part: Partial<ChainClient> = {}, networkId = 'finney') {
  const read: string[] = [];
  const heads: number[] = [];
  let report = (_head: BlockRef): void => undefined;
  let made = 0;
  const client: Partial<ChainClient> = {
    network: { id: networkId, isReal: true },
    genesisHash: () => genesisHash,
    connect: async () => undefined,
    close: () => undefined,
    onStatus: () => undefined,
    status: () => STATUS,
    onHead: (listener) => {
      report = listener;
    },
    head: async () => block,
    readSnapshot: async ({ at, coldkeys }) => {
      read.push(`snapshot ${at?.number ?? 'newest'} of ${coldkeys.length}`);
      return { ...sample, block: at ?? block };
    },
    readUnclaimed: async () => sample.unclaimed,
    simulate: async () => [],
    followRows: async () => undefined,
    unfollowRows: async () => undefined,
    expectSnapshot: () => undefined,
    readRows: async () => null,
    readNames: async () => {
      read.push('names');
      return { block, names: [] };
    },
    blockHashAt: async (number) => (number === block.number ? block.hash : headAt(number).hash),
    ...part,
  };
  const reading = createReading(
    ({ number }) => heads.push(number),
    () => false,
    () => {
      made += 1;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is called is there
      return client as ChainClient;
    },
  );
  const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
  };
  return { reading, read, heads, made: () => made, head: (at: BlockRef) => report(at), until };
}

test('every head is reported and read; names are read with the first of a connection, once a day', async () => {
  const { reading, read, heads, head, until } = world();
  await addWatched({ text: ALICE, label: '', isMine: true });
  const release = reading.live.hold();
  await reading.live.withClient(async () => undefined);
  head(headAt(700));
  await until(async () => (await readNamesRecord(genesisHash)) !== null);
  await until(async () => (await readSnapshotRecord(genesisHash))?.snapshot.block.number === 700);
  head(headAt(705));
  await until(async () => (await readSnapshotRecord(genesisHash))?.snapshot.block.number === 705);
  assert.deepEqual(heads, [700, 705]);
  assert.deepEqual(read.toSorted(), ['names', 'snapshot 700 of 1', 'snapshot 705 of 1']);
  release();
});

test('emission is kept with the same facts one block earlier, on the same branch', async () => {
  const asked: (number | null)[] = [];
  const { reading } = world({
    readEmissionFacts: async (at) => {
      asked.push(at?.number ?? null);
      return { ...emissionFacts, block: at ?? block };
    },
  });
  await reading.readEmission();
  assert.deepEqual(asked, [null, block.number - 1]);
  const record = await readEmissionRecord(genesisHash);
  assert.deepEqual(record?.facts.block, block);
  assert.deepEqual(record?.parent?.block, headAt(block.number - 1));
});

test('emission is kept alone where the block before is on another branch or cannot be read', async () => {
  const readEmissionFacts: ChainClient['readEmissionFacts'] = async (at) => {
    if (at !== undefined) throw new AppError('BLOCK_PRUNED');
    return { ...emissionFacts, block };
  };
  const another = async (): Promise<`0x${string}`> => '0xdead';
  for (const part of [{}, { blockHashAt: another }, { blockHashAt: async () => null }]) {
    const { reading } = world({ readEmissionFacts, ...part });
    await reading.readEmission();
    const record = await readEmissionRecord(genesisHash);
    assert.deepEqual(record?.facts.block, block);
    assert.equal(record?.parent, null);
    await eraseStore();
  }
});

test('earlier prices are kept where the node knows them, and never asked for below the first block', async () => {
  const asked: number[] = [];
  const known: PricesAt = { known: true, block: headAt(5), prices: [] };
  const { reading } = world({
    readPricesAt: async (number) => {
      asked.push(number);
      return number === 0 ? { known: false, reason: 'unreadable' } : known;
    },
  });
  const found = await reading.readEarlierPrices([100, block.number + 1]);
  assert.deepEqual(asked, [block.number - 100, 0]);
  assert.deepEqual(
    found.map((prices) => prices.known),
    [true, false],
  );
  assert.deepEqual(
    (await readPricesRecords(genesisHash)).map(({ blockNumber }) => blockNumber),
    [5],
  );
});

test('a failed refresh rejects for whoever asked for it, and leaves the snapshot that is there', async () => {
  let fails = false;
  const { reading } = world({
    readSnapshot: async () => {
      if (fails) throw new AppError('NODE_TIMEOUT', { what: 'test' });
      return sample;
    },
  });
  await reading.refreshNow();
  fails = true;
  await assert.rejects(
    reading.refreshNow(),
    (error) => error instanceof AppError && error.code === 'NODE_TIMEOUT',
  );
  assert.deepEqual((await readSnapshotRecord(genesisHash))?.snapshot.block, block);
});

test('a genesis is filed under the network of the client that found it, whatever was chosen meanwhile', async () => {
  const network = (id: string): Network => ({
    id,
    name: id,
    genesisHash: null,
    endpoints: [`wss://${id}.example`],
    operators: {},
    archive: null,
    isReal: true,
    explorer: null,
  });
  await changeSettings({ networks: [network('old'), network('new')], networkId: 'old' });
  const { reading, head, until } = world({}, 'old');
  const release = reading.live.hold();
  await reading.live.withClient(async () => undefined);
  // The user adds and chooses another network while the old one's client is just verified.
  await changeSettings({ networkId: 'new' });
  head(headAt(700));
  const genesisOf = async (id: string) =>
    (await readSettings()).networks.find((one) => one.id === id)?.genesisHash;
  await until(async () => (await genesisOf('old')) === genesisHash);
  assert.equal(await genesisOf('new'), null);
  release();
});

test('opening reads nothing of what a runtime is compared by: that waits for a review', async () => {
  const guarded: string[] = [];
  const tell = (name: string) => async () => {
    guarded.push(name);
    throw new AppError('INTERNAL', { text: 'test' });
  };
  const { reading, read, head, until } = world({
    readCodeHash: tell('code'),
    readGuardFacts: tell('facts'),
  });
  const release = reading.live.hold();
  await until(() => reading.live.isHeld());
  await reading.refreshNow();
  head(headAt(block.number + 5));
  await until(() => read.filter((what) => what.startsWith('snapshot')).length > 1);
  release();
  assert.deepEqual(guarded, []);
});
