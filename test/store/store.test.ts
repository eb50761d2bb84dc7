import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { changeAccount, deleteAccount, readAccounts } from '../../src/store/accounts.ts';
import { readMetadataRecords, writeMetadataRecord } from '../../src/store/chain-cache.ts';
import { blocksToDrop } from '../../src/store/prices.ts';
import { changeAlertState, readAlertLog, takeUnnotified } from '../../src/store/alerts.ts';
import { changeConnection, readConnection } from '../../src/store/connection.ts';
import { dropExit, readExits, writeExits } from '../../src/store/exits.ts';
import {
  isPointDue,
  readHistory,
  readLastPoint,
  recordHistory,
  timesToDrop,
} from '../../src/store/history.ts';
import { eraseStore, openStore } from '../../src/store/open-store.ts';
import type { StoredAccount } from '../../src/model/account.ts';
import type { HistoryRecord } from '../../src/model/records.ts';
import type { RequestsFrom, RequestsPage } from '../../src/model/request.ts';
import { DATABASE_VERSION } from '../../src/store/schema.ts';
import { readRequest, readRequestsPage } from '../../src/store/requests.ts';
import { defaultSettings, patchSettings, readSettings } from '../../src/store/settings.ts';
import { toNetuid, toRao, type Ss58Address } from '../../src/units.ts';
import { noState } from '../../src/alerts/evaluate.ts';
import type { AlertEvent } from '../../src/model/alert.ts';
import { firedAlerts } from '../tools/pictures/alerts.ts';
import { finalizedWith, provenFinal, requestIn } from '../tools/pictures/requests.ts';

afterEach(eraseStore);

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test address
const alice = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY' as Ss58Address;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test address
const bob = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty' as Ss58Address;
const account = (order: number): StoredAccount => ({
  coldkey: alice,
  label: 'Alice',
  order,
  isHidden: false,
  isCounted: true,
  sources: [],
  confirmedAt: null,
});

test('settings that were never set have their defaults, and one patch keeps the others', async () => {
  assert.deepEqual(await readSettings(), defaultSettings);
  await Promise.all([patchSettings({ theme: 'dark' }), patchSettings({ impactLimitBps: 50 })]);
  const settings = await readSettings();
  assert.equal(settings.theme, 'dark');
  assert.equal(settings.impactLimitBps, 50);
  assert.equal(settings.smallUnderRao, defaultSettings.smallUnderRao);
});

test('requests come a page at a time, the newest first, each once, those wanted alone', async () => {
  const count = 630;
  const store = await openStore();
  const [done, refused] = [requestIn('finalized'), requestIn('rejected')];
  const transaction = store.transaction('requests', 'readwrite');
  for (let index = 0; index < count; index += 1) {
    // Three of each moment.
    const createdAt = Math.floor(index / 3);
    const id = String(index).padStart(5, '0');
    void transaction.store.put({ ...(index % 2 === 0 ? done : refused), id, createdAt });
  }
  await transaction.done;
  const seen: string[] = [];
  let from: RequestsFrom | null = null;
  let pages = 0;
  do {
    const page: RequestsPage = await readRequestsPage(
      from,
      400,
      ({ state }) => state === 'rejected',
    );
    seen.push(...page.requests.map(({ id }) => id));
    from = page.next;
    pages += 1;
  } while (from !== null);
  assert.equal(pages, 2, 'a page looks at no more than so many');
  const wanted = Array.from({ length: count }, (_one, index) => index).filter(
    (one) => one % 2 === 1,
  );
  assert.deepEqual(
    seen,
    wanted.toReversed().map((one) => String(one).padStart(5, '0')),
  );
});

test('an account is changed in one transaction and put at the end when new', async () => {
  await changeAccount(alice, (current, lastOrder) => {
    assert.equal(current, undefined);
    return account(lastOrder);
  });
  await changeAccount(alice, (current) => current && { ...current, label: 'Mine' });
  assert.deepEqual(await readAccounts(), [{ ...account(0), label: 'Mine' }]);
  await deleteAccount(alice);
  assert.deepEqual(await readAccounts(), []);
});

