// Stored requests are read through their indexes as a walk over all of them would find them.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { eraseStore, openStore } from '../../src/store/open-store.ts';
import * as requests from '../../src/store/requests.ts';
import type { RequestsFrom, SigningRequest, SigningState } from '../../src/model/request.ts';
import { requestIn, type RequestFields } from '../tools/pictures/requests.ts';
import { addressOf } from '../tools/pictures/chain.ts';

afterEach(eraseStore);

const states: readonly SigningState[] = ['queued', 'draft', 'finalized', 'rejected', 'failed'];
const templates = new Map<SigningState, SigningRequest>();

function one(id: string, state: SigningState, part: RequestFields): SigningRequest {
  const found = templates.get(state) ?? requestIn(state, { settledAt: 1 });
  templates.set(state, found);
  const isOpen = state === 'queued' || state === 'draft';
  const rest = { ...found, settledAt: isOpen ? null : 5, ...part, id };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the same state
  return { ...rest, state } as SigningRequest;
}

async function put(all: readonly unknown[]): Promise<void> {
  const transaction = (await openStore()).transaction('requests', 'readwrite');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a disk may hold
  for (const request of all) void transaction.store.put(request as SigningRequest);
  await transaction.done;
}

const newestFirst = (a: SigningRequest, b: SigningRequest): number =>
  b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);
const idsOf = (all: readonly SigningRequest[]): string[] => all.map(({ id }) => id);

/** Several to a millisecond, across the edges of what is read at once. */
const many = Array.from({ length: 730 }, (_none, index) =>
  one(`r${String((index * 337) % 1_000).padStart(3, '0')} ${index}`, states[index % 5] ?? 'draft', {
    createdAt: 1_000 + Math.floor(index / 7),
    coldkey: addressOf(1 + (index % 3)),
  }),
);

for (const [name, isWanted, size] of [
  ['all', () => true, 100],
  ['few of them', ({ id }: SigningRequest) => id.includes('7'), 60],
  ['one at a time', ({ createdAt }: SigningRequest) => createdAt > 1_095, 1],
  ['none', () => false, 100],
] as const) {
  test(`pages tell each wanted request once, the newest first: ${name}`, async () => {
    await put(many);
    const found: SigningRequest[] = [];
    let from: RequestsFrom | null = null;
    do {
      const page = await requests.readRequestsPage(from, size, isWanted);
      assert.ok(page.requests.length <= size);
      found.push(...page.requests);
      from = page.next;
    } while (from !== null);
    assert.deepEqual(idsOf(found), idsOf(many.filter(isWanted).toSorted(newestFirst)));
  });
}

test('a whole last page says that nothing is left', async () => {
  await put(many.slice(0, 100));
  const page = await requests.readRequestsPage(null, 100, () => true);
  assert.deepEqual([page.requests.length, page.next], [100, null]);
  await put(many.slice(0, 101));
  assert.notEqual((await requests.readRequestsPage(null, 100, () => true)).next, null);
});

test('what may still change, and what is not finalized, is found among any number of others', async () => {
  const spoiled = { ...one('spoiled', 'draft', {}), plan: 3 };
  await put([...many, spoiled]);
  const open = many.filter(({ settledAt }) => settledAt === null);
  assert.deepEqual(new Set(idsOf(await requests.readUnsettledRequests())), new Set(idsOf(open)));
  const coldkey = addressOf(2);
  const own = many.filter((request) => request.coldkey === coldkey);
  assert.deepEqual(
    new Set(idsOf(await requests.readRequestsNotFinal(coldkey))),
    new Set(idsOf(own.filter(({ state }) => state !== 'finalized'))),
  );
  assert.equal((await requests.readRequestsOf(coldkey)).length, own.length);
  const sorted = many.toSorted(newestFirst);
  const followed = new Set([...sorted.slice(0, 60), ...open].map(({ id }) => id));
  const shown = idsOf(await requests.readRequests());
  assert.deepEqual(new Set(shown), followed);
  assert.equal(shown.length, followed.size);
  assert.deepEqual(shown.slice(0, 60), idsOf(sorted.slice(0, 60)));
  const few = idsOf(await requests.readRequests(8));
  assert.deepEqual(few.slice(0, 8), idsOf(sorted.slice(0, 8)));
  assert.deepEqual(new Set(few), new Set([...idsOf(sorted.slice(0, 8)), ...idsOf(open)]));
});
