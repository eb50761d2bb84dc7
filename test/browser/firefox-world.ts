// As world.ts, in Firefox: the built extension and the test wallet in a real one, a simulated chain, and a web page
// on which the two can meet.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'puppeteer-core';
import { startDevnet, type Devnet, type DevnetOptions } from '../devnet/devnet.ts';
import { buildWallet, WALLET_GECKO_ID } from '../wallet/build-wallet.ts';
import type { Driven } from './drive-panel.ts';
import { launchFirefox, type Firefox, type FirefoxView } from './launch-firefox.ts';
import { quietOver, type QuietPage } from './quiet-page.ts';
import { builtAlready, buildExtension, networkOf, serveMeetingPage } from './world.ts';

export const TAUBAR = 'taubar@taubar.app';
export const WALLET = WALLET_GECKO_ID;

const uuids: Readonly<Record<string, string>> = {
  [TAUBAR]: '11111111-2222-4333-8444-555555555555',
  [WALLET]: '11111111-2222-4333-8444-666666666666',
};

export type FirefoxWorld = {
  firefox: Firefox;
  devnet: Devnet;
  meetingUrl: string;
  /** The tab on which wallet and extension meet. */
  meeting: Page;
  quiet: Pick<QuietPage, 'read' | 'tell'>;
  /** Clicks τ on the meeting page. */
  clickTau(): Promise<FirefoxView>;
  /** Where the panel goes on once a click handed over to the sidebar. */
  sidebar(): Promise<FirefoxView>;
  walletWindow(): Promise<Driven>;
  stop(): Promise<void>;
};

/** The file that a page of ours loads without running any of our code. */
const QUIET = 'icons/16.png';

export async function createFirefoxWorld(
  executablePath: string,
  options: { devnet: DevnetOptions; prefs?: Record<string, unknown> },
): Promise<FirefoxWorld> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'taubar-'));
  const built =
    builtAlready('firefox') ?? (await buildExtension(path.join(folder, 'dist'), 'firefox'));
  const wallet = path.join(folder, 'wallet');
  await buildWallet(wallet, { browser: 'firefox' });
  const { server, url: meetingUrl } = await serveMeetingPage();
  const devnet = await startDevnet({ isArchive: true, ...options.devnet });
  const places = { [TAUBAR]: built, [WALLET]: wallet };
  const extensions = Object.entries(places).map(([geckoId, place]) => ({
    path: place,
    geckoId,
    uuid: uuids[geckoId] ?? '',
  }));
  const firefox = await launchFirefox({
    executablePath,
    extensions,
    ...(options.prefs === undefined ? {} : { prefs: options.prefs }),
  });
  const quietView = await firefox.openTab(TAUBAR, QUIET);
  const quiet = quietOver((expression) => quietView.evaluate(expression));
  await quiet.tell('saveSettings', networkOf(devnet));
  const meeting = await firefox.browser.newPage();
  await meeting.goto(meetingUrl);
  const world: FirefoxWorld = {
    firefox,
    devnet,
    meetingUrl,
    meeting,
    quiet,
    async clickTau() {
      await world.meeting.bringToFront();
      await firefox.clickButton(TAUBAR);
      return firefox.view(TAUBAR, 'surface=popup');
    },
    sidebar: () => firefox.view(TAUBAR, 'surface=side'),
    async walletWindow() {
      return firefox.view(WALLET, 'window.html', 20_000);
    },
    async stop() {
      await firefox.close();
      await devnet.stop();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return world;
}
