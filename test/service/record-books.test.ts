// Points as pictures of the chain come in, and entries of our own requests. Over the real store; the chain is its block hashes.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { BookPoint } from '../../src/model/book.ts';
import type { Snapshot } from '../../src/model/facts.ts';
import type { Move } from '../../src/model/move.ts';
import type { ReceiptLine } from '../../src/model/receipt.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import { entryOfReceipt } from '../../src/service/own-entry.ts';
import { pointOf } from '../../src/service/own-point.ts';
import { createRecordBooks, recordReceipts } from '../../src/service/record-books.ts';
import { readBooks, saveSteps } from '../../src/store/books.ts';
import { readEntriesBetween } from '../../src/store/book-entries.ts';
import { readPoints } from '../../src/store/book-points.ts';
import { writeSnapshotRecord } from '../../src/store/chain-cache.ts';
import { eraseStore, openStore } from '../../src/store/open-store.ts';
import { toAlphaRao, toNetuid, toRao, type Hex, type Netuid } from '../../src/units.ts';
import { bookOf } from '../store/sample-books.ts';
import { blockAt, genesisHash, HEAD } from '../tools/pictures/chain.ts';
import { requestIn, stakeMove } from '../tools/pictures/requests.ts';
import { ledgerMain, positions, savings, snapshotWith } from '../tools/pictures/stored.ts';

afterEach(eraseStore);

const START = Date.UTC(2026, 5, 1);
const HOUR = 300;
const ofMain = { genesisHash, coldkey: ledgerMain };

/** The portfolio so many blocks later, of these accounts with that nonce and TAO. */
function picture(later: number, nonce = 5, part: Partial<Snapshot> = {}): Snapshot {
  const { snapshot } = snapshotWith(positions, [], {
    block: blockAt(HEAD + later),
    blockTime: START + later * 12_000,
    ...part,
  });
  return { ...snapshot, accounts: snapshot.accounts.map((one) => ({ ...one, nonce })) };
}

function world() {
  let announced = 0;
  let asked = 0;
  const other = new Map<number, Hex>();
  const recorder = createRecordBooks(() => {
    announced += 1;
  });
  const chain = {
    blockHashAt: async (number: number) => {
      asked += 1;
      return other.get(number) ?? blockAt(number).hash;
    },
  };
  let last: Snapshot | null = null;
  const see = async (snapshot: Snapshot): Promise<void> => {
    recorder.pictureReplaced(last);
    last = snapshot;
    await recorder.snapshotRead(chain, snapshot);
  };
  const blocks = async (): Promise<number[]> =>
    (await readPoints(ofMain, 0, 1e9)).map(({ block }) => block.number - HEAD);
  return { see, blocks, other, counts: () => ({ announced, asked }) };
}

test('a point is what the account has in the picture, with the price of each subnet it holds', () => {
  const snapshot = picture(0);
  const account = snapshot.accounts.find(({ coldkey }) => coldkey === savings);
  assert.ok(account);
  const point = pointOf(snapshot, { ...account, reserved: toRao(7n) });
  assert.ok(point);
  assert.equal(point.free, account.free + 7n);
  const held = positions.filter(({ coldkey }) => coldkey === savings);
  assert.deepEqual(
    point.holdings.map(({ netuid, hotkey, alpha }) => ({ netuid, hotkey, alpha })),
    held.map(({ netuid, hotkey, alpha }) => ({ netuid, hotkey, alpha })),
  );
  assert.deepEqual(
    new Set(point.prices.map(({ netuid }) => netuid)),
    new Set(held.map(({ netuid }) => netuid)),
  );
  assert.ok(point.prices.every(({ raoPerAlpha }) => raoPerAlpha > 0n));
  assert.equal(pointOf({ ...snapshot, unread: [savings] }, account), null);
  // Of which generation a netuid is, is not known.
  assert.equal(pointOf({ ...snapshot, subnets: [] }, account), null);
  const unused = { ...account, nonce: 0, free: toRao(0n), reserved: toRao(0n) };
  assert.equal(pointOf({ ...snapshot, positions: [] }, unused), null);
  assert.deepEqual(pointOf({ ...snapshot, positions: [] }, account)?.holdings, []);
});

test('without a change a point comes every four hours, and one block after another asks nothing', async () => {
  const { see, blocks, counts } = world();
  for (let later = 0; later <= 9 * HOUR; later += 30) await see(picture(later));
  assert.deepEqual(await blocks(), [0, 4 * HOUR, 8 * HOUR]);
  assert.equal(counts().announced, 3);
  assert.ok(counts().asked <= 5);
  const [book] = await readBooks(genesisHash);
  assert.deepEqual(book?.stretches, [{ from: HEAD, to: HEAD + 8 * HOUR, state: 'open' }]);
});

