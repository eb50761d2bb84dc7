// Draws a value after the frame that shows what it belongs to, and after what the user does meanwhile.
import { useLayoutEffect, useState } from 'preact/hooks';

/** Milliseconds: also without a rest it is drawn then. */
const LATEST = 300;

/** `isOld`: the newest value is still to come, and `value` is the one before it. */
export function useLater<T>(newest: T): { value: T; isOld: boolean } {
  // In an object: a function as a value would be called.
  const [shown, setShown] = useState({ value: newest });
  const isOld = shown.value !== newest;
  useLayoutEffect(() => {
    if (!isOld) return undefined;
    let idle = 0;
    // The frame first; nothing is said of one that a hidden window does not draw.
    const frame = requestAnimationFrame(() => {
      idle = requestIdleCallback(() => setShown({ value: newest }), { timeout: LATEST });
    });
    return () => {
      cancelAnimationFrame(frame);
      cancelIdleCallback(idle);
    };
  }, [newest, isOld]);
  return { value: shown.value, isOld };
}
