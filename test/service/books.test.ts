// What the panel orders of the books: files are taken in whole or not at all, forgetting ends a reading of the same account.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { BookRun } from '../../src/model/book.ts';
import { parseFiatDays } from '../../src/model/fiat-days.ts';
import { createBookRunner, type Rebuild } from '../../src/service/book-runner.ts';
import { createBooks } from '../../src/service/books.ts';
import type { Sender } from '../../src/browser.ts';
import { readEntriesBetween } from '../../src/store/book-entries.ts';
import { readPoints } from '../../src/store/book-points.ts';
import {
  readBookRun,
  readBooks,
  saveSteps,
  writeBookRun,
  type BookStep,
} from '../../src/store/books.ts';
import { keepFiatDay, readFiatDays } from '../../src/store/fiat-days.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { currentNetwork } from '../../src/model/built-in-networks.ts';
import { defaultSettings } from '../../src/store/settings.ts';
import { bookOf, coldkeyOf, entryOf, genesisHash, pointOf } from '../store/sample-books.ts';

afterEach(eraseStore);

const [alice, bob] = [coldkeyOf(1), coldkeyOf(2)];
const sender: Sender = {};

/** A file is one line an account: its number and how many entries and points it has; `x` is a wrong line. */
function readFile(text: string): { ok: true; accounts: BookStep[] } | { ok: false; line: number } {
  const lines = text.split('\n');
  const wrong = lines.findIndex((line) => !/^\d+ \d+$/.test(line));
  if (wrong !== -1) return { ok: false, line: wrong + 1 };
  const accounts = lines.map((line) => {
    const [account = 0, count = 0] = line.split(' ').map(Number);
    const coldkey = coldkeyOf(account);
    const blocks = Array.from({ length: count }, (_one, index) => 100 + index * 7);
    return {
      book: bookOf(coldkey, [{ from: 0, to: 1000, state: 'read' as const }]),
      entries: blocks.map((block, index) => entryOf(coldkey, block, index)),
      points: blocks.map((block) => pointOf(coldkey, block)),
    };
  });
  return { ok: true, accounts };
}

function world(merge = (stored: BookStep, given: BookStep): BookStep => ({ ...stored, ...given })) {
  const done: string[] = [];
  const note = (what: string) => async (): Promise<void> => void done.push(what);
  const books = createBooks({
    runner: {
      start: note('start'),
      pause: note('pause'),
      resume: note('resume'),
      cancel: note('cancel'),
      setPace: note('pace'),
      networkChanged: note('network'),
      isRunning: async () => false,
      goOn: note('go on'),
    },
    readFile,
    merge,
    announce: (change) => done.push(change),
    reconsider: note('reconsider'),
  });
  const send = (id: string, part: number, text: string, isLast: boolean) =>
    books.importBooks({ id, part, text, isLast }, sender);
  return { books, done, send };
}

test('a file comes in parts and is taken in when it is whole', async () => {
  const { send, done } = world();
  assert.equal(await send('a', 0, '1 300\n2', false), null);
  assert.deepEqual(done, []);
  assert.deepEqual(await send('a', 1, ' 5', true), { entries: 305, points: 305 });
  assert.deepEqual(done, ['books']);
  const whose = { genesisHash, coldkey: alice };
  assert.equal((await readEntriesBetween(whose, 0, 1e9)).length, 300);
  assert.equal((await readPoints(whose, 0, 1e9)).length, 300);
  assert.equal((await readBooks(genesisHash)).length, 2);
});

test('a file that is wrong in line 812 names it, and nothing is taken in', async () => {
  const { send, done } = world();
  const lines = Array.from({ length: 900 }, (_one, index) => (index === 811 ? 'x' : `${index} 1`));
  await assert.rejects(send('a', 0, lines.join('\n'), true), {
    code: 'BOOKS_FILE',
    detail: { line: 812 },
  });
  assert.deepEqual(done, []);
  assert.deepEqual(await readBooks(genesisHash), []);
});

test('a part that is missing, or of another file, is said and takes nothing in', async () => {
  const { send } = world();
  await assert.rejects(send('a', 1, '1 1', true), { code: 'IMPORT_LOST' });
  await send('a', 0, '1 1', false);
  await assert.rejects(send('a', 2, '', true), { code: 'IMPORT_LOST' });
  await send('b', 0, '2 ', false);
  await assert.rejects(send('a', 1, '', true), { code: 'IMPORT_LOST' });
  assert.deepEqual(await send('b', 1, '1', true), { entries: 1, points: 1 });
});

