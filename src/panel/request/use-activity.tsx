// The book as rows: signing requests made here, what the chain tells of the past, and changes that no request made.
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import * as bookReader from '../../store/book-reader.ts';
import type { Ss58Address } from '../../units.ts';
import { entryKey } from '../books/entry-view.ts';
import { useBooks } from '../books/use-books.ts';
import { usePanel } from '../core/panel-context.ts';
import {
  isChangeWanted,
  isToldBy,
  isWanted,
  mergeRequests,
  shownSince,
  wantsMore,
  type ActivityFilter,
} from './activity.ts';
import { ChangeLine, EntryLine, RequestLine, requestHeight } from './activity-lines.tsx';
import { rowHeight } from './activity-line.tsx';
import { createActivityModel } from './activity-model.ts';
import { createEntriesModel } from './entries-model.ts';

type ActivityItem = {
  at: number;
  key: string;
  height: number;
  /** `isUndated`: no heading names its day. */
  content: (tabIndex: 0 | -1, isUndated?: boolean) => ComponentChildren;
};

/**
 * What happened, by the user's filter, newest first, as far as it was loaded. `few`: so many rows are loaded unasked; `first`: what
 * the filter begins with; `only`: of these accounts alone, whatever the filter.
 */
export function useActivity(
  few: number,
  first: Partial<ActivityFilter> = {},
  only: readonly Ss58Address[] | null = null,
) {
  const { store, deps } = usePanel();
  const coldkeys = only ?? store.accounts.value.map(({ coldkey }) => coldkey);
  const asked = useRef(coldkeys);
  asked.current = coldkeys;
  const books = useBooks();
  const requests = useMemo(() => {
    const model = createActivityModel(deps, (id) =>
      store.requests.peek().some((one) => one.id === id),
    );
    model.choose(first);
    return model;
  }, []);
  const entries = useMemo(
    () =>
      createEntriesModel(
        bookReader,
        () => ({
          genesisHash: store.network.peek().genesisHash,
          coldkeys: asked.current,
        }),
        requests.filter.peek(),
      ),
    [],
  );
  const changes = books.changes.value;
  useEffect(() => void entries.again(), [changes]);
  // Another window may switch the network or add an account: entries of before are of others then.
  const whose = `${store.network.value.genesisHash} ${coldkeys.join()}`;
  const shownOf = useRef(whose);
  useEffect(() => {
    if (shownOf.current === whose) return;
    shownOf.current = whose;
    entries.choose(requests.filter.peek());
  }, [whose]);
  const oldest = <T,>(list: readonly T[], atOf: (one: T) => number): number | null => {
    const last = list.at(-1);
    return last === undefined ? null : atOf(last);
  };
  const lists = [
    {
      oldest: oldest(requests.older.value, ({ createdAt }) => createdAt),
      isWhole: requests.isWhole.value,
    },
    { oldest: oldest(entries.entries.value, ({ at }) => at), isWhole: entries.isWhole.value },
  ] as const;
  const [ofRequests, ofEntries] = lists;
  const since = shownSince(lists);
  const filter = requests.filter.value;
  const all = mergeRequests(store.requests.value, requests.older.value);
  const told = store.changes.value;
  const isTold = isToldBy(all, told);
  const found = entries.entries.value;
  const isOfThese = ({ coldkey }: { coldkey: Ss58Address }): boolean =>
    only === null || only.includes(coldkey);
  const items: readonly ActivityItem[] = [
    ...all
      .filter(isOfThese)
      .filter(isWanted(filter))
      .map((request) => ({
        at: request.createdAt,
        key: request.id,
        height: rowHeight(requestHeight(request)),
        content: (tabIndex: 0 | -1, isUndated = false) => (
          <RequestLine {...{ request, tabIndex, isUndated }} />
        ),
      })),
    ...found
      .filter((entry) => !isTold(entry))
      .map((entry) => ({
        at: entry.at,
        key: entryKey(entry),
        height: rowHeight(entry.kind === 'failed' ? 'told' : 'plain'),
        content: (tabIndex: 0 | -1, isUndated = false) => (
          <EntryLine {...{ entry, tabIndex, isUndated }} />
        ),
      })),
    ...told
      .filter(isOfThese)
      .filter(isChangeWanted(filter))
      .map((change) => ({
        at: change.after.at,
        key: change.id,
        height: rowHeight('told'),
        content: (tabIndex: 0 | -1, isUndated = false) => (
          <ChangeLine {...{ change, tabIndex, isUndated }} />
        ),
      })),
  ]
    .filter(({ at }) => at >= since)
    .toSorted((a, b) => b.at - a.at);
  const choose: typeof requests.choose = (part) => {
    requests.choose(part);
    entries.choose(requests.filter.peek());
  };
  /** Of the list whose end is nearer: the other's rows wait for it. */
  const more = () => {
    const [a, b] = lists.map((list) =>
      list.isWhole ? Number.NEGATIVE_INFINITY : (list.oldest ?? Number.POSITIVE_INFINITY),
    );
    if (!ofRequests.isWhole && (a ?? 0) >= (b ?? 0)) void requests.more();
    if (!ofEntries.isWhole && (b ?? 0) >= (a ?? 0)) void entries.more();
  };
  const isWanting = wantsMore(items.length, few, lists);
  useEffect(() => {
    if (isWanting) more();
  }, [filter, isWanting, items.length, found.length, all.length]);
  return {
    filter,
    choose,
    items,
    /** What is older is not shown yet. */
    since,
    all,
    found,
    isWhole: ofRequests.isWhole && ofEntries.isWhole,
    error: requests.reading.error.value ?? entries.reading.error.value,
    more,
  };
}
