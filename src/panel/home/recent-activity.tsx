// The newest of what happened, beside home, with the way to all of it.
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { useColumns } from '../request/activity-columns.ts';
import { useActivity } from '../request/use-activity.tsx';
import { errorText } from '../words/error-text.ts';
import { LinkButton } from '../ui/button.tsx';

const SHOWN = 5;

export function RecentActivity() {
  const { router } = usePanel();
  const { items, error } = useActivity(SHOWN);
  const list = useColumns();
  if (items.length === 0 && error === null) return null;
  return (
    <section class="card overview-recent" aria-label={t('recentTitle')}>
      <div class="line apart">
        <h2>{t('recentTitle')}</h2>
        <LinkButton onPress={() => router.go({ name: 'activity' })}>{t('recentAll')}</LinkButton>
      </div>
      {error !== null && <p class="small warn">{errorText(error)}</p>}
      <ul class="activity-list" ref={list}>
        {items.slice(0, SHOWN).map(({ key, content }) => (
          <li key={key}>{content(0, true)}</li>
        ))}
      </ul>
    </section>
  );
}
