// The bisect by itself, over accounts whose changes are known: every one is found, within the bound of questions, whatever
// interrupts it, and in bounded memory.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Book } from '../../src/model/book.ts';
import type { PastMark, Place } from '../../src/model/past.ts';
import { blocksOpen, opened } from '../../src/history/rebuild-book.ts';
import { blocksAhead, gridBelow, middleOf } from '../../src/history/rebuild-grid.ts';
import type { Ask } from '../../src/history/rebuild-account.ts';
import { createRebuild } from '../../src/history/rebuild.ts';
import { toNetuid, toRao, type Ss58Address } from '../../src/units.ts';

const IS_DEEP = process.env['TAUBAR_DEEP'] === '1';

/** A generator that repeats (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** `place`: whose share changes. `isSilent`: nothing else does, as when stake is given. */
type Change = { block: number; place: number; isSilent: boolean; isOwn: boolean };

const hex = (value: number, bytes: number): string => value.toString(16).padStart(2 * bytes, '0');
const placeOf = (at: number): Place => ({
  hotkey: `hotkey ${at}` as Ss58Address,
  netuid: toNetuid(at % 7),
});
const NAMES = new Map(Array.from({ length: 40 }, (_unused, at) => [placeOf(at).hotkey, at]));

class Account {
  readonly coldkey: Ss58Address;
  readonly changes: readonly Change[];
  constructor(coldkey: string, changes: readonly Change[]) {
    this.coldkey = coldkey as Ss58Address;
    this.changes = changes;
  }

  mark(block: number, places: readonly Place[], isFull: boolean): PastMark {
    const past = this.changes.filter((change) => change.block <= block);
    const nonce = past.filter(({ isOwn }) => isOwn).length;
    const base = past.filter(({ isSilent }) => !isSilent).length;
    const parts = places.map(({ hotkey }) => {
      const at = NAMES.get(hotkey);
      const count = past.filter(({ place }) => place === at).length;
      const view = new DataView(new ArrayBuffer(8));
      view.setFloat64(0, count);
      const share = view.getBigUint64(0).toString(16).padStart(16, '0');
      return count === 0 ? hex(0, 17) : `02${share}${hex(count, 8)}`;
    });
    return {
      block: { hash: `0x${hex(block, 32)}`, number: block },
      spec: 475,
      nonce,
      free: toRao(0n),
      hotkeys: [],
      digest: `0x${hex(475, 4)}${hex(nonce, 4)}${hex(base, 8)}${parts.join('')}`,
      full: isFull ? { at: 0, held: [], subnets: [] } : null,
    };
  }
}

const emptyBook = (coldkey: Ss58Address): Book => ({
  genesisHash: '0x00',
  coldkey,
  stretches: [],
  marks: [],
  places: [],
  extrinsicsFound: 0,
  extrinsicsByNonce: 0,
});

type Played = { found: Map<Ss58Address, number[]>; questions: number; books: Book[]; asks: Ask[] };

/** Plays a reading to its end; `mayStop` true: it is thrown away there, and goes on from the books as they were stored. */
function play(
  accounts: readonly Account[],
  from: number,
  head: number,
  mayStop = () => false,
): Played {
  let books = accounts.map(({ coldkey }) => opened(emptyBook(coldkey), from, head));
  const found = new Map(accounts.map(({ coldkey }) => [coldkey, [] as number[]]));
  const asks: Ask[] = [];
  let questions = 0;
  for (;;) {
    const rebuild = createRebuild(JSON.parse(JSON.stringify(books)) as Book[], head);
    const of = (coldkey: Ss58Address): Account => {
      const account = accounts.find((one) => one.coldkey === coldkey);
      assert.ok(account);
      return account;
    };
    const hashes = new Set<number>();
    for (let ask = rebuild.next(); ask !== null; ask = rebuild.next()) {
      asks.push(ask);
      if (!hashes.has(ask.block)) {
        questions += 1;
        for (const block of [ask.block, ...rebuild.ahead(ask)]) hashes.add(block);
      }
      // Of a block its body, its events and the header of the next one; its neighbours' hashes come with those ahead.
      questions += ask.kind === 'mark' ? 1 : 3;
      for (const coldkey of ask.coldkeys) {
        const account = of(coldkey);
        if (ask.kind === 'mark') {
          rebuild.takeMark(coldkey, account.mark(ask.block, rebuild.placesOf(coldkey), ask.isFull));
          continue;
        }
        const here = account.changes.filter(({ block }) => block === ask.block);
        if (
          rebuild.addPlaces(
            coldkey,
            here.map(({ place }) => placeOf(place)),
          )
        )
          continue;
        const own = here.filter(({ isOwn }) => isOwn).length;
        assert.ok(rebuild.takeBlock(coldkey, ask.block, own, false));
        found.get(coldkey)?.push(ask.block);
      }
      const stored = accounts.map(({ coldkey }) => rebuild.book(coldkey));
      for (const { marks } of stored) assert.ok(marks.length <= 90, `${marks.length} marks`);
      books = stored;
      if (mayStop()) break;
    }
    const isDone = rebuild.next() === null;
    books = accounts.map(({ coldkey }) => rebuild.book(coldkey));
    if (isDone) break;
  }
  return { found, questions, books, asks };
}

