// Where focus goes when what had it is gone: to the heading of what came instead, so that keys and screen readers
// go on from there. What took focus for itself keeps it.
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

const isLost = (): boolean =>
  document.activeElement === null || document.activeElement === document.body;

/** For a screen's heading: takes focus when the screen comes, unless something in the screen has it already. */
export function useHeadingFocus(isMain = true): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const screen = heading.current?.closest('.screen');
    if (isMain && screen?.contains(document.activeElement) !== true) {
      heading.current?.focus({ preventScroll: true });
    }
  }, [isMain]);
  return heading;
}

/** After `step` changed within a screen: when the pressed button went with the old step, the new one gets focus. */
export function useStepFocus(step: unknown, selector: string): void {
  useLayoutEffect(() => {
    if (isLost()) document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  }, [step]);
}