test('a merge sees all that is stored; one that fails leaves all accounts as they were', async () => {
  const stored = readFile('1 60');
  assert.ok(stored.ok);
  await saveSteps(stored.accounts);
  const seen: number[] = [];
  const { send } = world((before, given) => {
    seen.push(before.entries.length, before.points.length);
    return { ...given, entries: [...before.entries, ...given.entries.slice(-2)] };
  });
  await send('a', 0, '1 62\n2 1', true);
  assert.deepEqual(seen, [60, 60]);
  const whose = { genesisHash, coldkey: alice };
  assert.equal((await readEntriesBetween(whose, 0, 1e9)).length, 62);
  assert.equal((await readPoints(whose, 0, 1e9)).length, 62);

  const failing = world(() => {
    throw new RangeError('no merge');
  });
  await assert.rejects(failing.send('a', 0, '3 4\n1 70', true), { code: 'STORE_FAILED' });
  assert.equal((await readEntriesBetween(whose, 0, 1e9)).length, 62);
  assert.equal((await readBooks(genesisHash)).length, 2);
});

const { genesisHash: finney } = currentNetwork(defaultSettings);
const run = (state: BookRun['state']): BookRun => {
  assert.ok(finney);
  return {
    genesisHash: finney,
    coldkeys: [alice],
    from: 0,
    state,
    why: null,
    pace: 1000,
    questions: 0,
    bytes: 0,
    entriesFound: 0,
    blocksLeft: 1,
    msLeft: null,
    startedAt: 1,
    updatedAt: 1,
  };
};

test('what is forgotten is not read on, and orders reach the runner', async () => {
  const { books, done } = world();
  await books.forgetBooks({ coldkey: alice }, sender);
  assert.deepEqual(done.splice(0), ['books', 'reconsider']);
  for (const state of ['paused', 'running'] as const) {
    await writeBookRun(run(state));
    await books.forgetBooks({ coldkey: bob }, sender);
    assert.deepEqual(done.splice(0), ['books', 'reconsider']);
    await books.forgetBooks({ coldkey: alice }, sender);
    assert.deepEqual(done.splice(0), ['cancel', 'books', 'reconsider']);
  }
  await writeBookRun(run('done'));
  await books.forgetBooks({ coldkey: null }, sender);
  assert.deepEqual(done.splice(0), ['books', 'reconsider']);
  await books.startBooks({ coldkeys: [alice], from: 0, pace: 1 }, sender);
  await books.setBooksPace({ pace: 5 }, sender);
  await books.pauseBooks(null, sender);
  await books.resumeBooks(null, sender);
  await books.cancelBooks(null, sender);
  assert.deepEqual(
    done.filter((what) => what !== 'books' && what !== 'reconsider'),
    ['start', 'pace', 'pause', 'resume', 'cancel'],
  );
});

/** A reader that reads until it is ended, as the real one writes its run. */
function lifeOfTheWorker() {
  const done: string[] = [];
  let end: () => void = () => undefined;
  let running: Promise<void> = Promise.resolve();
  let awake = 0;
  let chosen: { genesisHash: typeof finney; archive: string | null } = {
    genesisHash: finney,
    archive: 'wss://archive',
  };
  const write = async (state: BookRun['state']): Promise<void> => writeBookRun(run(state));
  const begin = async (what: string): Promise<void> => {
    end();
    await running;
    done.push(what);
    await write('running');
    running = new Promise((resolve) => {
      end = resolve;
    });
  };
  const stop = async (state: BookRun['state']): Promise<void> => {
    end();
    await running;
    await write(state);
  };
  const reader: Rebuild = {
    start: () => begin('start'),
    resume: (_network, isOwnWill) => begin(isOwnWill ? 'resume' : 'go on'),
    pause: () => stop('paused'),
    cancel: () => stop('stopped'),
    setPace: (pace) => void done.push(`pace ${pace}`),
    settled: () => running,
  };
  const runner = createBookRunner({
    rebuild: async () => reader,
    network: async () => chosen,
    stayAwake: () => {
      awake += 1;
      return () => void (awake -= 1);
    },
    ended: () => void done.push('ended'),
  });
  const choose = (network: Partial<typeof chosen>): void => {
    chosen = { ...chosen, ...network };
  };
  return { runner, done, choose, awake: () => awake, endsByItself: () => stop('done') };
}

const wanted = { coldkeys: [alice], from: 0, pace: 1000 };
const stateNow = async (): Promise<string | undefined> =>
  finney === null ? undefined : (await readBookRun(finney))?.state;

