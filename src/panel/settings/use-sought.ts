// A group of settings that the user came for: it is brought into sight, and its heading has the focus.
import { useEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

export function useSought(isSought: boolean): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isSought) return;
    heading.current?.scrollIntoView();
    heading.current?.focus({ preventScroll: true });
  }, [isSought]);
  return heading;
}
