// What each screen may ask for before it stands there: questions to the store, bytes that come of them, and messages to the
// background. Counted, never timed: with many requests and a long history stored as with few.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serialize } from 'node:v8';
import * as store from '../../src/store/panel-reader.ts';
import { eraseStore, openStore } from '../../src/store/open-store.ts';
import { createPanelModel, type PanelModel } from '../../src/panel/panel-model.ts';
import { createActivityModel } from '../../src/panel/request/activity-model.ts';
import { SIM_DELAY } from '../../src/panel/ticket/node-quote.ts';
import { createTicketModel } from '../../src/panel/ticket/ticket-model.ts';
import type { Position } from '../../src/model/facts.ts';
import type { HistoryRecord } from '../../src/model/records.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import { toNetuid } from '../../src/units.ts';
import { fakeDeps, settle, type Fake } from './fake-deps.ts';
import { hotkeys, positionOf } from '../tools/pictures/chain.ts';
import { requestIn } from '../tools/pictures/requests.ts';
import { seed } from '../tools/pictures/seed.ts';
import {
  ledgerMain,
  moveFactsFrom,
  positions,
  snapshotWith,
  stored,
} from '../tools/pictures/stored.ts';

type Spent = { questions: number; bytes: number; messages: string[] };

/** Every question to the store, by every way there is to ask it, and what came of it. */
const counted = { questions: 0, bytes: 0 };
const asking = ['get', 'getAll', 'getAllKeys', 'count', 'getKey', 'openCursor', 'openKeyCursor'];
const undo: (() => void)[] = [];

/** The size of a record that came back; of a cursor, of the record that it stands at. */
function sizeOf(result: unknown): number {
  if (result === undefined || result === null) return 0;
  return serialize(result instanceof IDBCursor ? (Reflect.get(result, 'value') ?? 0) : result)
    .length;
}

function watch(prototype: object): void {
  for (const name of asking) {
    const plain: unknown = Reflect.get(prototype, name);
    if (typeof plain !== 'function') continue;
    const asked = function asked(this: unknown, ...args: unknown[]): unknown {
      counted.questions += 1;
      const request: unknown = Reflect.apply(plain, this, args);
      if (request instanceof IDBRequest) {
        let steps = 0;
        request.addEventListener('success', () => {
          // Each further step of a cursor is a question too.
          counted.questions += steps === 0 ? 0 : 1;
          steps += 1;
          counted.bytes += sizeOf(request.result);
        });
      }
      return request;
    };
    Reflect.set(prototype, name, asked);
    undo.push(() => Reflect.set(prototype, name, plain));
  }
}

/** More than are read at once, shown and followed. */
const MANY = 400;

/** An hour apart, all prices in each: what a panel that is often open has of half a month. */
function historyOf(points: number): HistoryRecord[] {
  const scene = stored();
  const [first] = scene.history;
  const last = scene.snapshot?.snapshot.blockTime ?? 0;
  if (first === undefined) return [];
  const prices = Array.from({ length: 128 }, (_none, index) => ({
    netuid: toNetuid(1 + index),
    registeredAt: 1,
    raoPerAlpha: 20_000_000n + BigInt(index),
  }));
  return Array.from({ length: points }, (_none, index) => ({
    ...first,
    at: last - (points - index) * 3_600_000,
    prices,
  }));
}

async function fill(requests: number, snapshot = snapshotWith(positions, [])): Promise<void> {
  const one = requestIn('finalized', { dismissedAt: 1 });
  const all = Array.from({ length: requests }, (_none, index): SigningRequest => {
    const at = 1_700_000_000_000 + index * 60_000;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the same state
    return { ...one, id: `r${index}`, createdAt: at, settledAt: at } as SigningRequest;
  });
  const history = historyOf(requests);
  await seed(stored({ requests: all, snapshot, history }));
}

before(() => {
  watch(IDBObjectStore.prototype);
  watch(IDBIndex.prototype);
});
after(async () => {
  for (const put of undo) put();
  await eraseStore();
});

type Stage = { panel: PanelModel; fake: Fake };

function stage(): Stage {
  const record = snapshotWith(positions, []);
  const none = { known: false, reason: 'not-on-this-runtime' } as const;
  const fake = fakeDeps(
    stored(),
    {
      refresh: () => undefined,
      readEarlierPrices: () => [],
      readMoveFacts: (body) => moveFactsFrom(record, body),
      simulate: ({ queries }) => queries.map(() => none),
    },
    { page: { tabId: 5, origin: 'https://taostats.io' } },
  );
  const panel = createPanelModel({ ...fake.deps, reader: store }, store.defaultSettings);
  return { panel, fake };
}

async function spentBy(fake: Fake, work: () => unknown): Promise<Spent> {
  await settle(20);
  Object.assign(counted, { questions: 0, bytes: 0 });
  const from = fake.calls.length;
  await work();
  const messages = fake.calls.slice(from).map(({ method }) => method);
  return { ...counted, messages: messages.toSorted() };
}

type Budget = { questions: number; kilobytes: number; messages: readonly string[] };

