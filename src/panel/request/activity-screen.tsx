// All signing requests, newest first.
import type { SigningRequest } from '../../model/request.ts';
import { ageText } from '../words/format.ts';
import { isFinished, wentWrong } from './request-view.ts';
import { t } from '../core/text.ts';
import { Amount } from '../words/amount.tsx';
import { Badge, type Tone } from '../ui/banner.tsx';
import { badgeKeyOf } from './queue-neighbours.tsx';
import { moveTitle } from '../words/move-title.ts';
import { usePanel } from '../core/panel-context.ts';
import { Screen } from '../ui/screen.tsx';
import { WindowedList } from '../ui/windowed-list.tsx';

const ROW = 60;

function toneOf(request: SigningRequest): Tone {
  if (wentWrong(request)) return 'red';
  if (request.state === 'finalized') return 'ok';
  if (!isFinished(request.state)) return 'notice';
  return request.state === 'rejected' ? 'plain' : 'warning';
}

function Line({ request, tabIndex }: { request: SigningRequest; tabIndex: 0 | -1 }) {
  const { names, router, clock } = usePanel();
  const { receives } = request.plan;
  return (
    <button
      type="button"
      class="row"
      style={{ blockSize: `${ROW}px` }}
      tabIndex={tabIndex}
      onClick={() => router.go({ name: 'request', id: request.id })}
    >
      <span>
        <span class="row-name one-line">{moveTitle(request.plan.move, names)}</span>
        <span class="row-sub">
          <bdi class="one-line">{names.coldkey(request.coldkey)}</bdi>
          <span class="quiet">· {ageText(clock.now.value - request.createdAt)}</span>
        </span>
      </span>
      <span class="row-end">
        <Badge tone={toneOf(request)}>{t(badgeKeyOf(request))}</Badge>
        {receives !== null && (
          <span class="minor">
            <Amount quantity={receives.expected} decimals={2} />
          </span>
        )}
      </span>
    </button>
  );
}

export function ActivityScreen() {
  const { store } = usePanel();
  const requests = store.requests.value;
  return (
    <Screen title={t('activityTitle')}>
      {requests.length === 0 ? (
        <div class="padded stack-s">
          <p class="strong">{t('noActivityTitle')}</p>
          <p class="soft">{t('noActivityText')}</p>
        </div>
      ) : (
        <WindowedList
          label={t('activityTitle')}
          rows={requests.map((request) => ({
            key: request.id,
            height: ROW,
            content: (tabIndex) => <Line request={request} tabIndex={tabIndex} />,
          }))}
        />
      )}
    </Screen>
  );
}
