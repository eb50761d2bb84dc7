// The book: signing requests made here, what the chain tells of the past, and changes that no request made, newest first, by
// day; older ones are loaded on the way down.
import { useState } from 'preact/hooks';
import { errorText } from '../words/error-text.ts';
import { dayText, daysText } from './day-text.ts';
import { subnetsOf } from '../../model/move-subnets.ts';
import { groupByDay } from './activity.ts';
import { ActivityFilters } from './activity-filters.tsx';
import { hasColumns, useColumns } from './activity-columns.ts';
import { LineHeads, rowHeight } from './activity-line.tsx';
import { atHome, foldedRewards, type Rewards } from './rewards.ts';
import { RewardsLine, RewardsPart } from './rewards-line.tsx';
import { useRewards } from './use-rewards.ts';
import { useActivity } from './use-activity.tsx';
import { useBookYears } from '../books/use-book-years.ts';
import { entrySubnets } from '../books/entry-view.ts';
import { isPastUnread } from '../books/coverage.ts';
import { HistoryBrings } from '../books/history-brings.tsx';
import { LoadCard } from '../books/load-card.tsx';
import { useBooks } from '../books/use-books.ts';
import { t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { lazy } from '../ui/lazy.tsx';
import { usePanel } from '../core/panel-context.ts';
import { Screen } from '../ui/screen.tsx';
import { WindowedList, type ListRow } from '../ui/windowed-list.tsx';

const ExportSheet = lazy(() => import('../books/export-sheet.tsx').then((m) => m.ExportSheet));

const HEADING = 32;
/** As in request.css. */
const PART = 32;
/** With fewer rows than fill any window no scrolling tells that more are wanted. */
const FEW_ROWS = 60;

/** A row of the list with its days: of most things one. */
type Dated = ListRow & { at: number; since?: number; parts?: readonly ListRow[] };

function rowsOf(items: readonly Dated[], now: number): readonly ListRow[] {
  return groupByDay(items).flatMap(({ day, entries: ofDay }): ListRow[] => [
    {
      key: `day ${day}`,
      height: HEADING,
      isHeading: true,
      content: () => (
        <h2 class="label day-heading">
          {ofDay.length === 1 ? daysText(ofDay[0]?.since ?? day, day, now) : dayText(day, now)}
        </h2>
      ),
    },
    ...ofDay.flatMap((one) => [one, ...(one.parts ?? [])]),
  ]);
}

/** Days without anything else are one row; by their own filter each is one. */
function rewardRows(
  rewards: readonly Rewards[],
  items: readonly { at: number }[],
  opened: { keys: ReadonlySet<string>; turn: (key: string) => void; isByDay: boolean },
): readonly Dated[] {
  const busy = new Set(items.map(({ at }) => new Date(at).toDateString()));
  const isBusy = (day: number): boolean =>
    opened.isByDay || busy.has(new Date(atHome(day)).toDateString());
  return foldedRewards(rewards, isBusy).map((one) => {
    const key = `rewards ${one.last}`;
    const isOpen = opened.keys.has(key);
    return {
      key,
      at: atHome(one.last),
      since: atHome(one.first),
      height: rowHeight('ended'),
      content: (tabIndex) => (
        <RewardsLine
          rewards={one}
          isOpen={isOpen}
          tabIndex={tabIndex}
          onPress={() => opened.turn(key)}
        />
      ),
      parts: isOpen
        ? one.bySubnet.map(({ subnet, earned }) => ({
            key: `${key} ${subnet.netuid} ${subnet.registeredAt}`,
            height: PART,
            isHeading: true,
            content: () => <RewardsPart netuid={subnet.netuid} earned={earned} />,
          }))
        : [],
    };
  });
}

/** In place of an empty list. `hasHistory`: there is stake, so something happened before Taubar. */
function Nothing({ hasHistory, canLoad }: { hasHistory: boolean; canLoad: boolean }) {
  return (
    <div class="padded request">
      <div class="request-parts">
        <div class="stack">
          <div class="stack-s">
            <p class="strong">{t(hasHistory ? 'noHistoryTitle' : 'noActivityTitle')}</p>
            <p class="soft">{t(hasHistory ? 'noHistoryText' : 'noActivityText')}</p>
          </div>
          {canLoad && <LoadCard hasTitle={!hasHistory} />}
        </div>
        {canLoad && (
          <section class="stack request-aside">
            <h2>{t('historyBringsTitle')}</h2>
            <HistoryBrings />
          </section>
        )}
      </div>
    </div>
  );
}

/** Nothing of what was before Taubar is listed: says so, and unfolds how it is loaded. */
function PastLoad() {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <LoadCard />;
  return (
    <p class="small soft">
      {t('historyBefore')}{' '}
      <LinkButton onPress={() => setOpen(true)}>{t('historyLoadTitle')}</LinkButton>
    </p>
  );
}

export function ActivityScreen() {
  const { deps, router, store } = usePanel();
  const books = useBooks();
  const model = useActivity(FEW_ROWS);
  const { filter, choose, items, all, found } = model;
  const earned = useRewards(filter);
  const error = model.error ?? earned.error;
  const rewards = earned.days.filter(({ last }) => atHome(last) >= model.since);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [isExporting, setExporting] = useState(false);
  const netuids = [
    ...new Set([
      ...all.flatMap(({ plan }) => subnetsOf(plan.move)),
      ...found.flatMap(entrySubnets),
      ...(filter.netuid === null ? [] : [filter.netuid]),
    ]),
  ].toSorted((a, b) => a - b);
  const years = useBookYears(all);
  const isFiltered = Object.values(filter).some((value) => value !== null);
  const isEmpty = items.length === 0 && rewards.length === 0 && model.isWhole && !isFiltered;
  const hasStake = (store.snapshot.value?.snapshot.positions ?? []).some(({ alpha }) => alpha > 0n);
  const run = books.run.value;
  const hasRun = run?.state === 'running' || run?.state === 'paused' || run?.state === 'stopped';
  const canLoad = !hasRun && books.books.value !== null && isPastUnread(books.books.value);
  const isByDay = filter.kind !== null;
  const list = useColumns();
  const turn = (key: string) =>
    setOpened((before) => {
      const keys = new Set(before);
      if (!keys.delete(key)) keys.add(key);
      return keys;
    });
  return (
    <Screen
      title={t('activityTitle')}
      actions={
        // Of nothing there is neither a file nor a result.
        (!isEmpty || hasRun) && (
          <div class="activity-way">
            <Button isSmall look="quiet" icon="fall" onPress={() => setExporting(true)}>
              {t('activityExport')}
            </Button>
            <Button
              isSmall
              look="quiet"
              icon="bars"
              onPress={() => router.go({ name: 'performance' })}
            >
              {t('performanceTitle')}
            </Button>
          </div>
        )
      }
    >
      {error !== null && (
        <div class="padded">
          <Banner tone="red" isAlert>
            {errorText(error)}
          </Banner>
        </div>
      )}
      {hasRun && (
        <div class="padded">
          <LoadCard />
        </div>
      )}
      {isEmpty && <Nothing hasHistory={hasStake && !hasRun} canLoad={canLoad} />}
      {!isEmpty && (
        <div class="activity-ways small">
          <ActivityFilters filter={filter} netuids={netuids} years={years} onChoose={choose} />
          {canLoad && <PastLoad />}
        </div>
      )}
      {isEmpty ? null : items.length === 0 && rewards.length === 0 && model.isWhole ? (
        <p class="padded soft">{t('nothingFound')}</p>
      ) : (
        <div class="activity-list" ref={list}>
          {hasColumns.value && <LineHeads />}
          <WindowedList
            label={t('activityTitle')}
            rows={rowsOf(
              [...items, ...rewardRows(rewards, items, { keys: opened, turn, isByDay })].toSorted(
                (a, b) => b.at - a.at,
              ),
              deps.now(),
            )}
            onEnd={() => model.more()}
          />
        </div>
      )}
      {isExporting && <ExportSheet onClose={() => setExporting(false)} />}
    </Screen>
  );
}
