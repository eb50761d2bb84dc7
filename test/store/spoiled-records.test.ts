import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { createSubnetsModel } from '../../src/panel/subnets/subnets-model.ts';
import { createPanelModel } from '../../src/panel/panel-model.ts';
import { networksOf } from '../../src/model/built-in-networks.ts';
import { AppError } from '../../src/errors.ts';
import { isSnapshotRecord } from '../../src/store/cached-shapes.ts';
import { isEmissionRecord } from '../../src/store/read-emission-record.ts';
import { writeNamesRecord, writeSnapshotRecord } from '../../src/store/chain-cache.ts';
import { eraseStore, openStore, type Store } from '../../src/store/open-store.ts';
import * as store from '../../src/store/panel-reader.ts';
import { changeProofs } from '../../src/store/proofs.ts';
import { toNetuid } from '../../src/units.ts';
import { fakeDeps } from '../panel/fake-deps.ts';
import { blockAt, genesisHash, HEAD, names } from '../tools/pictures/chain.ts';
import { emissionRecord } from '../tools/pictures/emission.ts';
import { seed } from '../tools/pictures/seed.ts';
import { positions, snapshotWith, stored } from '../tools/pictures/stored.ts';

afterEach(eraseStore);

const cached = [
  'snapshots',
  'homes',
  'names',
  'validators',
  'emission',
  'surveys',
  'rootClaims',
  'prices',
  'history',
] as const;
const keys: Record<(typeof cached)[number], object> = {
  snapshots: { genesisHash },
  homes: { genesisHash },
  names: { genesisHash },
  validators: { genesisHash, netuid: 64 },
  emission: { genesisHash },
  surveys: { genesisHash },
  rootClaims: { genesisHash },
  prices: { genesisHash, blockNumber: HEAD - 7_200 },
  history: { genesisHash, at: Date.now() - 86_400_000 },
};

/** What another version or a spoiled disk may have left: the key is right, the rest is anything. */
const garbage: readonly object[] = [
  {},
  { snapshot: null, names: null, validators: null, facts: null, prices: null },
  { snapshot: { positions: 7 }, names: 'x', validators: {}, facts: [], prices: { prices: 1 } },
  { snapshot: { ...snapshotWith(positions, []).snapshot, positions: [{ alpha: 5 }] }, proof: 1 },
];

async function openPanel() {
  // A tab: what a popup reads after its first frame is read before.
  const { deps } = fakeDeps(stored(), {}, { surface: 'tab' });
  const panel = createPanelModel(
    { ...deps, reader: { ...store, networksOf } },
    store.defaultSettings,
  );
  await panel.load();
  return panel;
}

/** Garbage is what no type allows. */
const putAny = (into: Store, name: string, value: object): Promise<unknown> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  (into as unknown as { put: (name: string, value: object) => Promise<unknown> }).put(name, value);

test('spoiled records of what the chain can tell again are as good as none, and user data stays', async () => {
  for (const spoiled of garbage) {
    await seed(stored({ emission: emissionRecord() }));
    const database = await openStore();
    for (const name of cached) {
      await database.clear(name);
      await putAny(database, name, { ...spoiled, ...keys[name] });
    }
    const panel = await openPanel();
    assert.equal(panel.store.error.value, null);
    assert.equal(panel.store.accounts.value.length, 3);
    // Everything that home and the other screens compute, computed.
    assert.equal(panel.portfolio.value.value, null);
    assert.deepEqual(panel.portfolio.rows.value, []);
    assert.equal(panel.portfolio.changes.value.length, 3);
    assert.equal(panel.store.snapshot.value, null);
    assert.equal(panel.freshness.value.state, 'nothing');
    const subnets = createSubnetsModel(panel.store, panel.names, panel.portfolio);
    assert.deepEqual(subnets.all.value, []);
    await panel.names.recall([toNetuid(64)]);
    assert.equal(panel.names.validators(toNetuid(64)), null);
  }
});

test('what is read from the chain afterwards takes the place of a spoiled record', async () => {
  await seed(stored({ snapshot: null, hasNames: false }));
  await putAny(await openStore(), 'snapshots', { genesisHash, snapshot: 'gone' });
  assert.equal(await store.readSnapshot(genesisHash), null);
  await writeSnapshotRecord(snapshotWith(positions, []));
  const panel = await openPanel();
  assert.ok((panel.portfolio.value.value?.spot ?? 0n) > 0n);
});

test('a record that the disk will not give back leaves the rest of the panel survey', async () => {
  const { deps } = fakeDeps(stored());
  const unreadable = () => Promise.reject(new AppError('STORE_FAILED', { text: 'UnknownError' }));
  const reader = { ...deps.reader, readSnapshot: unreadable, readHistory: unreadable };
  const panel = createPanelModel({ ...deps, reader }, store.defaultSettings);
  await panel.load();
  assert.equal(panel.store.error.value, null);
  assert.equal(panel.portfolio.value.value, null);
  assert.equal(panel.store.accounts.value.length, 3);
});

test('a start of proofs that cannot be read is told of until another one is chosen', async () => {
  await seed(stored());
  await putAny(await openStore(), 'proofs', { genesisHash, start: 'gone' });
  const panel = await openPanel();
  const tables = () => panel.store.setAside.value.map(({ table }) => table);
  assert.deepEqual(tables(), ['proofs']);
  assert.equal(await store.readProofs(genesisHash), null);
  await assert.rejects(
    changeProofs(genesisHash, () => ({ ms: 1 })),
    { code: 'STORE_FAILED' },
  );
  await changeProofs(genesisHash, () => ({ start: null }), true);
  await panel.store.changed('proofs');
  assert.deepEqual(tables(), []);
  assert.equal(panel.store.proofs.value?.start, null);
});

test('a full disk is an error to the writer; what was stored is still shown, and user data is not given up', async () => {
  await seed(stored());
  const put = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put');
  assert.ok(put);
  Object.defineProperty(IDBObjectStore.prototype, 'put', {
    ...put,
    value: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  });
  try {
    await assert.rejects(
      writeNamesRecord({ genesisHash, block: blockAt(HEAD), readAt: 1, names: [...names] }),
      (error) => error instanceof AppError && error.code === 'STORE_FULL',
    );
  } finally {
    Object.defineProperty(IDBObjectStore.prototype, 'put', put);
  }
  const panel = await openPanel();
  assert.equal(panel.store.error.value, null);
  assert.equal(panel.store.accounts.value.length, 3);
  assert.ok((panel.portfolio.value.value?.spot ?? 0n) > 0n);
  assert.ok(panel.store.history.value.length > 0);
  // What made room: the validators, that a screen asks for again.
  assert.equal(await store.readValidators(genesisHash, toNetuid(64)), null);
});

test('whole records keep their shape through the store, however many', () => {
  assert.ok(isEmissionRecord(emissionRecord()));
  const many = Array.from({ length: 400 }, () => positions).flat();
  assert.ok(isSnapshotRecord(snapshotWith(many, [4])));
});
