// Every screen and state of the panel through axe-core, in one run of a real browser, light and dark. A few pages are
// used over and over, each with a store of its own, so that several scenes are looked at side by side. Some scenes are
// shown in pseudo words too.
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
import { showWalk, type Look, type Surface } from '../tools/pictures/show.ts';
import { walks } from '../tools/pictures/walks.ts';

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
const shown: readonly Shown[] = [
  ...walks.map(({ name }): Shown => ({ name, surface: 'popup', look: 'light' })),
  ...inTheDark.map((name): Shown => ({ name, surface: 'popup', look: 'dark' })),
  ...inTheDark.map((name): Shown => ({ name, surface: 'tab', look: 'dark' })),
  ...inPseudoWords.map((name): Shown => ({ name, surface: 'popup', look: 'words' })),
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
  const waiting = [...shown];
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

async function lookAtAll(waiting: Shown[]): Promise<void> {
  let page: Page | null = null;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const tell = tellers.get(keyOf(next)) ?? assert.fail();
    try {
      page ??= await openPage();
      const problems = await violationsIn(page, next);
      if (problems.length > 0) await keepFailure(launched.browser, `axe ${keyOf(next)}`);
      tell(problems);
    } catch (error) {
      await keepFailure(launched.browser, `axe ${keyOf(next)}`);
      tell([error instanceof Error ? error.message : String(error)]);
      // Whatever state it is in must not be the next one's.
      await page?.close().catch(() => undefined);
      page = null;
    }
  }
}

async function violationsIn(page: Page, { name, surface, look }: Shown): Promise<string[]> {
  const walk = walks.find((one) => one.name === name);
  if (!walk) throw new RangeError(`no walk ${name}`);
  const problems: string[] = [];
  await showWalk(page, served.url, walk, surface, look, problems);
  if (look === 'words') return [...problems, ...(await findUntranslated(page))];
  // Once for all scenes that the page shows.
  if (!(await page.evaluate('globalThis.axe !== undefined'))) await page.addScriptTag({ url: AXE });
  const text = await page.evaluate(
    `axe.run(document, ${OPTIONS}).then((result) => JSON.stringify(result.violations))`,
  );
  const violations: Violation[] = JSON.parse(String(text));
  return [
    ...problems,
    ...violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) =>
          `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`,
      ),
    ),
  ];
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
