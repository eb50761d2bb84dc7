// A real browser with unpacked extensions in it, and what a person does with an extension: click its
// button, grant it a site, have its worker die. Knows none of the extensions.
import puppeteer, { TargetType, type Browser, type Page, type Target } from 'puppeteer-core';
import { findBrowser } from './find-browser.ts';
import { listenTo, watchBrowser } from './keep-failure.ts';

export { findBrowser };

export type Launched = { browser: Browser; /** In the order of `extensions`. */ ids: string[] };

export type LaunchOptions = {
  /** Folders of unpacked extensions. */
  extensions: string[];
  headless?: boolean;
  /** A profile to keep between launches; default: a new one each time. */
  profile?: string;
  args?: string[];
};

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-search-engine-choice-screen',
  '--disable-dev-shm-usage',
  // Nothing moves for ever: each frame is drawn by a processor that the tests need.
  '--force-prefers-reduced-motion',
  // The address bar's own pages, which each window would load beforehand.
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup',
  // Nothing outside this machine answers, and nothing waits for it.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1',
  // Else a headless screen cuts popups.
  '--screen-info={1400x1100}',
  '--window-size=1300,1000',
];

export async function launchBrowser(options: LaunchOptions): Promise<Launched> {
  const browser = await puppeteer.launch({
    executablePath: await findBrowser(),
    headless: options.headless ?? true,
    pipe: true,
    enableExtensions: true,
    defaultViewport: null,
    // Real windows of a wallet must not be judged hidden because another one lies above.
    args: [...flags, '--disable-backgrounding-occluded-windows', ...(options.args ?? [])],
    ...(options.profile === undefined ? {} : { userDataDir: options.profile }),
  });
  watchBrowser(browser);
  const ids: string[] = [];
  try {
    for (const folder of options.extensions) ids.push(await browser.installExtension(folder));
  } catch (error) {
    await browser.close();
    throw error;
  }
  return { browser, ids };
}

/** Waits for a page of an extension whose address contains `part`. */
export async function extensionPage(
  browser: Browser,
  extensionId: string,
  part: string,
  timeout = 45_000,
): Promise<Page> {
  const isWanted = (target: Target): boolean =>
    target.url().startsWith(`chrome-extension://${extensionId}/`) &&
    target.url().includes(part) &&
    target.type() !== TargetType.SERVICE_WORKER;
  const target = await browser.waitForTarget(isWanted, { timeout });
  // A popup and a side panel are no tabs: their target has to be taken for a page.
  const page = (await target.page()) ?? (await target.asPage());
  listenTo(page);
  return page;
}

/** Clicks the extension's toolbar button on that tab, as a person does: grants activeTab and opens the popup. */
export async function openPopup(
  browser: Browser,
  page: Page,
  extensionId: string,
  part: string,
): Promise<Page> {
  await clickAction(browser, page, extensionId);
  return extensionPage(browser, extensionId, part);
}

/** The click alone, for extensions without a popup. */
export async function clickAction(
  browser: Browser,
  page: Page,
  extensionId: string,
): Promise<void> {
  const extension = (await browser.extensions()).get(extensionId);
  if (extension === undefined) throw new Error(`no extension ${extensionId}`);
  await page.bringToFront();
  await page.triggerExtensionAction(extension);
}

/**
 * Ends the extension's worker as the browser does, and returns once it was stopped. Something else may wake it again at
 * once: that counts as stopped. Closing a page wakes a worker that listens to tabs: with a page given (`via`) it stays
 * dead until something else happens.
 */
export async function stopWorker(browser: Browser, extensionId: string, via?: Page): Promise<void> {
  // In the background: the tab in front, and a popup over it, stay as they are.
  const page = via ?? (await browser.newPage({ background: true }));
  const session = await page.createCDPSession();
  const scope = `chrome-extension://${extensionId}/`;
  const statusOf = new Map<string, string>();
  /** Seen stopped, if only for a moment. */
  const dead = new Set<string>();
  const asked = new Set<string>();
  session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { scriptURL, versionId, runningStatus } of versions) {
      if (!scriptURL.startsWith(scope)) continue;
      statusOf.set(versionId, runningStatus);
      if (runningStatus === 'stopped' && asked.has(versionId)) dead.add(versionId);
    }
  });
  const stopTheLiving = async (): Promise<void> => {
    for (const [versionId, status] of statusOf) {
      if (status === 'stopped') dead.add(versionId);
      if (dead.has(versionId)) continue;
      asked.add(versionId);
      await session.send('ServiceWorker.stopWorker', { versionId });
    }
  };
  try {
    await session.send('ServiceWorker.enable');
    await until(() => statusOf.size > 0, 'the worker is known');
    await until(async () => {
      // Asked again and again: a worker that is just starting does not always hear it.
      await stopTheLiving();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return dead.size === statusOf.size;
    }, 'it stopped');
  } finally {
    await session.detach();
    if (via === undefined) await page.close();
  }
}

/** Polls until true; for what has no event. Throws with the words given. Patient: a busy machine is no failure. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  what: string,
  timeout = 45_000,
): Promise<void> {
  const end = Date.now() + timeout;
  // Looking costs the browser time too: the longer it takes, the less often.
  for (let pause = 10; !(await isTrue()); pause = Math.min(pause * 1.3, 150)) {
    if (Date.now() > end) throw new Error(`still waiting after ${timeout} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/**
 * Lets an extension's own `permissions.request` for that pattern succeed, as nobody can answer the prompt.
 * Pattern: `http://127.0.0.1/*`. The extension has to ask all the same: see requestHost.
 */
export async function grantHost(
  browser: Browser,
  extensionId: string,
  pattern: string,
): Promise<void> {
  const page = await browser.newPage();
  try {
    await page.goto('chrome://extensions');
    const args = [extensionId, pattern].map((text) => JSON.stringify(text)).join(', ');
    await page.evaluate(`chrome.developerPrivate.addHostPermission(${args})`);
  } finally {
    await page.close();
  }
}

/** Asks for the pattern from a page of the extension, after grantHost. Throws when it is refused. */
export async function requestHost(page: Page, pattern: string): Promise<void> {
  const isGranted = await page.evaluate(
    (origin) => chrome.permissions.request({ origins: [origin] }),
    pattern,
  );
  if (!isGranted) throw new Error(`no permission for ${pattern}`);
}
