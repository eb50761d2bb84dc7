// Drafts of tickets and forms: kept until used or put away, each in its place, whatever closes in between.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../../src/errors.ts';
import type { DraftRecord, TicketContent } from '../../../src/model/draft.ts';
import { formDraftKey, ticketDraftKey } from '../../../src/model/draft.ts';
import { createDraftsModel } from '../../../src/panel/core/drafts-model.ts';
import { createPanelModel } from '../../../src/panel/panel-model.ts';
import { createRouter, withDestination, type TicketStart } from '../../../src/panel/core/router.ts';
import { createSubnetsModel } from '../../../src/panel/subnets/subnets-model.ts';
import { keepView } from '../../../src/panel/subnets/subnets-context.ts';
import { createTicketModel } from '../../../src/panel/ticket/ticket-model.ts';
import { draftFrom } from '../../../src/panel/ticket/ticket-draft.ts';
import { defaultSettings } from '../../../src/store/settings.ts';
import { exactText, toNetuid } from '../../../src/units.ts';
import { fakeDeps, settle } from '../fake-deps.ts';
import { blockAt, genesisHash, HEAD, hotkeys } from '../../tools/pictures/chain.ts';
import {
  ledgerMain,
  moveFactsFrom,
  positions,
  savings,
  snapshotWith,
  stored,
  watched,
} from '../../tools/pictures/stored.ts';

const [hotkey, other] = hotkeys;
if (!hotkey || !other) throw new RangeError('no hotkeys');
const netuid = toNetuid(64);
const blank = { kind: 'stake', coldkey: null, hotkey: null, netuid: null } as const;
const unstake = { kind: 'unstake', coldkey: ledgerMain, hotkey, netuid } as const;

/** Windows that open one after the other on one store; what they send is stored at once. */
function world() {
  const state = stored();
  state.snapshot = snapshotWith(positions, []);
  const now = { isRefused: false, ms: 1_000_000 };
  const open = async () => {
    const keep = (draft: DraftRecord): void => {
      state.drafts = [...state.drafts.filter(({ key }) => key !== draft.key), draft];
    };
    const fake = fakeDeps(state, {
      readMoveFacts: (body) => {
        if (state.snapshot === null) throw new AppError('NODE_TIMEOUT', { what: 'test' });
        return moveFactsFrom(state.snapshot, body);
      },
      keepDraft: (body) => {
        if (now.isRefused) throw new AppError('STORE_FULL');
        keep({ ...body, requestId: null });
      },
      dropDraft: ({ key }) => {
        state.drafts = state.drafts.filter((draft) => draft.key !== key);
      },
    });
    const panel = createPanelModel({ ...fake.deps, now: () => now.ms }, defaultSettings);
    await panel.load();
    const closing = new AbortController();
    panel.follow(closing.signal);
    /** The browser tells of it, and nothing more runs. */
    const close = (): void => {
      fake.hide();
      closing.abort();
    };
    const ticket = (start: TicketStart, isAnyAccount = false) =>
      createTicketModel(panel, panel.deps, start, isAnyAccount);
    return { ...fake, panel, ticket, close };
  };
  return { state, now, open };
}

test('whatever was typed up to the closing of the window is there when it opens again', async () => {
  const { state, now, open } = world();
  const first = await open();
  const ticket = first.ticket({ ...blank, coldkey: ledgerMain }, true);
  ticket.edit({ netuid, hotkey });
  for (const amountText of ['1', '12', '12.', '12.5']) ticket.edit({ amountText });
  first.close();
  await settle();
  const [only, ...more] = state.drafts;
  assert.ok(only?.content.kind === 'ticket' && more.length === 0);
  assert.equal(only.content.fields.amountText, '12.5');

  now.ms += 720_000;
  const second = await open();
  const again = second.ticket({ ...blank, coldkey: savings }, true);
  assert.deepEqual(
    [again.draft.value.coldkey, again.draft.value.netuid, again.draft.value.amountText],
    [ledgerMain, netuid, '12.5'],
  );
  assert.equal(now.ms - (again.since.value?.at ?? 0), 720_000);
  await settle();
  assert.ok(again.worked.value?.plan, 'quoted anew');
  again.startOver();
  assert.equal(again.draft.value.amountText, '');
  assert.equal(again.since.value, null);
  again.stop();
  ticket.stop();
  await settle();
  assert.deepEqual(state.drafts, []);
  second.close();
});

