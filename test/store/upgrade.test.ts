// From every shipped version of the database to this one: what was there is there, and the panel paints from it.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { openDB } from 'idb';
import { dumpStore } from '../../src/store/dump-store.ts';
import { closeStore, eraseStore, openStore } from '../../src/store/open-store.ts';
import * as reader from '../../src/store/panel-reader.ts';
import { DATABASE_NAME, DATABASE_VERSION } from '../../src/store/schema.ts';
import { toNetuid } from '../../src/units.ts';
import { genesisHash } from '../tools/pictures/chain.ts';
import { emissionRecord, pricesRecords } from '../tools/pictures/emission.ts';
import { seed } from '../tools/pictures/seed.ts';
import { requestIn } from '../tools/pictures/requests.ts';
import { stored } from '../tools/pictures/stored.ts';

afterEach(eraseStore);

type Shipped = { name: string; keyPath?: string | string[]; indexes?: [string, string][] };

const first: readonly Shipped[] = [
  { name: 'accounts', keyPath: 'coldkey' },
  { name: 'settings' },
  { name: 'connection' },
  { name: 'notice' },
  { name: 'fiat' },
  { name: 'offers', keyPath: 'wallet' },
  { name: 'node', keyPath: 'networkId' },
  { name: 'snapshots', keyPath: 'genesisHash' },
  { name: 'names', keyPath: 'genesisHash' },
  { name: 'validators', keyPath: ['genesisHash', 'netuid'] },
  { name: 'emission', keyPath: 'genesisHash' },
  { name: 'prices', keyPath: ['genesisHash', 'blockNumber'] },
  { name: 'metadata', keyPath: ['genesisHash', 'specVersion'] },
  { name: 'requests', keyPath: 'id', indexes: [['byCreatedAt', 'createdAt']] },
  { name: 'history', keyPath: ['genesisHash', 'at'] },
];

const ten: readonly Shipped[] = [
  ...first.filter(({ name }) => !['metadata', 'offers', 'requests'].includes(name)),
  { name: 'metadata', keyPath: ['genesisHash', 'specVersion', 'endpoint'] },
  { name: 'offers', keyPath: ['wallet', 'genesisHash', 'specVersion'] },
  {
    name: 'requests',
    keyPath: 'id',
    indexes: [
      ['byCreatedAt', 'createdAt'],
      ['bySettledAt', 'settledAt'],
      ['byColdkey', 'coldkey'],
      ['byState', 'state'],
    ],
  },
  { name: 'epochs', keyPath: ['genesisHash', 'netuid', 'epoch'] },
  { name: 'exits', keyPath: 'genesisHash' },
  { name: 'surveys', keyPath: 'genesisHash' },
  { name: 'changes', keyPath: ['genesisHash', 'id'] },
  { name: 'drafts', keyPath: 'key' },
  { name: 'rootClaims', keyPath: 'genesisHash' },
  { name: 'guards', keyPath: ['genesisHash', 'specVersion', 'code'] },
  { name: 'limits', keyPath: ['genesisHash', 'coldkey'] },
  { name: 'books', keyPath: ['genesisHash', 'coldkey'] },
  { name: 'bookEntries', keyPath: ['genesisHash', 'coldkey', 'block.number', 'place'] },
  { name: 'bookPoints', keyPath: ['genesisHash', 'coldkey', 'first'] },
  { name: 'bookRuns', keyPath: 'genesisHash' },
  { name: 'fiatDays', keyPath: ['currency', 'day'] },
  { name: 'alertRules', keyPath: 'id' },
  { name: 'alertState', keyPath: 'genesisHash' },
  { name: 'alertLog', keyPath: ['genesisHash', 'id'] },
  { name: 'proofs', keyPath: 'genesisHash' },
];

