// The book: signing requests made here, what the chain tells of the past, and changes that no request made, newest first, by
// day; older ones are loaded on the way down.
import { errorText } from '../words/error-text.ts';
import { dayText } from './day-text.ts';
import { subnetsOf } from '../../model/move-subnets.ts';
import { groupByDay } from './activity.ts';
import { ActivityFilters } from './activity-filters.tsx';
import { useActivity, type ActivityItem } from './use-activity.tsx';
import { useBookYears } from '../books/use-book-years.ts';
import { entrySubnets } from '../books/entry-view.ts';
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

function rowsOf(items: readonly ActivityItem[], now: number): readonly ListRow[] {
  return groupByDay(items).flatMap(({ day, entries: ofDay }): ListRow[] => [
    {
      key: `day ${day}`,
      height: HEADING,
      isHeading: true,
      content: () => <h2 class="label day-heading">{dayText(day, now)}</h2>,
    },
    ...ofDay,
  ]);
}

export function ActivityScreen() {
  const { deps, router } = usePanel();
  const books = useBooks();
  const model = useActivity(FEW_ROWS);
  const { filter, choose, items, all, found } = model;
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
  const hasRun = run?.state === 'running' || run?.state === 'paused' || run?.state === 'stopped';
  const canLoad = !hasRun && books.books.value !== null && isPastUnread(books.books.value);
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
      {hasRun && (
        <div class="padded">
          <LoadCard />
        </div>
      )}
      {isEmpty && (
        <div class="padded stack-s">
          <p class="strong">{t('noActivityTitle')}</p>
          <p class="soft">{t('noActivityText')}</p>
        </div>
      )}
      {(canLoad || !isEmpty) && (
        <div class="activity-ways small">
          {!isEmpty && (
            <ActivityFilters filter={filter} netuids={netuids} years={years} onChoose={choose} />
          )}
          {canLoad && (
            <details>
              <summary>{t('historyLoadTitle')}</summary>
              <div class="activity-past">
                <LoadCard hasTitle={false} />
              </div>
            </details>
          )}
        </div>
      )}
      {isEmpty ? null : items.length === 0 && model.isWhole ? (
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
    </Screen>
  );
}
