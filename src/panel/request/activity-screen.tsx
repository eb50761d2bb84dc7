// All signing requests and all changes that none of them made, newest first, by day; older ones are loaded on the way down.
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { HoldingChange } from '../../model/change.ts';
import type { SigningRequest } from '../../model/request.ts';
import { changeTitle } from '../words/change-title.ts';
import { errorText } from '../words/error-text.ts';
import { clockText, dayText } from './day-text.ts';
import {
  activityStateOf,
  amountsOf,
  groupByDay,
  isChangeWanted,
  isWanted,
  mergeRequests,
  subnetsOf,
  type ActivityState,
} from './activity.ts';
import { ActivityFilters } from './activity-filters.tsx';
import { createActivityModel } from './activity-model.ts';
import { t } from '../core/text.ts';
import { Amount, Tao } from '../words/amount.tsx';
import { Badge, Banner, type Tone } from '../ui/banner.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { badgeKeyOf } from './queue-neighbours.tsx';
import { moveTitle } from '../words/move-title.ts';
import { usePanel } from '../core/panel-context.ts';
import { Screen } from '../ui/screen.tsx';
import { WindowedList, type ListRow } from '../ui/windowed-list.tsx';

const ROW = 60;
const HEADING = 32;
/** With fewer rows than fill any window no scrolling tells that more are wanted. */
const FEW_ROWS = 60;

const marks: Readonly<Record<ActivityState, { icon: IconName; look: string; tone: Tone }>> = {
  open: { icon: 'clock', look: 'soft', tone: 'notice' },
  done: { icon: 'check', look: 'good', tone: 'ok' },
  failed: { icon: 'alert', look: 'bad', tone: 'red' },
  ended: { icon: 'close', look: 'quiet', tone: 'warning' },
};

/** `−τ 12 → +ρ 194.03 · SN64`; without signs where nothing moved, or not yet. */
function Amounts({ request }: { request: SigningRequest }) {
  const { given, got, isReal } = amountsOf(request);
  if (given === null && got === null) return null;
  return (
    <bdi class={`activity-amounts ${isReal ? '' : 'soft'}`}>
      {given !== null && <Amount quantity={given} lead={isReal ? '−' : undefined} />}
      {given !== null && got !== null && <Icon name="caret" small />}
      {got !== null && <Amount quantity={got} lead={isReal ? '+' : undefined} />}
    </bdi>
  );
}

type LineProps = {
  mark: { icon: IconName; look: string };
  title: ComponentChildren;
  amounts?: ComponentChildren;
  coldkey: string;
  at: number;
  badge: ComponentChildren;
  tabIndex: 0 | -1;
  onPress: () => void;
};

function Line({ mark, title, amounts, coldkey, at, badge, tabIndex, onPress }: LineProps) {
  const { names } = usePanel();
  return (
    <button
      type="button"
      class="row"
      style={{ blockSize: `${ROW}px` }}
      tabIndex={tabIndex}
      onClick={onPress}
    >
      <span>
        <span class="row-name">
          <span class={mark.look}>
            <Icon name={mark.icon} small />
          </span>
          {amounts ?? <bdi class="one-line">{title}</bdi>}
        </span>
        <span class="row-sub">
          {amounts !== undefined && <bdi class="one-line">{title}</bdi>}
          <bdi class="one-line quiet">{names.coldkey(coldkey)}</bdi>
        </span>
      </span>
      <span class="row-end">
        {badge}
        <span class="minor">{clockText(at)}</span>
      </span>
    </button>
  );
}

function RequestLine({ request, tabIndex }: { request: SigningRequest; tabIndex: 0 | -1 }) {
  const { names, router } = usePanel();
  const state = activityStateOf(request);
  const { given, got } = amountsOf(request);
  const badge = t(badgeKeyOf(request));
  return (
    <Line
      mark={marks[state]}
      title={moveTitle(request.plan.move, names)}
      amounts={given === null && got === null ? undefined : <Amounts request={request} />}
      coldkey={request.coldkey}
      at={request.createdAt}
      badge={
        state === 'done' ? (
          <span class="hidden-text">{badge}</span>
        ) : (
          <Badge tone={marks[state].tone}>{badge}</Badge>
        )
      }
      tabIndex={tabIndex}
      onPress={() => router.go({ name: 'request', id: request.id })}
    />
  );
}

