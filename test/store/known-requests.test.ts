// What the day's total of an account is counted from is found without reading thousands of old requests again.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { hasUnreadRequest, readRequestsSince } from '../../src/store/known-requests.ts';
import { eraseStore, openStore } from '../../src/store/open-store.ts';
import { changeRequest } from '../../src/store/requests.ts';
import type { SigningRequest, SigningState } from '../../src/model/request.ts';
import { movedToday } from '../../src/signing/moved-today.ts';
import { toRao } from '../../src/units.ts';
import { requestIn } from '../tools/pictures/requests.ts';
import { addressOf, genesisHash } from '../tools/pictures/chain.ts';

afterEach(eraseStore);

const HEAD = 1_000_000;
const DAY = 7_200;
const SINCE = HEAD - DAY + 1;
const coldkey = addressOf(1);
const others: readonly SigningState[] = ['queued', 'submitted', 'rejected', 'failed'];
/** One in fifteen is another than a finalized one. */
const stateOf = (index: number): SigningState => others[(index % 60) - 56] ?? 'finalized';

function one(index: number, state: SigningState): SigningRequest {
  const found = requestIn(state);
  const inBlock =
    state === 'finalized' ? { hash: '0x01', number: HEAD - index * 40 } : found.inBlock;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the same state
  return {
    ...found,
    id: `r${String(index).padStart(4, '0')}`,
    coldkey: addressOf(1 + (index % 2)),
    genesisHash,
    inBlock,
    plan: { ...found.plan, orderValue: toRao(BigInt(1 + index)) },
  } as SigningRequest;
}

const all = Array.from({ length: 600 }, (_none, index) => one(index, stateOf(index)));

async function put(some: readonly unknown[]): Promise<void> {
  const transaction = (await openStore()).transaction('requests', 'readwrite');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a disk may hold
  for (const request of some) void transaction.store.put(request as SigningRequest);
  await transaction.done;
}

/** How many records came out of the store. */
async function readBy(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const undo: (() => void)[] = [];
  for (const name of ['get', 'getAll'] as const) {
    const plain: unknown = Reflect.get(IDBObjectStore.prototype, name);
    if (typeof plain !== 'function') throw new RangeError(name);
    const counted = function counted(this: IDBObjectStore, ...of: unknown[]): IDBRequest {
      const asked: IDBRequest = Reflect.apply(plain, this, of);
      asked.addEventListener('success', () => {
        count += Array.isArray(asked.result) ? asked.result.length : 1;
      });
      return asked;
    };
    Reflect.set(IDBObjectStore.prototype, name, counted);
    undo.push(() => Reflect.set(IDBObjectStore.prototype, name, plain));
  }
  try {
    await work();
  } finally {
    for (const putBack of undo) putBack();
  }
  return count;
}

const idsOf = (some: readonly SigningRequest[]): string[] => some.map(({ id }) => id).toSorted();
const own = all.filter((request) => request.coldkey === coldkey);
const counting = { head: HEAD, instead: [], nonce: 7, isNew: true };

test('what may count is all that is not held by an older block, and the day’s total is that of all', async () => {
  await put(all);
  const some = await readRequestsSince(coldkey, SINCE);
  const recent = own.filter(
    ({ state, inBlock }) => state !== 'finalized' || (inBlock?.number ?? 0) >= SINCE,
  );
  assert.ok(recent.length < own.length);
  assert.deepEqual(idsOf(some), idsOf(recent));
  assert.deepEqual(movedToday(some, counting), movedToday(own, counting));
});

test('each is read once; then only what may still change and what is of the day', async () => {
  await put(all);
  await readRequestsSince(coldkey, SINCE);
  const recent = await readRequestsSince(coldkey, SINCE);
  const again = await readBy(async () => {
    await readRequestsSince(coldkey, SINCE);
    await hasUnreadRequest(coldkey, genesisHash);
  });
  assert.equal(again, recent.length);
  await put([one(1_000, 'finalized')]);
  assert.equal(await readBy(() => hasUnreadRequest(coldkey, genesisHash)), 1);
});

test('what changes is seen as it is now, and what became unreadable is told', async () => {
  await put(all);
  const open = (await readRequestsSince(coldkey, SINCE)).find(({ state }) => state === 'queued');
  assert.ok(open);
  await changeRequest(open.id, (current) => current && { ...current, dismissedAt: 9 });
  const seen = await readRequestsSince(coldkey, SINCE);
  assert.equal(seen.find(({ id }) => id === open.id)?.dismissedAt, 9);
  assert.equal(await hasUnreadRequest(coldkey, genesisHash), false);
  await put([{ ...open, plan: null }]);
  assert.ok(!idsOf(await readRequestsSince(coldkey, SINCE)).includes(open.id));
  assert.equal(await hasUnreadRequest(coldkey, genesisHash), true);
  assert.equal(await hasUnreadRequest(addressOf(2), genesisHash), false);
  await (await openStore()).delete('requests', open.id);
  assert.equal(await hasUnreadRequest(coldkey, genesisHash), false);
});
