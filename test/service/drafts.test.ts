// Drafts in the store: whole or set aside, bounded, and gone once what they became is signed.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test, type TestContext } from 'node:test';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import { ticketDraftKey, type DraftRecord } from '../../src/model/draft.ts';
import type { SigningState } from '../../src/model/request.ts';
import { draftFrom } from '../../src/panel/ticket/ticket-draft.ts';
import { dropSignedDrafts, linkDraft } from '../../src/service/drafts.ts';
import { createHandlers } from '../../src/service/handlers.ts';
import { bodyParsers } from '../../src/service/parse-messages.ts';
import { editDraft, readDrafts, writeDraft } from '../../src/store/drafts.ts';
import { readNotice } from '../../src/store/notice.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { readSetAside } from '../../src/store/set-aside.ts';
import { genesisHash } from '../tools/pictures/chain.ts';
import { requestIn } from '../tools/pictures/requests.ts';
import { seed } from '../tools/pictures/seed.ts';
import { stored } from '../tools/pictures/stored.ts';

afterEach(eraseStore);

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const request = requestIn('draft');
const { move } = request.plan;
if (move.kind !== 'stake') throw new RangeError('a stake');
const key = ticketDraftKey(genesisHash, move.kind, move.coldkey);
const draft: DraftRecord = {
  key,
  at: 5,
  content: {
    kind: 'ticket',
    fields: { ...draftFrom({ ...move }), amountText: '1,500', amountAs: 'max' },
    allowPartial: true,
    wallet: 'talisman',
    resolved: 1_500n,
    subnets: [{ netuid: move.netuid, registeredAt: 9 }],
  },
  requestId: null,
};
const form = (name: string, at: number): DraftRecord => ({
  key: `form ${name}`,
  at,
  content: { kind: 'form', values: { text: name } },
  requestId: null,
});

test('what the panel sends is parsed field by field and stored as it was typed', async () => {
  if (draft.content.kind !== 'ticket') throw new RangeError('a ticket');
  const fields = { ...draft.content.fields, coldkey: ALICE, hotkey: ALICE };
  const body = { key, at: 5, content: { ...draft.content, fields } };
  assert.deepEqual(bodyParsers.keepDraft(body), body);
  for (const spoiled of [
    { ...body, at: -1 },
    { ...body, content: { kind: 'other' } },
    { ...body, content: { ...body.content, resolved: 2n ** 64n } },
    { ...body, content: { ...body.content, fields: { ...fields, more: 1 } } },
    { ...body, content: { kind: 'form', values: { text: 'a'.repeat(2_001) } } },
    { ...body, content: { kind: 'form', values: { text: 1 } } },
  ]) {
    assert.throws(() => bodyParsers.keepDraft(spoiled), { code: 'BAD_MESSAGE' });
  }
  await writeDraft(draft);
  assert.deepEqual(await readDrafts(), [draft]);
  assert.deepEqual(await readSetAside(), []);
});

test('one that does not fit is set aside, the others are read', async () => {
  await seed(stored({ drafts: [form('a', 1), { ...form('b', 2), requestId: 7 as never }] }));
  assert.deepEqual(await readDrafts(), [form('a', 1)]);
  assert.deepEqual(
    (await readSetAside()).map(({ table, key: of }) => `${table} ${of}`),
    ['drafts form b'],
  );
});

test('an older copy does not replace a newer one, and the oldest of too many make room', async () => {
  await writeDraft(form('a', 9));
  await writeDraft({ ...form('a', 8), content: { kind: 'form', values: {} } });
  assert.deepEqual(await readDrafts(), [form('a', 9)]);
  for (let i = 0; i < 61; i += 1) await writeDraft(form(`n${i}`, 100 + i));
  const kept = await readDrafts();
  assert.equal(kept.length, 60);
  assert.ok(!kept.some(({ at }) => at === 9 || at === 100));
});

test('a draft goes when its move is signed, and stays when the request ends unsigned', async () => {
  const ends: [SigningState, boolean][] = [
    ['draft', false],
    ['waiting-for-wallet', false],
    ['rejected', false],
    ['expired', false],
    ['superseded', false],
    ['signed', true],
    ['submitted', true],
    ['in-block', true],
    ['finalized', true],
    ['failed', true],
  ];
  for (const [state, isGone] of ends) {
    const ended = { ...requestIn(state), id: 'r' };
    const isSigned = isGone || ended.extrinsicHash !== null;
    await seed(stored({ drafts: [draft], requests: [ended] }));
    assert.equal(await linkDraft(genesisHash, move, 'r'), true);
    assert.equal(await dropSignedDrafts(), isSigned, state);
    assert.equal((await readDrafts()).length, isSigned ? 0 : 1, state);
  }
  // Typed anew after the request: another draft.
  await seed(stored({ drafts: [draft], requests: [{ ...requestIn('signed'), id: 'r' }] }));
  await linkDraft(genesisHash, move, 'r');
  await editDraft(key, (one) => ({ ...one, requestId: null }));
  assert.equal(await dropSignedDrafts(), false);
});

/** A store that cannot read drafts, and is fine otherwise. */
function breakDrafts(t: TestContext): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with its store below
  const { get } = IDBObjectStore.prototype;
  t.mock.method(
    IDBObjectStore.prototype,
    'get',
    function (this: IDBObjectStore, wanted: IDBValidKey) {
      if (this.name === 'drafts') throw new DOMException('broken', 'UnknownError');
      return get.call(this, wanted);
    },
  );
}

test('a draft that cannot be linked is no failure of the request that was made', async (t) => {
  const reported = t.mock.method(console, 'error', () => undefined);
  const requested = { id: request.id, isQueued: false };
  const parts = {
    reading: { live: { during: (work: () => unknown) => work() } },
    signing: {
      use: (work: (signing: object) => unknown) =>
        Promise.resolve(work({ requestSignature: () => Promise.resolve(requested) })),
    },
    books: {},
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is called is there
  const handlers = createHandlers(parts as unknown as Parameters<typeof createHandlers>[0]);
  breakDrafts(t);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the handler reads of it
  const body = { genesisHash, move, askOnTab: null } as Parameters<
    typeof handlers.requestSignature
  >[0];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one caller, ours
  const made = await (handlers.requestSignature as (body: object) => Promise<unknown>)(body);
  assert.deepEqual(made, requested);
  assert.equal(reported.mock.callCount(), 1);
  assert.equal(await readNotice(), null);
});