const SPAN = 7_884_000;

/** Stake is given to known places only: what was given and is still there, the head's own list names. */
function changesOf(
  random: (below: number) => number,
  count: number,
  from: number,
  head: number,
): Change[] {
  const blocks = new Set<number>();
  while (blocks.size < count) blocks.add(from + 1 + random(head - from));
  const sorted = [...blocks].toSorted((a, b) => a - b);
  const changes = sorted.map((block): Change => {
    const isSilent = random(4) === 0;
    return {
      block,
      place: random(Math.min(40, 2 + Math.floor(count / 3))),
      isSilent,
      isOwn: !isSilent && random(3) > 0,
    };
  });
  // Each place ends by something that the account's TAO tells.
  const last = new Map(changes.map((change, at) => [change.place, at]));
  return changes.map((change, at) =>
    last.get(change.place) === at ? { ...change, isSilent: false } : change,
  );
}

const bound = (k: number, span: number): number =>
  k === 0 ? 64 : k * (Math.log2(span / k) + 8) + 64;

test('every change is found, newest first, within the bound of questions', (t) => {
  const random = randomOf(17);
  const runs = (IS_DEEP ? [0, 1, 2, 5, 20, 47, 100, 400] : [0, 1, 2, 5, 20, 47]).flatMap((count) =>
    [648_000, SPAN].map((span) => ({ count, span })),
  );
  for (const { count, span } of runs) {
    const from = SPAN - span;
    const account = new Account('one', changesOf(random, count, from, SPAN));
    const { found, questions, books } = play([account], from, SPAN);
    const wanted = account.changes.map(({ block }) => block).toReversed();
    assert.deepEqual(found.get(account.coldkey), wanted, `${count} in ${span}`);
    assert.deepEqual(books[0]?.stretches, [{ from, to: SPAN, state: 'read' }]);
    assert.equal(books[0]?.extrinsicsFound, account.changes.filter(({ isOwn }) => isOwn).length);
    const most = Math.floor(bound(count, span));
    t.diagnostic(`${count} changes in ${span} blocks: ${questions} questions of ${most}`);
    assert.ok(questions <= most, `${questions} questions, at most ${most}`);
  }
});

test('the last 90 days with 20 entries take at most 480 questions, whatever lies before', (t) => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = randomOf(seed);
    const recent = changesOf(random, 20, SPAN - 648_000, SPAN);
    const { asks, found, questions } = play([new Account('one', recent)], SPAN - 648_000, SPAN);
    if (seed === 1) t.diagnostic(`${questions} questions, ${asks.length} without hashes`);
    assert.equal([...found.values()].flat().length, 20);
    assert.ok(questions <= 480, `${questions}`);
  }
});

test('several accounts are asked for together where they meet', () => {
  const random = randomOf(3);
  const accounts = ['a', 'b', 'c', 'd'].map(
    (name) => new Account(name, changesOf(random, 6, 0, SPAN)),
  );
  const { found, questions } = play(accounts, 0, SPAN);
  for (const account of accounts) {
    assert.deepEqual(
      found.get(account.coldkey)?.toSorted((a, b) => a - b),
      account.changes.map(({ block }) => block),
    );
  }
  const alone = accounts.reduce((sum, one) => sum + play([one], 0, SPAN).questions, 0);
  assert.ok(questions < alone - 100, `${questions} together, ${alone} one by one`);
});

test('interrupted at 100 random points it ends the same', () => {
  const random = randomOf(5);
  const accounts = ['a', 'b'].map((name) => new Account(name, changesOf(random, 25, 0, SPAN)));
  const whole = play(accounts, 0, SPAN);
  for (let run = 0; run < (IS_DEEP ? 100 : 2); run += 1) {
    let stops = 0;
    const broken = play(accounts, 0, SPAN, () => {
      const stopped = stops < 100 && random(6) === 0;
      if (stopped) stops += 1;
      return stopped;
    });
    assert.ok(stops > 50, `${stops}`);
    assert.deepEqual(broken.found, whole.found);
    assert.deepEqual(
      broken.books.map(({ stretches, extrinsicsFound }) => ({ stretches, extrinsicsFound })),
      whole.books.map(({ stretches, extrinsicsFound }) => ({ stretches, extrinsicsFound })),
    );
  }
});

