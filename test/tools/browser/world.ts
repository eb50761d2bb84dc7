// Everything a story needs, running: the built extension and a test wallet in a real browser, a simulated chain,
// and a web page on which the two can meet.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Browser, Page } from 'puppeteer-core';
import type { Settings } from '../../../src/model/settings.ts';
import { startDevnet, type Devnet, type DevnetOptions } from '../../devnet/devnet.ts';
import { buildWallet, BUILT_WALLET } from '../wallet/build-wallet.ts';
import { extensionPage, grantHost, launchBrowser } from './launch-browser.ts';
import { serveKnownSite } from './known-site.ts';
import { freePort, nativeFlags, nativeViewsAt, type NativeViews } from './native-views.ts';

export type World = {
  browser: Browser;
  /** Of the extension and of the test wallet. */
  taubarId: string;
  walletId: string;
  devnet: Devnet;
  /** Folder of the unpacked extension. */
  extension: string;
  /** A page that wallets can reach. */
  walletSiteUrl: string;
  /** The browser again, with the same profile: what a restart of it leaves. */
  restartBrowser(): Promise<void>;
  /** The extension's page in a tab, for what needs no real popup. */
  openPanelTab(route?: string): Promise<Page>;
  /** Every popup, side panel and tab of the panel. */
  closePanels(): Promise<void>;
  /** Prompts and notifications; only where the world was made with `hasNative`. */
  native: NativeViews | null;
  /** Sends a message to the background as the panel does. */
  notifyBackground(page: Page, method: string, ask: unknown): Promise<unknown>;
  stop(): Promise<void>;
};

export type WorldOptions = {
  devnet?: DevnetOptions;
  headless?: boolean;
  /** Folder that the extensions are built into; default: what TAUBAR_DIST names as built, else a temporary one. */
  dist?: string;
  port?: number;
  /** The browser's prompts and notifications are answered and clicked. */
  hasNative?: boolean;
  /** The host whose name the meeting page has, over TLS; default: an address of this machine. */
  meetsAt?: string;
};

const MEETING_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page to meet your wallet on</title>
<style>body{font:16px/1.6 system-ui;margin:4rem auto;max-width:34rem;padding:0 1rem}kbd{background:#ddd;color:#111;border-radius:4px;padding:0 .4em}</style>
<h1>A page to meet your wallet on</h1>
<p>Wallets answer ordinary web pages like this one. Click <kbd>τ</kbd> in the toolbar (or in the extensions menu), then
<b>Connect wallet</b>, then this page. The test wallet will open a window of its own.</p>
<p>Nothing here is real: the chain runs on this computer and its keys are public.</p></html>`;

function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}`));
    });
  });
}

type BuiltFor = 'chrome' | 'firefox';

export async function buildExtension(outDir: string, browser: BuiltFor): Promise<string> {
  await run(process.execPath, ['build.mjs', '--out', outDir]);
  return path.join(outDir, browser);
}

/** Built by whoever runs all tests, so that not every file of them builds the same again. */
export function builtAlready(browser: BuiltFor): string | null {
  const dist = process.env['TAUBAR_DIST'];
  return dist === undefined || dist === '' ? null : path.resolve(dist, browser);
}

/** The test wallet beside it, unless this file's tests are run alone. */
function builtWallet(): string | null {
  const folder = path.resolve(BUILT_WALLET);
  return builtAlready('chrome') !== null && existsSync(folder) ? folder : null;
}

type WalletSite = { server: Pick<Server, 'close'>; url: string; flags: string[] };

export function serveWalletSite(): Promise<WalletSite> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(MEETING_PAGE);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      resolve({ server, url: `http://127.0.0.1:${port}/`, flags: [] });
    });
  });
}

/** What could not be started must leave nothing running: it would keep its test from ending. */
export async function orUndo<T>(starting: Promise<T>, undo: () => Promise<void>): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    await undo();
    throw error;
  }
}

const toWire = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? { $bigint: part.toString() } : part,
  );

