// Two endpoints of a network whose TAO is real, in a real browser: the first in turn limited, refusing, syncing, of another
// chain, behind and slow, under one panel that stays open. It shows true figures with their age, or why there are none newer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeAddress } from '@polkadot/keyring';
import type { Page } from 'puppeteer-core';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import { NETWORKS } from '../../src/model/built-in-networks.ts';
import { valuePortfolio } from '../../src/portfolio/value-portfolio.ts';
import { formatAmount } from '../../src/units.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { toHex } from '../devnet/node/scale/bytes.ts';
import { createTestClient } from '../fakes/test-client.ts';
import { fill, press, sizeAs, textOf, waitForText } from '../tools/browser/drive-panel.ts';
import { until } from '../tools/browser/launch-browser.ts';
import { ALICE, createConnectedStage, still, TAO, type Stage } from './stage.ts';

const [FINNEY] = NETWORKS;
const TWO_HOURS = 7_200_000n;

let stage: Stage;
/** Its state is another one: no figure of it is true of the chain. */
let first: Devnet;
/** The chain. */
let second: Devnet;
let panel: Page;
/** Totals, in the order in which they became true. */
const truths: string[] = [];

/** The network of real TAO on these nodes. Under new addresses, so that nothing is remembered of them. */
async function useEndpoints(turn: string, nodes: readonly Devnet[]): Promise<void> {
  assert.ok(FINNEY);
  const endpoints = nodes.map(({ url }) => `${url}/${turn}`);
  const operators = Object.fromEntries(endpoints.map((url, index) => [url, `Operator ${index}`]));
  const network = { ...FINNEY, endpoints, operators, archive: null };
  await stage.quiet.tell('saveSettings', { networkId: network.id, networks: [network] });
}

const shown = (rao: bigint): string => `τ${formatAmount(rao, { decimals: 2, isFixed: true })}`;

/** What all accounts hold by the chain's own node, as home shows it. */
async function totalsNow(): Promise<string> {
  const accounts = await stage.quiet.read('accounts');
  const coldkeys = accounts.map(({ coldkey }) => parseSs58(coldkey));
  const client = createTestClient(second);
  try {
    await client.connect();
    const read = await client.readSnapshot({ coldkeys, lookedAt: [] });
    assert.deepEqual(read.unread, []);
    const unclaimed = { known: false, reason: 'unreadable' } as const;
    const { spot, sellable } = valuePortfolio({ ...read, unclaimed }, coldkeys);
    return `Exit value ${shown(sellable)} Spot value ${shown(spot)}`;
  } finally {
    client.close();
  }
}

/** A block from which on Alice has more TAO: what was true before is not any more. Totals and block, as home shows them. */
async function nextTruth(): Promise<string> {
  const { accounts } = second.ledger.state;
  const id = toHex(decodeAddress(ALICE));
  const alice = accounts.get(id);
  assert.ok(alice);
  accounts.set(id, { ...alice, free: alice.free + 100n * TAO });
  const { number } = second.produceBlock();
  const totals = await totalsNow();
  truths.push(totals);
  return `${totals} Block ${number.toLocaleString('en-US')}`;
}

/** Keeps every total with its block that home ever shows, and whether it ever says that there is no stake. */
const KEEP_WHAT_IS_SHOWN = `(() => {
  const kept = (window.shownOnHome = []);
  const clean = (text) => text.replaceAll(/[\\u2066-\\u2069]/g, '').replaceAll(/\\s+/g, ' ').replaceAll('τ ', 'τ').trim();
  const look = () => {
    const pair = document.querySelector('.value .value-hero');
    const status = document.querySelector('.foot .status');
    if (pair === null || status === null) return;
    const block = /Block [\\d,]+/.exec(status.innerText)?.[0] ?? '';
    const none = document.body.innerText.includes('No stake yet') ? ' No stake yet' : '';
    const figures = clean(pair.innerText).replace(/ Difference τ[\\d.,]+ \\([\\d.,]+%\\)/, '');
    const text = figures + ' ' + block + none;
    if (kept.at(-1) !== text) kept.push(text);
  };
  look();
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
})()`;

async function shownOnHome(): Promise<string[]> {
  const kept: unknown = await panel.evaluate('window.shownOnHome');
  assert.ok(Array.isArray(kept));
  return kept.map(String);
}

/** Home shows exactly that as its newest figures. */
async function homeShows(truth: string): Promise<string> {
  try {
    await until(async () => (await shownOnHome()).at(-1) === truth, `“${truth}”`);
  } catch (error) {
    throw new Error(`home showed ${(await shownOnHome()).slice(-4).join(' | ')}`, { cause: error });
  }
  return textOf(panel);
}

async function settingsSay(reason: RegExp): Promise<void> {
  await press(panel, 'Settings');
  await press(panel, 'Network');
  await waitForText(panel, reason);
  await press(panel, 'Back');
  await press(panel, 'Back');
  await waitForText(panel, 'Spot value');
}

