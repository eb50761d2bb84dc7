// The two browsers as the story of the first alert uses them.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'puppeteer-core';
import type { AlertPanel, AlertStage } from './alert-story.ts';
import { fill } from './drive-panel.ts';
import { TAUBAR, type FirefoxWorld } from './firefox-world.ts';
import { extensionPage, openPopup, stopWorker } from './launch-browser.ts';
import type { FirefoxView } from './launch-firefox.ts';
import type { QuietPage } from './quiet-page.ts';
import { ringing } from './ring-alarm.ts';
import type { Story } from './story.ts';
import type { World } from './world.ts';

const NOTICE_PAGE = 'surface=tab&at=alerts';
const mayNotify = `chrome.permissions.contains({ permissions: ['notifications'] })`;

/** `meeting`: any page on which τ is clicked. The world has native views. */
export function chromiumAlertStage(
  world: World,
  { quiet, meeting, picture }: { quiet: QuietPage; meeting: Page; picture: Story['picture'] },
): AlertStage {
  const { devnet, native } = world;
  if (native === null) throw new Error('a world with native views is needed');
  const panelOf = (page: Page): AlertPanel => ({
    evaluate: (expression) => page.evaluate(expression),
    click: (selector) => page.click(selector),
    fill: (label, text) => fill(page, label, text),
    picture: (name) => picture(page, name),
  });
  return {
    devnet,
    quiet,
    openPanel: async () =>
      panelOf(await openPopup(world.browser, meeting, world.taubarId, 'surface=popup')),
    closePanel: () => world.closePanels(),
    answerPrompt: (isAllowed) => native.answerPrompt(isAllowed),
    mayNotify: async () => (await (await quiet.page()).evaluate(mayNotify)) === true,
    async ring() {
      const page = await quiet.page();
      await stopWorker(world.browser, world.taubarId, page);
      await page.evaluate(ringing);
    },
    // What the browser draws itself gives no picture.
    notice: async () => (await native.notice())?.join(' ') ?? null,
    async clickNotice() {
      await stopWorker(world.browser, world.taubarId, await quiet.page());
      await native.clickNotice();
      return panelOf(await extensionPage(world.browser, world.taubarId, NOTICE_PAGE));
    },
  };
}

/** `shots`: folder of its pictures; null: none are taken. */
export function firefoxAlertStage(world: FirefoxWorld, shots: string | null): AlertStage {
  const { devnet, quiet, firefox } = world;
  let count = 0;
  async function picture(name: string, of: Parameters<typeof firefox.picture>[0]): Promise<void> {
    count += 1;
    if (shots === null) return;
    await mkdir(shots, { recursive: true });
    const file = path.join(shots, `${String(count).padStart(2, '0')}-${name}.png`);
    await writeFile(file, await firefox.picture(of));
  }
  const panelOf = (view: FirefoxView, part: string): AlertPanel => ({
    ...view,
    picture: (name) => picture(name, { geckoId: TAUBAR, part }),
  });
  return {
    devnet,
    quiet,
    openPanel: async () => panelOf(await world.clickTau(), 'surface=popup'),
    closePanel: () => firefox.closeViews(TAUBAR, 'surface=popup'),
    answerPrompt: (isAllowed) => firefox.answerPrompt(isAllowed),
    mayNotify: async () => (await world.evaluateQuietly(mayNotify)) === true,
    async ring() {
      await firefox.stopBackground(TAUBAR);
      await world.evaluateQuietly(ringing);
    },
    async notice(name) {
      const lines = await firefox.notice();
      if (lines !== null) await picture(name, 'notice');
      return lines?.join(' ') ?? null;
    },
    async clickNotice() {
      await firefox.stopBackground(TAUBAR);
      await firefox.clickNotice();
      return panelOf(await firefox.view(TAUBAR, NOTICE_PAGE), NOTICE_PAGE);
    },
  };
}
