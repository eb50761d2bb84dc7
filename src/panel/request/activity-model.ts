// The filter of the list, and the older requests that were loaded from the store so far, a page at a time.
import { batch, signal, type ReadonlySignal } from '@preact/signals';
import type { RequestsFrom, SigningRequest } from '../../model/request.ts';
import { createAction, type Action } from '../core/action.ts';
import type { PanelDeps } from '../core/panel-deps.ts';
import { isWanted, noFilter, type ActivityFilter } from './activity.ts';

const PAGE = 100;

type ActivityModel = {
  filter: ReadonlySignal<ActivityFilter>;
  /** Beside those that the panel follows anyway; some may be among both. */
  older: ReadonlySignal<readonly SigningRequest[]>;
  /** There is nothing older in the store. */
  isWhole: ReadonlySignal<boolean>;
  reading: Action;
  choose: (part: Partial<ActivityFilter>) => void;
  /** Reads on until something new is there, or nothing is left. */
  more: () => Promise<void>;
};

export function createActivityModel(
  { reader }: Pick<PanelDeps, 'reader'>,
  isFollowed: (id: string) => boolean,
): ActivityModel {
  const filter = signal(noFilter);
  const older = signal<readonly SigningRequest[]>([]);
  const isWhole = signal(false);
  const reading = createAction();
  let from: RequestsFrom | null = null;
  return {
    filter,
    older,
    isWhole,
    reading,
    choose(part) {
      batch(() => {
        filter.value = { ...filter.peek(), ...part };
        older.value = [];
        isWhole.value = false;
      });
      from = null;
    },
    async more() {
      if (isWhole.peek() || reading.error.peek() !== null) return;
      await reading.run(async () => {
        let hasNew = false;
        while (!hasNew && !isWhole.peek()) {
          const wanted = filter.peek();
          const page = await reader.readRequestsPage(from, PAGE, isWanted(wanted));
          // Another filter was chosen meanwhile: its own pages begin anew.
          if (wanted !== filter.peek()) continue;
          from = page.next;
          hasNew = page.requests.some(({ id }) => !isFollowed(id));
          batch(() => {
            older.value = [...older.peek(), ...page.requests];
            isWhole.value = page.next === null;
          });
        }
      });
    },
  };
}
