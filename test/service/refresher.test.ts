// When the portfolio is read: at each head, one reading at a time, and what is written of each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChainClient } from '../../src/chain/chain-client.ts';
import { AppError } from '../../src/errors.ts';
import type { BlockRef, Snapshot } from '../../src/model/facts.ts';
import type { ModelProof } from '../../src/model/model-proof.ts';
import type { HistoryRecord, SnapshotRecord } from '../../src/model/records.ts';
import type { NewerRows } from '../../src/model/rows.ts';
import { toNetuid, type Netuid, type Ss58Address } from '../../src/units.ts';
import { firstRecord } from '../../src/service/first-figures.ts';
import { createRefresher } from '../../src/service/refresher.ts';
import { ledgerMain, positions, savings, snapshotWith } from '../tools/pictures/stored.ts';

const sample = snapshotWith(positions, []).snapshot;
const headAt = (number: number): BlockRef => ({ hash: `0x${number.toString(16)}`, number });
const NEWEST = 900;
const ENDPOINT = 'wss://laggard.example';

function world() {
  const now = {
    failure: null as AppError | null,
    /** What the node tells of rows; null: read the whole. */
    rows: null as 'some' | 'not-due' | null,
    isWatched: true,
    /** A reading waits for `release` while this is on. */
    isHeld: false,
    proof: { state: 'untested' } as ModelProof,
    of: [ledgerMain],
    /** The node cannot list what these hold. */
    unread: [] as Ss58Address[],
    /** Of the blocks that the node shows, and of this computer. */
    blockTime: sample.blockTime,
    clock: sample.blockTime,
    point: null as HistoryRecord | null,
    /** The endpoint limits requests. */
    isPaced: false,
  };
  const read: number[] = [];
  const written: SnapshotRecord[] = [];
  /** Blocks of the two pictures, and how many had been written by then. */
  const compared: [number | null, number, number][] = [];
  const changes: string[] = [];
  const errors: (string | null)[] = [];
  const waiting: (() => void)[] = [];
  /** Blocks of the pictures whose subnets are read again. */
  const looked: (number | null)[] = [];
  const rows: NewerRows[] = [];
  const followed: (readonly Netuid[])[] = [];
  const less: string[] = [];
  const counts = { records: 0, unclaimed: 0, proofs: 0, beside: 0, unfollowed: 0 };

  function createClient(): ChainClient {
    const client: Partial<ChainClient> = {
      readSnapshot: async ({ at, onFirst }): Promise<Omit<Snapshot, 'unclaimed'>> => {
        const block = at ?? headAt(NEWEST);
        read.push(block.number);
        const { blockTime, unread } = now;
        const isRead = (coldkey: Ss58Address) => !unread.includes(coldkey);
        const accounts = sample.accounts.filter(
          ({ coldkey }) => now.of.includes(coldkey) && isRead(coldkey),
        );
        const held = sample.positions.filter(({ coldkey }) => isRead(coldkey));
        const got = { ...sample, block, blockTime, accounts, positions: held, unread };
        onFirst?.({ ...got, networkFees: {} });
        if (now.isHeld) await new Promise<void>((resolve) => waiting.push(resolve));
        if (now.failure !== null) throw now.failure;
        return got;
      },
      readUnclaimed: async () => {
        counts.unclaimed += 1;
        return sample.unclaimed;
      },
      followRows: async ({ inSight }) => void followed.push(inSight),
      unfollowRows: async () => {
        counts.unfollowed += 1;
      },
      readRows: async (block, isAll) => {
        if (now.rows !== 'some') return now.rows;
        less.push(`${block.number}${isAll ? ' all' : ''}`);
        const netuids = isAll ? [toNetuid(1), toNetuid(2)] : [toNetuid(1)];
        const of = netuids.map((netuid) => ({ netuid, curve: 'stable', pool: null }) as const);
        return { block, blockTime: now.blockTime, rows: of };
      },
      genesisHash: () => sample.genesisHash,
      clockOffset: () => null,
      status: () => ({
        state: 'connected',
        endpoint: ENDPOINT,
        head: null,
        runtime: null,
        error: null,
        left: [],
        paced: now.isPaced ? [ENDPOINT] : [],
        clockOffset: null,
      }),
    };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is called is there
    return client as ChainClient;
  }

  const refresher = createRefresher({
    coldkeys: async () => now.of,
    lookedAt: async (before) => {
      looked.push(before?.block.number ?? null);
      return [];
    },
    readRecord: async () => {
      counts.records += 1;
      return written.at(-1) ?? null;
    },
    writeRecord: async (record) => void written.push(record),
    compare: async (before, after) => {
      compared.push([before?.block.number ?? null, after.block.number, written.length]);
    },
    prove: async () => {
      counts.proofs += 1;
      return now.proof;
    },
    valueNow: async () => now.point,
    recordHistory: async () => true,
    readBeside: () => {
      counts.beside += 1;
    },
    isWatched: () => now.isWatched,
    writeRows: async (_client, newer) => void rows.push(newer),
    announce: (change) => changes.push(change),
    reportError: async (_client, error) => void errors.push(error?.code ?? null),
    now: () => now.clock,
  });
  return {
    now,
    refresher,
    read,
    written,
    compared,
    looked,
    less,
    rows,
    followed,
    changes,
    errors,
    counts,
    createClient,
    client: createClient(),
    release: () => waiting.shift()?.(),
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('one reading at a time; heads that come meanwhile make one more, at the newest of them', async () => {
  const { refresher, client, now, read, written, release } = world();
  now.isHeld = true;
  const all = [100, 101, 102].map((number) => refresher.headArrived(client, headAt(number)));
  await settled();
  assert.deepEqual(read, [100]);
  release();
  await settled();
  assert.deepEqual(read, [100, 102]);
  release();
  await Promise.all(all);
  assert.deepEqual(
    written.map(({ snapshot }) => snapshot.block.number),
    [100, 102],
  );
  now.isHeld = false;
  await refresher.headArrived(client, headAt(103));
  assert.deepEqual(read, [100, 102, 103]);
});

test('it is told whether a reading is under way', async () => {
  const { now, refresher, client, release } = world();
  assert.equal(refresher.isReading(), false);
  now.isHeld = true;
  const reading = refresher.headArrived(client, headAt(100));
  await settled();
  assert.equal(refresher.isReading(), true);
  release();
  await reading;
  assert.equal(refresher.isReading(), false);
});

test('a refresh asked for while one is under way waits for it, and reads once more after it', async () => {
  const { refresher, client, now, read, release } = world();
  now.isHeld = true;
  const first = refresher.headArrived(client, headAt(100));
  const asked = refresher.refreshNow(client);
  await settled();
  assert.deepEqual(read, [100]);
  release();
  await first;
  await settled();
  assert.deepEqual(read, [100, NEWEST]);
  release();
  await asked;
  assert.deepEqual(read, [100, NEWEST]);
});

test('a head that comes while a panel’s own reading is under way waits for it, and an older picture never follows a newer', async () => {
  const { refresher, client, now, read, written, release } = world();
  now.isHeld = true;
  const asked = refresher.refreshNow(client);
  await settled();
  const again = refresher.refreshNow(client);
  const next = refresher.headArrived(client, headAt(NEWEST + 1));
  const same = refresher.headArrived(client, headAt(NEWEST + 2));
  await settled();
  assert.deepEqual(read, [NEWEST]);
  release();
  await asked;
  await settled();
  assert.deepEqual(read, [NEWEST, NEWEST + 2]);
  now.isHeld = false;
  release();
  await Promise.all([next, same, again]);
  assert.deepEqual(
    written.slice(0, 2).map(({ snapshot }) => snapshot.block.number),
    [NEWEST, NEWEST + 2],
  );
  now.failure = new AppError('NODE_TIMEOUT', { what: 'test' });
  await assert.rejects(refresher.refreshNow(client), now.failure);
  now.failure = null;
  await refresher.headArrived(client, headAt(NEWEST + 40));
  assert.equal(written.at(-1)?.snapshot.block.number, NEWEST + 40);
});

test('a reading that fails writes nothing and is reported; the next one reports that it succeeded', async () => {
  const { refresher, client, now, written, changes, errors, counts } = world();
  now.failure = new AppError('NODE_TIMEOUT', { what: 'test' });
  await refresher.headArrived(client, headAt(100));
  assert.deepEqual([written, changes, errors], [[], [], ['NODE_TIMEOUT']]);
  await assert.rejects(refresher.refreshNow(client), now.failure);
  assert.equal(counts.beside, 0);
  now.failure = null;
  await refresher.headArrived(client, headAt(101));
  assert.deepEqual(errors, ['NODE_TIMEOUT', null]);
  assert.equal(counts.beside, 1);
});

test('the snapshot is shown before its proof; the proof is made once per connection, and again while there is none', async () => {
  const { refresher, client, createClient, now, written, counts } = world();
  await refresher.headArrived(client, headAt(100));
  await refresher.headArrived(client, headAt(101));
  assert.equal(counts.proofs, 2);
  assert.deepEqual(
    written.map(({ proof }) => proof.state),
    ['untested', 'untested'],
  );
  now.proof = { state: 'proven', block: headAt(102) };
  await refresher.headArrived(client, headAt(102));
  await refresher.headArrived(client, headAt(103));
  assert.equal(counts.proofs, 3);
  assert.deepEqual(
    written.slice(2).map(({ proof, snapshot }) => [snapshot.block.number, proof.state]),
    [
      [102, 'untested'],
      [102, 'proven'],
      [103, 'proven'],
    ],
  );
  await refresher.headArrived(createClient(), headAt(104));
  assert.equal(counts.proofs, 4);
});

test('of a node that limits requests the first picture is shown before all of it is read, and once', async () => {
  const { refresher, now, written, compared, counts, createClient, errors } = world();
  const client = createClient();
  await refresher.headArrived(client, headAt(900));
  assert.equal(written.length, 1, 'another node tells all at once');
  now.isPaced = true;
  const paced = createClient();
  now.failure = new AppError('NODE_BUSY', { what: 'node' });
  await refresher.headArrived(paced, headAt(950));
  // Nothing but what was read is in it, and the rest of what a picture brings waits for the whole.
  const [whole, first] = written;
  assert.deepEqual([written.length, counts.beside, counts.proofs], [2, 1, 1]);
  assert.deepEqual(first?.snapshot.networkFees, {});
  assert.deepEqual(first?.snapshot.unclaimed, { known: false, reason: 'unreadable' });
  assert.deepEqual(first?.proof, whole?.proof);
  assert.deepEqual(errors.at(-1), 'NODE_BUSY');
  now.failure = null;
  await refresher.headArrived(paced, headAt(951));
  // Both of one reading are compared with the one that they replace.
  assert.deepEqual(compared.slice(1), [
    [900, 950, 1],
    [950, 951, 2],
    [950, 951, 3],
  ]);
  assert.deepEqual(
    written.map(({ snapshot }) => [snapshot.block.number, snapshot.unclaimed.known]),
    [
      [900, true],
      [950, false],
      [951, false],
      [951, true],
    ],
  );
  now.rows = null;
  await refresher.headArrived(paced, headAt(990));
  assert.equal(written.length, 5, 'all later ones are written whole');
  // What must not replace a picture must not do so in part either.
  now.blockTime -= 3_600_000;
  await refresher.headArrived(createClient(), headAt(991));
  assert.equal(written.length, 5);
  assert.equal(errors.at(-1), 'NODE_BEHIND');
});

test('what the runtime does not have is not shown as unread meanwhile; on another runtime it may have it', () => {
  const absent = { known: false, reason: 'not-on-this-runtime' } as const;
  const unread = { known: false, reason: 'unreadable' } as const;
  const { unclaimed: _before, ...read } = sample;
  const proof: ModelProof = { state: 'no-model' };
  const { genesisHash, runtime } = sample;
  const later = { ...read, runtime: { ...runtime, specVersion: runtime.specVersion + 1 } };
  const record = { genesisHash, snapshot: { ...sample, unclaimed: absent }, proof };
  const same = firstRecord(read, record);
  assert.deepEqual([same.snapshot.unclaimed, same.proof], [absent, proof]);
  const other = firstRecord(later, record);
  assert.deepEqual([other.snapshot.unclaimed, other.proof], [unread, { state: 'untested' }]);
  assert.deepEqual(firstRecord(read, null).snapshot.unclaimed, unread);
  const paid = firstRecord(read, { genesisHash, snapshot: sample, proof });
  assert.deepEqual(paid.snapshot.unclaimed, unread);
});

test('unclaimed dividends are read again after 25 blocks, for other accounts, and at an earlier block', async () => {
  const { refresher, client, now, counts } = world();
  for (const number of [100, 101, 124]) await refresher.headArrived(client, headAt(number));
  assert.equal(counts.unclaimed, 1);
  await refresher.headArrived(client, headAt(125));
  assert.equal(counts.unclaimed, 2);
  now.of = [ledgerMain, savings];
  await refresher.headArrived(client, headAt(126));
  assert.equal(counts.unclaimed, 3);
  await refresher.headArrived(client, headAt(90));
  assert.equal(counts.unclaimed, 4);
});

test('a point of our own history is announced where there is one', async () => {
  const { refresher, client, now, changes } = world();
  await refresher.headArrived(client, headAt(100));
  assert.deepEqual(changes, ['snapshot']);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- handed on unopened
  now.point = {} as HistoryRecord;
  await refresher.headArrived(client, headAt(101));
  assert.deepEqual(changes, ['snapshot', 'snapshot', 'history']);
});

test('a snapshot without positions that were there replaces nothing, and why is reported', async () => {
  const { refresher, client, now, written, errors } = world();
  await refresher.headArrived(client, headAt(100));
  now.unread = [ledgerMain];
  await refresher.headArrived(client, headAt(101));
  assert.deepEqual(
    written.map(({ snapshot }) => snapshot.block.number),
    [100],
  );
  assert.deepEqual(errors, [null, 'NODE_REFUSED']);
});

test('an account that was never read is stored as unread, beside those that were', async () => {
  const { refresher, client, now, written } = world();
  await refresher.headArrived(client, headAt(100));
  now.of = [ledgerMain, savings];
  now.unread = [savings];
  await refresher.headArrived(client, headAt(101));
  assert.deepEqual(written.at(-1)?.snapshot.unread, [savings]);
});

test('a picture is never turned back by a node that is behind; a lost branch, a wrong date and a new account are no such case', async () => {
  const { refresher, client, now, written, errors } = world();
  const numbers = () => written.map(({ snapshot }) => snapshot.block.number);
  await refresher.headArrived(client, headAt(700));
  const { length } = numbers();
  now.blockTime -= 7_200_000;
  await refresher.headArrived(client, headAt(100));
  assert.equal(numbers().length, length);
  assert.equal(errors.at(-1), 'NODE_BEHIND');
  await assert.rejects(refresher.refreshNow(client), { code: 'NODE_BEHIND' });

  // Of an account that the stored picture lacks an older one is better than none.
  now.of = [ledgerMain, savings];
  await refresher.headArrived(client, headAt(101));
  assert.equal(numbers().at(-1), 101);

  now.blockTime = sample.blockTime;
  await refresher.headArrived(client, headAt(701));
  now.blockTime -= 24_000;
  await refresher.headArrived(client, headAt(700));
  assert.equal(numbers().at(-1), 700, 'the other branch won');

  now.blockTime = sample.blockTime + 86_400_000;
  await refresher.headArrived(client, headAt(999));
  now.blockTime = sample.blockTime;
  await refresher.headArrived(client, headAt(702));
  assert.equal(numbers().at(-1), 702, 'what is dated in the future gives way');
});

test('the subnets of the last picture are read again; the store is asked for it once', async () => {
  const { refresher, client, looked, counts } = world();
  for (const number of [100, 101, 102]) await refresher.headArrived(client, headAt(number));
  assert.deepEqual(looked, [null, 100, 101]);
  // One a reading to compare with, and the first one's subnets.
  assert.equal(counts.records, 4);
});

test('a new connection is told what is read first, while a panel is open', async () => {
  const { now, refresher, createClient, looked } = world();
  const client = createClient();
  await refresher.headArrived(client, headAt(100));
  const expected = await refresher.expected(client);
  assert.equal(expected?.before?.block.number, 100);
  assert.deepEqual([expected?.coldkeys, expected?.lookedAt], [now.of, []]);
  assert.deepEqual(looked, [null, 100]);
  now.isWatched = false;
  assert.equal(await refresher.expected(client), null);
});

test('each picture is compared with the stored one before it replaces it; an unread one with none', async () => {
  const { refresher, client, now, compared } = world();
  await refresher.headArrived(client, headAt(100));
  now.unread = [ledgerMain];
  await refresher.headArrived(client, headAt(101));
  now.unread = [];
  now.failure = new AppError('NODE_TIMEOUT', { what: 'test' });
  await refresher.headArrived(client, headAt(102));
  now.failure = null;
  await refresher.headArrived(client, headAt(103));
  assert.deepEqual(compared, [
    [null, 100, 0],
    [100, 103, 1],
  ]);
});

test('rows in sight are read in each block, all rows in every fifth, the whole in every twenty-fifth', async () => {
  const { refresher, client, now, read, less, rows } = world();
  now.rows = 'some';
  for (let number = 100; number <= 150; number += 1) {
    await refresher.headArrived(client, headAt(number));
  }
  assert.deepEqual(read, [100, 125, 150]);
  const between = (from: number) =>
    Array.from({ length: 24 }, (_one, i) => `${from + i + 1}${(i + 1) % 5 === 0 ? ' all' : ''}`);
  assert.deepEqual(less, [...between(100), ...between(125)]);
  // Each row keeps the block that it is of, and all belong to one snapshot.
  const last = rows.at(-1);
  assert.equal(last?.of, headAt(125).hash);
  assert.deepEqual(
    last?.rows.map(({ netuid, at }) => [netuid, at]),
    [
      [1, 149],
      [2, 145],
    ],
  );
});

test('the whole is read where something else changed, on another branch, and by another client', async () => {
  const { refresher, client, createClient, now, read } = world();
  now.rows = 'some';
  await refresher.headArrived(client, headAt(100));
  await refresher.headArrived(client, headAt(101));
  now.rows = null;
  await refresher.headArrived(client, headAt(102));
  now.rows = 'some';
  await refresher.headArrived(client, headAt(103));
  await refresher.headArrived(client, { hash: '0xdead', number: 102 });
  await refresher.headArrived(client, headAt(99));
  await refresher.headArrived(createClient(), headAt(100));
  assert.deepEqual(read, [100, 102, 102, 99, 100]);
});

test('at a ticket the whole is read with each block, for as long as it asks', async () => {
  const { refresher, client, now, read } = world();
  now.rows = 'some';
  for (const number of [100, 101]) await refresher.headArrived(client, headAt(number));
  refresher.ticketRead(client);
  await settled();
  assert.deepEqual(read, [100, 101]);
  for (const number of [102, 103, 104, 105]) await refresher.headArrived(client, headAt(number));
  assert.deepEqual(read, [100, 101, 102, 103]);
});

test('what is in sight is followed from the next block on; without a panel nothing is', async () => {
  const { refresher, client, now, read, less, followed, counts } = world();
  now.rows = 'some';
  await refresher.headArrived(client, headAt(100));
  refresher.watchRows([toNetuid(7)]);
  await refresher.headArrived(client, headAt(101));
  assert.deepEqual(followed, [[], [7]]);
  now.isWatched = false;
  for (const number of [102, 103, 104, 105]) await refresher.headArrived(client, headAt(number));
  assert.ok(counts.unfollowed > 0);
  assert.deepEqual(less, ['101']);
  assert.deepEqual(read, [100, 105]);
});

test('rows that are not due, or that cannot be read, change nothing; a later success is reported', async () => {
  const { refresher, client, now, read, rows, errors } = world();
  now.rows = 'not-due';
  await refresher.headArrived(client, headAt(100));
  await refresher.headArrived(client, headAt(101));
  assert.deepEqual([read, rows], [[100], []]);
  now.rows = 'some';
  await refresher.headArrived(client, headAt(102));
  assert.equal(rows.length, 1);
  assert.deepEqual(errors, [null, null]);
});