/** With few requests stored, and what any number of them may add. */
const budgets = {
  'home, before its first paint': { questions: 26, kilobytes: 130, messages: [] },
  'home, after it': { questions: 30, kilobytes: 240, messages: ['refresh'] },
  // Its figures, and what they were worked out of.
  'a picture on home': { questions: 2, kilobytes: 80, messages: [] },
  'newer prices on home': { questions: 2, kilobytes: 20, messages: [] },
  activity: { questions: 4, kilobytes: 40, messages: [] },
  'a request': { questions: 1, kilobytes: 10, messages: [] },
  ticket: { questions: 0, kilobytes: 0, messages: ['checkRuntime', 'readMoveFacts'] },
  'keys on the ticket': { questions: 0, kilobytes: 0, messages: ['keepDraft', 'simulate'] },
} as const satisfies Record<string, Budget>;
const added: Partial<Record<keyof typeof budgets, { questions: number; kilobytes: number }>> = {
  // The newest, which activity begins with and home looks at for what is pinned.
  'home, before its first paint': { questions: 0, kilobytes: 30 },
  activity: { questions: 6, kilobytes: 1_300 },
};

const KB = 1_024;
const QUIET_PAUSES = 8;
const [hotkey = null] = hotkeys;

async function open(requests: number): Promise<Record<keyof typeof budgets, Spent>> {
  await eraseStore();
  await openStore();
  await fill(requests);
  const { panel, fake } = stage();
  const closing = new AbortController();
  const load = await spentBy(fake, panel.load);
  // Every request is looked at for its shape, a few at a time, behind the first paint: not a part of any screen.
  // On a busy machine one pause may pass without a question although more are to come.
  let looked = -1;
  for (let quiet = 0; quiet < QUIET_PAUSES; quiet += 1) {
    if (looked !== counted.questions) quiet = 0;
    looked = counted.questions;
    await settle(100);
  }
  const follow = await spentBy(fake, async () => {
    panel.follow(closing.signal);
    await settle(60);
  });
  const block = await spentBy(fake, () => panel.store.changed('snapshot'));
  const rows = await spentBy(fake, () => panel.store.changed('rows'));
  const { more } = createActivityModel({ reader: store }, () => false);
  const activity = await spentBy(fake, more);
  const request = await spentBy(fake, () => store.readRequest('r1'));
  await panel.currentPage.look();
  const start = { kind: 'stake', coldkey: ledgerMain, hotkey, netuid: toNetuid(64) } as const;
  let model: ReturnType<typeof createTicketModel> | null = null;
  const ticket = await spentBy(fake, async () => {
    model = createTicketModel(panel, fake.deps, start);
    await settle(60);
    return model;
  });
  const keys = await spentBy(fake, async () => {
    for (const amountText of ['1', '12', '12.5']) model?.edit({ amountText });
    await settle(SIM_DELAY + 80);
  });
  closing.abort();
  return {
    'home, before its first paint': load,
    'home, after it': follow,
    'a picture on home': block,
    'newer prices on home': rows,
    activity,
    'a request': request,
    ticket,
    'keys on the ticket': keys,
  };
}

for (const requests of [5, MANY]) {
  test(`each screen stays within its budget with ${requests} requests stored`, async () => {
    const spent = await open(requests);
    for (const [name, { questions, bytes, messages }] of Object.entries(spent)) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its own names
      const screen = name as keyof typeof budgets;
      const more = requests === MANY ? added[screen] : undefined;
      const budget = budgets[screen];
      const most = budget.questions + (more?.questions ?? 0);
      const largest = (budget.kilobytes + (more?.kilobytes ?? 0)) * KB;
      assert.ok(questions <= most, `${name}: ${questions} of ${most} questions`);
      assert.ok(bytes <= largest, `${name}: ${bytes} of ${largest} bytes`);
      assert.deepEqual(messages, budget.messages, name);
    }
  });
}

/** Positions of the same accounts in the same subnets, by as many validators as it takes. */
const manyPositions = (count: number): Position[] =>
  Array.from({ length: count }, (_none, index) => {
    const [first, second] = [positions[0], positions[2]];
    const { coldkey } = (index % 2 === 0 ? first : second) ?? positionOf(ledgerMain, 1, 1, 0);
    return positionOf(coldkey, toNetuid(1 + (index % 20)), 1 + (index % 7), Math.floor(index / 40));
  });

test('an opening of home asks for as much with 4,000 positions as with 40', async () => {
  const spent: Spent[] = [];
  for (const count of [40, 4_000]) {
    await eraseStore();
    await openStore();
    await fill(5, snapshotWith(manyPositions(count), []));
    const { panel, fake } = stage();
    spent.push(await spentBy(fake, panel.load));
    assert.equal(panel.portfolio.rows.value.length, 20);
    assert.equal(panel.store.snapshot.value, null);
    assert.equal(panel.portfolio.sums.value?.subnets[0]?.positionCount, count / 20);
  }
  const [few, many] = spent;
  assert.ok(few && many);
  assert.equal(many.questions, few.questions);
  // Longer sums alone.
  assert.ok(many.bytes < few.bytes + KB, `${many.bytes} bytes, ${few.bytes} with few`);
});