/** The stores of each version as it was shipped, written out: never changed afterwards. */
const shipped: readonly { version: number; stores: readonly Shipped[] }[] = [
  { version: 1, stores: first },
  {
    version: 2,
    stores: [
      ...first,
      { name: 'epochs', keyPath: ['genesisHash', 'netuid', 'epoch'] },
      { name: 'exits', keyPath: 'genesisHash' },
    ],
  },
  {
    version: 3,
    stores: [
      ...first,
      { name: 'epochs', keyPath: ['genesisHash', 'netuid', 'epoch'] },
      { name: 'exits', keyPath: 'genesisHash' },
      { name: 'standing', keyPath: 'genesisHash' },
    ],
  },
  {
    version: 4,
    stores: [
      ...first,
      { name: 'epochs', keyPath: ['genesisHash', 'netuid', 'epoch'] },
      { name: 'exits', keyPath: 'genesisHash' },
      { name: 'surveys', keyPath: 'genesisHash' },
    ],
  },
  {
    version: 5,
    stores: [
      ...first,
      { name: 'epochs', keyPath: ['genesisHash', 'netuid', 'epoch'] },
      { name: 'exits', keyPath: 'genesisHash' },
      { name: 'surveys', keyPath: 'genesisHash' },
    ],
  },
  {
    version: 6,
    stores: [
      ...first.filter(({ name }) => !['metadata', 'offers', 'requests'].includes(name)),
      { name: 'metadata', keyPath: ['genesisHash', 'specVersion', 'endpoint'] },
      { name: 'offers', keyPath: ['wallet', 'genesisHash', 'specVersion'] },
      {
        name: 'requests',
        keyPath: 'id',
        indexes: [
          ['byCreatedAt', 'createdAt'],
          ['bySettledAt', 'settledAt'],
          ['byColdkey', 'coldkey'],
        ],
      },
      { name: 'epochs', keyPath: ['genesisHash', 'netuid', 'epoch'] },
      { name: 'exits', keyPath: 'genesisHash' },
      { name: 'surveys', keyPath: 'genesisHash' },
    ],
  },
  {
    version: 7,
    stores: [
      ...first.filter(({ name }) => !['metadata', 'offers', 'requests'].includes(name)),
      { name: 'metadata', keyPath: ['genesisHash', 'specVersion', 'endpoint'] },
      { name: 'offers', keyPath: ['wallet', 'genesisHash', 'specVersion'] },
      {
        name: 'requests',
        keyPath: 'id',
        indexes: [
          ['byCreatedAt', 'createdAt'],
          ['bySettledAt', 'settledAt'],
          ['byColdkey', 'coldkey'],
        ],
      },
      { name: 'epochs', keyPath: ['genesisHash', 'netuid', 'epoch'] },
      { name: 'exits', keyPath: 'genesisHash' },
      { name: 'surveys', keyPath: 'genesisHash' },
      { name: 'changes', keyPath: ['genesisHash', 'id'] },
      { name: 'drafts', keyPath: 'key' },
    ],
  },
  {
    version: 8,
    stores: [
      ...first.filter(({ name }) => !['metadata', 'offers', 'requests'].includes(name)),
      { name: 'metadata', keyPath: ['genesisHash', 'specVersion', 'endpoint'] },
      { name: 'offers', keyPath: ['wallet', 'genesisHash', 'specVersion'] },
      {
        name: 'requests',
        keyPath: 'id',
        indexes: [
          ['byCreatedAt', 'createdAt'],
          ['bySettledAt', 'settledAt'],
          ['byColdkey', 'coldkey'],
        ],
      },
      { name: 'epochs', keyPath: ['genesisHash', 'netuid', 'epoch'] },
      { name: 'exits', keyPath: 'genesisHash' },
      { name: 'surveys', keyPath: 'genesisHash' },
      { name: 'changes', keyPath: ['genesisHash', 'id'] },
      { name: 'drafts', keyPath: 'key' },
      { name: 'rootClaims', keyPath: 'genesisHash' },
      { name: 'guards', keyPath: ['genesisHash', 'specVersion', 'code'] },
    ],
  },
  {
    version: 9,
    stores: [
      ...first.filter(({ name }) => !['metadata', 'offers', 'requests'].includes(name)),
      { name: 'metadata', keyPath: ['genesisHash', 'specVersion', 'endpoint'] },
      { name: 'offers', keyPath: ['wallet', 'genesisHash', 'specVersion'] },
      {
        name: 'requests',
        keyPath: 'id',
        indexes: [
          ['byCreatedAt', 'createdAt'],
          ['bySettledAt', 'settledAt'],
          ['byColdkey', 'coldkey'],
        ],
      },
      { name: 'epochs', keyPath: ['genesisHash', 'netuid', 'epoch'] },
      { name: 'exits', keyPath: 'genesisHash' },
      { name: 'surveys', keyPath: 'genesisHash' },
      { name: 'changes', keyPath: ['genesisHash', 'id'] },
      { name: 'drafts', keyPath: 'key' },
      { name: 'rootClaims', keyPath: 'genesisHash' },
      { name: 'guards', keyPath: ['genesisHash', 'specVersion', 'code'] },
      { name: 'limits', keyPath: ['genesisHash', 'coldkey'] },
      { name: 'books', keyPath: ['genesisHash', 'coldkey'] },
      { name: 'bookEntries', keyPath: ['genesisHash', 'coldkey', 'block.number', 'place'] },
      { name: 'bookPoints', keyPath: ['genesisHash', 'coldkey', 'first'] },
      { name: 'bookRuns', keyPath: 'genesisHash' },
      { name: 'fiatDays', keyPath: ['currency', 'day'] },
      { name: 'alertRules', keyPath: 'id' },
      { name: 'alertState', keyPath: 'genesisHash' },
      { name: 'alertLog', keyPath: ['genesisHash', 'id'] },
    ],
  },
  {
    version: 10,
    stores: ten,
  },
  {
    version: 11,
    stores: [...ten, { name: 'keptFacts', keyPath: ['genesisHash', 'specVersion', 'endpoint'] }],
  },
];

