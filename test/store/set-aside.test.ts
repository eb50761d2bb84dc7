import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { isAlive } from '../../src/signing/queue.ts';
import { dumpStore } from '../../src/store/dump-store.ts';
import { eraseStore, openStore, type Store } from '../../src/store/open-store.ts';
import * as reader from '../../src/store/panel-reader.ts';
import {
  changeRequest,
  changeRequests,
  readRequests,
  readRequestsOf,
  readUnsettledRequests,
} from '../../src/store/requests.ts';
import { dropSetAside, readRequestsSetAside, readSetAside } from '../../src/store/set-aside.ts';
import { patchSettings } from '../../src/store/settings.ts';
import { requestIn } from '../tools/pictures/requests.ts';
import { seed } from '../tools/pictures/seed.ts';
import { stored } from '../tools/pictures/stored.ts';

afterEach(eraseStore);

const allAside = async () => [...(await readRequestsSetAside()), ...(await readSetAside())];
const names = async (): Promise<string[]> =>
  (await allAside()).map(({ table, key }) => `${table} ${key}`).toSorted();

/** Any value under any name, as a disk or another version may leave it. */
async function put(table: string, value: unknown, key?: string): Promise<void> {
  const store: { put(name: never, value: never, key?: never): Promise<unknown> } =
    await openStore();
  await store.put(table as never, value as never, key as never);
}

const states = [
  'queued',
  'draft',
  'waiting-for-wallet',
  'signed',
  'submitted',
  'in-block',
  'finalized',
  'rejected',
  'expired',
  'failed',
  'dropped',
  'superseded',
] as const;

test('what this version writes is whole, in every state', async () => {
  await seed(stored({ requests: states.map((state) => ({ ...requestIn(state), id: state })) }));
  assert.deepEqual(await names(), []);
  assert.equal((await readRequests()).length, states.length);
  assert.equal((await reader.readAccounts()).length, 3);
});

test('networks that are no list leave the other settings as they are', async () => {
  await put('settings', { theme: 'dark', networks: 'none', favourites: [3] }, 'settings');
  const settings = await reader.readSettings();
  assert.equal(settings.theme, 'dark');
  assert.deepEqual(settings.networks, []);
  assert.deepEqual(settings.favourites, [3]);
  assert.deepEqual(await names(), ['settings networks']);
});

test('one network that does not fit hides no other', async () => {
  const good = { ...stored().settings.networks[0], id: 'mine' };
  await put('settings', { networks: [good, { id: 'bad' }, 7] }, 'settings');
  assert.deepEqual(
    (await reader.readSettings()).networks.map(({ id }) => id),
    ['mine'],
  );
});

test('a network that does not fit outlives a change of the others, and its removal leaves them', async () => {
  const good = { ...stored().settings.networks[0], id: 'mine' };
  await put('settings', { networks: [good, { id: 'bad' }] }, 'settings');
  const { networks } = await reader.readSettings();
  await patchSettings({ networks: [...networks, ...networks.map((one) => ({ ...one, id: 'b' }))] });
  assert.deepEqual(
    (await allAside()).map(({ value }) => value),
    [[{ id: 'bad' }]],
  );
  await dropSetAside();
  assert.deepEqual(await allAside(), []);
  assert.deepEqual(
    (await reader.readSettings()).networks.map(({ id }) => id),
    ['mine', 'b'],
  );
});

test('a setting that does not fit outlives a change of another, until it is set or removed', async () => {
  await put('settings', { theme: 'pink', sort: 'name' }, 'settings');
  await patchSettings({ hidesAmounts: true });
  assert.deepEqual(await names(), ['settings theme']);
  await patchSettings({ theme: 'light' });
  assert.deepEqual(await names(), []);
  assert.equal((await reader.readSettings()).sort, 'name');
});

test('one bad request keeps no other from being read, changed or followed', async () => {
  const good = requestIn('submitted');
  const { plan, ...rest } = requestIn('signed');
  await put('requests', good);
  await put('requests', { ...rest, id: 'without a plan' });
  await put('requests', { ...requestIn('signed'), id: 'without bytes', prepared: null });
  await put('requests', { ...requestIn('draft'), id: 'of no state', state: 'gone', plan });
  assert.deepEqual(
    (await readRequests()).map(({ id }) => id),
    [good.id],
  );
  assert.equal((await readUnsettledRequests()).length, 1);
  assert.deepEqual(await names(), [
    'requests of no state',
    'requests without a plan',
    'requests without bytes',
  ]);
  await changeRequests([good.id, 'without bytes'], (all) =>
    all.map((one) => ({ ...one, updatedAt: 7 })),
  );
  assert.equal((await readRequests())[0]?.updatedAt, 7);
  // Changing one that is set aside finds nothing, and leaves it where it is.
  assert.equal(await changeRequest('without bytes', (current) => current), null);
  assert.equal((await names()).length, 3);
});

test('records of every other kind are set aside too, never believed', async () => {
  await put('accounts', { coldkey: 'x' });
  await put('connection', { id: 1 }, 'connection');
  await put('notice', 'text', 'notice');
  await put('exits', { genesisHash: '0xaa', items: 3 });
  await put('offers', { wallet: 'w', genesisHash: '0xaa', specVersion: 1 });
  assert.deepEqual(await reader.readAccounts(), []);
  assert.equal(await reader.readConnection(), null);
  assert.equal(await reader.readNotice(), null);
  assert.equal(await reader.readExits('0xaa'), null);
  assert.deepEqual(await reader.readOffers(), []);
  assert.equal((await names()).length, 5);
  assert.match(await dumpStore(), /"notice": \[\n\s+"text"/);
  await dropSetAside();
  assert.deepEqual(await names(), []);
});

test('an unsettled request is found however many newer ones there are', async () => {
  const store: Store = await openStore();
  const old = { ...requestIn('signed'), id: 'old', createdAt: 1 };
  await store.put('requests', old);
  for (let i = 0; i < 300; i += 1) {
    await store.put('requests', { ...requestIn('finalized'), id: `new ${i}`, createdAt: 10 + i });
  }
  assert.ok(isAlive(old));
  assert.deepEqual(
    (await readUnsettledRequests()).map(({ id }) => id),
    ['old'],
  );
  const shown = await readRequests();
  assert.equal(shown.length, 61);
  assert.equal(shown.at(-1)?.id, 'old');
  assert.equal((await readRequestsOf(old.coldkey)).length, 301);
});

test('settled means that nothing can change any more, in every state', () => {
  for (const state of states) {
    const request = requestIn(state);
    assert.equal(isAlive(request), request.settledAt === null, state);
  }
});
