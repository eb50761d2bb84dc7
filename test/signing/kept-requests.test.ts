// Signing over the extension's own store: what IndexedDB clones is what signing wrote, and a refused event
// writes nothing.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { noLimits } from '../../src/model/account-limits.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import { meetLimits } from '../../src/signing/meet-limits.ts';
import { eraseStore, openStore } from '../../src/store/open-store.ts';
import { hasUnreadRequest, readRequestsSince } from '../../src/store/known-requests.ts';
import {
  changeRequest,
  changeRequests,
  readRequest,
  readRequestsNotFinal,
  readRequestsOf,
  readUnsettledRequests,
} from '../../src/store/requests.ts';
import { toRao } from '../../src/units.ts';
import { requestIn } from '../tools/pictures/requests.ts';
import { ADDRESS, factsAt, MOVE } from './fake-facts.ts';
import { ASK, blocks, createFakeWorld, refusesWith, signedAndSent } from './fake-world.ts';

afterEach(eraseStore);

const store = {
  read: readRequest,
  listUnsettled: readUnsettledRequests,
  listOf: readRequestsOf,
  listSince: readRequestsSince,
  hasUnread: hasUnreadRequest,
  listNotFinal: readRequestsNotFinal,
  change: changeRequest,
  changeSome: changeRequests,
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

test('the day’s total is not known while a record that may be of the account cannot be read, and never nothing', async () => {
  const block = { hash: '0x01', number: 100 } as const;
  const facts = factsAt(block, { expected: 1n, nonce: 0, specVersion: 1, refusal: null });
  const { coldkey } = facts.coldkey;
  const { genesisHash } = facts.runtime;
  const limits = { ...noLimits, mostPerDay: toRao(1_000n) };
  const accountLimits = async () => ({ known: true, value: limits }) as const;
  const moved = async () => {
    const chain = { network: { isReal: false } } as const;
    const ordering = { instead: [], isNew: true };
    const deps = { accountLimits, store, now: () => 1 };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing else of the network is looked at
    const met = await meetLimits(deps, chain as Parameters<typeof meetLimits>[1], facts, ordering);
    assert.ok(met.accountLimits?.known === true);
    return met.accountLimits.value.movedToday;
  };
  const nothing = { known: true, value: 0n };
  assert.deepEqual(await moved(), nothing);
  const whole = { ...requestIn('finalized'), id: 'broken', coldkey, genesisHash };
  const rows: readonly (readonly [record: object, isKnown: boolean])[] = [
    [{ ...whole, plan: null }, false],
    [{ id: 'broken', coldkey }, false],
    [{ id: 'broken' }, false],
    [{ id: 'broken', coldkey: '', genesisHash: 7 }, false],
    [{ ...whole, plan: null, coldkey: ADDRESS.other }, true],
    [{ ...whole, plan: null, genesisHash: `0x${'77'.repeat(32)}` }, true],
  ];
  for (const [record, isKnown] of rows) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what another version may have left
    await (await openStore()).put('requests', record as SigningRequest);
    assert.deepEqual((await moved()).known, isKnown, Object.keys(record).join());
    await (await openStore()).delete('requests', 'broken');
  }
  assert.deepEqual(await moved(), nothing);
});
