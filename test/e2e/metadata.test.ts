// A wallet that shows hex is given what it needs to show the call in words, while the request waits for it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { press, waitForText } from '../tools/browser/drive-panel.ts';
import { extensionPage, until } from '../tools/browser/launch-browser.ts';
import { stakeUntilWallet } from '../tools/browser/story.ts';
import { closeWalletWindows } from '../tools/browser/wallet-control.ts';
import { walletWindow } from '../tools/browser/world.ts';
import { createConnectedStage, type Stage } from './stage.ts';

let stage: Stage;

before(async () => {
  stage = await createConnectedStage('metadata');
});

after(() => stage.stop());

async function said(window: Page, selector: string): Promise<string> {
  const text: unknown = await window.$eval(selector, (element) => element.textContent);
  return String(text);
}

/** The wallet may have several windows open: the one of this kind of question. */
async function windowOf(kind: string): Promise<Page> {
  const { world } = stage;
  let found: Page | null = null;
  const look = async (): Promise<boolean> => {
    for (const target of world.browser.targets()) {
      const isWindow = target.url().startsWith(`chrome-extension://${world.walletId}/window.html`);
      const page = isWindow ? ((await target.page()) ?? (await target.asPage())) : null;
      if (page === null || (await page.$('#approve')) === null) continue;
      if ((await said(page, '#kind')) === kind) found = page;
    }
    return found !== null;
  };
  await until(look, `the wallet's window for ${kind}`);
  assert.ok(found);
  return found;
}

test('the wallet shows hex, is given the metadata on the user’s word, and shows the call in words', async () => {
  const { story, world } = stage;
  const panel = await stakeUntilWallet(story, { subnet: 'SN5', amount: '3' });
  const hex = await walletWindow(world);
  assert.match(await said(hex, '#call'), /^0x/);
  await story.picture(hex, 'hex');

  await press(panel, 'Update network data in');
  const offer = await windowOf('provide-metadata');
  await story.picture(offer, 'wallet-asks-for-metadata');
  await offer.click('#approve');
  await waitForText(panel, 'can now show this transaction');
  await story.picture(panel, 'taken');

  await closeWalletWindows(world);
  await press(panel, 'Reopen test-wallet');
  const again = await extensionPage(world.browser, world.walletId, 'window.html');
  await again.waitForSelector('#call');
  const call = await said(again, '#call');
  assert.match(call, /add_?stake_?limit/i);
  await story.picture(again, 'words');
  await again.click('#approve');
  const { id } = await stage.request();
  await stage.reached(id, 'submitted');
});
