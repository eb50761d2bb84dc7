// The first script of a popup: shows home as it was last painted, with its age now, and loads the panel. Where nothing is kept, and
// in other windows, it only loads the panel.
import { ageOf } from '../model/age.ts';
import { setUpPage } from './core/set-up-page.ts';
import { t } from './core/text.ts';
import { drawKept, isObject, SVG, untilReplaced } from './kept/draw-kept.ts';
import { drawnBy, dropKeptHome, readKeptText } from './kept/kept-home.ts';
import { blockAgeText } from './words/format.ts';

/** As the foot of home says it; never as live, because nothing is known of the node yet. */
function ageAt(block: string, blockTime: number): Element {
  const place = document.createElement('span');
  place.className = 'status warn';
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon icon-s');
  svg.setAttribute('viewBox', '0 0 20 20');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', '#icon-clock');
  svg.append(use);
  const words = document.createElement('span');
  words.append(
    t('blockNumber', { block }),
    ' · ',
    t('ageLive', { age: blockAgeText(ageOf(blockTime, Date.now())) }),
  );
  place.append(svg, words);
  return place;
}

function showKept(text: string): boolean {
  const kept: unknown = JSON.parse(text);
  if (!isObject(kept) || kept['by'] !== drawnBy()) return false;
  const { theme, block, blockTime, home } = kept;
  if (typeof block !== 'string' || typeof blockTime !== 'number') return false;
  const drawn = drawKept(document, home, ageAt(block, blockTime));
  const place = document.querySelector('#kept');
  if (drawn === null || place === null) return false;
  const page = document.documentElement;
  setUpPage('popup');
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
