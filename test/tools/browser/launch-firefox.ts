// A real Firefox with extensions in it, and what a person does there: click a toolbar button, use the popup and the
// sidebar that it opens, answer what the browser asks. Its protocol shows tabs alone, so the rest goes through
// Firefox's own window. Knows none of the extensions.
import puppeteer, { type Browser } from 'puppeteer-core';
import type { Driven } from './drive-panel.ts';
import { chromeTools } from './firefox-tools.ts';
import { watchBrowser } from './keep-failure.ts';
import { until } from './launch-browser.ts';

export type FirefoxExtension = {
  /** Folder; packed where a profile is to keep it. */
  path: string;
  geckoId: string;
  /** Host of its pages: else Firefox makes up another one each time. */
  uuid: string;
};

export type FirefoxOptions = {
  executablePath: string;
  extensions: readonly FirefoxExtension[];
  prefs?: Record<string, unknown>;
  /** A profile that outlives the browser, and whether its extensions are in it already. */
  profile?: { folder: string; isInstalled: boolean };
};

/** A page of an extension: popup, sidebar, tab or window. */
export type FirefoxView = Driven & {
  isOpen(): Promise<boolean>;
  /** Replaces what is in the field with that label. */
  fill(label: string, text: string): Promise<void>;
};

export type Firefox = {
  browser: Browser;
  /** The one open page of that extension whose address contains `part`; waits until there is one. */
  view(geckoId: string, part: string, timeout?: number): Promise<FirefoxView>;
  isOpen(geckoId: string, part: string): Promise<boolean>;
  /** How many such pages are open. */
  count(geckoId: string, part: string): Promise<number>;
  /** All such pages: a tab, a popup, a window or the sidebar. */
  closeViews(geckoId: string, part: string): Promise<void>;
  /** In the background, behind the tab in front. */
  openTab(geckoId: string, page: string): Promise<FirefoxView>;
  /** As a person does: opens its popup, and lets it into the tab in front. */
  clickButton(geckoId: string): Promise<void>;
  /** What the browser asks about an extension's permission, answered. */
  answerPrompt(isAllowed: boolean): Promise<void>;
  /** The lines of the notification that is shown; null: none. */
  notice(): Promise<string[] | null>;
  clickNotice(): Promise<void>;
  /** Of such a page, or of the notification: PNG. */
  picture(of: { geckoId: string; part: string } | 'notice'): Promise<Buffer>;
  /** Ends the background as Firefox does after half a minute without an event. */
  stopBackground(geckoId: string): Promise<void>;
  isBackgroundRunning(geckoId: string): Promise<boolean>;
  close(): Promise<void>;
};

type BidiResult = { type: string; result?: { value?: unknown }; exceptionDetails?: unknown };

/** puppeteer has no word for scripts in the browser's own window: its connection is asked in the protocol's own. */
type Bidi = { send(method: string, params: object): Promise<{ result: unknown }> };

function bidiOf(browser: Browser): Bidi {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see Bidi
  return (browser as unknown as { connection: Bidi }).connection;
}

async function chromeWindowOf(bidi: Bidi): Promise<string> {
  const { result } = await bidi.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the protocol says
  const { contexts } = result as { contexts: { context: string; url: string }[] };
  const found = contexts.find(({ url }) => url.endsWith('/browser.xhtml'));
  if (found === undefined) throw new Error('Firefox has no window');
  return found.context;
}

async function installForGood(bidi: Bidi, path: string): Promise<void> {
  const extensionData = { type: 'archivePath', path };
  await bidi.send('webExtension.install', { extensionData, 'moz:permanent': true });
}

