// Positions left one by one: kept by the background before the first ticket opens, found again by any panel.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isQueued } from '../../../src/panel/request/exits-model.ts';
import { createPanelModel } from '../../../src/panel/panel-model.ts';
import { draftFrom } from '../../../src/panel/ticket/ticket-draft.ts';
import type { ExitQueue } from '../../../src/model/request.ts';
import { defaultSettings } from '../../../src/store/settings.ts';
import { fakeDeps, type Fake } from '../fake-deps.ts';
import { genesisHash } from '../../tools/pictures/chain.ts';
import { ledgerMain, positions, stored, watched } from '../../tools/pictures/stored.ts';

const items = positions
  .filter(({ coldkey, alpha }) => coldkey === ledgerMain && alpha > 0n)
  .slice(0, 3)
  .map(({ hotkey, netuid }) => ({ hotkey, netuid }));
const startAt = (index: number) => {
  const item = items[index];
  assert.ok(item);
  return { kind: 'unstake-all', coldkey: ledgerMain, ...item } as const;
};

/** A background that keeps them, and a panel in front of it. */
async function open(exits: ExitQueue | null = null) {
  const things = { ...stored(), exits };
  const fake: Fake = fakeDeps(things, {
    keepExits: (queue) => {
      things.exits = queue.items.length === 0 ? null : queue;
    },
    dismissNotice: () => undefined,
  });
  const panel = createPanelModel(fake.deps, defaultSettings);
  panel.listen(new AbortController().signal);
  await panel.load();
  const settled = async () => {
    await new Promise((resolve) => setTimeout(resolve));
    fake.announce('exits');
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { panel, fake, things, settled };
}

test('they are kept before the first ticket opens, and a panel opened later goes on with them', async () => {
  const { panel, fake, things, settled } = await open();
  assert.equal(items.length, 3);
  panel.exits.start(ledgerMain, items);
  assert.deepEqual(fake.calls.at(-1), {
    method: 'keepExits',
    body: { genesisHash, coldkey: ledgerMain, items },
  });
  await settled();
  assert.deepEqual(panel.router.route.value, { name: 'ticket', start: startAt(0) });
  assert.equal(panel.exits.queue.value.length, 3);

  const later = (await open(things.exits)).panel;
  assert.deepEqual(later.exits.queue.value, [startAt(0), startAt(1), startAt(2)]);
  later.exits.openNext();
  assert.deepEqual(later.router.route.value, { name: 'ticket', start: startAt(0) });
  assert.equal(later.router.canGoBack.value, true);
});

test('one may be skipped and all may be forgotten', async () => {
  const { panel, things, settled } = await open({ genesisHash, coldkey: ledgerMain, items });
  const draft = draftFrom(startAt(0));
  assert.equal(isQueued(panel.exits.queue.value, draft), true);
  panel.exits.skip(draft);
  await settled();
  assert.deepEqual(things.exits?.items, items.slice(1));
  assert.deepEqual(panel.router.route.value, { name: 'ticket', start: startAt(1) });
  assert.equal(isQueued(panel.exits.queue.value, draft), false);
  panel.exits.stop();
  await settled();
  assert.equal(things.exits, null);
  assert.deepEqual(panel.exits.queue.value, []);
});

test('those of another network or of an account that is gone are not shown', async () => {
  const elsewhere = await open({ genesisHash: '0xee', coldkey: ledgerMain, items });
  assert.deepEqual(elsewhere.panel.exits.queue.value, []);
  const { panel, things, fake } = await open({ genesisHash, coldkey: watched, items });
  things.accounts = things.accounts.filter(({ coldkey }) => coldkey !== watched);
  fake.announce('accounts');
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(panel.exits.queue.value, []);
});

test('where they cannot be kept no ticket opens, and the reason is there to be read', async () => {
  const fake = fakeDeps(stored(), { dismissNotice: () => undefined });
  const panel = createPanelModel(fake.deps, defaultSettings);
  await panel.load();
  panel.exits.start(ledgerMain, items);
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(panel.router.route.value.name, 'home');
  assert.equal(panel.exits.keeping.error.value?.code, 'NOT_ALLOWED');
});