test('a block that fails leaves its own stretch, named, and is tried again', () => {
  const changes = [1_000, 400_000, 7_000_000].map((block): Change => ({
    block,
    place: 1,
    isSilent: false,
    isOwn: true,
  }));
  const account = new Account('one', changes);
  const rebuild = createRebuild([opened(emptyBook(account.coldkey), 0, SPAN)], SPAN);
  for (let ask = rebuild.next(); ask !== null; ask = rebuild.next()) {
    const { block, kind, isFull } = ask;
    if (kind === 'mark') {
      rebuild.takeMark(
        account.coldkey,
        account.mark(block, rebuild.placesOf(account.coldkey), isFull),
      );
    } else if (block === 400_000) rebuild.fail(ask, 'wrong-parent', 5);
    else if (!rebuild.addPlaces(account.coldkey, [placeOf(1)])) {
      assert.ok(rebuild.takeBlock(account.coldkey, block, 1, false));
    }
  }
  const book = rebuild.book(account.coldkey);
  assert.deepEqual(book.stretches, [
    { from: 0, to: 399_999, state: 'read' },
    { from: 399_999, to: 400_000, state: 'unread', why: 'wrong-parent', at: 5 },
    { from: 400_000, to: SPAN, state: 'read' },
  ]);
  assert.deepEqual(opened(book, 0, SPAN).stretches[1], {
    from: 399_999,
    to: 400_000,
    state: 'open',
  });
});

test('fewer own extrinsics than the nonce says are not taken for all', () => {
  const account = new Account('one', [{ block: 9, place: 1, isSilent: false, isOwn: true }]);
  const rebuild = createRebuild([opened(emptyBook(account.coldkey), 0, 10)], 10);
  for (let ask = rebuild.next(); ask !== null; ask = rebuild.next()) {
    if (ask.kind === 'mark') {
      rebuild.takeMark(account.coldkey, account.mark(ask.block, [], ask.isFull));
    } else {
      assert.equal(rebuild.takeBlock(account.coldkey, ask.block, 0, false), false);
      rebuild.fail(ask, 'incomplete', 1);
    }
  }
  const unread = rebuild.book(account.coldkey).stretches.find(({ state }) => state === 'unread');
  assert.deepEqual(unread, { from: 8, to: 9, state: 'unread', why: 'incomplete', at: 1 });
});

test('blocks above the head, which own records told of, are neither asked for nor said to be read', () => {
  const changes = [40, 102].map((block) => ({ block, place: 1, isSilent: false, isOwn: true }));
  const account = new Account('one', changes);
  const { coldkey } = account;
  for (const stretches of [
    [{ from: 0, to: 103, state: 'open' }],
    [
      { from: 0, to: 100, state: 'open' },
      { from: 100, to: 101, state: 'read' },
      { from: 101, to: 103, state: 'open' },
    ],
  ] as const) {
    const rebuild = createRebuild([{ ...emptyBook(coldkey), stretches }], 100);
    for (let ask = rebuild.next(); ask !== null; ask = rebuild.next()) {
      assert.ok(ask.block <= 100, `${ask.block}`);
      if (ask.kind === 'mark') {
        rebuild.takeMark(coldkey, account.mark(ask.block, rebuild.placesOf(coldkey), ask.isFull));
      } else if (!rebuild.addPlaces(coldkey, [placeOf(1)])) {
        assert.ok(rebuild.takeBlock(coldkey, ask.block, 1, false));
      }
    }
    const book = rebuild.book(coldkey);
    assert.equal(blocksOpen(book, 100), 0);
    assert.deepEqual(book.stretches.at(-1)?.state, 'open');
    assert.deepEqual(book.stretches[0]?.state, 'read');
    assert.equal(book.extrinsicsFound, 1);
  }
});

test('halving stays on multiples of powers of two, and asks ahead for what it will ask', () => {
  const random = randomOf(8);
  for (let run = 0; run < 500; run += 1) {
    const from = random(1_000_000);
    const to = from + 2 + random(1_000_000);
    const middle = middleOf(from, to);
    assert.ok(from < middle && middle < to);
    let steps = 0;
    for (let [low, high] = [from, to]; high - low >= 2; steps += 1) {
      const at = middleOf(low, high);
      [low, high] = random(2) === 0 ? [low, at] : [at, high];
    }
    assert.ok(steps <= Math.log2(to - from) + 3, `${steps} steps in ${to - from}`);
    assert.equal(blocksAhead(from, to, 31)[0], middle);
    assert.ok(blocksAhead(from, to, 31).length <= 31);
    const below = gridBelow(to, from, to);
    assert.ok(below < to && below >= from);
  }
});
