// Sets how the test wallet behaves, and makes it forget, as its own control page does.
import type { Page } from 'puppeteer-core';
import type { Behaviour } from '../wallet/behaviour.ts';
import type { World } from './world.ts';

async function onControlPage<T>(world: World, work: (page: Page) => Promise<T>): Promise<T> {
  const page = await world.browser.newPage({ background: true });
  try {
    await page.goto(`chrome-extension://${world.walletId}/control.html`);
    await page.waitForSelector('body[data-ready]');
    return await work(page);
  } finally {
    await page.close();
  }
}

/** What is not named stays as it is. */
export function setWallet(world: World, change: Partial<Behaviour>): Promise<void> {
  return onControlPage(world, async (page) => {
    await page.evaluate(async (part) => {
      const { behaviour } = await chrome.storage.local.get('behaviour');
      const before = typeof behaviour === 'object' ? behaviour : {};
      await chrome.storage.local.set({ behaviour: { ...before, ...part } });
    }, change);
  });
}

/** Pages, requests and metadata; its windows close. */
export async function forgetInWallet(world: World): Promise<void> {
  await closeWalletWindows(world);
  await onControlPage(world, (page) => page.evaluate(() => chrome.storage.local.clear()));
}

export async function closeWalletWindows(world: World): Promise<void> {
  const prefix = `chrome-extension://${world.walletId}/window.html`;
  for (const target of world.browser.targets()) {
    if (!target.url().startsWith(prefix)) continue;
    // It closes by itself as well, once its request is decided.
    await target
      .page()
      .then((page) => page?.close())
      .catch(() => undefined);
  }
}