/** Version 6 files metadata under its node and offers under their runtime: both are read or made again. */
const NOT_TAKEN_OVER = ['snapshots', 'metadata', 'offers'];

type Content = Map<string, { key: IDBValidKey; value: unknown }[]>;

async function contentOf(names: readonly string[]): Promise<Content> {
  const database = await openDB(DATABASE_NAME);
  const content: Content = new Map();
  for (const name of names) {
    const keys = await database.getAllKeys(name);
    const values: unknown[] = await database.getAll(name);
    content.set(
      name,
      keys.map((key, i) => ({ key, value: values[i] })),
    );
  }
  database.close();
  return content;
}

/** A database of that version with these records in it. */
async function lay(version: number, stores: readonly Shipped[], content: Content): Promise<void> {
  await eraseStore();
  const database = await openDB(DATABASE_NAME, version, {
    upgrade(fresh) {
      for (const { name, keyPath, indexes } of stores) {
        const made = fresh.createObjectStore(name, keyPath === undefined ? {} : { keyPath });
        for (const index of indexes ?? []) made.createIndex(...index);
      }
    },
  });
  for (const [name, records] of content) {
    for (const { key, value } of records) {
      const isInline = stores.find((one) => one.name === name)?.keyPath !== undefined;
      await database.put(name, value, isInline ? undefined : key);
    }
  }
  database.close();
}

const scene = () =>
  stored({
    requests: [requestIn('finalized'), requestIn('submitted')],
    emission: emissionRecord(),
    prices: pricesRecords(),
  });

/** What version 1 kept of unclaimed dividends: one sum. */
function asInVersion1(content: Content): void {
  const [record] = content.get('snapshots') ?? [];
  assert.ok(record);
  const value = structuredClone(record.value) as {
    snapshot: { unclaimed: { value: { belowThreshold?: bigint }[] } };
  };
  for (const one of value.snapshot.unclaimed.value) delete one.belowThreshold;
  record.value = value;
}

test('every version before this one is tested', () => {
  assert.deepEqual(
    shipped.map(({ version }) => version),
    Array.from({ length: DATABASE_VERSION - 1 }, (_n, i) => i + 1),
  );
});

for (const { version, stores } of shipped) {
  test(`version ${version} is taken over whole`, async () => {
    const before = scene();
    await seed(before);
    await closeStore();
    // Renamed in version 4: a survey is read again on demand.
    const names = stores.map(({ name }) => name).filter((name) => name !== 'standing');
    const content = await contentOf(names);
    if (version === 1) asInVersion1(content);
    await lay(version, stores, content);

    const store = await openStore();
    assert.equal(store.version, DATABASE_VERSION);
    await closeStore();
    const after = await contentOf(names);
    for (const name of names.filter((one) => !NOT_TAKEN_OVER.includes(one))) {
      assert.deepEqual(after.get(name), content.get(name), name);
    }
    assert.equal((await reader.readAccounts()).length, 3);
    assert.equal((await reader.readRequests()).length, 2);
    // The last picture paints at once; only what it cannot tell is unknown until it is read again.
    const snapshot = (await reader.readSnapshot(genesisHash))?.snapshot;
    assert.ok(snapshot && before.snapshot);
    assert.deepEqual(snapshot, {
      ...before.snapshot.snapshot,
      ...(version === 1 ? { unclaimed: { known: false, reason: 'unreadable' } } : {}),
    });
    const epochs = await reader.readEpochs(genesisHash, toNetuid(64));
    assert.equal(epochs.length > 0, version > 1);
    assert.equal(await reader.readSurvey(genesisHash), null);
  });

  test(`version ${version} with a spoiled snapshot opens all the same`, async () => {
    await lay(
      version,
      stores,
      new Map([['snapshots', [{ key: genesisHash, value: { genesisHash, snapshot: null } }]]]),
    );
    assert.equal((await openStore()).version, DATABASE_VERSION);
    assert.equal(await reader.readSnapshot(genesisHash), null);
  });
}

