// Every screen and state of the panel through axe-core, in one run of a real browser, light and dark. A few pages are
// used over and over, each with a store of its own, so that several scenes are looked at side by side. A walk that passes
// where another ends goes on from there. Some scenes are shown in pseudo words too.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import type { Page } from 'puppeteer-core';
import { keepFailure } from '../tools/browser/keep-failure.ts';
import { launchBrowser, type Launched } from '../tools/browser/launch-browser.ts';
import { findUntranslated } from '../tools/pictures/find-untranslated.ts';
import { servePanel, type Served } from '../tools/pictures/serve.ts';
import { goOn, showWalk, type Look, type Surface } from '../tools/pictures/show.ts';
import { untilStill } from '../tools/pictures/until-still.ts';
import { stepsBeyond, type Walk } from '../tools/pictures/walk-steps.ts';
import { walks as allWalks } from '../tools/pictures/walks.ts';

type Violation = { id: string; nodes: { html: string; failureSummary: string }[] };
type Shown = { name: string; surface: Surface; look: Look };

const PAGES = 2;
const AXE = '/axe.min.js';
/** Every rule that is on by default; style sheets are read for none of these. */
const OPTIONS = `{ resultTypes: ['violations'], preload: { assets: ['media'] } }`;

const inTheDark = [
  'home',
  'home-needs',
  'ticket-ok',
  'ticket-unverified',
  'request-finalized',
  'subnet',
  'performance',
  'settings',
  'alerts',
  'accounts',
  'account-removed',
  'books',
];
/**
 * In pseudo words: whether a translator reaches everything, and whether longer words and the other direction have room.
 * A few of them each time, the rest with TAUBAR_DEEP=1.
 */
const oftenInPseudoWords = ['home', 'request-held', 'connect-accounts', 'settings', 'subnets'];
const inPseudoWords =
  process.env['TAUBAR_DEEP'] === '1'
    ? [
        ...oftenInPseudoWords,
        'first-run',
        'first-run-here',
        'home-vanished',
        'activity',
        'request-finalized',
        'request-waiting',
        'connect-elsewhere',
        'connect-done',
        'accounts',
        'account',
        'palette',
      ]
    : oftenInPseudoWords;

/** The same screens with other figures or words, no other elements: looked at in the deep run. */
const seldom: ReadonlySet<string> = new Set([
  'proof-proven',
  'home-confirmed',
  'proof-node',
  'proof-lie',
  'proof-no-start',
  'home-huge',
  'home-hidden',
  'home-partial',
  'home-followed',
  'home-cached',
  'home-other-node',
  'home-reading',
  'home-many',
  'home-fiat',
  'home-elsewhere',
  'claim-several',
  'claim-empty',
  'connect-other',
  'ticket-ambiguous',
  'ticket-fiat',
  'ticket-silent',
  'ticket-wrong',
  'ticket-no-facts',
  'ticket-unstake-all',
  'ticket-one-call',
  'ticket-to-root',
  'ticket-give',
  'ticket-what-if-choice',
  'ticket-limit-shown',
  'line-replaces',
  'line-ticket',
  'performance-year',
  'activity-past',
  'request-rejected',
  'request-expired',
  'account-limits-none',
  'exit-first',
  'settings-why',
  'settings-network-refused',
  'settings-fiat',
  'subnets-found',
  'subnet-unknown',
  'subnet-hostile',
  'emission-ladder-subnet',
  'emission-decides-all',
  'emission-decides-first',
  'emission-horizon-range',
  'emission-horizon-how',
  'emission-vote-detail',
  'emission-largest-reading',
  'emission-limit',
  'emission-mine-how',
]);
const isDeep = process.env['TAUBAR_DEEP'] === '1';
/** A saved file lies over a screen: it is none. */
const isScreen = ({ name }: Walk): boolean => !name.startsWith('receipt-picture');
const walks = allWalks.filter(isScreen).filter(({ name }) => isDeep || !seldom.has(name));

/** What is looked at in one page without a break. */
type Chain = { walks: readonly Walk[]; surface: Surface; look: Look };

/** Every walk once, in as few chains as there are: each goes on from the longest that nobody has gone on from yet. */
function chained(): Walk[][] {
  const chains = new Map<Walk, Walk[]>();
  for (const walk of walks.toSorted((a, b) => a.steps.length - b.steps.length)) {
    const [earlier] = [...chains.keys()]
      .filter((other) => stepsBeyond(walk, other) !== null)
      .toSorted((a, b) => b.steps.length - a.steps.length);
    const chain = earlier === undefined ? [] : (chains.get(earlier) ?? []);
    if (earlier !== undefined) chains.delete(earlier);
    chains.set(walk, [...chain, walk]);
  }
  return [...chains.values()];
}

const walkOf = (name: string): Walk =>
  walks.find((walk) => walk.name === name) ?? assert.fail(`no walk ${name}`);
