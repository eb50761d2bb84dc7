// Moves lost focus to a heading, so that keys and screen readers continue there; focus set elsewhere is kept.
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

const isLost = (): boolean =>
  document.activeElement === null || document.activeElement === document.body;

/** For a screen's heading: takes focus when the screen appears, unless an element in the screen has it. */
export function useHeadingFocus(isMain = true): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const screen = heading.current?.closest('.screen');
    if (isMain && screen?.contains(document.activeElement) !== true) {
      heading.current?.focus({ preventScroll: true });
      // In a popup lower than its page the window scrolls: a new screen begins at its top.
      globalThis.scrollTo(0, 0);
    }
  }, [isMain]);
  return heading;
}

/**
 * After `step` changed within a screen: `selector` gets focus if the focused element was removed with the old step.
 * `isFirstToo`: what shows the first step took the place of something else within the screen.
 */
export function useStepFocus(step: unknown, selector: string, isFirstToo = true): void {
  const isShown = useRef(isFirstToo);
  useLayoutEffect(() => {
    if (isShown.current && isLost())
      document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
    isShown.current = true;
  }, [step]);
}
