// Signing over the extension's own store: what IndexedDB clones is what signing wrote, and a refused event
// writes nothing.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { eraseStore } from '../../src/store/open-store.ts';
import {
  changeAllRequests,
  changeRequest,
  readRequest,
  readRequestsOf,
  readUnsettledRequests,
} from '../../src/store/requests.ts';
import { ADDRESS, MOVE } from './fake-facts.ts';
import { ASK, blocks, createFakeWorld, refusesWith, signedAndSent } from './fake-world.ts';

afterEach(eraseStore);

const store = {
  read: readRequest,
  listUnsettled: readUnsettledRequests,
  listOf: readRequestsOf,
  change: changeRequest,
  changeAll: changeAllRequests,
};

test('a request kept in the database goes its whole way', async () => {
  const world = createFakeWorld(store);
  const signing = world.live();
  const id = await signedAndSent(world, signing);
  await assert.rejects(signing.cancelRequest(id), refusesWith('REQUEST_MOVED_ON'));
  assert.equal((await readRequest(id))?.state, 'submitted');
  await blocks(world, signing, 4);
  const kept = await readRequest(id);
  assert.equal(kept?.state, 'finalized');
  assert.equal(kept.receipt?.isSuccess, true);
  assert.equal(kept.plan.receives?.expected.amount, 1_000n);
  assert.deepEqual(kept, world.stored.get(id));
  assert.deepEqual(world.reports, []);
});

test('one in line is kept with what was reviewed, and one of before there was a line goes on as it did', async () => {
  const world = createFakeWorld(store);
  const signing = world.live();
  const first = await signedAndSent(world, signing);
  const move = { ...MOVE, hotkey: ADDRESS.other };
  const { id } = await signing.requestSignature({ ...ASK, move });
  const { state, queueEntry, prepared } = (await readRequest(id)) ?? {};
  assert.deepEqual([state, prepared], ['queued', null]);
  assert.deepEqual(queueEntry?.minimum, ASK.minimum);
  assert.deepEqual(queueEntry?.terms, ASK.terms);
  // As an earlier version stored it.
  await changeRequest(first, (current) => {
    assert.ok(current !== null && current.state !== 'queued');
    const { queueEntry: _, ...before } = current;
    return before;
  });
  await blocks(world, signing, 4);
  assert.equal((await readRequest(first))?.state, 'finalized');
  await signing.askWallet({ id, tabId: 1 });
  assert.equal((await readRequest(id))?.state, 'waiting-for-wallet');
  assert.deepEqual(await readRequest(id), world.stored.get(id));
});
