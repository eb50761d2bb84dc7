// When a test fails with a browser open: a picture of each of its pages and what their consoles said, in a folder that
// git ignores. Every launched browser is watched; tests need not ask for it.
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TargetType, type Browser, type Page } from 'puppeteer-core';
import { failureHooks } from '../runner/failure-hooks.ts';

export const FAILURES = path.join('.test-out', 'failures');

/** A page that hangs gives no picture. */
const PATIENCE_MS = 20_000;
const MOST_LINES = 500;

const consoles = new WeakMap<Page, string[]>();

/** Notes from now on what the page's console says. */
export function listenTo(page: Page): void {
  if (consoles.has(page)) return;
  const lines: string[] = [];
  consoles.set(page, lines);
  const note = (line: string): void => {
    lines.push(line);
    if (lines.length > MOST_LINES) lines.shift();
  };
  page.on('console', (message) => note(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => note(`threw: ${String(error)}`));
}

function inTime<T>(work: Promise<T>): Promise<T | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE_MS, null);
    work.then(resolve, () => resolve(null)).finally(() => clearTimeout(timer));
  });
}

/** What is no tab first, as a popup may close when a tab comes to the front. A worker is let be: looking keeps it alive. */
async function pagesOf(browser: Browser): Promise<Page[]> {
  const tabs = (await browser.pages()).filter((page) => page.url() !== 'about:blank');
  const known = new Set(tabs.map((page) => page.url()));
  const panels: Page[] = [];
  for (const target of browser.targets()) {
    const isPanel = target.url().startsWith('chrome-extension://') && !known.has(target.url());
    const isWorker =
      target.type() === TargetType.SERVICE_WORKER || target.type() === TargetType.BACKGROUND_PAGE;
    if (!isPanel || isWorker) continue;
    const page = await inTime(target.asPage());
    if (page !== null) panels.push(page);
  }
  return [...panels, ...tabs];
}

/** Writes pictures and consoles into a folder named after the test, and says where. */
export async function keepFailure(browser: Browser, testName: string): Promise<void> {
  if (!browser.connected) return;
  const folder = path.join(FAILURES, testName.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80));
  await mkdir(folder, { recursive: true });
  const notes = path.join(folder, 'console.txt');
  await writeFile(notes, `${testName}\n`);
  for (const [index, page] of (await pagesOf(browser)).entries()) {
    const text = await inTime(page.evaluate(() => document.body.innerText));
    const said = consoles.get(page) ?? [];
    await appendFile(notes, [`\n== ${index} ${page.url()}`, ...said, '--', text, ''].join('\n'));
    const picture = await inTime(page.screenshot({ optimizeForSpeed: true }));
    if (picture !== null) await writeFile(path.join(folder, `${index}.png`), picture);
  }
  console.log(`pictures and consoles of the failure: ${folder}`);
}

/** From now until it is closed. */
export function watchBrowser(browser: Browser): void {
  const hook = (testName: string): Promise<void> => keepFailure(browser, testName);
  failureHooks().add(hook);
  browser.once('disconnected', () => failureHooks().delete(hook));
  browser.on('targetcreated', (target) => {
    if (target.type() !== TargetType.PAGE) return;
    target.page().then(
      (page) => page && listenTo(page),
      () => undefined,
    );
  });
}
