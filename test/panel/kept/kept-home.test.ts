// What a popup keeps of home for the next one: what stood there, never of another account, network or setting, and nothing
// beside it. Elements stand in for the browser's: only what is read and made of them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { beforeEach, mock, test } from 'node:test';
import { senders } from '../../../src/messages.ts';
import { isObject } from '../../../src/parse.ts';
import type { Call } from '../../../src/panel/core/panel-deps.ts';
import { ageSaid } from '../../../src/panel/kept/age-words.ts';
import { drawKept, untilReplaced } from '../../../src/panel/kept/draw-kept.ts';
import { createKeeper, treeOf } from '../../../src/panel/kept/keep-home.ts';
import { readKeptText } from '../../../src/panel/kept/kept-home.ts';
import { createPanelModel } from '../../../src/panel/panel-model.ts';
import { defaultSettings } from '../../../src/store/settings.ts';
import { toNetuid } from '../../../src/units.ts';
import browser from '../../fakes/browser-polyfill.ts';
import { requestIn } from '../../tools/pictures/requests.ts';
import { sceneOf } from '../../tools/pictures/scenes.ts';
import { snapshotWith, positions, stored, type Stored } from '../../tools/pictures/stored.ts';
import { fakeDeps } from '../fake-deps.ts';

type Child = FakeElement | { nodeType: 3; nodeValue: string };

class FakeElement {
  nodeType = 1;
  childNodes: Child[] = [];
  attributes: { name: string; value: string }[] = [];
  has = '';
  localName: string;
  constructor(
    localName: string,
    attributes: Record<string, string> = {},
    ...children: (Child | string)[]
  ) {
    this.localName = localName;
    for (const [name, value] of Object.entries(attributes)) this.setAttribute(name, value);
    for (const child of children) {
      this.append(typeof child === 'string' ? { nodeType: 3, nodeValue: child } : child);
    }
  }
  getAttribute(name: string): string | null {
    return this.attributes.find((one) => one.name === name)?.value ?? null;
  }
  hasAttribute(name: string): boolean {
    return this.getAttribute(name) !== null;
  }
  setAttribute(name: string, value: string): void {
    this.attributes.push({ name, value });
  }
  append(child: Child): void {
    this.childNodes.push(child);
  }
  /** The app, and what it is said to have in it. */
  querySelector(selector: string): FakeElement | null {
    return selector === '.app' || selector.split(', ').includes(this.has) ? this : null;
  }
}

const fakeDocument = {
  createTextNode: (nodeValue: string): Child => ({ nodeType: 3, nodeValue }),
  createElementNS: (_space: string, tag: string) => new FakeElement(tag),
};
const AGE = new FakeElement('span', {}, 'as of 3 h ago');

// oxlint-disable typescript/no-unsafe-type-assertion -- stand-ins, see above
const draw = (value: unknown): FakeElement | null =>
  drawKept(
    fakeDocument as unknown as Document,
    value,
    AGE as unknown as Node,
  ) as FakeElement | null;
const kept = (element: FakeElement) => treeOf(element as unknown as Node);
const asRoot = (element: FakeElement) => element as unknown as Element;

const textOf = (child: Child): string =>
  child instanceof FakeElement ? child.childNodes.map(textOf).join('') : child.nodeValue;

const items = new Map<string, string>();
Object.assign(globalThis, {
  Element: FakeElement,
  localStorage: {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  },
});
Object.assign(browser.runtime, { getManifest: () => ({ version: '1' }) });

beforeEach(() => items.clear());

