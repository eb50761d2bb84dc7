// How long a popup takes with a small and with a large portfolio stored, beside an empty popup: the same browser, the same run,
// one after the other, each in an extension of its own. The worker is stopped before each opening, and its node never answers.
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
import type { Browser, Page } from 'puppeteer-core';
import { launchBrowser, openPopup, stopWorker, until } from '../browser/launch-browser.ts';
import { buildExtension, builtAlready, serveWalletSite } from '../browser/world.ts';
import type { Filling } from './fill-page.ts';

const RUNS = Number(process.env['TAUBAR_RUNS'] ?? 30);
const WARM_UP = 3;
/** What a popup that was closed left to do is done before the next one is opened. */
const REST_MS = 700;
const ENDPOINT = 'ws://127.0.0.1:9';

export const small: Filling = {
  coldkeys: 2,
  positions: 25,
  requests: 5,
  bookPoints: 0,
  endpoint: ENDPOINT,
};
export const large: Filling = {
  coldkeys: 200,
  positions: 25_000,
  requests: 10_000,
  bookPoints: 100_000,
  endpoint: ENDPOINT,
};

const EMPTY_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Empty</title>
<style>body{width:400px;height:600px;margin:0}</style><p>Nothing</p></html>`;
const emptyManifest = {
  manifest_version: 3,
  name: 'Empty popup',
  version: '1.0.0',
  action: { default_popup: 'empty.html' },
};

type Opening = { fromClick: number; painted: number; ready: number; busy: number; isKept: boolean };

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The extension with a store of its own for each filling, and one that has nothing to do. */
export type Stage = {
  browser: Browser;
  meeting: Page;
  ids: { small: string; large: string; empty: string };
  via: (id: string) => Promise<Page>;
  stop: () => Promise<void>;
};

/** Code that a page runs, with what it exports as `bundled`. */
export async function bundleForPage(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'bundled',
    platform: 'browser',
    define: { BUILT_FOR: '"chrome"' },
    alias: { 'webextension-polyfill': './test/fakes/browser-polyfill.ts' },
  });
  return outputFiles[0]?.text ?? '';
}

export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'taubar-'));
  const dist =
    builtAlready('chrome') ?? (await buildExtension(path.join(folder, 'dist'), 'chrome'));
  const folders = ['small', 'large', 'empty'].map((name) => path.join(folder, name));
  const [smallFolder = '', largeFolder = '', emptyFolder = ''] = folders;
  await cp(dist, smallFolder, { recursive: true });
  await cp(dist, largeFolder, { recursive: true });
  await mkdir(emptyFolder);
  await writeFile(path.join(emptyFolder, 'manifest.json'), JSON.stringify(emptyManifest));
  await writeFile(path.join(emptyFolder, 'empty.html'), EMPTY_PAGE);
  const { browser, ids } = await launchBrowser({ extensions: folders });
  const { server, url } = await serveWalletSite();
  const meeting = await browser.newPage();
  await meeting.goto(url);
  const quiet = new Map<string, Page>();
  const via = async (id: string): Promise<Page> => {
    const known = quiet.get(id);
    if (known !== undefined) return known;
    const page = await browser.newPage({ background: true });
    await page.goto(`chrome-extension://${id}/manifest.json`);
    quiet.set(id, page);
    return page;
  };
  const script = await bundleForPage('test/tools/bench/fill-page.ts');
  const [smallId = '', largeId = '', emptyId = ''] = ids;
  for (const [id, filling] of [
    [smallId, small],
    [largeId, large],
  ] as const) {
    const page = await via(id);
    await page.evaluate(`${script}; bundled.fill(${JSON.stringify(filling)})`);
  }
  return {
    browser,
    meeting,
    ids: { small: smallId, large: largeId, empty: emptyId },
    via,
    async stop() {
      await browser.close();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Seen = {
  origin: number;
  painted: number;
  ready: number;
  busy: number;
  isKept: boolean;
  text: string;
};

/** First paint with any content, and when the panel itself stood there: on the popup's own clock. */
async function seen(popup: Page, isOurs: boolean): Promise<Seen> {
  let found: Seen | null = null;
  const look = async (): Promise<boolean> => {
    found = await popup.evaluate((ours): Seen | null => {
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      const [mark] = performance.getEntriesByName('panel');
      if (paint === undefined || (ours && mark === undefined)) return null;
      return {
        origin: performance.timeOrigin,
        painted: paint.startTime,
        ready: mark?.startTime ?? paint.startTime,
        busy: 0,
        isKept: performance.getEntriesByName('kept').length > 0,
        text: document.body.innerText,
      };
    }, isOurs);
    return found !== null;
  };
  await until(look, 'a first paint');
  if (found === null) throw new Error('nothing');
  const { TaskDuration = 0 } = await popup.metrics();
  return { ...(found as Seen), busy: TaskDuration * 1000 };
}

export async function benchInstant(): Promise<void> {
  const stage = await openStage();
  const { browser, meeting, ids } = stage;
  const rows: Record<string, Opening[]> = { small: [], large: [], empty: [] };
  try {
    const open = async (name: keyof Stage['ids'], isWarmUp: boolean): Promise<Opening> => {
      const id = ids[name];
      const isOurs = name !== 'empty';
      await meeting.bringToFront();
      if (isOurs) await stopWorker(browser, id, await stage.via(id)).catch(() => undefined);
      const clicked = Date.now();
      const part = isOurs ? 'surface=popup' : 'empty.html';
      const popup = await openPopup(browser, meeting, id, part);
      const { origin, painted, ready, busy, text, isKept } = await seen(popup, isOurs);
      const wanted = isOurs ? 'Exit value' : 'Nothing';
      if (!text.includes(wanted)) throw new Error(`painted without “${wanted}”: ${text}`);
      // As somebody who looks at it: what is kept for the next one is written once it is still.
      if (isOurs && isWarmUp) {
        await until(
          () => popup.evaluate(() => localStorage.getItem('home') !== null),
          'it is kept',
        );
      }
      await popup.close();
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
      return { fromClick: origin + painted - clicked, painted, ready, busy, isKept };
    };
    for (let run = 0; run < WARM_UP + RUNS; run += 1) {
      // Each in turn comes after each other one: what one leaves running is no burden of the same one every time.
      const order = (['small', 'empty', 'large', 'empty', 'small', 'large'] as const).slice(
        run % 2 === 0 ? 0 : 3,
        run % 2 === 0 ? 3 : 6,
      );
      for (const name of order) {
        const opening = await open(name, run < WARM_UP);
        if (run >= WARM_UP) rows[name]?.push(opening);
      }
    }
  } finally {
    await stage.stop();
  }
  const figures = (of: keyof Opening): Record<string, number> =>
    Object.fromEntries(
      Object.entries(rows).map(([name, all]) => [name, median(all.map((one) => Number(one[of])))]),
    );
  const load = loadavg()[0]?.toFixed(1);
  console.log(`${RUNS} openings each, medians, worker stopped; load of the machine ${load}`);
  const begun = figures('isKept');
  if (begun['small'] !== 1 || begun['large'] !== 1) console.log('most began without what was kept');
  for (const [of, words] of [
    ['fromClick', 'painted, from the click'],
    ['painted', 'painted, from its own start'],
    ['ready', 'buttons work, from its own start'],
    ['busy', 'work of the main thread until then'],
  ] as const) {
    const { small: one = 0, large: much = 0, empty = 1 } = figures(of);
    console.log(
      `${words.padEnd(36)} empty ${empty.toFixed(0)} ms, small ${one.toFixed(0)} (${(one / empty).toFixed(2)} ×), large ${much.toFixed(0)} (${(much / one).toFixed(2)} × the small one)`,
    );
  }
}
