// Whether the list of what happened is wide enough for columns: by the list itself, as request.css asks, since it stands alone or
// beside home.
import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';

/** Columns appear from this width of the list on (request.css). */
const COLUMNS_FROM = 44;

/** Of the one list that is shown. */
export const hasColumns = signal(false);

/** A ref for the list. */
export function useColumns(): (list: HTMLElement | null) => void {
  return useMemo(() => {
    let observer: ResizeObserver | null = null;
    return (list) => {
      observer?.disconnect();
      observer = null;
      if (list === null) return;
      const look = (): void => {
        const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
        hasColumns.value = list.getBoundingClientRect().width >= COLUMNS_FROM * rem;
      };
      look();
      observer = new ResizeObserver(look);
      observer.observe(list);
    };
  }, []);
}
