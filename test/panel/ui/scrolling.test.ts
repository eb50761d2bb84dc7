// What scrolling a long list renders: few rows in one task, each that comes once, and at rest all that is around. Counted, never
// timed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { press, waitForText } from '../../tools/browser/drive-panel.ts';
import { until } from '../../tools/browser/launch-browser.ts';
import { openHome, type OpenedHome } from '../../tools/pictures/open-home.ts';
import { ROWS_A_TASK } from '../../../src/panel/ui/rows-in-sight.ts';

let home: OpenedHome;
let page: Page;

before(async () => {
  home = await openHome();
  ({ page } = home);
  await press(page, 'Subnets');
  await waitForText(page, 'SN12');
  await until(async () => (await shown()).isWhole, 'the first rows are there');
});
after(() => home.close());

type Shown = {
  /** Rows that were rendered since they were last counted, and the most in one task. */
  rows: number;
  most: number;
  /** Columns of a wide list. */
  columns: number;
  /** No place is free from a little above to a little below what is in sight, as far as there are rows. */
  isWhole: boolean;
};

const shown = (scrollBy = 0): Promise<Shown> =>
  page.evaluate(`(async () => {
    const body = document.querySelector('.body');
    const list = document.querySelector('ul.window');
    const wait = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (const name in renders) delete renders[name];
    let most = 0;
    let before = 0;
    let rows = 0;
    const count = () => {
      rows = renders.WindowRow ?? 0;
      most = Math.max(most, rows - before);
      before = rows;
    };
    // Each task that renders changes the list once: told right after it.
    const changes = new MutationObserver(count);
    changes.observe(list, { childList: true });
    body.scrollTop += ${scrollBy};
    const isWhole = () => {
      const { top, bottom } = body.getBoundingClientRect();
      const all = list.getBoundingClientRect();
      const places = [...list.children].map((row) => row.getBoundingClientRect());
      const first = Math.min(...places.map((place) => place.top));
      const last = Math.max(...places.map((place) => place.bottom));
      return first <= Math.max(top - 399, all.top) && last >= Math.min(bottom + 399, all.bottom);
    };
    for (let turn = 0; turn < 60 && (turn < 3 || !isWhole()); turn += 1) await wait();
    changes.disconnect();
    count();
    return { rows, most, columns: list.querySelectorAll('.subnet-cell').length, isWhole: isWhole() };
  })()`) as Promise<Shown>;

test('scrolling renders the rows that come, few in one task, and no other', async () => {
  for (const [by, least] of [
    [224, 1],
    [700, 12],
    [-700, 4],
    [4_000, 12],
  ] as const) {
    const { rows, most, isWhole } = await shown(by);
    assert.ok(isWhole, `scrolled by ${by}`);
    // The first row there is the one that the tab key reaches, which it says anew.
    assert.ok(most <= ROWS_A_TASK + 1, `${most} rows in one task, scrolled by ${by}`);
    // What is around a place is as high as the window and 400 pixels on both sides: 26 rows of 56 pixels.
    assert.ok(rows >= least && rows <= Math.min(Math.abs(by) / 56, 26) + 6, `${rows} by ${by}`);
  }
});

test('a window without room for columns draws none of their figures', async () => {
  assert.equal((await shown()).columns, 0);
});

test('a key goes to a row that was not rendered, at either end', async () => {
  const focused = (): Promise<unknown> =>
    page.evaluate(`document.activeElement.closest('li')?.ariaPosInSet`);
  await page.evaluate(`document.querySelector('ul.window > li button').focus()`);
  for (const [key, place] of [
    ['End', '129'],
    ['Home', '1'],
    ['ArrowDown', '2'],
  ] as const) {
    await page.keyboard.press(key);
    await until(async () => (await focused()) === place, `${key} leads to row ${place}`);
  }
});
