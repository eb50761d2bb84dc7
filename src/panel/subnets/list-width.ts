// Whether the list of subnets is wide enough for columns.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { followWidth, hasWidth } from '../core/has-width.ts';

/** Columns appear from this width of the list on (subnets.css): in a narrower window none of their figures is drawn. */
const COLUMNS_FROM = 53;
export const mayHaveColumns = hasWidth(`${COLUMNS_FROM}rem`);

/** Whether the list itself is as wide as that. */
export function useWide() {
  const box = useRef<HTMLDivElement>(null);
  const [isWide, setWide] = useState(false);
  useLayoutEffect(() => {
    const list = box.current;
    if (list === null) return undefined;
    return followWidth(list, COLUMNS_FROM, setWide);
  }, []);
  return { box, isWide };
}