const chains: readonly Chain[] = [
  ...chained()
    .toSorted((a, b) => b.length - a.length)
    .map((together): Chain => ({ walks: together, surface: 'popup', look: 'light' })),
  ...inTheDark.map((name): Chain => ({ walks: [walkOf(name)], surface: 'tab', look: 'dark' })),
  ...inPseudoWords.map((name): Chain => ({
    walks: [walkOf(name)],
    surface: 'popup',
    look: 'words',
  })),
];
/** All that is looked at; in the dark, the popup is the light one with its other colours. */
const shown: readonly Shown[] = [
  ...chains.flatMap(({ walks: together, surface, look }) =>
    together.map(({ name }): Shown => ({ name, surface, look })),
  ),
  ...inTheDark.map((name): Shown => ({ name, surface: 'popup', look: 'dark' })),
];

const require = createRequire(path.resolve('package.json'));
let served: Served;
let launched: Launched;

const keyOf = ({ name, surface, look }: Shown): string => `${name} ${surface} ${look}`;
/** What each came to, which the tests wait for. */
const found = new Map<string, Promise<string[]>>();
const tellers = new Map<string, (problems: string[]) => void>();
for (const one of shown) {
  found.set(keyOf(one), new Promise((resolve) => tellers.set(keyOf(one), resolve)));
}

before(async () => {
  served = await servePanel({ [AXE]: require.resolve('axe-core/axe.min.js') });
  launched = await launchBrowser({ extensions: [] });
  const waiting = [...chains];
  for (let count = 0; count < PAGES; count += 1) void lookAtAll(waiting);
});
after(async () => {
  await launched.browser.close();
  await served.close();
});

/** A window of its own, with its own store; in front, as far as its page can tell. */
async function openPage(): Promise<Page> {
  const context = await launched.browser.createBrowserContext();
  const page = await context.newPage();
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  const session = await page.createCDPSession();
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  return page;
}

/** Fresh or as the walk before left it, with what is left to do. */
type Start = { page: Page; earlier: Walk | null };

async function lookAtAll(waiting: Chain[]): Promise<void> {
  let page: Page | null = null;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { surface, look } = next;
    let earlier: Walk | null = null;
    for (const walk of next.walks) {
      const one = { name: walk.name, surface, look };
      try {
        page ??= await openPage();
        await tell(one, await violationsIn({ page, earlier }, walk, one));
        if (look === 'light' && inTheDark.includes(walk.name)) {
          const dark = { ...one, look: 'dark' } as const;
          await tell(dark, await violationsInTheDark(page));
        }
        earlier = walk;
      } catch (error) {
        await tell(one, [error instanceof Error ? error.message : String(error)]);
        await tell({ ...one, look: 'dark' }, ['not shown']);
        // Whatever state it is in must not be the next one's.
        await page?.close().catch(() => undefined);
        page = null;
        earlier = null;
      }
    }
  }
}

/** The first that is told of each counts. */
async function tell(one: Shown, problems: string[]): Promise<void> {
  const teller = tellers.get(keyOf(one));
  if (teller === undefined) return;
  if (problems.length > 0) await keepFailure(launched.browser, `axe ${keyOf(one)}`);
  teller(problems);
}

async function violationsIn(
  { page, earlier }: Start,
  walk: Walk,
  { surface, look }: Shown,
): Promise<string[]> {
  const problems: string[] = [];
  const beyond = earlier === null ? null : stepsBeyond(walk, earlier);
  if (beyond === null) await showWalk(page, served.url, walk, surface, look, problems);
  else await goOn(page, beyond, problems);
  if (look === 'words') return [...problems, ...(await findUntranslated(page))];
  return [...problems, ...(await axeIn(page))];
}

/** As the setting of the dark theme does it, and back. */
async function violationsInTheDark(page: Page): Promise<string[]> {
  const wear = async (theme: string): Promise<void> => {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
    await untilStill(page);
  };
  await wear('dark');
  const problems = await axeIn(page);
  await wear('light');
  return problems;
}

async function axeIn(page: Page): Promise<string[]> {
  // Once for all scenes that the page shows.
  if (!(await page.evaluate('globalThis.axe !== undefined'))) await page.addScriptTag({ url: AXE });
  const text = await page.evaluate(
    `axe.run(document, ${OPTIONS}).then((result) => JSON.stringify(result.violations))`,
  );
  const violations: Violation[] = JSON.parse(String(text));
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`,
    ),
  );
}

const resultOf = (name: string, surface: Surface, look: Look): Promise<string[]> =>
  found.get(keyOf({ name, surface, look })) ?? assert.fail();

for (const { name } of walks) {
  test(`axe-core finds nothing on ${name}`, async () => {
    assert.deepEqual(await resultOf(name, 'popup', 'light'), []);
  });
}

for (const name of inTheDark) {
  test(`axe-core finds nothing on ${name} in the dark, nor in a full tab`, async () => {
    assert.deepEqual(await resultOf(name, 'popup', 'dark'), []);
    assert.deepEqual(await resultOf(name, 'tab', 'dark'), []);
  });
}

for (const name of inPseudoWords) {
  test(`every word of ${name} can be translated, and has room to be longer`, async () => {
    assert.deepEqual(await resultOf(name, 'popup', 'words'), []);
  });
}
