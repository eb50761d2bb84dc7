// Moves lost focus to a heading, so that keys and screen readers continue there; focus set elsewhere is kept.
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

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

/** After the element in `area` that had focus was removed, the first of `selector` gets it; not where the user left it before. */
export function useKeptFocus(area: RefObject<HTMLElement | null>, selector: string): void {
  const held = useRef<Element | null>(null);
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    const take = ({ target }: FocusEvent): void => {
      held.current = target instanceof Element ? target : null;
    };
    const leave = ({ target }: FocusEvent): void =>
      // An element that is being removed is left too, and is gone a moment later.
      queueMicrotask(() => {
        if (held.current === target && held.current?.isConnected === true) held.current = null;
      });
    area.current?.addEventListener('focusin', take, { signal });
    area.current?.addEventListener('focusout', leave, { signal });
    return () => ending.abort();
  }, []);
  useLayoutEffect(() => {
    if (held.current === null || held.current.isConnected) return;
    held.current = null;
    if (isLost()) document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  });
}