test('a connection can be written, changed and forgotten', async () => {
  assert.equal(await readConnection(), null);
  await changeConnection(() => ({
    id: 'c1',
    startedAt: 1,
    state: 'looking',
    tabId: 4,
    origin: 'https://example.org',
    wallets: [],
    wallet: null,
    found: [],
    error: null,
  }));
  await changeConnection((current) => current && { ...current, state: 'choose-wallet' });
  assert.equal((await readConnection())?.state, 'choose-wallet');
  assert.equal(await changeConnection(() => null), null);
  assert.equal(await readConnection(), null);
});

test('only the newest copies of a network’s metadata are kept, each under its node', async () => {
  for (const specVersion of [1, 2, 3, 4, 5]) {
    for (const endpoint of ['wss://a', 'wss://b']) {
      await writeMetadataRecord({
        genesisHash: '0xaa',
        specVersion,
        endpoint,
        bytes: new Uint8Array([specVersion]),
        checksum: '0x00',
        operators: [],
        readAt: specVersion,
      });
    }
  }
  assert.deepEqual(await readMetadataRecords('0xaa', 2), []);
  const kept = await readMetadataRecords('0xaa', 5);
  assert.deepEqual(
    kept.map(({ endpoint }) => endpoint),
    ['wss://a', 'wss://b'],
  );
});

const point = (at: number): HistoryRecord => ({
  genesisHash: '0xaa',
  at,
  block: at,
  spot: toRao(1n),
  sellable: toRao(1n),
  coldkeys: [],
  held: [],
  prices: [],
});

test('history keeps points ten minutes apart and bigints whole', async () => {
  assert.equal(await isPointDue(point(0).genesisHash, 0), true);
  assert.equal(await recordHistory(point(0)), true);
  assert.equal(await isPointDue(point(0).genesisHash, 599_999), false);
  assert.equal(await isPointDue(point(0).genesisHash, 600_000), true);
  assert.equal(await isPointDue('0xff', 599_999), true);
  assert.equal(await recordHistory(point(599_999)), false);
  assert.equal(await recordHistory(point(600_000)), true);
  assert.deepEqual(
    (await readHistory('0xaa')).map(({ at }) => at),
    [0, 600_000],
  );
  assert.deepEqual(await readHistory('0xbb'), []);
});

test('the newest point of a stretch is found without the others, both ends within it; what fits no shape is passed over', async () => {
  for (const at of [0, 600_000, 1_200_000]) await recordHistory(point(at));
  const last = async (from: number, to: number): Promise<number | null> =>
    (await readLastPoint('0xaa', { from, to }))?.at ?? null;
  assert.equal(await last(0, 1_200_000), 1_200_000);
  assert.equal(await last(0, 1_199_999), 600_000);
  assert.equal(await last(600_000, 600_000), 600_000);
  assert.equal(await last(1, 599_999.5), null);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- another version left it
  const misfit = { genesisHash: '0xaa', at: 1_100_000 } as unknown as HistoryRecord;
  await (await openStore()).put('history', misfit);
  assert.equal(await last(0, 1_199_999), 600_000);
  assert.equal(await readLastPoint('0xbb', { from: 0, to: 9_999_999 }), null);
});

test('points dated in the future, by a clock that ran ahead, neither block new ones nor are dropped', async () => {
  const year = 365 * 86_400_000;
  assert.equal(await recordHistory(point(year)), true);
  assert.equal(await recordHistory(point(0)), true);
  assert.equal(await recordHistory(point(600_000)), true);
  assert.equal(await recordHistory(point(700_000)), false);
  assert.deepEqual(
    (await readHistory(point(0).genesisHash)).map(({ at }) => at),
    [0, 600_000, year],
  );
});

test('history thins with age and never loses the first point of an interval', () => {
  const minute = 60_000;
  const day = 24 * 60 * minute;
  const times = Array.from({ length: 6 * 24 * 40 }, (_, index) => index * 10 * minute);
  const now = 40 * day;
  const dropped = new Set(timesToDrop(times, now));
  const kept = times.filter((at) => !dropped.has(at));
  assert.equal(kept.filter((at) => now - at < day).length, 143);
  assert.ok(kept.length < 143 + 7 * 24 + 27 * 4 + 10, `${kept.length} kept`);
  assert.equal(kept[0], 0);
  assert.deepEqual(timesToDrop(kept, now), []);
});