test('a transaction has a point on either side, and the one before has the price of what was bought', async () => {
  const { see, blocks } = world();
  const without = positions.filter(({ netuid }) => netuid !== 64);
  await see(picture(0, 5, { positions: without }));
  await see(picture(10, 5, { positions: without }));
  await see(picture(11, 6));
  assert.deepEqual(await blocks(), [0, 10, 11]);
  const [first, before] = await readPoints(ofMain, 0, 1e9);
  const has = (point: BookPoint | undefined): boolean =>
    point?.prices.some(({ netuid }) => netuid === 64) ?? false;
  assert.deepEqual([has(first), has(before)], [false, true]);
});

test('what others send is recorded, but not with every block', async () => {
  const { see, blocks } = world();
  await see(picture(0));
  for (let later = 1; later < 120; later += 1) {
    const { accounts, ...rest } = picture(later);
    const free = toRao(BigInt(later));
    await see({ ...rest, accounts: accounts.map((one) => ({ ...one, free })) });
  }
  assert.deepEqual(await blocks(), [0, 50, 100]);
});

test('after a month away the stretch is open, and nothing is made up in it', async () => {
  const { see, blocks } = world();
  await see(picture(0));
  await saveSteps([
    {
      book: bookWith([{ from: 100, to: HEAD, state: 'read' }]),
      entries: [],
      points: [],
    },
  ]);
  await see(picture(30 * 24 * HOUR));
  assert.deepEqual(await blocks(), [0, 30 * 24 * HOUR]);
  const book = (await readBooks(genesisHash)).find(({ coldkey }) => coldkey === ledgerMain);
  assert.deepEqual(book?.stretches, [
    { from: 100, to: HEAD, state: 'read' },
    { from: HEAD, to: HEAD + 30 * 24 * HOUR, state: 'open' },
  ]);
});

const bookWith = (stretches: Parameters<typeof bookOf>[1]) => ({
  ...bookOf(ledgerMain, stretches),
  genesisHash,
});

test('a point of a block that lost is taken back, and no picture of one is recorded', async () => {
  const { see, blocks, other } = world();
  await see(picture(0));
  await see(picture(5 * HOUR));
  other.set(HEAD + 5 * HOUR, '0x01');
  await see(picture(10 * HOUR));
  assert.deepEqual(await blocks(), [0, 10 * HOUR]);
  await see(picture(10 * HOUR + 5));
  other.set(HEAD + 10 * HOUR + 5, '0x02');
  await see(picture(10 * HOUR + 6, 6));
  assert.deepEqual(await blocks(), [0, 10 * HOUR, 10 * HOUR + 6]);
});

const TAO = 1_000_000_000n;
const line = (labelKey: ReceiptLine['labelKey'], netuid: number, actual: bigint): ReceiptLine => ({
  labelKey,
  unit: netuid === 0 ? 'rao' : 'alpha',
  netuid: toNetuid(netuid),
  expected: actual,
  actual,
});

const extrinsicHash: Hex = '0xabcd';

/** A finalized request of the move whose receipt has these lines. */
function ended(move: Move, lines: readonly ReceiptLine[], more: object = {}): SigningRequest {
  const request = requestIn('finalized', { extrinsicHash });
  assert.ok(request.receipt);
  const receipt = { ...request.receipt, lines: [...lines], ...more };
  return { ...request, plan: { ...request.plan, move }, receipt };
}

const [to] = positions.filter(({ netuid }) => netuid === 8);