const tellOld = (): void => {
  first.faults.lies.storage('Timestamp.Now', (value) =>
    typeof value === 'bigint' ? value - TWO_HOURS : value,
  );
};

/** Healthy, and of the real network by its word. */
function heal(): void {
  first.faults.reset();
  first.faults.lies.genesisHash = FINNEY?.genesisHash ?? null;
}

before(async () => {
  stage = await createConnectedStage('endpoints', { subnets: 4 });
  second = stage.devnet;
  second.faults.lies.genesisHash = FINNEY?.genesisHash ?? null;
  first = await startDevnet({ ...still, subnets: 4, seed: 2, isOnTime: true });
  first.produceBlock();
  await useEndpoints('alone', [second]);
  panel = await stage.world.openPanelTab();
  await sizeAs(panel, 'side');
  const [block = ''] = /Block.*/.exec(await nextTruth()) ?? [];
  await waitForText(panel, block);
  await panel.evaluate(KEEP_WHAT_IS_SHOWN);
});

after(async () => {
  await first?.stop();
  await stage?.stop();
});

const turns: readonly (readonly [string, () => void, RegExp])[] = [
  [
    'limits requests to one a second, with a minute’s penalty',
    () => void first.faults.limitRate(),
    /accepts no more requests for now/,
  ],
  [
    'refuses one method',
    () =>
      void first.faults.arm(
        { method: 'state_call' },
        { do: 'fail', code: -32601, message: 'Method not found' },
      ),
    /The node rejected the request: /,
  ],
  [
    'is syncing',
    () => {
      first.faults.syncTo(20_000_000);
      tellOld();
    },
    /is behind the network/,
  ],
  [
    'serves another chain',
    () => {
      first.faults.lies.genesisHash = null;
    },
    /is on another network/,
  ],
  [
    'is 600 blocks behind',
    () => {
      second.produceBlocks(600);
      tellOld();
    },
    /is behind the network/,
  ],
  [
    'answers slowly',
    () => void first.faults.arm({}, { do: 'delay', ms: 60_000 }),
    /didn’t answer in time/,
  ],
];

for (const [index, [what, fail, reason]] of turns.entries()) {
  test(`the first ${what}: the figures are the chain’s, of now, and settings say why it was left`, async () => {
    heal();
    fail();
    await useEndpoints(`turn-${index}`, [first, second]);
    const text = await homeShows(await nextTruth());
    assert.match(text, /Block [\d,]+( ·)? \d+s ago/);
    await settingsSay(reason);
  });
}

test('the first limits requests and the second is away: the last figures stay, with their age and the reason', async () => {
  heal();
  first.faults.limitRate();
  await second.faults.goOffline();
  await useEndpoints('nobody', [first, second]);
  const [last] = (await shownOnHome()).slice(-1);
  const text = await waitForText(
    panel,
    /(limits requests|Offline)\D+Showing data from \d+(s|m) ago/,
  );
  assert.match(text, /Block [\d,]+/);
  assert.equal((await shownOnHome()).at(-1), last);
  await settingsSay(/accepts no more requests for now/);
});

test('the only node is two hours behind: the figures are not turned back, and nothing can be signed on its blocks', async () => {
  heal();
  tellOld();
  const [last] = (await shownOnHome()).slice(-1);
  await useEndpoints('old', [first]);
  await settingsSay(/is behind the network/);
  assert.equal((await shownOnHome()).at(-1), last);
  assert.match(await textOf(panel), /Block [\d,]+( ·)? \d+(s|m) ago/);
  await press(panel, 'Subnets');
  await fill(panel, 'Search subnets', 'SN2');
  await press(panel, 'SN2');
  await waitForText(panel, 'Market');
  await press(panel, 'Stake');
  await fill(panel, 'Amount', '0.1');
  // Its blocks are held against the newest one known; where none newer is known, the background refuses (BLOCKS_OLD).
  await waitForText(panel, /This quote is out of date: it is about [^.]*\d+ blocks/);
  const review = await panel.waitForSelector('footer.review .button-primary[aria-disabled=true]');
  await review?.click();
  assert.deepEqual(await stage.quiet.read('requests'), []);
});

test('in all of that home showed nothing but what was true of the chain, and never went back', async () => {
  const kept = await shownOnHome();
  const places = kept.map((text) => truths.indexOf(text.replace(/ Block [\d,]+$/, '')));
  const blocks = kept.map((text) => Number(/Block ([\d,]+)$/.exec(text)?.[1]?.replaceAll(',', '')));
  assert.ok(!places.includes(-1), kept.join('\n'));
  assert.equal(new Set(places).size, truths.length);
  for (const seen of [places, blocks]) {
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    );
  }
});