test('Max stays Max: it is found anew, and what it stood for is still said', async () => {
  const { state, open } = world();
  const first = await open();
  const ticket = first.ticket(unstake);
  await settle();
  const then = ticket.maximum.value ?? 0n;
  ticket.edit({ amountText: exactText(then), unit: 'alpha', amountAs: 'max' });
  ticket.stop();
  first.close();
  await settle();
  const { snapshot } = snapshotWith(positions, []);
  const grown = snapshot.positions.map((one) =>
    one.coldkey === ledgerMain && one.netuid === netuid && one.hotkey === hotkey
      ? { ...one, alpha: (one.alpha * 2n) as typeof one.alpha }
      : one,
  );
  const availability = snapshot.availability.known
    ? {
        known: true as const,
        value: snapshot.availability.value.map((one) =>
          one.coldkey === ledgerMain && one.netuid === netuid
            ? {
                ...one,
                total: (one.total * 2n) as typeof one.total,
                available: (one.available * 2n) as typeof one.available,
              }
            : one,
        ),
      }
    : snapshot.availability;
  state.snapshot = {
    ...snapshotWith(positions, []),
    snapshot: { ...snapshot, positions: grown, availability, block: blockAt(HEAD) },
  };
  const second = await open();
  const again = second.ticket(unstake);
  assert.equal(again.since.value?.amountThen, then);
  await settle();
  const most = again.maximum.value ?? 0n;
  assert.ok(most > then);
  assert.equal(again.draft.value.amountText, exactText(most));
  assert.equal(again.draft.value.amountAs, 'max');
  // The next letter makes it a text like any other.
  again.edit({ amountText: '3' });
  assert.equal(again.draft.value.amountAs, 'text');
  again.stop();
  second.close();
});

test('a draft opens only where it belongs: kind, account, network, position, and no ticket that is filled in', async () => {
  const { state, open } = world();
  const first = await open();
  const ticket = first.ticket(unstake);
  ticket.edit({ amountText: '7' });
  ticket.stop();
  await settle();
  const opened = (start: TicketStart, isAny = false): string => {
    const one = first.ticket(start, isAny);
    one.stop();
    return one.draft.value.amountText;
  };
  assert.equal(opened(unstake), '7');
  assert.equal(opened({ ...unstake, hotkey: null, netuid: null }), '7');
  assert.equal(opened({ ...unstake, kind: 'transfer' }), '');
  assert.equal(opened({ ...unstake, coldkey: savings }), '');
  assert.equal(opened({ ...unstake, coldkey: savings, hotkey: null, netuid: null }, true), '7');
  assert.equal(opened({ ...unstake, hotkey: other }), '');
  assert.equal(opened({ ...unstake, amountText: '9' }), '9');
  const reviewing = first.ticket({
    ...unstake,
    amountText: '9',
    reviewed: 'r',
    route: 'protected',
  });
  reviewing.edit({ amountText: '10' });
  // What is no field of a draft would be refused with all of it.
  assert.deepEqual(Object.keys(reviewing.left().fields), Object.keys(draftFrom(unstake)));
  reviewing.stop();
  const [draft] = state.drafts;
  assert.equal(draft?.key, ticketDraftKey(genesisHash, 'unstake', ledgerMain));
  first.close();
});

