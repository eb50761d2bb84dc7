// Where the keyboard is on the screen about concentration after what was pressed is gone: at what ends the load, then at
// what is left to load; never lost.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { press, waitForText } from '../../tools/browser/drive-panel.ts';
import { until } from '../../tools/browser/launch-browser.ts';
import { openHome, type OpenedHome } from '../../tools/pictures/open-home.ts';

let home: OpenedHome;
let page: Page;

before(async () => {
  home = await openHome('emission');
  ({ page } = home);
  await press(page, 'Search subnets');
  await press(page, 'Concentration');
  await waitForText(page, 'more subnets');
});
after(() => home.close());

const focused = (): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document;
    return activeElement === document.body ? '' : (activeElement?.textContent ?? '');
  });

/** With keys, as someone without a mouse. */
async function pressByKeys(start: string): Promise<void> {
  await page.evaluate((text) => {
    const links = [...document.querySelectorAll<HTMLElement>('.load-links .link')];
    links.find(({ textContent }) => textContent.includes(text))?.focus();
  }, start);
  assert.ok((await focused()).includes(start));
  await page.keyboard.press('Enter');
}

test('a link that was pressed and is gone leaves focus at what comes next', async () => {
  await pressByKeys('more subnets');
  await until(
    () => page.evaluate(() => !document.body.textContent.includes('more subnets')),
    'all subnets are loaded',
  );
  await until(async () => (await focused()) === 'holders', 'focus is at the next link');
  await pressByKeys('root before dTAO');
  await waitForText(page, 'recorded Feb');
  await until(async () => (await focused()) === 'holders', 'focus is at the link that is left');
});