const home = () =>
  new FakeElement(
    'div',
    { class: 'app', onclick: 'x()', id: 'a' },
    new FakeElement('p', { class: 'strip', 'data-kept': 'not' }, 'Offline'),
    new FakeElement('div', { popover: '', class: 'menu' }, 'All mine'),
    new FakeElement('dd', { title: 'exact' }, 'τ 355.65'),
    new FakeElement('svg', { viewBox: '0 0 20 20' }, new FakeElement('use', { href: '#icon-tau' })),
    new FakeElement(
      'ul',
      {},
      ...Array.from({ length: 40 }, (_n, i) => new FakeElement('li', {}, `row ${i} `)),
    ),
    new FakeElement('script', {}, 'alert()'),
    new FakeElement('span', { class: 'status', 'data-kept': 'age' }, 'Block 9 · 3 s ago'),
  );

test('what was seen is drawn again: its figures, its first rows, and its age anew', () => {
  const tree = kept(home());
  const drawn = draw(JSON.parse(JSON.stringify(tree)));
  assert.ok(drawn);
  const text = textOf(drawn);
  assert.match(text, /τ 355\.65.*row 0 .*row 7 as of 3 h ago$/);
  assert.doesNotMatch(text, /Offline|All mine|alert|row 8|3 s ago/);
  assert.deepEqual(drawn.attributes, [{ name: 'class', value: 'app' }]);
  const use = drawn.childNodes.flatMap((one) =>
    one instanceof FakeElement ? one.childNodes : [],
  )[1];
  assert.ok(use instanceof FakeElement);
  assert.equal(use.getAttribute('href'), '#icon-tau');
});

for (const [name, part] of Object.entries({
  'a script': { tag: 'script', with: {}, in: [] },
  'a frame': { tag: 'iframe', with: {}, in: [] },
  'what runs on a click': { tag: 'div', with: { onclick: 'x()' }, in: [] },
  'an address elsewhere': { tag: 'use', with: { href: 'https://a.example' }, in: [] },
  'an attribute that is no text': { tag: 'div', with: { class: 3 }, in: [] },
  'a number': 7,
  'no children': { tag: 'div', with: {} },
})) {
  test(`nothing is drawn where something else was kept: ${name}`, () => {
    assert.equal(draw({ tag: 'div', with: {}, in: ['before', part] }), null);
  });
}

type Stage = ReturnType<typeof stage>;

function stage(part: Partial<Stored> = {}, answers: Parameters<typeof fakeDeps>[1] = {}) {
  const fake = fakeDeps(
    stored({ requests: [], changes: [], alerts: { rules: [], log: [] }, ...part }),
    answers,
  );
  const keeper = createKeeper(fake.deps.call);
  const panel = createPanelModel({ ...fake.deps, call: keeper.call }, defaultSettings);
  return { fake, keeper, panel, root: home(), closing: new AbortController() };
}

async function begin({ keeper, panel, root, closing }: Stage): Promise<void> {
  await panel.load();
  keeper.follow(panel, asRoot(root), closing.signal);
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};
/** All that is due, with what it waits for. */
async function pass(): Promise<void> {
  await turns();
  mock.timers.tick(5_000);
  await turns();
}

test('home is kept once it is still, with its block as it is written, and amounts are texts', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const now = stage();
  await begin(now);
  assert.equal(readKeptText(), null);
  await pass();
  const found: unknown = JSON.parse(readKeptText() ?? '');
  assert.ok(isObject(found));
  const { blockTime, words } = found;
  const keys = ['lang', 'dir', 'by', 'theme', 'blockTime', 'words', 'home'];
  assert.deepEqual(Object.keys(found), keys);
  assert.equal(blockTime, now.panel.store.snapshot.value?.snapshot.blockTime);
  assert.ok(isObject(words) && typeof blockTime === 'number');
  const said = (age: number) => ageSaid(words, blockTime, blockTime + age);
  assert.equal(said(5_000), 'blockNumber 9,240,388 · ageLive agoSeconds 5');
  assert.equal(said(7_300_000), 'blockNumber 9,240,388 · ageLive agoHours 2');
  assert.equal(said(-60_000), 'blockNumber 9,240,388 · ageLive agoNever');
  now.closing.abort();
  mock.timers.reset();
});

