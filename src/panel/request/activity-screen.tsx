// The book: signing requests made here, what the chain tells of the past, and changes that no request made, newest first, by
// day; older ones are loaded on the way down.
import { useEffect, useMemo } from 'preact/hooks';
import * as bookReader from '../../store/book-reader.ts';
import { errorText } from '../words/error-text.ts';
import { dayText } from './day-text.ts';
import {
  groupByDay,
  isChangeWanted,
  isToldBy,
  isWanted,
  mergeRequests,
  shownSince,
  subnetsOf,
} from './activity.ts';
import { ActivityFilters } from './activity-filters.tsx';
import { ChangeLine, EntryLine, RequestLine, ROW } from './activity-lines.tsx';
import { createActivityModel } from './activity-model.ts';
import { createEntriesModel } from './entries-model.ts';
import { useBookYears } from '../books/use-book-years.ts';
import { entryKey, entrySubnets } from '../books/entry-view.ts';
import { isPastUnread } from '../books/coverage.ts';
import { LoadCard } from '../books/load-card.tsx';
import { useBooks } from '../books/use-books.ts';
import { t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { IconButton } from '../ui/button.tsx';
import { usePanel } from '../core/panel-context.ts';
import { Screen } from '../ui/screen.tsx';
import { WindowedList, type ListRow } from '../ui/windowed-list.tsx';

const HEADING = 32;
/** With fewer rows than fill any window no scrolling tells that more are wanted. */
const FEW_ROWS = 60;

type Item = { at: number; key: string; content: ListRow['content'] };

function rowsOf(items: readonly Item[], now: number): readonly ListRow[] {
  return groupByDay(items).flatMap(({ day, entries: ofDay }): ListRow[] => [
    {
      key: `day ${day}`,
      height: HEADING,
      isHeading: true,
      content: () => <h2 class="label day-heading">{dayText(day, now)}</h2>,
    },
    ...ofDay.map(({ key, content }) => ({ key, height: ROW, content })),
  ]);
}

function useActivity() {
  const { store, deps } = usePanel();
  const books = useBooks();
  const requests = useMemo(
    () => createActivityModel(deps, (id) => store.requests.peek().some((one) => one.id === id)),
    [],
  );
  const entries = useMemo(
    () =>
      createEntriesModel(
        bookReader,
        () => ({
          genesisHash: store.network.peek().genesisHash,
          coldkeys: store.accounts.peek().map(({ coldkey }) => coldkey),
        }),
        requests.filter.peek(),
      ),
    [],
  );
  const changes = books.changes.value;
  useEffect(() => void entries.again(), [changes]);
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
  return {
    requests,
    entries,
    since: shownSince(lists),
    isWhole: ofRequests.isWhole && ofEntries.isWhole,
    error: requests.reading.error.value ?? entries.reading.error.value,
    /** Of the list whose end is nearer: the other's rows wait for it. */
    more() {
      const [a, b] = lists.map((list) =>
        list.isWhole ? Number.NEGATIVE_INFINITY : (list.oldest ?? Number.POSITIVE_INFINITY),
      );
      if (!ofRequests.isWhole && (a ?? 0) >= (b ?? 0)) void requests.more();
      if (!ofEntries.isWhole && (b ?? 0) >= (a ?? 0)) void entries.more();
    },
  };
}

export function ActivityScreen() {
  const { store, deps, router } = usePanel();
  const books = useBooks();
  const model = useActivity();
  const filter = model.requests.filter.value;
  const choose: typeof model.requests.choose = (part) => {
    model.requests.choose(part);
    model.entries.choose(model.requests.filter.peek());
  };
  const all = mergeRequests(store.requests.value, model.requests.older.value);
  const changes = store.changes.value;
  const isTold = isToldBy(all, changes);
  const found = model.entries.entries.value;
  const items: Item[] = [
    ...all.filter(isWanted(filter)).map((request) => ({
      at: request.createdAt,
      key: request.id,
      content: (tabIndex: 0 | -1) => <RequestLine request={request} tabIndex={tabIndex} />,
    })),
    ...found
      .filter((entry) => !isTold(entry))
      .map((entry) => ({
        at: entry.at,
        key: entryKey(entry),
        content: (tabIndex: 0 | -1) => <EntryLine entry={entry} tabIndex={tabIndex} />,
      })),
    ...changes.filter(isChangeWanted(filter)).map((change) => ({
      at: change.after.at,
      key: change.id,
      content: (tabIndex: 0 | -1) => <ChangeLine change={change} tabIndex={tabIndex} />,
    })),
  ]
    .filter(({ at }) => at >= model.since)
    .toSorted((a, b) => b.at - a.at);
  useEffect(() => {
    if (items.length < FEW_ROWS && !model.isWhole) model.more();
  }, [filter, items.length, found.length, all.length, model.isWhole]);
  const netuids = [
    ...new Set([
      ...all.flatMap(({ plan }) => subnetsOf(plan.move)),
      ...found.flatMap(entrySubnets),
      ...(filter.netuid === null ? [] : [filter.netuid]),
    ]),
  ].toSorted((a, b) => a - b);
  const years = useBookYears(all);
  const isFiltered = Object.values(filter).some((value) => value !== null);
  const isEmpty = items.length === 0 && model.isWhole && !isFiltered;
  const run = books.run.value;
  const isLoading = run?.state === 'running' || run?.state === 'paused';
  return (
    <Screen
      title={t('activityTitle')}
      actions={
        <IconButton
          icon="bars"
          label={t('performanceTitle')}
          onPress={() => router.go({ name: 'performance' })}
        />
      }
    >
      {model.error !== null && (
        <div class="padded">
          <Banner tone="red" isAlert>
            {errorText(model.error)}
          </Banner>
        </div>
      )}
      {isLoading || run?.state === 'stopped' ? (
        <div class="padded">
          <LoadCard />
        </div>
      ) : (
        books.books.value !== null &&
        isPastUnread(books.books.value) && (
          <details class="activity-filters small">
            <summary>{t('historyLoadTitle')}</summary>
            <div class="activity-past">
              <LoadCard />
            </div>
          </details>
        )
      )}
      {isEmpty ? (
        <div class="padded stack-s">
          <p class="strong">{t('noActivityTitle')}</p>
          <p class="soft">{t('noActivityText')}</p>
        </div>
      ) : (
        <>
          <ActivityFilters filter={filter} netuids={netuids} years={years} onChoose={choose} />
          {items.length === 0 && model.isWhole ? (
            <p class="padded soft">{t('nothingFound')}</p>
          ) : (
            <div class="activity-list">
              <WindowedList
                label={t('activityTitle')}
                rows={rowsOf(items, deps.now())}
                onEnd={() => model.more()}
              />
            </div>
          )}
        </>
      )}
    </Screen>
  );
}
