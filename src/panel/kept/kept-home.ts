// Home as it was last painted in a popup, kept where the next popup's first script reads it at once: what stood there, with its
// block and that block's time. Texts and attributes only; no amount is a number.
import { browser } from '../../browser.ts';
import type { PageLanguage } from '../core/set-up-page.ts';
import type { AgeWords } from './age-words.ts';

/** An element with its attributes and what is in it, or a text. */
export type KeptNode = string | { tag: string; with: Record<string, string>; in: KeptNode[] };

type KeptHome = PageLanguage & {
  /** The version and the language that drew it: no other draws it again. */
  by: string;
  theme: string;
  blockTime: number;
  words: AgeWords;
  home: KeptNode;
};

const KEY = 'home';

/** Where the age of the figures stands: said anew when they are shown again. */
export const AGE_PLACE = 'age';

export const drawnBy = (): string =>
  `${browser.runtime.getManifest().version} ${browser.i18n.getUILanguage()}`;

/** Pages of the extension share it. A browser that keeps none from a page is none the worse. */
function storage(): Storage | null {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

export function dropKeptHome(): void {
  storage()?.removeItem(KEY);
}

export function writeKeptHome(kept: KeptHome): void {
  const place = storage();
  const text = JSON.stringify(kept);
  try {
    if (place !== null && place.getItem(KEY) !== text) place.setItem(KEY, text);
  } catch {
    // No room: the next popup paints without it.
    dropKeptHome();
  }
}

/** What is kept, unparsed; null: nothing. */
export const readKeptText = (): string | null => storage()?.getItem(KEY) ?? null;