test('what a message may change is dropped before it is sent, and kept again only when it was read again', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  let seen: string | null | undefined;
  let answer: () => void = () => undefined;
  const now = stage(
    {},
    {
      removeAccount: () => {
        seen = readKeptText();
        return new Promise<void>((resolve) => {
          answer = resolve;
        });
      },
      readNames: () => undefined,
    },
  );
  await begin(now);
  await pass();
  assert.notEqual(readKeptText(), null);
  await now.panel.deps.call('readNames', null);
  assert.notEqual(readKeptText(), null, 'a question changes nothing');
  const [account] = now.fake.stored.accounts;
  assert.ok(account);
  const removing = now.panel.deps.call('removeAccount', { coldkey: account.coldkey });
  assert.equal(seen, null, 'gone before anybody hears of it');
  // Another block comes in before the answer: the figures are still those of the account that goes.
  now.panel.store.changed('snapshot').catch(() => undefined);
  await pass();
  assert.equal(readKeptText(), null);
  now.fake.stored.accounts = now.fake.stored.accounts.slice(1);
  answer();
  await removing;
  await pass();
  assert.equal(now.panel.store.accounts.value.length, now.fake.stored.accounts.length);
  assert.notEqual(readKeptText(), null);
  now.closing.abort();
  mock.timers.reset();
});

test('where the popup is closed before the answer, nothing stays', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const now = stage({}, { saveSettings: () => new Promise<void>(() => undefined) });
  await begin(now);
  await pass();
  void now.panel.deps.call('saveSettings', { networkId: 'test' });
  now.closing.abort();
  await pass();
  assert.equal(readKeptText(), null);
  mock.timers.reset();
});

const unread = snapshotWith(positions, []);
const differing: Partial<Stored> = {
  snapshot: {
    ...unread,
    proof: { state: 'differs', block: unread.snapshot.block, netuid: toNetuid(4) },
  },
};
for (const [name, part] of Object.entries<Partial<Stored>>({
  'a request is open': { requests: [requestIn('waiting-for-wallet')] },
  'an outcome is pinned': { requests: [requestIn('finalized')] },
  'a connection is under way': { connection: sceneOf('connect-wallets').stored().connection },
  'the node differs': differing,
  'an account was not read': {
    snapshot: {
      ...unread,
      snapshot: {
        ...unread.snapshot,
        unread: stored().accounts.map(({ coldkey }) => coldkey),
      },
    },
  },
  'nothing was read yet': { snapshot: null },
})) {
  test(`nothing is kept, and nothing stays, where ${name}`, async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    items.set('home', 'of before');
    const now = stage(part);
    await begin(now);
    await pass();
    assert.equal(readKeptText(), null);
    now.closing.abort();
    mock.timers.reset();
  });
}

test('what is looked at meanwhile leaves what was kept, and what is said aloud drops it', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const now = stage();
  await begin(now);
  await pass();
  const first = readKeptText();
  const blockComes = async (): Promise<void> => {
    now.fake.stored.snapshot = structuredClone(now.fake.stored.snapshot);
    assert.ok(now.fake.stored.snapshot);
    now.fake.stored.snapshot.snapshot.blockTime += 12_000;
    await now.panel.store.changed('snapshot');
    await pass();
  };
  assert.notEqual(first, null);
  now.panel.portfolio.choose(now.fake.stored.accounts[0]?.coldkey ?? null);
  await blockComes();
  assert.equal(readKeptText(), first);
  now.panel.portfolio.choose(null);
  now.panel.router.go({ name: 'subnets' });
  await blockComes();
  assert.equal(readKeptText(), first);
  now.panel.router.home();
  now.root.has = 'dialog';
  await blockComes();
  assert.equal(readKeptText(), first);
  now.root.has = '';
  await blockComes();
  assert.notEqual(readKeptText(), first);
  now.root.has = '.pinned';
  await blockComes();
  assert.equal(readKeptText(), null);
  now.closing.abort();
  mock.timers.reset();
});

