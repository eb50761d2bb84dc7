// From first run to a signed request by keys alone: everything is reached by Tab, seen to have focus, pressed by
// Enter or Space, left by Escape; focus never falls out of the panel when a screen changes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { textOf, waitForText } from '../tools/browser/drive-panel.ts';
import { extensionPage, until } from '../tools/browser/launch-browser.ts';
import { clickTau, panelAfterHandover } from '../tools/browser/story.ts';
import { walletWindow } from '../tools/browser/world.ts';
import { createStage, type Stage } from './stage.ts';

let stage: Stage;

before(async () => {
  stage = await createStage('keyboard');
});

after(() => stage.stop());

type Focus = { name: string; role: string; isMarked: boolean };

/** What has focus, what a screen reader calls it, and whether it shows. */
async function focusOf(page: Page): Promise<Focus> {
  const focus: unknown = await page.evaluate(`(() => {
    const element = document.activeElement;
    const clean = (text) => (text ?? '').replaceAll(/[\\u2066-\\u2069]/g, '').replaceAll(/\\s+/g, ' ').trim();
    const label = element.labels?.[0]?.innerText;
    const drawn = element.closest('.input, .amount-box') ?? element;
    const style = getComputedStyle(drawn);
    return JSON.stringify({
      name: clean(element.ariaLabel ?? label ?? element.innerText),
      role: element.getAttribute('role') ?? element.tagName.toLowerCase(),
      isMarked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    });
  })()`);
  const read: Focus = JSON.parse(String(focus));
  return read;
}

/** Presses Tab until something so called has focus; all on the way must have a name and be seen to have focus. */
async function tabTo(page: Page, words: string, most = 60): Promise<void> {
  const passed: string[] = [];
  for (let count = 0; count < most; count += 1) {
    await page.keyboard.press('Tab');
    const { name, role, isMarked } = await focusOf(page);
    passed.push(`${role} “${name}”`);
    if (role === 'body') continue;
    assert.notEqual(name, '', `a ${role} without a name after ${passed.join(', ')}`);
    assert.ok(isMarked || role === 'summary', `no mark on ${role} “${name}”`);
    if (name.includes(words)) return;
  }
  assert.fail(`Tab never came to “${words}”: ${passed.join(', ')}`);
}

async function pressBy(page: Page, words: string, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, words);
  try {
    await page.keyboard.press(key);
  } catch (error) {
    // The press itself may close a popup while the key comes up.
    if (!(error instanceof Error && error.message.includes('Target closed'))) throw error;
  }
}

/** A screen has come, and focus is in it: on its heading, or on what took it for itself. */
async function arrivesAt(page: Page, words: string): Promise<void> {
  await waitForText(page, words);
  const isInside = async (): Promise<boolean> => (await focusOf(page)).role !== 'body';
  await until(isInside, `focus on the screen that says “${words}”`);
}

/** A sheet has come, and focus is in it. */
async function sheetOpens(page: Page): Promise<void> {
  const isInside = async (): Promise<boolean> =>
    Boolean(await page.evaluate(`document.activeElement.closest('dialog') !== null`));
  await until(isInside, 'focus in the sheet');
}

/** Opens on the choice that holds, arrows move, Escape gives focus back to its button and leaves the screen as it is. */
async function menuGoesByKeys(page: Page, words: string): Promise<void> {
  const has = (wanted: (focus: Focus) => boolean, what: string): Promise<void> =>
    until(async () => wanted(await focusOf(page)), what);
  await pressBy(page, words);
  await has(({ role }) => role === 'menuitemradio', 'focus in the menu');
  const { name: first } = await focusOf(page);
  await page.keyboard.press('ArrowDown');
  await has(({ name, role }) => role === 'menuitemradio' && name !== first, 'the next choice');
  await page.keyboard.press('Escape');
  await has(({ name, role }) => role === 'button' && name.includes(words), 'the menu’s button');
}

async function fillByKeys(panel: Page): Promise<void> {
  await arrivesAt(panel, 'Amount');
  await pressBy(panel, 'Validator');
  await sheetOpens(panel);
  await panel.keyboard.press('Escape');
  const isBack = async (): Promise<boolean> => {
    const { role, name } = await focusOf(panel);
    return role === 'button' && name.startsWith('Validator');
  };
  await until(isBack, 'focus comes back to what opened the sheet');
  await panel.keyboard.press('Enter');
  await sheetOpens(panel);
  await pressBy(panel, 'take');
  await tabTo(panel, 'Amount');
  await panel.keyboard.type('3');
  await waitForText(panel, 'Verified with your node');
}

test('first run, connecting, a ticket and its review go by keys alone', async () => {
  const { story, world } = stage;
  let panel = await clickTau(story);
  await arrivesAt(panel, 'See what your stake is really worth');
  await pressBy(panel, 'Connect wallet');
  await arrivesAt(panel, 'Wallets can be reached on this page');
  await panel.keyboard.press('Escape');
  await arrivesAt(panel, 'See what your stake is really worth');
  await pressBy(panel, 'Connect wallet', 'Space');
  await arrivesAt(panel, 'Wallets can be reached on this page');
  await pressBy(panel, 'Connect on');
  panel = await panelAfterHandover(story, panel);
  await arrivesAt(panel, 'test-wallet');
  await pressBy(panel, 'test-wallet');
  const asking = await walletWindow(world);
  await asking.click('#approve');
  await waitForText(panel, /Add \d+ account/);
  await panel.bringToFront().catch(() => undefined);
  await pressBy(panel, 'Add ');
  await arrivesAt(panel, 'You can close the other tab');
  await pressBy(panel, 'Remember ', 'Space');
  await pressBy(panel, 'View portfolio');
  await arrivesAt(panel, 'Exit value');
  await waitForText(panel, /SN\d+/);

  await pressBy(panel, 'Subnets');
  await waitForText(panel, 'SN5');
  await menuGoesByKeys(panel, 'Sorted by');
  await tabTo(panel, 'Search subnets');
  await panel.keyboard.type('SN5');
  await pressBy(panel, 'SN5');
  await arrivesAt(panel, 'Market');
  await pressBy(panel, 'Stake');
  await fillByKeys(panel);
  await story.picture(panel, 'ticket');
  const hasButton = async (): Promise<boolean> => {
    const text = await textOf(panel).catch(() => '');
    return text.includes('Sign with');
  };
  const isReviewed = async (): Promise<boolean> => {
    // A block that arrives under the finger makes the button wait; the press may close the popup.
    if (!panel.isClosed() && (await hasButton())) {
      await pressBy(panel, 'Sign with').catch((error: unknown) => {
        if (!panel.isClosed()) throw error;
      });
    }
    return panel.isClosed() || !(await hasButton());
  };
  await until(isReviewed, 'the ticket is reviewed');
  const review = await panelAfterHandover(story, panel);
  await arrivesAt(review, 'Approve in');
  const signing = await extensionPage(world.browser, world.walletId, 'window.html');
  await signing.waitForSelector('#approve');
  await signing.click('#approve');
  const { id } = await stage.request();
  await stage.reached(id, 'submitted');
  // The buttons it was asked with are gone; focus is not.
  await arrivesAt(review, 'Waiting for a block');
});
