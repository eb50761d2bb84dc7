// Which subnets' rows the user sees, in all open windows together: each window tells its own and takes none of another's away.
import type { Netuid } from '../units.ts';

export type RowsInSight = {
  /** A window's port is open: as long as it is, what it tells counts. */
  opened: (window: string) => void;
  closed: (window: string) => void;
  watch: (window: string, netuids: readonly Netuid[]) => void;
};

/** `tell`: takes the rows of all windows, each once, ascending. */
export function createRowsInSight(tell: (netuids: readonly Netuid[]) => void): RowsInSight {
  const ofWindow = new Map<string, readonly Netuid[]>();
  const tellAll = (): void => {
    const all = new Set([...ofWindow.values()].flat());
    tell([...all].toSorted((a, b) => a - b));
  };
  return {
    opened(window) {
      ofWindow.set(window, []);
    },
    closed(window) {
      ofWindow.delete(window);
      tellAll();
    },
    watch(window, netuids) {
      // Told as it closed: nobody would take it back.
      if (!ofWindow.has(window)) return;
      ofWindow.set(window, netuids);
      tellAll();
    },
  };
}