function ChangeLine({ change, tabIndex }: { change: HoldingChange; tabIndex: 0 | -1 }) {
  const { names, router } = usePanel();
  const { id, coldkey, event, after, dismissedAt } = change;
  const isPaid = event.kind === 'subnet-dissolved' && event.payout.state === 'read';
  return (
    <Line
      mark={{ icon: 'info', look: dismissedAt === null ? 'warn' : 'quiet' }}
      title={changeTitle(change, names)}
      coldkey={coldkey}
      at={after.at}
      badge={
        isPaid ? (
          <Tao rao={event.payout.paid} decimals={2} lead="+" />
        ) : (
          <Badge tone={dismissedAt === null ? 'warning' : 'plain'}>{t('changeBadge')}</Badge>
        )
      }
      tabIndex={tabIndex}
      onPress={() => router.go({ name: 'change', id })}
    />
  );
}

type Entry = { at: number; key: string; content: ListRow['content'] };

function rowsOf(entries: readonly Entry[], now: number): readonly ListRow[] {
  return groupByDay(entries).flatMap(({ day, entries: ofDay }): ListRow[] => [
    {
      key: `day ${day}`,
      height: HEADING,
      isHeading: true,
      content: () => <h2 class="label day-heading">{dayText(day, now)}</h2>,
    },
    ...ofDay.map(({ key, content }) => ({ key, height: ROW, content })),
  ]);
}

export function ActivityScreen() {
  const { store, deps } = usePanel();
  const model = useMemo(
    () => createActivityModel(deps, (id) => store.requests.peek().some((one) => one.id === id)),
    [],
  );
  const filter = model.filter.value;
  const all = mergeRequests(store.requests.value, model.older.value);
  const requests = all.filter(isWanted(filter));
  const changes = store.changes.value;
  const entries: Entry[] = [
    ...requests.map((request) => ({
      at: request.createdAt,
      key: request.id,
      content: (tabIndex: 0 | -1) => <RequestLine request={request} tabIndex={tabIndex} />,
    })),
    ...changes.filter(isChangeWanted(filter)).map((change) => ({
      at: change.after.at,
      key: change.id,
      content: (tabIndex: 0 | -1) => <ChangeLine change={change} tabIndex={tabIndex} />,
    })),
  ].toSorted((a, b) => b.at - a.at);
  useEffect(() => {
    if (requests.length < FEW_ROWS) void model.more();
  }, [filter, requests.length]);
  const netuids = [
    ...new Set([
      ...all.flatMap(({ plan }) => subnetsOf(plan.move)),
      ...(filter.netuid === null ? [] : [filter.netuid]),
    ]),
  ].toSorted((a, b) => a - b);
  const isEmpty = all.length === 0 && changes.length === 0 && model.isWhole.value;
  const error = model.reading.error.value;
  return (
    <Screen title={t('activityTitle')}>
      {error !== null && (
        <div class="padded">
          <Banner tone="red" isAlert>
            {errorText(error)}
          </Banner>
        </div>
      )}
      {isEmpty && filter.coldkey === null ? (
        <div class="padded stack-s">
          <p class="strong">{t('noActivityTitle')}</p>
          <p class="soft">{t('noActivityText')}</p>
        </div>
      ) : (
        <>
          <ActivityFilters filter={filter} netuids={netuids} onChoose={model.choose} />
          {entries.length === 0 && model.isWhole.value ? (
            <p class="padded soft">{t('nothingFound')}</p>
          ) : (
            <WindowedList
              label={t('activityTitle')}
              rows={rowsOf(entries, deps.now())}
              onEnd={() => void model.more()}
            />
          )}
        </>
      )}
    </Screen>
  );
}
