// Signing over the extension's own store: what IndexedDB clones is what signing wrote, and a refused event
// writes nothing.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeRequest, readRequest, readRequests } from '../../src/store/requests.ts';
import { blocks, createFakeWorld, refusesWith, signedAndSent } from './fake-world.ts';

const store = { read: readRequest, list: () => readRequests(), change: changeRequest };

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
