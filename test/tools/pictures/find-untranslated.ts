// What a translation would not reach or would break, on the screen that is shown in pseudo words.
import type { Page } from 'puppeteer-core';

/** Runs in the page. Names stand in elements or marks of their own, which keep their direction. */
function look(): string[] {
  const problems: string[] = [];
  const isShown = (element: Element): boolean =>
    element.checkVisibility() && element.closest('.hidden-text, [aria-hidden=true], svg') === null;
  const namesOf = 'bdi, .address, .amount, option, select, [data-name]';
  /** Web addresses and places for figures in them, accounts, kinds of keys, and days and times as the browser's language writes them. */
  const data =
    /\{\w+\}|\b(?:wss?|https?):\/\/[^\s~\]]*|\b5[1-9A-Za-z]{46,}\b|\b(?:sr|ed)25519\b|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b|\b[AP]M\b|\b\w+day\b/g;
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const { currentNode: node } = words;
    const parent = node.parentElement;
    if (parent === null || !isShown(parent) || parent.closest(namesOf) !== null) continue;
    const bare = (node.textContent ?? '')
      .replaceAll(/[\u2066-\u2068][^\u2069]*\u2069/g, '')
      .replaceAll(data, '');
    if (/[A-Za-z]{2,}/.test(bare)) problems.push(`not from messages: ${bare.trim()}`);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
    if (!isShown(element) || element.closest('.amount') !== null) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      const bare = (element.getAttribute(name) ?? '')
        .replaceAll(/[\u2066-\u2068][^\u2069]*\u2069/g, '')
        .replaceAll(data, '');
      if (/[A-Za-z]{2,}/.test(bare)) {
        problems.push(`${name} not from messages: ${bare}`);
      }
    }
  }
  const whole =
    'button.button, .badge, .pill, .segment, .nav-button, .chip, label, h2, dt, th, .label';
  for (const element of document.querySelectorAll(whole)) {
    if (!isShown(element) || element.matches('.one-line') || element.clientWidth === 0) continue;
    if (element.scrollWidth > element.clientWidth + 1) {
      problems.push(
        `cut by ${element.scrollWidth - element.clientWidth} px: ${element.textContent}`,
      );
    }
  }
  return problems;
}

/** Runs in the page: what is wider than the place it stands in. */
function lookAtWidths(): string[] {
  return ['html', '.body', '.bar', '.foot', '.review', '.sheet'].flatMap((place) =>
    [...document.querySelectorAll(place)].flatMap((element) => {
      const more = element.scrollWidth - element.clientWidth;
      return element.checkVisibility() && more > 1 ? [`${place} is ${more} px too wide`] : [];
    }),
  );
}

/** In the direction of the page, and then from right to left. */
export async function findUntranslated(page: Page): Promise<string[]> {
  const found = await page.evaluate(look);
  const wide = await page.evaluate(lookAtWidths);
  await page.evaluate("document.documentElement.dir = 'rtl'");
  const mirrored = await page.evaluate(lookAtWidths);
  return [...found, ...wide, ...mirrored.map((problem) => `from right to left: ${problem}`)];
}
