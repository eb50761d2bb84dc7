// What a person does in the panel, in its own words: presses what says so, types into what is called so,
// waits for what appears, takes pictures. Knows no screen.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'puppeteer-core';
import { until } from './launch-browser.ts';

/** A page of the extension, whichever browser it is in. */
export type Driven = {
  /** Runs an expression there, in text. */
  evaluate(expression: string): Promise<unknown>;
  /** A real click: what it calls may do what only a click may. */
  click(selector: string): Promise<void>;
};

export type Surface = 'popup' | 'side' | 'tab';

const sizes: Record<Surface, { width: number; height: number }> = {
  popup: { width: 400, height: 600 },
  side: { width: 360, height: 800 },
  tab: { width: 1280, height: 900 },
};

/** The panel in a tab of its own, at the size of a surface: for what needs no real popup. */
export async function sizeAs(page: Page, surface: Surface): Promise<void> {
  await page.setViewport({ ...sizes[surface], deviceScaleFactor: 1 });
}

/** The visible text of the panel, spaces folded. What the last popup left for the first frame is none of this panel's. */
export async function textOf(page: Driven): Promise<string> {
  // A page that is still being loaded has no body yet.
  const text: unknown = await page.evaluate(
    'document.querySelector("#kept:not(:empty)") ? "" : (document.body?.innerText ?? "")',
  );
  return String(text)
    .replaceAll(/[\u2066-\u2069]/g, '')
    .replaceAll(/\s+/g, ' ');
}

export async function waitForText(
  page: Driven,
  wanted: string | RegExp,
  timeout = 45_000,
): Promise<string> {
  let last = '';
  const isThere = async (): Promise<boolean> => {
    last = await textOf(page);
    return typeof wanted === 'string' ? last.includes(wanted) : wanted.test(last);
  };
  try {
    await until(isThere, `“${wanted}”`, timeout);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : ''}; the panel says: ${last}`, {
      cause: error,
    });
  }
  return last;
}

const pressable = 'button, a[href], [role=button], [role=option], [role=menuitem], label, summary';

/** Whether the last click came to what was meant; a page that went with it got it. */
async function hasArrived(page: Driven): Promise<boolean> {
  try {
    return (await page.evaluate('globalThis.pressArrived')) !== false;
  } catch {
    return true;
  }
}

/** Presses the first enabled thing whose visible text or name contains these words. */
export async function press(page: Driven, words: string, timeout = 45_000): Promise<void> {
  const find = `(() => {
    const clean = (text) => text.replaceAll(/[\\u2066-\\u2069]/g, '').replaceAll(/\\s+/g, ' ').trim();
    const found = [...document.querySelectorAll(${JSON.stringify(pressable)})].filter((element) => {
      const name = clean(element.innerText + ' ' + (element.getAttribute('aria-label') ?? ''));
      return name.includes(${JSON.stringify(words)}) && element.getClientRects().length > 0 && !element.disabled && element.getAttribute('aria-disabled') !== 'true';
    });
    const exact = found.find((element) => clean(element.innerText) === ${JSON.stringify(words)});
    const chosen = exact ?? found[0];
    if (!chosen) return false;
    document.querySelectorAll('[data-press]').forEach((element) => element.removeAttribute('data-press'));
    chosen.setAttribute('data-press', '');
    globalThis.pressArrived = false;
    chosen.addEventListener('click', () => { globalThis.pressArrived = true; }, { once: true, capture: true });
    return true;
  })()`;
  const isPressed = async (): Promise<boolean> => {
    if (!(await page.evaluate(find))) return false;
    try {
      await page.click('[data-press]');
    } catch (error) {
      const text = error instanceof Error ? error.message : '';
      // Drawn anew since it was found: nothing was pressed, so it is looked for again.
      if (text.includes('No element found') || text.includes('Node is detached')) return false;
      // The press itself may close a popup while the mouse button comes up.
      if (!text.includes('Target closed')) throw error;
      return true;
    }
    // What moved or was disabled under the pointer did not get it: it is looked for again.
    return hasArrived(page);
  };
  try {
    await until(isPressed, `a button “${words}”`, timeout);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('still waiting'))) throw error;
    throw new Error(`no button “${words}”; the panel says: ${await textOf(page)}`, {
      cause: error,
    });
  }
}

/**
 * Types into the field with that label, replacing what is there. Looks the label up in the document: asking for the
 * accessibility tree makes the browser keep one for each change from then on.
 */
export async function fill(page: Page, label: string, text: string): Promise<void> {
  const find = `(() => {
    const clean = (words) => words.replaceAll(/[\\u2066-\\u2069]/g, '').replaceAll(/\\s+/g, ' ').trim();
    const nameOf = (field) => clean(field.ariaLabel ?? [...(field.labels ?? [])].map((one) => one.innerText).join(' '));
    const fields = document.querySelectorAll('input:not([type=checkbox], [type=radio], [type=range]), textarea');
    const found = [...fields].find((field) => nameOf(field) === ${JSON.stringify(label)} && field.getClientRects().length > 0);
    document.querySelectorAll('[data-fill]').forEach((field) => field.removeAttribute('data-fill'));
    found?.setAttribute('data-fill', '');
    return found !== undefined;
  })()`;
  await until(async () => Boolean(await page.evaluate(find)), `a field “${label}”`);
  await page.click('[data-fill]', { count: 3 });
  await page.type('[data-fill]', text);
}

/** Writes numbered pictures of the panel into a folder; null writes none. */
export function createCamera(folder: string | null): (page: Page, name: string) => Promise<void> {
  let count = 0;
  return async (page, name) => {
    count += 1;
    if (folder === null) return;
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, `${String(count).padStart(2, '0')}-${name}.png`);
    await page.screenshot({ path: `${file.slice(0, -4)}.png` as const });
  };
}
