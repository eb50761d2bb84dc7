// Whether the list of what happened is wide enough for columns: by the list itself, as request.css asks, since it stands alone or
// beside home.
import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { followWidth } from '../core/has-width.ts';

/** Columns appear from this width of the list on (request.css). */
const COLUMNS_FROM = 44;

/** Of the one list that is shown. */
export const hasColumns = signal(false);

/** A ref for the list. */
export function useColumns(): (list: HTMLElement | null) => void {
  return useMemo(() => {
    let end: (() => void) | null = null;
    return (list) => {
      end?.();
      end =
        list === null
          ? null
          : followWidth(list, COLUMNS_FROM, (has) => {
              hasColumns.value = has;
            });
    };
  }, []);
}
