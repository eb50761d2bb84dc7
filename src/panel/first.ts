// The first script of a popup: shows home as it was last painted, with its age now, and loads the panel. Where nothing is kept, and
// in other windows, it only loads the panel.
import { setUpPage } from './core/set-up-page.ts';
import { ageSaid } from './kept/age-words.ts';
import { drawKept, isObject, SVG, untilReplaced } from './kept/draw-kept.ts';
import { drawnBy, dropKeptHome, readKeptText } from './kept/kept-home.ts';

function ageMark(said: string): Element {
  const place = document.createElement('span');
  place.className = 'status warn';
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon icon-s');
  svg.setAttribute('viewBox', '0 0 20 20');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', '#icon-clock');
  svg.append(use);
  const text = document.createElement('span');
  text.append(said);
  place.append(svg, text);
  return place;
}

function showKept(text: string): boolean {
  const kept: unknown = JSON.parse(text);
  if (!isObject(kept) || kept['by'] !== drawnBy()) return false;
  const { theme, lang, dir, words, blockTime, home } = kept;
  if (typeof blockTime !== 'number' || typeof lang !== 'string' || typeof dir !== 'string') {
    return false;
  }
  const said = isObject(words) ? ageSaid(words, blockTime, Date.now()) : null;
  if (said === null) return false;
  const drawn = drawKept(document, home, ageMark(said));
  const place = document.querySelector('#kept');
  if (drawn === null || place === null) return false;
  const page = document.documentElement;
  setUpPage('popup', { lang, dir });
  if (theme === 'dark' || theme === 'light') page.dataset['theme'] = theme;
  place.append(drawn);
  performance.mark('kept');
  return true;
}

function showWhatIsKept(): void {
  if (!globalThis.location.search.includes('surface=popup')) return;
  try {
    const text = readKeptText();
    if (text === null || showKept(text)) return;
  } catch {
    // Not what was written: the panel draws itself.
  }
  dropKeptHome();
}

showWhatIsKept();
// At once: the first frame comes while the bundle beside this one, which the page preloads, is read. Waiting for the frame
// made both later.
void untilReplaced(document, import('./panel.js'));
