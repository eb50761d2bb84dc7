// The newest of what happened, beside home, with the way to all of it; while nothing of the past is loaded, the way to that.
import { useEffect } from 'preact/hooks';
import { isAllRead } from '../../portfolio/portfolio-value.ts';
import { isPastUnread } from '../books/coverage.ts';
import { HistoryBrings } from '../books/history-brings.tsx';
import { useBooks } from '../books/use-books.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { hasColumns, useColumns } from '../request/activity-columns.ts';
import { LineHeads } from '../request/activity-line.tsx';
import { useActivity } from '../request/use-activity.tsx';
import { errorText } from '../words/error-text.ts';
import { Button, LinkButton } from '../ui/button.tsx';

const SHOWN = 5;

/** The past is on the chain, and nothing of it was asked for: there is stake, so something happened. */
function useIsPastOut(): boolean {
  const { portfolio } = usePanel();
  const { books, run } = useBooks();
  const value = portfolio.sums.value;
  const hasStake = value !== null && isAllRead(value) && value.subnets.length > 0;
  const isUnder = run.value?.state === 'running' || run.value?.state === 'paused';
  return hasStake && !isUnder && books.value !== null && isPastUnread(books.value);
}

export function RecentActivity() {
  const { router, portfolio } = usePanel();
  const { filter, choose, items, error, isWhole } = useActivity(SHOWN);
  const chosen = portfolio.chosen.value;
  // Of whom home shows: all of them, or the one that is chosen.
  useEffect(() => {
    if (filter.coldkey !== chosen) choose({ coldkey: chosen });
  }, [chosen]);
  const list = useColumns();
  const isPastOut = useIsPastOut();
  const hasNone = items.length === 0 && error === null;
  const toActivity = () => router.go({ name: 'activity' });
  if (hasNone && !(isPastOut && isWhole)) return null;
  return (
    <section class="card overview-recent" aria-label={t('recentTitle')}>
      <div class="line apart">
        <h2>{t('recentTitle')}</h2>
        {!hasNone && <LinkButton onPress={toActivity}>{t('recentAll')}</LinkButton>}
      </div>
      {error !== null && <p class="small warn">{errorText(error)}</p>}
      {hasNone ? (
        <div class="recent-past">
          <div class="stack">
            <p class="soft">{t('historyBefore')}</p>
            <div>
              <Button icon="list" onPress={toActivity}>
                {t('historyBegin')}
              </Button>
            </div>
          </div>
          <HistoryBrings />
        </div>
      ) : (
        <div class="activity-list" ref={list}>
          {hasColumns.value && <LineHeads />}
          <ul>
            {items.slice(0, SHOWN).map(({ key, content }) => (
              <li key={key}>{content(0, true)}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