test('a subnet that is another one by now, under the same number, is chosen anew', async () => {
  const { state, open } = world();
  const first = await open();
  const ticket = first.ticket(unstake);
  ticket.edit({ amountText: '7' });
  ticket.stop();
  await settle();
  const [draft] = state.drafts;
  assert.ok(draft?.content.kind === 'ticket');
  const content: TicketContent = {
    ...draft.content,
    subnets: draft.content.subnets.map((one) => ({ ...one, registeredAt: one.registeredAt + 1 })),
  };
  assert.equal(content.subnets.length, 1);
  state.drafts = [{ ...draft, content }];
  first.close();
  const second = await open();
  const again = second.ticket({ ...unstake, hotkey: null, netuid: null });
  assert.deepEqual([again.draft.value.netuid, again.draft.value.hotkey], [null, null]);
  assert.equal(again.draft.value.amountText, '7');
  again.stop();
  second.close();
});

test('what the store refuses stays in the window and goes with what is typed next', async () => {
  const { state, now, open } = world();
  const { panel, close } = await open();
  const key = formDraftKey('watch');
  now.isRefused = true;
  panel.drafts.keep(key, { kind: 'form', values: { text: '5' } });
  panel.drafts.flush();
  await settle();
  assert.equal(state.drafts.length, 0);
  assert.ok(panel.drafts.find((one) => one === key));
  now.isRefused = false;
  panel.drafts.keep(key, { kind: 'form', values: { text: '5F' } });
  panel.drafts.flush();
  await settle();
  assert.deepEqual(
    state.drafts.map(({ content }) => content),
    [{ kind: 'form', values: { text: '5F' } }],
  );
  // Dropped by the background, as when its move was signed: the window shows it no more.
  await panel.store.changed('drafts');
  state.drafts = [];
  await panel.store.changed('drafts');
  assert.equal(
    panel.drafts.find((one) => one === key),
    null,
  );
  close();
});

test('many letters are one message, and hiding the window waits for none', async () => {
  const { calls, deps } = fakeDeps(stored(), { keepDraft: () => undefined });
  const { drafts } = createPanelModel(deps, defaultSettings).store;
  const model = createDraftsModel(deps, { drafts });
  for (let i = 0; i < 50; i += 1) {
    model.keep('form x', { kind: 'form', values: { text: 'a'.repeat(i) } });
  }
  assert.equal(calls.length, 0);
  model.flush();
  assert.equal(calls.length, 1, 'sent within the call');
  await settle();
});

test('"Add an address…" inside a transfer comes back to all that was typed, with the address', async () => {
  const { open } = world();
  const { ticket, close } = await open();
  const start: TicketStart = { ...unstake, kind: 'transfer', amountText: '4' };
  const router = createRouter();
  router.go({ name: 'ticket', start });
  const first = ticket(start);
  first.edit({ amountText: '5', toColdkey: savings });
  first.setPartial(true);
  router.go({ name: 'watch', isForTicket: true });
  first.stop();
  router.leaveTicket(start, first.left());
  router.backWith((below) => withDestination(below, watched));
  const route = router.route.value;
  assert.ok(route.name === 'ticket');
  // The screen is told apart by its start.
  assert.doesNotThrow(() => JSON.stringify(route.start));
  const again = ticket(route.start);
  assert.deepEqual(
    [again.draft.value.amountText, again.draft.value.toColdkey, again.since.value],
    ['5', watched, null],
  );
  again.stop();
  close();
});

test('order and filters of the subnets are as they were chosen', async () => {
  const { open } = world();
  const first = await open();
  const model = createSubnetsModel(first.panel.store, first.panel.names, first.panel.portfolio);
  keepView(model, first.panel.drafts);
  model.setSort('name');
  model.toggleFilter('mine');
  first.close();
  await settle();
  const second = await open();
  const again = createSubnetsModel(second.panel.store, second.panel.names, second.panel.portfolio);
  keepView(again, second.panel.drafts);
  assert.deepEqual([again.sort.value, [...again.filters.value]], ['name', ['mine']]);
  second.close();
});
