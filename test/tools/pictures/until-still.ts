// When a page in the harness has come to rest: nothing is put off, drawn, moving or still to be loaded.
import type { Page } from 'puppeteer-core';
import { SIM_DELAY } from '../../../src/panel/ticket/node-quote.ts';

const FRAMES = 6;
/** Something that never rests is looked at all the same. */
const PATIENCE_MS = 10_000;

/** Runs in the page before the panel does: counts what the panel puts off for a moment. */
export function countTimers(): void {
  const pending = new Set<unknown>();
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const counted = (work: () => void, delay = 0): unknown => {
    const timer = set(() => {
      pending.delete(timer);
      work();
    }, delay);
    if (delay <= SIM_DELAY) pending.add(timer);
    return timer;
  };
  const uncounted = (timer: ReturnType<typeof setTimeout> | undefined): void => {
    pending.delete(timer);
    clear(timer);
  };
  Object.assign(globalThis, {
    setTimeout: counted,
    clearTimeout: uncounted,
    timersPending: () => pending.size,
  });
}

/** Frame by frame: all of it has to hold for some frames in a row. */
const stillText = `new Promise((resolve) => {
  let still = 0;
  const observer = new MutationObserver(() => { still = 0; });
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const isMoving = (animation) =>
    animation.playState === 'running' && animation.effect?.getComputedTiming().endTime !== Infinity;
  // A screen that is still to be loaded leaves its place empty.
  const isEmpty = () =>
    [...document.querySelectorAll('.app, .pane')].some(({ textContent }) => textContent.trim() === '');
  const end = performance.now() + ${PATIENCE_MS};
  const look = () => {
    const isBusy =
      isEmpty() ||
      document.fonts.status !== 'loaded' ||
      (globalThis.timersPending?.() ?? 0) > 0 ||
      document.getAnimations().some(isMoving);
    still = isBusy ? 0 : still + 1;
    if (still > ${FRAMES} || performance.now() > end) {
      observer.disconnect();
      resolve(still > ${FRAMES});
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
})`;

export async function untilStill(page: Page): Promise<void> {
  await page.evaluate(stillText);
}
