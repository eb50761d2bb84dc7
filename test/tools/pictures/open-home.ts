// The panel in a real browser, at home as a side panel has it.
import type { Page } from 'puppeteer-core';
import { waitForText } from '../browser/drive-panel.ts';
import { launchBrowser } from '../browser/launch-browser.ts';
import { servePanel } from './serve.ts';

export type OpenedHome = { page: Page; close: () => Promise<void> };

export async function openHome(scene = 'home'): Promise<OpenedHome> {
  const served = await servePanel();
  const { browser } = await launchBrowser({ extensions: [] });
  const page = await browser.newPage();
  await page.setViewport({ width: 400, height: 600 });
  await page.goto(`${served.url}/panel.html?surface=side&scene=${scene}`);
  await waitForText(page, 'Exit value');
  return {
    page,
    close: async () => {
      await browser.close();
      await served.close();
    },
  };
}
