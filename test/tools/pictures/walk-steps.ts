// What a person does on the way to a screen, as steps that a picture's walk is made of.
import type { Page } from 'puppeteer-core';
import { fill, waitForText } from '../browser/drive-panel.ts';
import { until } from '../browser/launch-browser.ts';
import { pseudo, pseudoPattern } from './pseudo-words.ts';

export type Step = (page: Page) => Promise<void>;
export type Walk = {
  name: string;
  scene: string;
  steps: readonly Step[];
};

const known = new Map<string, Step>();
/** Those that wait for something and change nothing. */
const waits = new Set<Step>();

/** The same words give the same step: so it can be told where two walks part. */
function once(kind: string, words: readonly string[], step: Step): Step {
  const key = JSON.stringify([kind, ...words]);
  const first = known.get(key) ?? step;
  known.set(key, first);
  return first;
}

/** What is left of a walk where another has ended; null when it does not come by there. */
export function stepsBeyond(walk: Walk, other: Walk): readonly Step[] | null {
  if (walk.scene !== other.scene) return null;
  const done = other.steps.filter((step) => !waits.has(step));
  let at = 0;
  for (const step of done) {
    while (waits.has(walk.steps[at] ?? step)) at += 1;
    if (walk.steps[at] !== step) return null;
    at += 1;
  }
  return walk.steps.slice(at);
}

/** A busy machine draws late; nothing is meant by it. */
const PATIENCE = 45_000;

/** Whether the page speaks as another language might. */
const isInWords = (page: Page): boolean => page.url().includes('words=pseudo');

async function waitForWords(page: Page, words: string): Promise<void> {
  await waitForText(page, isInWords(page) ? pseudoPattern(words) : words, PATIENCE);
}

/** In the sheet that is open, else in the screen beside home, else anywhere: where a person would look. */
export const tap = (words: string): Step =>
  once('tap', [words], async (page) => {
    const says = isInWords(page)
      ? `${String(pseudoPattern(words))}.test(nameOf(element))`
      : `nameOf(element).includes(${JSON.stringify(words)})`;
    const find = `['.sheet', '.menu', '.panes-wide > .pane:last-child', 'body'].some((place) => {
    const clean = (text) => text.replaceAll(/[\\u2066-\\u2069]/g, '').replaceAll(/\\s+/g, ' ').trim();
    const nameOf = (element) => clean(element.innerText + ' ' + (element.ariaLabel ?? ''));
    const all = [...document.querySelectorAll(place + ' button, ' + place + ' summary')].filter(
      (element) => element.checkVisibility() && ${says},
    );
    const chosen = all.find((element) => clean(element.innerText) === ${JSON.stringify(words)}) ?? all[0];
    document.querySelector('[data-tap]')?.removeAttribute('data-tap');
    chosen?.setAttribute('data-tap', '');
    return chosen !== undefined;
  })`;
    await until(async () => Boolean(await page.evaluate(find)), `a button “${words}”`, PATIENCE);
    await page.click('[data-tap]');
  });
export const see = (words: string): Step => {
  const step = once('see', [words], async (page) => {
    await waitForWords(page, words);
  });
  waits.add(step);
  return step;
};
/** Types into whatever the field is called, replacing what is there. */
export const type = (label: string, text: string): Step =>
  once('type', [label, text], async (page) => {
    await fill(page, isInWords(page) ? pseudo(label) : label, text);
  });
export const typeInto = (selector: string, text: string): Step =>
  once('typeInto', [selector, text], async (page) => {
    const field = await page.waitForSelector(selector, { timeout: PATIENCE });
    await field?.type(text);
  });
export const tapFirst = (selector: string): Step =>
  once('tapFirst', [selector], async (page) => {
    const found = await page.waitForSelector(selector, { timeout: PATIENCE });
    await found?.click();
  });
/** What is drawn anew just then closes a menu: it is opened until it stays. */
export const openAccountMenu: Step = once('openAccountMenu', [], async (page) => {
  const button = '.bar .menu-anchor button';
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const found = await page.waitForSelector(button, { timeout: PATIENCE });
    await found?.click();
    await new Promise((resolve) => setTimeout(resolve, 100 * attempt));
    if ((await page.$('.bar .menu-anchor :popover-open')) !== null) return;
  }
});
/** Chooses in the list of that label. */
export const select = (label: string, value: string): Step =>
  once('select', [label, value], async (page) => {
    await waitForWords(page, label);
    await page.select('select', value);
  });
/** Into what has focus: the search of a list. */
export const search = (text: string): Step =>
  once('search', [text], async (page) => {
    await page.waitForSelector('input[type=search]:focus', { timeout: PATIENCE });
    await page.keyboard.type(text);
  });

