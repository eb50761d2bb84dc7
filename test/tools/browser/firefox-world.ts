// As world.ts, in Firefox: the built extension and the test wallet in a real one, a simulated chain, and a web page
// on which the two can meet.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'puppeteer-core';
import { startDevnet, type Devnet, type DevnetOptions } from '../../devnet/devnet.ts';
import { buildWallet, WALLET_GECKO_ID } from '../wallet/build-wallet.ts';
import { waitForText } from './drive-panel.ts';
import {
  launchFirefox,
  type Firefox,
  type FirefoxExtension,
  type FirefoxView,
} from './launch-firefox.ts';
import { quietOver, type QuietPage } from './quiet-page.ts';
import { builtAlready, buildExtension, networkOf, orUndo, serveWalletSite } from './world.ts';

export const TAUBAR = 'taubar@taubar.app';
export const WALLET = WALLET_GECKO_ID;

const uuids: Readonly<Record<string, string>> = {
  [TAUBAR]: '11111111-2222-4333-8444-555555555555',
  [WALLET]: '11111111-2222-4333-8444-666666666666',
};

export type FirefoxWorld = {
  readonly firefox: Firefox;
  devnet: Devnet;
  walletSiteUrl: string;
  /** The tab on which wallet and extension meet. */
  meeting: Page;
  quiet: Pick<QuietPage, 'read' | 'tell'>;
  /** An expression in a page of ours that runs none of our code. */
  evaluateQuietly(expression: string): Promise<unknown>;
  /** Clicks τ on the meeting page. */
  clickTau(): Promise<FirefoxView>;
  /** Where the panel goes on once a click handed over to the sidebar. */
  sidebar(): Promise<FirefoxView>;
  walletWindow(): Promise<FirefoxView>;
  closeWalletWindows(): Promise<void>;
  /** Whatever an earlier story left: nothing of the two is open but the meeting page, nothing under way or in front. */
  tidy(): Promise<void>;
  /** The browser again, with the same profile; only where the world `isKept`. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** The file that a page of ours loads without running any of our code. */
const QUIET = 'icons/16.png';

export type FirefoxWorldOptions = {
  devnet: DevnetOptions;
  prefs?: Record<string, unknown>;
  /** In a profile that a restart keeps. */
  isKept?: boolean;
};

/** Firefox keeps packed extensions only. */
async function pack(source: string, folder: string, name: string): Promise<string> {
  const args = ['build', '-s', source, '-a', folder, '-n', name, '-o', '--no-config-discovery'];
  await promisify(execFile)('node_modules/.bin/web-ext', args);
  return path.join(folder, name);
}

export async function createFirefoxWorld(
  executablePath: string,
  options: FirefoxWorldOptions,
): Promise<FirefoxWorld> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'taubar-'));
  const built =
    builtAlready('firefox') ?? (await buildExtension(path.join(folder, 'dist'), 'firefox'));
  const wallet = path.join(folder, 'wallet');
  await buildWallet(wallet, { browser: 'firefox' });
  const { server, url: walletSiteUrl } = await serveWalletSite();
  const devnet = await startDevnet({ isArchive: true, isOnTime: true, ...options.devnet });
  const { isKept = false, prefs = {} } = options;
  const places = { [TAUBAR]: built, [WALLET]: wallet };
  const extensions: FirefoxExtension[] = [];
  for (const [geckoId, place] of Object.entries(places)) {
    const packed = isKept ? await pack(place, folder, `extension-${extensions.length}.zip`) : place;
    extensions.push({ path: packed, geckoId, uuid: uuids[geckoId] ?? '' });
  }
  const profile = path.join(folder, 'profile');
  await mkdir(profile);
  const launch = (isInstalled: boolean): Promise<Firefox> =>
    launchFirefox({
      executablePath,
      extensions,
      prefs,
      ...(isKept ? { profile: { folder: profile, isInstalled } } : {}),
    });
  async function end(): Promise<void> {
    await devnet.stop();
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
  let firefox = await orUndo(launch(false), end);
  let quietView = await firefox.openTab(TAUBAR, QUIET);
  const quiet = quietOver((expression) => quietView.evaluate(expression));
  await quiet.tell('saveSettings', networkOf(devnet));
  const world: FirefoxWorld = {
    get firefox() {
      return firefox;
    },
    devnet,
    walletSiteUrl,
    meeting: await firefox.browser.newPage(),
    quiet,
    evaluateQuietly: (expression) => quietView.evaluate(expression),
    async clickTau() {
      await world.meeting.bringToFront();
      await firefox.clickButton(TAUBAR);
      return firefox.view(TAUBAR, 'surface=popup');
    },
    sidebar: () => firefox.view(TAUBAR, 'surface=side'),
    async walletWindow() {
      const window = await firefox.view(WALLET, 'window.html');
      await waitForText(window, 'Approve');
      return window;
    },
    closeWalletWindows: () => firefox.closeViews(WALLET, 'window.html'),
    async tidy() {
      await world.closeWalletWindows();
      await firefox.closeViews(TAUBAR, 'panel.html');
      for (const { id } of await quiet.read('requests')) {
        // Either may come too late or too early, as the request stands: both together put it away.
        await quiet.tell('cancelRequest', { id }).catch(() => undefined);
        await quiet.tell('dismissRequest', { id }).catch(() => undefined);
      }
      if (world.meeting.isClosed()) world.meeting = await firefox.browser.newPage();
      await world.meeting.goto(walletSiteUrl);
    },
    async restart() {
      await firefox.close();
      firefox = await launch(true);
      quietView = await firefox.openTab(TAUBAR, QUIET);
      world.meeting = await firefox.browser.newPage();
    },
    async stop() {
      await firefox.close();
      await end();
    },
  };
  return world;
}
