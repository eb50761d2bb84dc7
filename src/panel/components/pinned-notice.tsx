// On top of home: a move that could not be prepared after the window that asked for it was gone.
import { errorText } from '../models/error-text.ts';
import { ageText } from '../models/format.ts';
import { startOf } from '../models/router.ts';
import { t } from '../text.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { moveTitle } from './move-title.ts';
import { usePanel } from './panel-context.ts';

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
      <Banner tone="warning" isAlert title={t('noticeTitle', moveTitle(notice.move, names))}>
        <p>{errorText(notice.error)}</p>
        <p class="small soft">{ageText(clock.now.value - notice.at)}</p>
        <div class="line">
          <Button isSmall look="primary" onPress={again}>
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
