import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { browser } from '../../src/browser.ts';
import { setBadge } from '../../src/service/badge.ts';
import { emptyBadge } from '../../src/service/update-badge.ts';
import { badgeText } from '../../src/service/value-now.ts';
import {
  toolbarIcon,
  toolbarReasons,
  toolbarTitle,
  type ToolbarFacts,
} from '../../src/service/toolbar.ts';
import { defaultSettings } from '../../src/store/settings.ts';
import { requestIn } from '../tools/pictures/requests.ts';
import { HEAD } from '../tools/pictures/chain.ts';
import { ledgerMain, positions, snapshotWith, stored, watched } from '../tools/pictures/stored.ts';

const state = stored();
const network = state.settings.networks[0];
assert.ok(network);
const { snapshot } = snapshotWith(positions, []);
const quiet: ToolbarFacts = {
  requests: [],
  accounts: state.accounts,
  snapshot,
  node: state.node,
  network,
  isNodeWanted: true,
  unseen: 0,
  badge: null,
};
const announcedBy = (coldkey: string) => ({
  accounts: snapshot.accounts.map((account) =>
    account.coldkey === coldkey
      ? { ...account, swapAnnouncedFor: { known: true, value: HEAD } as const }
      : account,
  ),
});
const offline = {
  networkId: 'finney',
  state: 'offline',
  endpoint: null,
  error: null,
  left: [],
  paced: [],
  clockOffset: null,
  at: 0,
} as const;

test('the button needs the user while a request stands still for them, and not while it is under way', () => {
  for (const waits of ['draft', 'waiting-for-wallet'] as const) {
    assert.deepEqual(toolbarReasons({ ...quiet, requests: [requestIn(waits)] }), ['request-waits']);
  }
  for (const under of ['signed', 'submitted', 'in-block', 'finalized', 'rejected'] as const) {
    assert.deepEqual(toolbarReasons({ ...quiet, requests: [requestIn(under)] }), []);
  }
  const held = (code: 'PLAN_CHANGED' | 'REQUEST_CANCELLED') =>
    toolbarReasons({
      ...quiet,
      requests: [requestIn('signed', { heldBecause: { code, detail: {} } })],
    });
  assert.deepEqual(held('PLAN_CHANGED'), ['request-waits']);
  assert.deepEqual(held('REQUEST_CANCELLED'), []);
});

test('the button needs the user when the turn of one in line has come, and not before', () => {
  const queued = requestIn('queued', { id: 'next' });
  const reasons = (requests: ToolbarFacts['requests']) => toolbarReasons({ ...quiet, requests });
  assert.deepEqual(reasons([queued, requestIn('submitted')]), []);
  assert.deepEqual(reasons([queued, requestIn('finalized')]), ['request-waits']);
});

test('an announced swap is told for what is mine, never for what is only watched', () => {
  assert.deepEqual(toolbarReasons({ ...quiet, snapshot: announcedBy(ledgerMain) }), [
    'swap-announced',
  ]);
  assert.deepEqual(toolbarReasons({ ...quiet, snapshot: announcedBy(watched) }), []);
});

test('a node that nobody needs is not called away', () => {
  assert.deepEqual(toolbarReasons({ ...quiet, node: offline }), ['offline']);
  assert.deepEqual(toolbarReasons({ ...quiet, node: offline, isNodeWanted: false }), []);
});

test('the icon is the gravest reason’s, and the title names all of them', () => {
  const local = { ...network, name: 'Local node', isReal: false };
  const all = toolbarReasons({
    ...quiet,
    requests: [requestIn('draft')],
    node: offline,
    network: local,
  });
  assert.deepEqual(all, ['request-waits', 'offline', 'not-real']);
  assert.equal(toolbarIcon(all), 'attention');
  assert.equal(toolbarIcon(all.slice(1)), 'offline');
  assert.equal(toolbarIcon(all.slice(2)), 'devnet');
  assert.equal(toolbarIcon([]), 'plain');
  const title = toolbarTitle(all, { ...quiet, network: local });
  for (const key of ['toolbarRequestWaits', 'toolbarOffline', 'toolbarNotReal']) {
    assert.ok(title.includes(key), title);
  }
  assert.equal(toolbarTitle([], quiet), 'extensionName');
});

test('what the badge shows, and alerts that were not seen, are in the title in words', () => {
  const unseen = { ...quiet, unseen: 2 };
  assert.deepEqual(toolbarReasons(unseen), ['alerts']);
  assert.equal(toolbarIcon(toolbarReasons(unseen)), 'attention');
  assert.match(toolbarTitle(['alerts'], unseen), /toolbarAlerts_other 2$/);
  assert.match(toolbarTitle(['alerts'], { ...quiet, unseen: 1 }), /toolbarAlerts_one 1$/);
  const showing = (kind: 'sellable' | 'change', text: string) =>
    toolbarTitle([], { ...quiet, badge: { kind, text } });
  assert.match(showing('sellable', '12k'), /toolbarExitValue τ 12k$/);
  assert.match(showing('change', '-3%'), /toolbarChange -3%$/);
  assert.equal(showing('sellable', ''), 'extensionName');
});

test('every icon is there in both sizes', () => {
  for (const name of ['', 'attention-', 'offline-', 'devnet-']) {
    for (const size of [16, 32]) assert.ok(existsSync(`assets/icons/${name}${size}.png`));
  }
});

test('the badge shows a change of a day only where a day back is known', () => {
  const settings = { ...defaultSettings, badge: 'change' } as const;
  const badge = (history: typeof state.history) =>
    badgeText(settings, snapshot, state.accounts, history, []);
  assert.match(badge(state.history), /^[+-]?\d+%$/);
  assert.equal(badge(state.history.slice(-12)), '');
});

test('another choice of badge, or amounts hidden, empties it: what stood there is another figure', async () => {
  const texts: string[] = [];
  const action = {
    setBadgeText: async ({ text }: { text: string }) => void texts.push(text),
    setBadgeBackgroundColor: async () => undefined,
  };
  Object.assign(browser, { action });
  await setBadge('3');
  await emptyBadge({ sort: 'name' });
  await emptyBadge({ hidesAmounts: false });
  assert.deepEqual(texts, ['3']);
  await emptyBadge({ badge: 'sellable' });
  await setBadge('8.73');
  await emptyBadge({ hidesAmounts: true });
  assert.deepEqual(texts, ['3', '', '8.73', '']);
});
