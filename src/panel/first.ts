// The first script of a popup: shows home as it was last painted, with its age now, and loads the panel after that frame. Where
// nothing is kept, and in other windows, it only loads the panel.
import { ageOf } from '../model/age.ts';
import { t } from './core/text.ts';
import { drawKept, isObject, SVG, untilReplaced } from './kept/draw-kept.ts';
import { drawnBy, dropKeptHome, readKeptText } from './kept/kept-home.ts';
import { blockAgeText } from './words/format.ts';

/** A window that is not shown has no frames: the panel waits no longer than this. */
const LONGEST_WAIT_MS = 200;

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
    t('ageAsOf', { age: blockAgeText(ageOf(blockTime, Date.now())) }),
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
  page.dataset['surface'] = 'popup';
  if (theme === 'dark' || theme === 'light') page.dataset['theme'] = theme;
  place.append(drawn);
  performance.mark('kept');
  return true;
}

function isShown(): boolean {
  if (!globalThis.location.search.includes('surface=popup')) return false;
  try {
    const text = readKeptText();
    if (text === null) return false;
    if (showKept(text)) return true;
  } catch {
    // Not what was written: the panel draws itself.
  }
  dropKeptHome();
  return false;
}

let isLoading = false;
function loadPanel(): void {
  if (isLoading) return;
  isLoading = true;
  // The bundle beside this one: the page preloads it.
  void untilReplaced(document, import('./panel.js'));
}

if (isShown()) {
  requestAnimationFrame(() => setTimeout(loadPanel));
  setTimeout(loadPanel, LONGEST_WAIT_MS);
} else loadPanel();
