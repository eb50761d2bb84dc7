// What the page itself is told of where it stands, its language and its direction.
import { browser, type Surface } from '../../browser.ts';

export function surfaceOf(search: string): Surface {
  const surface = new URLSearchParams(search).get('surface');
  return surface === 'side' || surface === 'tab' ? surface : 'popup';
}

export type PageLanguage = { lang: string; dir: string };

/** The first of all that is asked of the browser's sentences: where its process is new, it waits for their file. */
export const languageOfPage = (): PageLanguage => ({
  lang: browser.i18n.getMessage('@@ui_locale').replace('_', '-') || 'en',
  dir: browser.i18n.getMessage('@@bidi_dir') || 'ltr',
});

/**
 * Whoever draws first does this first. Once something is drawn, the same again changes nothing: a changed direction would have
 * the browser lay out all that stands there anew.
 */
export function setUpPage(surface: Surface, { lang, dir }: PageLanguage): void {
  const root = document.documentElement;
  const attributes = { 'data-surface': surface, lang, dir };
  for (const [name, value] of Object.entries(attributes)) {
    if (root.getAttribute(name) !== value) root.setAttribute(name, value);
  }
}