/** The keys are listened to shortly after the first paint. */
export const openPalette = async (page: Page) => {
  const isOpen = async (): Promise<boolean> => {
    await page.keyboard.down('Control');
    await page.keyboard.press('k');
    await page.keyboard.up('Control');
    const field = page.waitForSelector('[role=combobox]', { timeout: 1_000 });
    return field.then(
      () => true,
      () => false,
    );
  };
  await until(isOpen, 'the command palette', PATIENCE);
};

export const plain = (scene: string): Walk => ({ name: scene, scene, steps: [] });
export const stakeInto = [
  tapFirst('.foot .button'),
  tap('Choose a subnet'),
  search('64'),
  tap('SN64'),
  tap('Choose another'),
  tap('Rizzo'),
];
export const typed = (amount: string) => [...stakeInto, type('Amount', amount)];
export const ticket = (name: string, scene: string, steps: Walk['steps']): Walk => ({
  name,
  scene,
  steps,
});
export const openChutes = [tap('Search subnets'), search('64'), tap('SN64')];
export const scrollTo = (selector: string): Step =>
  once('scrollTo', [selector], async (page) => {
    await page.waitForSelector(selector, { timeout: PATIENCE });
    await page.evaluate(`document.querySelector('${selector}').scrollIntoView()`);
  });
/** What has focus is of this kind, and within the window. */
export const landsOn = (selector: string) => async (page: Page) => {
  const isThere = `(() => {
    const focused = document.activeElement;
    if (!focused?.matches('${selector}')) return false;
    const { top, bottom } = focused.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  })()`;
  await until(async () => Boolean(await page.evaluate(isThere)), selector, PATIENCE);
};
export const moreOf = (entry: string) => [
  ...openChutes,
  tapFirst('.position .menu-anchor button'),
  tap(entry),
];

/** A group of the settings by its place, chosen from their list; where it stands alone already, it begins at its top. */
export const settingsPart = (place: number): Step =>
  once('settingsPart', [String(place)], async (page) => {
    await page.waitForSelector('.settings, .settings-list', { timeout: PATIENCE });
    const ways = await page.$$(':is(.settings-ways, .settings-list) button');
    await ways[place]?.click();
    if (ways.length > 0) await page.waitForSelector('.settings', { timeout: PATIENCE });
    else await page.evaluate(`document.querySelector('.settings')?.scrollIntoView()`);
  });

/** The file that a button saves, laid over the screen. */
export const showSaved = (words: string): Step => {
  const press = tap(words);
  return once('showSaved', [words], async (page) => {
    await page.evaluate(`(() => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => {
        URL.createObjectURL = make;
        const image = new Image();
        image.alt = 'The saved file';
        image.className = 'saved-file';
        image.src = make(blob);
        image.style =
          'position: fixed; inset: 0; z-index: 9; inline-size: 100%; block-size: 100%; object-fit: contain; background: gray';
        document.body.append(image);
        return make(blob);
      };
    })()`);
    await press(page);
    await page.waitForSelector('.saved-file', { timeout: PATIENCE });
  });
};

/** Where there is room, all of it is shown and nothing unfolds. */
export const unfoldNeeds = once('unfoldNeeds', [], async (page) => {
  await page.waitForSelector('.needs', { timeout: PATIENCE });
  const folded = await page.$('.panes-wide .needs, .need-more[aria-expanded=false]');
  if (await folded?.evaluate((element) => element.matches('.need-more'))) await folded?.click();
});

/** In a tab they stand open beside the order. */
export const openDetails = once('openDetails', [], async (page) => {
  await page.waitForSelector('.ticket-details', { timeout: PATIENCE });
  const folded = await page.$('.ticket-details:not([open]) > summary');
  await folded?.click();
});

/** In a small window what is set for an account is under a tab, in a large one it stands beside what it has. */
export const openAccountTab = (tab: 'settings' | 'limits'): Step =>
  once('openAccountTab', [tab], async (page) => {
    await page.waitForSelector('.account-alone, .account-parts', { timeout: PATIENCE });
    const tabs = await page.$$('.account-alone [role=tab]');
    await tabs[tab === 'settings' ? 1 : 2]?.click();
  });

export const leaveTwo = [
  openAccountMenu,
  tap('Manage accounts'),
  tap('Ledger main'),
  tap('Exit several positions'),
  // Before its rows are there the same words are found beside it, at home.
  see('Choose at least one position'),
  tap('SN64'),
  tap('SN1 Apex'),
];