test('an entry has what the receipt says of both ends, and a receipt that says less makes none', () => {
  const snapshot = picture(0);
  assert.ok(to);
  const at = { coldkey: ledgerMain, hotkey: to.hotkey, netuid: toNetuid(64) };
  const toHotkey = savings;
  const generation = (netuid: Netuid | number) =>
    snapshot.subnets.find((one) => one.netuid === netuid)?.registeredAt;
  const alpha = (netuid: number, hotkey: string, change: bigint) => ({
    of: 'alpha',
    change,
    netuid,
    registeredAt: generation(netuid),
    hotkey,
  });
  const free = (change: bigint) => ({ of: 'free', change });
  const amount = toAlphaRao(5n);
  const cases: readonly { move: Move; lines: ReceiptLine[]; kind: string; legs: object[] }[] = [
    {
      move: { ...at, kind: 'stake', amount: toRao(12n) },
      lines: [
        line('receiptReceived', 64, 99n),
        line('receiptGave', 0, 12n),
        line('receiptPoolFee', 0, 3n),
      ],
      kind: 'stake',
      legs: [free(-12n), alpha(64, to.hotkey, 99n)],
    },
    {
      move: { ...at, kind: 'unstake', amount },
      lines: [
        line('receiptReceived', 0, 7n),
        line('receiptGave', 64, 5n),
        line('receiptResidue', 64, 2n),
      ],
      kind: 'unstake',
      legs: [alpha(64, to.hotkey, -7n), free(7n)],
    },
    {
      move: { ...at, kind: 'change-validator', toHotkey, amount },
      lines: [line('receiptReceived', 64, 5n), line('receiptGave', 64, 5n)],
      kind: 'move',
      legs: [alpha(64, to.hotkey, -5n), alpha(64, toHotkey, 5n)],
    },
    {
      move: {
        ...at,
        kind: 'change-subnet',
        toNetuid: toNetuid(8),
        toHotkey,
        amount,
        route: 'protected',
      },
      lines: [
        line('receiptReceived', 8, 9n),
        line('receiptGave', 64, 5n),
        line('receiptSpareTao', 0, 1n),
      ],
      kind: 'swap',
      legs: [alpha(64, to.hotkey, -5n), alpha(8, toHotkey, 9n), free(1n)],
    },
    {
      move: { ...at, kind: 'transfer', toColdkey: savings, amount },
      lines: [line('receiptReceived', 64, 5n), line('receiptGave', 64, 5n)],
      kind: 'stake-out',
      legs: [alpha(64, to.hotkey, -5n)],
    },
    { move: { ...at, kind: 'lock', amount }, lines: [], kind: 'fee', legs: [] },
  ];
  for (const { move, lines, kind, legs } of cases) {
    const entry = entryOfReceipt(ended(move, lines), snapshot);
    assert.equal(entry?.kind, kind);
    assert.deepEqual(entry.legs, legs, kind);
    assert.deepEqual(entry.fee, free(-784_000n));
    assert.equal(entry.source, 'own');
    assert.equal(entry.counterparty, move.kind === 'transfer' ? savings : null);
    const failed = entryOfReceipt(ended(move, [], { isSuccess: false, error: 'A.B' }), snapshot);
    assert.deepEqual([failed?.kind, failed?.legs, failed?.error], ['failed', [], 'A.B']);
    assert.deepEqual(failed?.triedIn, 'toNetuid' in move ? [64, move.toNetuid] : [64]);
    if (legs.length === 0) continue;
    assert.equal(
      entryOfReceipt(ended(move, lines.slice(1)), snapshot) === null,
      kind !== 'stake-out',
    );
    assert.equal(entryOfReceipt(ended(move, []), snapshot), null);
    assert.equal(entryOfReceipt(ended(move, lines), { ...snapshot, subnets: [] }), null);
  }
  const [stake] = cases;
  assert.ok(stake);
  assert.deepEqual(entryOfReceipt(ended(stake.move, stake.lines), snapshot)?.poolFees, [
    { unit: 'rao', netuid: 0, amount: 3n },
  ]);
  const paidInAlpha = { networkFee: { paidIn: 'alpha', netuid: toNetuid(64), fee: 4n } };
  assert.deepEqual(
    entryOfReceipt(ended(stake.move, stake.lines, paidInAlpha), snapshot)?.fee,
    alpha(64, to.hotkey, -4n),
  );
  for (const more of [{ networkFee: null }, { unread: ['A.B'] }]) {
    assert.equal(entryOfReceipt(ended(stake.move, stake.lines, more), snapshot), null);
  }
  const claim: Move = { kind: 'claim', coldkey: ledgerMain, hotkeys: [to.hotkey], unstakes: false };
  assert.equal(entryOfReceipt(ended(claim, stake.lines), snapshot), null);
  assert.equal(entryOfReceipt(requestIn('submitted'), snapshot), null);
});

test('a request that ended is an entry once, with the price of the block before, until the archive has told', async () => {
  await writeSnapshotRecord(snapshotWith(positions, []));
  const request = requestIn('finalized', { extrinsicHash });
  await (await openStore()).put('requests', request);
  const { receipt } = request;
  assert.ok(receipt);
  const { number } = receipt.block;
  const asked: number[] = [];
  const netuid = stakeMove.kind === 'stake' ? stakeMove.netuid : toNetuid(0);
  const record = (now = Date.now()): Promise<boolean> =>
    recordReceipts(async (block) => {
      asked.push(block);
      const flow = { known: false, reason: 'unreadable' } as const;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- prices are all that is used
      return {
        known: true,
        block: blockAt(block),
        prices: [{ netuid, raoPerAlpha: 31n * TAO, tao: null, flow }],
      } as never;
    }, now);
  assert.equal(await record(Date.now() + 2 * 86_400_000), false, 'long ago');
  assert.equal(await record(), true);
  assert.equal(await record(), false);
  assert.deepEqual(asked, [number - 1]);
  const [entry] = await readEntriesBetween(ofMain, 0, 1e9);
  assert.equal(entry?.kind, 'stake');
  assert.deepEqual(
    entry.prices.map(({ raoPerAlpha }) => raoPerAlpha),
    [31n * TAO],
  );
  // The archive read that block and found nothing of ours there: so it stays.
  await saveSteps([
    {
      book: bookWith([{ from: number - 5, to: number + 5, state: 'read' }]),
      entries: [],
      points: [],
    },
  ]);
  assert.deepEqual(await readEntriesBetween(ofMain, 0, 1e9), []);
  assert.equal(await record(), false);
});