test('a run goes on in the next life of the worker, once, and keeps it awake until it ends', async () => {
  const first = lifeOfTheWorker();
  assert.equal(await first.runner.isRunning(), false);
  await first.runner.goOn();
  await first.runner.start(wanted);
  assert.deepEqual([await first.runner.isRunning(), first.awake()], [true, 1]);
  // The alarm rings while it runs.
  await first.runner.goOn();
  assert.deepEqual(first.done, ['start']);

  const second = lifeOfTheWorker();
  assert.equal(await second.runner.isRunning(), true);
  await Promise.all([second.runner.goOn(), second.runner.goOn()]);
  assert.deepEqual(second.done, ['go on']);
  await second.runner.setPace(7);
  await second.runner.start(wanted);
  assert.deepEqual([second.done, second.awake()], [['go on', 'pace 7', 'ended', 'start'], 1]);
  await second.endsByItself();
  assert.deepEqual([second.done.at(-1), second.awake()], ['ended', 0]);
  assert.equal(await second.runner.isRunning(), false);
});

test('a run is paused, resumed and cancelled, whether this life of the worker runs it or an earlier one did', async () => {
  const first = lifeOfTheWorker();
  await first.runner.start(wanted);
  await first.runner.pause();
  assert.deepEqual([await stateNow(), first.awake()], ['paused', 0]);
  await first.runner.setPace(5);
  assert.equal(finney && (await readBookRun(finney))?.pace, 5);

  const second = lifeOfTheWorker();
  await second.runner.goOn();
  assert.deepEqual(second.done, []);
  await second.runner.resume();
  assert.equal(await stateNow(), 'running');

  const third = lifeOfTheWorker();
  await third.runner.pause();
  assert.equal(await stateNow(), 'paused');
  await third.runner.cancel();
  assert.equal(await stateNow(), 'stopped');
  await third.runner.pause();
  assert.equal(await stateNow(), 'stopped');
  assert.deepEqual(third.done, []);
});

test('a run is paused where its network or its archive is no longer the chosen one', async () => {
  const { runner, choose, awake } = lifeOfTheWorker();
  await runner.networkChanged();
  await runner.start(wanted);
  await runner.networkChanged();
  assert.deepEqual([await stateNow(), awake()], ['running', 1]);
  for (const other of [{ genesisHash }, { archive: 'wss://other' }]) {
    choose(other);
    await runner.networkChanged();
    assert.deepEqual([await stateNow(), awake()], ['paused', 0]);
    assert.equal(await runner.isRunning(), false);
    choose({ genesisHash: finney });
    await runner.resume();
    assert.equal(await stateNow(), 'running');
  }
  await runner.cancel();
});

test('a removed account is in no reading of the past, whose other accounts are read on', async () => {
  const { books, done } = world();
  for (const [state, orders] of [
    ['running', ['pause', 'resume', 'books', 'reconsider']],
    ['paused', []],
  ] as const) {
    await writeBookRun({ ...run(state), coldkeys: [alice, bob] });
    await books.accountRemoved(alice);
    assert.deepEqual(done.splice(0), orders);
    assert.deepEqual(finney && (await readBookRun(finney))?.coldkeys, [bob]);
    await books.accountRemoved(alice);
    assert.deepEqual(done.splice(0), []);
  }
  await books.accountRemoved(bob);
  assert.equal(finney && (await readBookRun(finney)), null);
});

test('daily prices come from a file whole or not at all, and a source never replaces them', async () => {
  const { books } = world();
  const file =
    '\ufeffDate,Price\r\n2026-01-01,412.3456789\r\n"2026-01-02T00:00:00Z";"5"\n2026-01-03\t0.000001\n\n';
  assert.deepEqual(await books.importFiatDays({ currency: 'usd', text: file }, sender), {
    days: 3,
  });
  const day = { currency: 'usd', day: '2026-01-02', microPerTao: 9n, source: 'coingecko' };
  await keepFiatDay(day);
  await keepFiatDay({ ...day, day: '2026-01-04' });
  await keepFiatDay({ ...day, day: '2026-01-04', microPerTao: 10n });
  assert.deepEqual(
    (await readFiatDays('usd')).map((one) => [one.day, one.microPerTao, one.source]),
    [
      ['2026-01-01', 412_345_678n, 'file'],
      ['2026-01-02', 5_000_000n, 'file'],
      ['2026-01-03', 1n, 'file'],
      ['2026-01-04', 10n, 'coingecko'],
    ],
  );
  await assert.rejects(
    books.importFiatDays({ currency: 'eur', text: '2026-01-01,1\n2026-02-30,2' }, sender),
    { code: 'PRICES_FILE', detail: { line: 2 } },
  );
  assert.deepEqual(await readFiatDays('eur'), []);
  for (const wrong of [
    '2026-01-01,1,5',
    '2026-01-01,0',
    '2026-01-01,-1',
    '2026-01-01,1e3',
    '01/02/2026,5',
    '2026-01-01,1\n2026-01-01,2',
    '2026-01-01,1\nday,price',
    '2026-13-01,1',
  ]) {
    assert.equal(parseFiatDays(wrong, 'usd').ok, false, wrong);
  }
});