test('requests and settings of version 3 go on under the names of this version', async () => {
  const request = requestIn('submitted');
  const { queueEntry: _none, ...old } = {
    ...request,
    inLine: {
      place: 7,
      terms: request.plan.terms,
      minimum: { unit: 'rao', amount: 1n },
      worstPrice: null,
      inPlaceOf: [],
    },
    plan: {
      ...request.plan,
      move: { ...request.plan.move, kind: 'give', toColdkey: request.coldkey },
    },
  };
  const settings = { ...reader.defaultSettings, toleranceBps: { give: 30, stake: 40 } };
  const notice = { at: 1, error: { code: 'LINE_FULL', detail: {} }, move: old.plan.move };
  const [, , third] = shipped;
  assert.ok(third);
  await lay(
    third.version,
    third.stores,
    new Map([
      ['requests', [{ key: request.id, value: old }]],
      ['notice', [{ key: 'notice', value: notice }]],
      ['settings', [{ key: 'settings', value: settings }]],
    ]),
  );
  const [after] = await reader.readRequests();
  assert.ok(after);
  assert.equal(after.plan.move.kind, 'transfer');
  assert.equal(after.queueEntry?.place, 7);
  assert.equal('inLine' in after, false);
  assert.deepEqual(after.plan.legs, request.plan.legs);
  assert.deepEqual((await reader.readSettings()).toleranceBps, { transfer: 30, stake: 40 });
  const kept = await reader.readNotice();
  assert.equal(kept?.move.kind, 'transfer');
  assert.equal(kept?.error.code, 'QUEUE_FULL');
});

test('checks of a request stored by version 4 keep their severity', async () => {
  const request = requestIn('submitted');
  const warning = { id: 'price-impact', verdict: 'warn', messageKey: 'x', values: {} };
  const old = {
    ...request,
    plan: { ...request.plan, checks: [{ ...warning, gravity: 'typed' }] },
  };
  const [, , , fourth] = shipped;
  assert.ok(fourth);
  await lay(
    fourth.version,
    fourth.stores,
    new Map([['requests', [{ key: request.id, value: old }]]]),
  );
  const [after] = await reader.readRequests();
  assert.deepEqual(after?.plan.checks, [{ ...warning, severity: 'typed' }]);
});

test('a request stored by version 5 has no floor, no node and nothing that fell short', async () => {
  const request = requestIn('finalized');
  const { receives, depthNeeded: _depth, ...plan } = request.plan;
  assert.ok(receives && request.receipt);
  const { floor: _floor, minimumRestsOn: _word, ...promised } = receives;
  const { shortfall: _none, ...receipt } = request.receipt;
  const { node: _node, ...rest } = request;
  const old = { ...rest, receipt, plan: { ...plan, receives: promised, items: [] } };
  const spoiled = { id: 'spoiled', createdAt: 1, plan: null };
  const [, , , , fifth] = shipped;
  assert.ok(fifth);
  await lay(
    fifth.version,
    fifth.stores,
    new Map([
      [
        'requests',
        [
          { key: request.id, value: old },
          { key: 'spoiled', value: spoiled },
        ],
      ],
    ]),
  );
  const all = await reader.readRequests();
  const after = all.find(({ id }) => id === request.id);
  assert.equal(all.length, 1);
  assert.equal(after?.node, null);
  assert.equal(after.receipt?.shortfall, null);
  assert.deepEqual(after.plan.receives, { ...receives, floor: null, minimumRestsOn: null });
  assert.equal(after.plan.depthNeeded, false);
});

test('a store of a newer version is an error of its own, can be exported as it is, and started over', async () => {
  const newer = await openDB(DATABASE_NAME, DATABASE_VERSION + 1, {
    upgrade(database) {
      void database.createObjectStore('of the future').put({ rao: 5n }, 'kept');
    },
  });
  newer.close();
  await assert.rejects(reader.readAccounts(), { code: 'STORE_NEWER' });
  const text = await dumpStore();
  assert.match(text, new RegExp(`"version": ${DATABASE_VERSION + 1}`));
  assert.match(text, /"of the future": \[\s*\{\s*"rao": "5"/);
  await eraseStore();
  assert.deepEqual(await reader.readAccounts(), []);
});
