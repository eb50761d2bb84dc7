// Beside a position, where there is room: the newest of what the user did in this subnet, and what happened to the stake in it; while
// nothing of the past is loaded, the way to that.
import type { Netuid } from '../../units.ts';
import { useAccountBooks } from '../books/use-account-books.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { useColumns } from '../request/activity-columns.ts';
import { useActivity } from '../request/use-activity.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { errorText } from '../words/error-text.ts';

const SHOWN = 5;

export function SubnetMoves({ netuid }: { netuid: Netuid }) {
  const { router, portfolio } = usePanel();
  // Of whom the figures beside it are: none of an account that is only watched.
  const { items, error } = useActivity(SHOWN, { netuid }, portfolio.coldkeys.value);
  const list = useColumns();
  // Until then nobody knows whether there was anything.
  const isPastOut = useAccountBooks('all').books?.length === 0;
  const hasNone = items.length === 0 && error === null;
  const toActivity = () => router.go({ name: 'activity' });
  if (hasNone && !isPastOut) return null;
  return (
    <section class="part subnet-moves" aria-label={t('subnetMoves')}>
      <div class="line apart">
        <h2>{t('subnetMoves')}</h2>
        {!hasNone && <LinkButton onPress={toActivity}>{t('recentAll')}</LinkButton>}
      </div>
      {error !== null && <p class="small warn">{errorText(error)}</p>}
      {hasNone && (
        <>
          <p class="small soft">{t('historyBefore')}</p>
          <div>
            <Button isSmall onPress={toActivity}>
              {t('historyBegin')}
            </Button>
          </div>
        </>
      )}
      <ul class="activity-list" ref={list}>
        {items.slice(0, SHOWN).map(({ key, content }) => (
          <li key={key}>{content(0, true)}</li>
        ))}
      </ul>
    </section>
  );
}