test('prices that are newer than the block which is said are not kept: what was kept stays until the next reading', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const now = stage();
  await begin(now);
  await pass();
  const first = readKeptText();
  assert.notEqual(first, null);
  const { snapshot, node } = now.fake.stored;
  assert.ok(snapshot && node);
  const { block, blockTime, subnets } = snapshot.snapshot;
  const newer = { ...block, number: block.number + 5 };
  now.fake.stored.node = {
    ...node,
    rows: {
      of: block.hash,
      block: newer,
      blockTime: blockTime + 60_000,
      rows: subnets.map(({ netuid, curve, pool }) => ({ netuid, curve, pool, at: newer.number })),
    },
  };
  await now.panel.store.changed('node');
  assert.equal('prices' in now.panel.freshness.value, true);
  now.root.append({ nodeType: 3, nodeValue: 'of newer prices' });
  await pass();
  assert.equal(readKeptText(), first);
  now.fake.stored.snapshot = structuredClone(snapshot);
  now.fake.stored.snapshot.snapshot.block = { ...newer, hash: `0x${'77'.repeat(32)}` };
  await now.panel.store.changed('snapshot');
  await pass();
  assert.match(readKeptText() ?? '', /of newer prices/);
  now.closing.abort();
  mock.timers.reset();
});

test('where the panel does not come, what was drawn for it goes, and the failure is heard of', async () => {
  let emptied = 0;
  const page = {
    querySelector: (selector: string) =>
      selector === '#kept' ? { replaceChildren: () => void (emptied += 1) } : null,
  };
  const until = (coming: Promise<unknown>) => untilReplaced(page as unknown as Document, coming);
  await until(Promise.resolve());
  assert.equal(emptied, 0);
  await assert.rejects(until(Promise.reject(new Error('no such file'))), /no such file/);
  assert.equal(emptied, 1);
});

test('every message to the background either asks or drops', async () => {
  const sent: string[] = [];
  const send: Call = async (method) => {
    sent.push(`${method} ${readKeptText()}`);
    throw new Error('refused');
  };
  const keeper = createKeeper(send);
  items.set('home', 'kept');
  await assert.rejects(keeper.call('refresh', null));
  await assert.rejects(keeper.call('startOver', null));
  items.set('home', 'kept');
  await assert.rejects(keeper.call('forgetBooks', { coldkey: null }));
  assert.deepEqual(sent, ['refresh kept', 'startOver null', 'forgetBooks null']);
});

test('what only reads drops nothing: all that the background passes to its readings, and drafts', async () => {
  const sourceOf = (name: string): Promise<string> => readFile(`src/service/${name}.ts`, 'utf8');
  const handlers = [await sourceOf('handlers'), await sourceOf('long-reading')].flatMap((source) =>
    source
      .slice(source.lastIndexOf('\n  return {'))
      .split(/^ {4}(?=(?:async )?\w+[:(])/m)
      .slice(1),
  );
  const reads = handlers.flatMap((handler) => {
    const name = /^(?:async )?(\w+)/.exec(handler)?.[1] ?? '';
    const asks =
      /\b(?:reading|limits|rows)\.\w*(?:read|watch|refresh|confirm)|withClient|stoppable|checkRuntime\(/i;
    return asks.test(handler) || name === 'stopReading' ? [name] : [];
  });
  const asking: string[] = [];
  const keeper = createKeeper(async () => Promise.reject(new Error('refused')));
  const call = keeper.call as (method: string, body: null) => Promise<unknown>;
  for (const [method, by] of Object.entries(senders)) {
    if (by !== 'panel') continue;
    items.set('home', 'kept');
    await assert.rejects(call(method, null));
    if (readKeptText() !== null) asking.push(method);
  }
  assert.deepEqual(asking.toSorted(), [...reads, 'keepDraft', 'dropDraft'].toSorted());
});
