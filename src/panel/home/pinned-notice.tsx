// On top of home: a move that could not be prepared after its window had closed.
import { errorText } from '../words/error-text.ts';
import { ageText } from '../words/format.ts';
import { startOf } from '../core/router.ts';
import { t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { moveTitle } from '../words/move-title.ts';
import { usePanel } from '../core/panel-context.ts';

export function PinnedNotice() {
  const { store, names, router, clock, dismissNotice } = usePanel();
  const notice = store.notice.value;
  if (notice === null) return null;
  const again = () => {
    dismissNotice();
    router.go({ name: 'ticket', start: startOf(notice.move) });
  };
  return (
    <div class="pinned-notice">
      <Banner
        tone="warning"
        isAlert
        title={t('noticeTitle', { move: moveTitle(notice.move, names) })}
      >
        <p>{errorText(notice.error)}</p>
        <p class="small soft">{ageText(clock.now.value - notice.at)}</p>
        <div class="line">
          <Button isSmall onPress={again}>
            {t('act_try_again')}
          </Button>
          <Button isSmall onPress={dismissNotice}>
            {t('noticeDismiss')}
          </Button>
        </div>
      </Banner>
    </div>
  );
}