export async function launchFirefox(options: FirefoxOptions): Promise<Firefox> {
  const { executablePath, extensions, prefs = {}, profile } = options;
  const uuids = Object.fromEntries(extensions.map(({ geckoId, uuid }) => [geckoId, uuid]));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    args: ['--remote-allow-system-access', '--width=1300', '--height=1000'],
    ...(profile === undefined ? {} : { userDataDir: profile.folder }),
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify(uuids),
      'xpinstall.signatures.required': false,
      // Its own notifications, which a machine without a desktop shows too.
      'alerts.useSystemBackend': false,
      ...prefs,
    },
  });
  watchBrowser(browser);
  try {
    const bidi = bidiOf(browser);
    for (const { path } of profile?.isInstalled === true ? [] : extensions) {
      if (profile === undefined) await browser.installExtension(path);
      else await installForGood(bidi, path);
    }
    return driveFirefox(browser, bidi, await chromeWindowOf(bidi), uuids);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

function driveFirefox(
  browser: Browser,
  bidi: Bidi,
  chromeWindow: string,
  uuids: Readonly<Record<string, string>>,
): Firefox {
  /** One of chromeTools' functions; what it answers is JSON. */
  async function tool(name: keyof typeof chromeTools, ...args: unknown[]): Promise<unknown> {
    const list = JSON.stringify(args).slice(1, -1);
    const expression = `(async () => JSON.stringify((await (${chromeTools[name]})(${list})) ?? null))()`;
    const target = { context: chromeWindow };
    const { result } = await bidi.send('script.evaluate', {
      expression,
      target,
      awaitPromise: true,
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the protocol says
    const { type, result: value, exceptionDetails } = result as BidiResult;
    if (type !== 'success') throw new Error(`${name}: ${JSON.stringify(exceptionDetails)}`);
    const parsed: unknown = JSON.parse(String(value?.value));
    return parsed;
  }

  const prefixOf = (geckoId: string): string => `moz-extension://${uuids[geckoId] ?? ''}/`;

  async function inView(prefix: string, part: string, order: object): Promise<unknown> {
    const reply = await tool('inView', prefix, part, order);
    if (typeof reply !== 'object' || reply === null) throw new Error('no reply');
    // The word by which puppeteer tells the same: whoever presses what closes its own window expects it.
    if ('isGone' in reply) throw new Error(`Target closed: ${part}`);
    if ('error' in reply) throw new Error(`${part}: ${String(reply.error)}`);
    return 'value' in reply ? reply.value : undefined;
  }

  const count = async (geckoId: string, part: string): Promise<number> =>
    Number(await tool('countViews', prefixOf(geckoId), part));
  const isOpen = async (geckoId: string, part: string): Promise<boolean> =>
    (await count(geckoId, part)) > 0;

  async function view(geckoId: string, part: string, timeout = 45_000): Promise<FirefoxView> {
    const prefix = prefixOf(geckoId);
    await until(() => isOpen(geckoId, part), `a page ${part} of ${geckoId}`, timeout);
    return {
      evaluate: (expression) => inView(prefix, part, { evaluate: expression }),
      async click(selector) {
        await inView(prefix, part, { click: selector });
      },
      async fill(label, text) {
        const isFilled = async (): Promise<boolean> =>
          (await inView(prefix, part, { fill: label, text })) === true;
        await until(isFilled, `a field “${label}”`, timeout);
      },
      isOpen: () => isOpen(geckoId, part),
    };
  }

  const isBackgroundRunning = async (geckoId: string): Promise<boolean> =>
    (await tool('backgroundState', geckoId)) !== 'stopped';

  return {
    browser,
    view,
    isOpen,
    count,
    async closeViews(geckoId, part) {
      await tool('closeViews', prefixOf(geckoId), part);
      await until(async () => !(await isOpen(geckoId, part)), `${part} closes`);
    },
    async openTab(geckoId, page) {
      await tool('openTab', `${prefixOf(geckoId)}${page}`);
      return view(geckoId, page);
    },
    async clickButton(geckoId) {
      await until(async () => (await tool('clickButton', geckoId)) === true, 'the toolbar button');
    },
    async answerPrompt(isAllowed) {
      await until(async () => (await tool('answerPrompt', isAllowed)) === true, 'the prompt');
    },
    async notice() {
      const lines = await tool('notice');
      return Array.isArray(lines) ? lines.map(String) : null;
    },
    async clickNotice() {
      await tool('clickNotice');
    },
    async picture(of) {
      const where = of === 'notice' ? [null, ''] : [prefixOf(of.geckoId), of.part];
      return Buffer.from(String(await tool('picture', ...where)), 'base64');
    },
    async stopBackground(geckoId) {
      await tool('stopBackground', geckoId);
      await until(async () => !(await isBackgroundRunning(geckoId)), 'the background stopped');
    },
    isBackgroundRunning,
    close: () => browser.close(),
  };
}