/** The simulated chain as the extension's network, as the settings screen saves it. */
/** The same node by a second name, as that of a second operator. */
const secondUrl = ({ url }: Devnet): string => url.replace('127.0.0.1', 'localhost');

export function networkOf(devnet: Devnet): Partial<Settings> {
  const { url } = devnet;
  const network = {
    id: 'local',
    name: 'Devnet',
    genesisHash: null,
    endpoints: [url, secondUrl(devnet)],
    operators: { [secondUrl(devnet)]: 'Second operator' },
    archive: url,
    isReal: false,
    explorer: null,
  };
  return { networkId: 'local', networks: [network] };
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'taubar-'));
  const built = options.dist === undefined ? builtAlready('chrome') : null;
  const extension =
    built ?? (await buildExtension(options.dist ?? path.join(folder, 'dist'), 'chrome'));
  const wallet = builtWallet() ?? path.join(folder, 'wallet');
  if (builtWallet() === null) await buildWallet(wallet);
  const profile = path.join(folder, 'profile');
  const { meetsAt } = options;
  const site = await (meetsAt === undefined
    ? serveWalletSite()
    : serveKnownSite(meetsAt, MEETING_PAGE));
  const { server, url: walletSiteUrl } = site;
  const devnet = await startDevnet({ isArchive: true, isOnTime: true, ...options.devnet });
  const headless = options.headless ?? true;

  const port = options.hasNative === true ? await freePort() : null;
  const args = [...site.flags, ...(port === null ? [] : nativeFlags(port))];
  const launch = (): ReturnType<typeof launchBrowser> =>
    launchBrowser({ extensions: [extension, wallet], headless, profile, args });
  async function end(): Promise<void> {
    await devnet.stop();
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
  let launched = await orUndo(launch(), end);
  const ids = (): { taubarId: string; walletId: string } => {
    const [taubarId = '', walletId = ''] = launched.ids;
    return { taubarId, walletId };
  };

  async function openPanelTab(route = ''): Promise<Page> {
    const page = await launched.browser.newPage();
    await page.goto(`chrome-extension://${ids().taubarId}/panel.html?surface=tab${route}`);
    return page;
  }

  const notifyBackground: World['notifyBackground'] = (page, method, ask) =>
    page.evaluate(
      (name, text) => {
        const message = { taubar: name, body: text };
        return chrome.runtime.sendMessage(message);
      },
      method,
      toWire(ask),
    );

  /** The simulated chain as the extension's network, set the way the settings screen does. */
  async function useDevnet(): Promise<void> {
    const page = await openPanelTab();
    const reply = await notifyBackground(page, 'saveSettings', networkOf(devnet));
    if (typeof reply !== 'object' || reply === null || !('value' in reply)) {
      throw new Error(`settings were refused: ${JSON.stringify(reply)}`);
    }
    await page.close();
  }

  await useDevnet();
  return {
    get browser() {
      return launched.browser;
    },
    get taubarId() {
      return ids().taubarId;
    },
    get walletId() {
      return ids().walletId;
    },
    devnet,
    extension,
    walletSiteUrl,
    openPanelTab,
    async closePanels() {
      const prefix = `chrome-extension://${ids().taubarId}/panel.html`;
      const panels = launched.browser.targets().filter((target) => target.url().startsWith(prefix));
      for (const target of panels) {
        // A popup and a side panel are no tabs; any may be closing by itself.
        const page = await target.page().catch(() => null);
        await (page ?? (await target.asPage().catch(() => null)))?.close().catch(() => undefined);
      }
    },
    native: port === null ? null : nativeViewsAt(port),
    notifyBackground,
    async restartBrowser() {
      await launched.browser.close();
      launched = await launch();
    },
    async stop() {
      await launched.browser.close();
      await end();
    },
  };
}

/** The wallet's window for a request, as a person finds it; resolves when its buttons are there. */
export async function walletWindow(world: World, timeout = 45_000): Promise<Page> {
  const page = await extensionPage(world.browser, world.walletId, 'window.html', timeout);
  await page.waitForSelector('#approve', { timeout });
  return page;
}

export { grantHost };