test('what is left one by one leaves its list when its signature is asked for, once', async () => {
  const one = { hotkey: alice, netuid: toNetuid(1) };
  const two = { hotkey: alice, netuid: toNetuid(5) };
  await writeExits({ genesisHash: '0xaa', coldkey: alice, items: [one, two] });
  assert.equal(await dropExit('0xbb', { coldkey: alice, ...one }), false);
  assert.equal(await dropExit('0xaa', { coldkey: bob, ...one }), false);
  assert.equal(await dropExit('0xaa', { coldkey: alice, ...one }), true);
  assert.equal(await dropExit('0xaa', { coldkey: alice, ...one }), false);
  assert.deepEqual((await readExits('0xaa'))?.items, [two]);
  assert.equal(await dropExit('0xaa', { coldkey: alice, ...two }), true);
  assert.equal(await readExits('0xaa'), null);
  await writeExits({ genesisHash: '0xaa', coldkey: alice, items: [one] });
  await writeExits({ genesisHash: '0xaa', coldkey: alice, items: [] });
  assert.equal(await readExits('0xaa'), null);
});

test('the database opens at its version with every store', async () => {
  const store = await openStore();
  assert.equal(store.version, DATABASE_VERSION);
  assert.deepEqual([...store.objectStoreNames].toSorted(), [
    'accounts',
    'alertLog',
    'alertRules',
    'alertState',
    'bookEntries',
    'bookPoints',
    'bookRuns',
    'books',
    'changes',
    'connection',
    'drafts',
    'emission',
    'epochs',
    'exits',
    'fiat',
    'fiatDays',
    'guards',
    'history',
    'homes',
    'keptFacts',
    'limits',
    'metadata',
    'names',
    'node',
    'notice',
    'offers',
    'prices',
    'proofs',
    'requests',
    'rootClaims',
    'settings',
    'snapshots',
    'surveys',
    'validators',
  ]);
});

test('prices of long ago stay beside those of yesterday, however often yesterday is read', () => {
  const HEAD = 9_000_000;
  const ago = (days: number): number => HEAD - days * 7_200;
  let kept = [ago(365), ago(90), ago(30), ago(7), ago(1)];
  for (let hour = 0; hour < 500; hour += 1) {
    kept = [...new Set([...kept, ago(1) + hour * 300])].toSorted((a, b) => a - b);
    const dropped = new Set(blocksToDrop(kept, 60));
    kept = kept.filter((block) => !dropped.has(block));
    assert.ok(kept.length <= 60);
    assert.ok(kept.includes(ago(1) + hour * 300));
  }
  for (const days of [365, 90, 30, 7]) assert.ok(kept.includes(ago(days)), `${days} days`);
  assert.deepEqual(blocksToDrop([1, 2], 1), []);
});

test('the log keeps the newest, and what was not told yet before any that was', async () => {
  const [one] = firedAlerts().log;
  assert.ok(one);
  const { genesisHash } = one;
  const add = (fired: AlertEvent[]) =>
    changeAlertState(genesisHash, () => ({ state: noState(genesisHash), fired }));
  const madeUp = Array.from({ length: 500 }, (_n, i): AlertEvent => {
    return { ...one, id: `made up ${i}`, block: 4_000_000_000 + i, notifiedAt: null };
  });
  await add(madeUp);
  assert.equal((await takeUnnotified(genesisHash, 1)).length, 500);
  const added = await add([{ ...one, id: 'real', block: 9, notifiedAt: null }]);
  assert.deepEqual(
    added.map(({ id }) => id),
    ['real'],
  );
  assert.deepEqual(
    (await takeUnnotified(genesisHash, 2)).map(({ id }) => id),
    ['real'],
  );
  const log = await readAlertLog(genesisHash);
  assert.equal(log.length, 500);
  assert.ok(!log.some(({ id }) => id === 'made up 0'));
});

test('a receipt keeps what was proven of it; one of before that has nothing, and one of no sense is no request', async () => {
  const proven = { ...requestIn('finalized', finalizedWith(provenFinal)), id: 'proven' };
  const before = { ...requestIn('finalized'), id: 'before' };
  const gap = 'perhaps';
  const { receipt } = proven;
  const spoiled = {
    ...proven,
    id: 'spoiled',
    receipt: { ...receipt, proof: { ...provenFinal, gap } },
  };
  const store = await openStore();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as a spoiled store has it
  for (const one of [proven, before, spoiled as typeof proven]) await store.put('requests', one);
  assert.deepEqual(await readRequest('proven'), proven);
  assert.deepEqual(await readRequest('before'), before);
  assert.equal(await readRequest('spoiled'), null);
});
