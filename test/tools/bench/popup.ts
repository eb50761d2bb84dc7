// How long from the click on τ to the painted portfolio, with the worker stopped, beside a popup of another
// extension that has nothing to do but say so: same browser, same run, one after the other.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'puppeteer-core';
import { openPopup, stopWorker, until } from '../browser/launch-browser.ts';
import { createQuietPage } from '../browser/quiet-page.ts';
import { beginStory, connect } from '../browser/story.ts';
import { createWorld } from '../browser/world.ts';

const RUNS = 15;
const WARM_UP = 3;
const BUDGET = 1.5;

const emptyManifest = {
  manifest_version: 3,
  name: 'Empty popup',
  version: '1.0.0',
  action: { default_popup: 'empty.html' },
};
const EMPTY_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Empty</title>
<style>body{width:400px;height:600px;margin:0}</style><p>Nothing</p></html>`;

type Opening = { fromClick: number; fromNavigation: number };

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function writeEmptyExtension(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'taubar-empty-'));
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(emptyManifest));
  await writeFile(path.join(folder, 'empty.html'), EMPTY_PAGE);
  return folder;
}

/**
 * The first paint with any content, on the machine's clock and from the popup's own start. The panel draws nothing
 * before it has read the store: when that paint is known, the portfolio has to be there already.
 */
async function firstPaint(popup: Page, wanted: string): Promise<{ at: number; after: number }> {
  let paint: number[] = [];
  let text = '';
  const isPainted = async (): Promise<boolean> => {
    const seen = await popup.evaluate(() => {
      const [entry] = performance.getEntriesByName('first-contentful-paint');
      const { timeOrigin } = performance;
      const at = entry === undefined ? [] : [timeOrigin + entry.startTime, entry.startTime];
      return { at, text: document.body.innerText };
    });
    paint = seen.at;
    text = seen.text;
    return paint.length > 0;
  };
  await until(isPainted, 'a first paint');
  if (!text.includes(wanted)) throw new Error(`painted without “${wanted}”: ${text}`);
  const [at = 0, after = 0] = paint;
  return { at, after };
}

function line(name: string, openings: readonly Opening[]): Opening {
  const fromClick = median(openings.map((opening) => opening.fromClick));
  const fromNavigation = median(openings.map((opening) => opening.fromNavigation));
  console.log(
    `${name.padEnd(12)}${fromClick.toFixed(0).padStart(6)} ms from the click, ${fromNavigation.toFixed(0).padStart(5)} ms from its own start`,
  );
  return { fromClick, fromNavigation };
}

export async function benchPopup(): Promise<void> {
  const empty = await writeEmptyExtension();
  const world = await createWorld();
  try {
    const story = await beginStory(world, null);
    await connect(story);
    const emptyId = await world.browser.installExtension(empty);
    const via = await createQuietPage(world).page();
    const open = async (id: string, part: string, isOurs: boolean): Promise<Opening> => {
      await story.meeting.bringToFront();
      if (isOurs) await stopWorker(world.browser, world.taubarId, via);
      const clicked = Date.now();
      const popup = await openPopup(world.browser, story.meeting, id, part);
      const { at, after } = await firstPaint(popup, isOurs ? 'Exit value' : 'Nothing');
      await popup.close();
      return { fromClick: at - clicked, fromNavigation: after };
    };
    const ours: Opening[] = [];
    const theirs: Opening[] = [];
    for (let run = 0; run < WARM_UP + RUNS; run += 1) {
      const [one, other] = [
        await open(world.taubarId, 'surface=popup', true),
        await open(emptyId, 'empty.html', false),
      ];
      if (run < WARM_UP) continue;
      ours.push(one);
      theirs.push(other);
    }
    console.log(`${RUNS} openings each, medians, worker stopped, 128 subnets:`);
    const portfolio = line('portfolio', ours);
    const nothing = line('empty popup', theirs);
    const ratio = portfolio.fromClick / nothing.fromClick;
    const own = portfolio.fromNavigation / nothing.fromNavigation;
    console.log(
      `ratio ${ratio.toFixed(2)} from the click (budget ${BUDGET}), ${own.toFixed(2)} from their own start`,
    );
  } finally {
    await world.stop();
    await rm(empty, { recursive: true, force: true });
  }
}
