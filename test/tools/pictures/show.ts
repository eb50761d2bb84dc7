// Brings one walk to the screen at one size and look, and notes what went wrong on the way.
import type { Page } from 'puppeteer-core';
import { waitForText } from '../browser/drive-panel.ts';
import { untilStill } from './until-still.ts';
import type { Step, Walk } from './walk-steps.ts';

/** `full` is a tab of a large window: only on request. */
export type Surface = 'popup' | 'side' | 'tab' | 'full';
/** `words`: accented and longer, as another language might be. */
export type Look = 'light' | 'dark' | 'rtl' | 'zoom' | 'words';
export const surfaces: readonly Surface[] = ['popup', 'side', 'tab'];
export const looks: readonly Look[] = ['light', 'dark', 'rtl', 'zoom', 'words'];

const sizes: Readonly<Record<Surface, { width: number; height: number }>> = {
  popup: { width: 400, height: 600 },
  side: { width: 360, height: 800 },
  tab: { width: 1280, height: 900 },
  full: { width: 1920, height: 1080 },
};

/** 200 % zoom halves the room and doubles the pixels; a popup keeps its width and can only lose height. */
function viewportOf(surface: Surface, look: Look) {
  const { width, height } = sizes[surface];
  return look === 'zoom'
    ? {
        width: surface === 'popup' ? width : width / 2,
        height: height / 2,
        deviceScaleFactor: 2,
      }
    : { width, height, deviceScaleFactor: 1 };
}

export async function showWalk(
  page: Page,
  url: string,
  walk: Walk,
  surface: Surface,
  look: Look,
  problems: string[],
): Promise<void> {
  listen(page, problems);
  await page.setViewport(viewportOf(surface, look));
  const query = new URLSearchParams({
    surface: surface === 'full' ? 'tab' : surface,
    scene: walk.scene,
  });
  if (look === 'light' || look === 'dark') query.set('theme', look);
  if (look === 'rtl') query.set('dir', 'rtl');
  if (look === 'words') query.set('words', 'pseudo');
  // A page that shows a scene already need not be loaded anew for the next.
  const address = `${url}/panel.html?${query.toString()}`;
  if (page.url().startsWith(`${url}/panel.html`)) {
    await page.evaluate(`showAnother(${JSON.stringify(address)})`);
  } else {
    await page.goto(address);
    await page.waitForFunction('globalThis.showAnother !== undefined');
  }
  await waitForText(page, /\S/);
  // Settings come from the store: until then the page wears what the browser wears.
  if (query.has('theme')) await page.waitForSelector(`:root[data-theme=${look}]`);
  await finish(page, walk.steps, problems);
}

/** From where another walk of the same scene has ended. */
export async function goOn(page: Page, steps: readonly Step[], problems: string[]): Promise<void> {
  listen(page, problems);
  await finish(page, steps, problems);
}

/** The page may have shown another walk before. */
function listen(page: Page, problems: string[]): void {
  page.removeAllListeners('pageerror');
  page.removeAllListeners('console');
  page.on('pageerror', (error) => problems.push(`threw ${String(error)}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`logged ${message.text()}`);
  });
}

async function finish(page: Page, steps: readonly Step[], problems: string[]): Promise<void> {
  for (const step of steps) await step(page);
  // What was pressed last would look as under a hand.
  await page.mouse.move(0, 0);
  await untilStill(page);
  const overflow: unknown = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  if (typeof overflow === 'number' && overflow > 0) problems.push(`${overflow} px too wide`);
}
