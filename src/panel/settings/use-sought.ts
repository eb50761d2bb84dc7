// A group of settings that the user came for: it is brought into sight, and its heading has the focus, each time anew.
import { useEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';
import type { Route } from '../core/router.ts';

/** `soughtBy`: the way that the user came for it; null: none. */
export function useSought(soughtBy: Route | null): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (soughtBy === null) return;
    heading.current?.scrollIntoView();
    heading.current?.focus({ preventScroll: true });
  }, [soughtBy]);
  return heading;
}
