// All signing requests and all changes that none of them made, newest first.
import type { ComponentChildren } from 'preact';
import type { HoldingChange } from '../../model/change.ts';
import type { SigningRequest } from '../../model/request.ts';
import { changeTitle } from '../words/change-title.ts';
import { ageText } from '../words/format.ts';
import { isFinished, wentWrong } from './request-view.ts';
import { t } from '../core/text.ts';
import { Amount, Tao } from '../words/amount.tsx';
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

function ChangeLine({ change, tabIndex }: { change: HoldingChange; tabIndex: 0 | -1 }) {
  const { names, router, clock } = usePanel();
  const { id, coldkey, event, after, dismissedAt } = change;
  const isPaid = event.kind === 'subnet-dissolved' && event.payout.state === 'read';
  return (
    <button
      type="button"
      class="row"
      style={{ blockSize: `${ROW}px` }}
      tabIndex={tabIndex}
      onClick={() => router.go({ name: 'change', id })}
    >
      <span>
        <span class="row-name one-line">{changeTitle(change, names)}</span>
        <span class="row-sub">
          <bdi class="one-line">{names.coldkey(coldkey)}</bdi>
          <span class="quiet">· {ageText(clock.now.value - after.at)}</span>
        </span>
      </span>
      <span class="row-end">
        <Badge tone={dismissedAt === null ? 'warning' : 'plain'}>{t('changeBadge')}</Badge>
        {isPaid && (
          <span class="minor">
            <Tao rao={event.payout.paid} decimals={2} />
          </span>
        )}
      </span>
    </button>
  );
}

type Entry = { at: number; key: string; content: (tabIndex: 0 | -1) => ComponentChildren };

export function ActivityScreen() {
  const { store } = usePanel();
  const entries: Entry[] = [
    ...store.requests.value.map((request) => ({
      at: request.createdAt,
      key: request.id,
      content: (tabIndex: 0 | -1) => <Line request={request} tabIndex={tabIndex} />,
    })),
    ...store.changes.value.map((change) => ({
      at: change.after.at,
      key: change.id,
      content: (tabIndex: 0 | -1) => <ChangeLine change={change} tabIndex={tabIndex} />,
    })),
  ].toSorted((a, b) => b.at - a.at);
  return (
    <Screen title={t('activityTitle')}>
      {entries.length === 0 ? (
        <div class="padded stack-s">
          <p class="strong">{t('noActivityTitle')}</p>
          <p class="soft">{t('noActivityText')}</p>
        </div>
      ) : (
        <WindowedList
          label={t('activityTitle')}
          rows={entries.map(({ key, content }) => ({ key, height: ROW, content }))}
        />
      )}
    </Screen>
  );
}
