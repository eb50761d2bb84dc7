// The rows of the list of what happened: a request made here, an entry of the book, a change that no request made.
import type { ComponentChildren } from 'preact';
import type { BookEntry } from '../../model/book.ts';
import type { HoldingChange } from '../../model/change.ts';
import type { Quantity } from '../../model/plan.ts';
import type { SigningRequest } from '../../model/request.ts';
import { flowsOf } from '../books/entry-view.ts';
import { usePanel } from '../core/panel-context.ts';
import { keyPart, t, tCount } from '../core/text.ts';
import { Badge, type Tone } from '../ui/banner.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Amount, Tao } from '../words/amount.tsx';
import { changeTitle } from '../words/change-title.ts';
import { moveTitle } from '../words/move-title.ts';
import { activityStateOf, amountsOf, type ActivityState } from './activity.ts';
import { clockText } from './day-text.ts';
import { badgeKeyOf } from './queue-neighbours.tsx';

export const ROW = 60;

const marks: Readonly<Record<ActivityState, { icon: IconName; look: string; tone: Tone }>> = {
  open: { icon: 'clock', look: 'soft', tone: 'notice' },
  done: { icon: 'check', look: 'good', tone: 'ok' },
  failed: { icon: 'alert', look: 'bad', tone: 'red' },
  ended: { icon: 'close', look: 'quiet', tone: 'warning' },
};

type AmountsProps = {
  given: Quantity | null;
  got: Quantity | null;
  isReal: boolean;
  more?: number;
};

/** `−τ 12 → +ρ 194.03 · SN64`; without signs where nothing moved, or not yet. */
function Amounts({ given, got, isReal, more = 0 }: AmountsProps) {
  if (given === null && got === null) return null;
  return (
    <bdi class={`activity-amounts ${isReal ? '' : 'soft'}`}>
      {given !== null && <Amount quantity={given} lead={isReal ? '−' : undefined} />}
      {given !== null && got !== null && <Icon name="caret" small />}
      {got !== null && <Amount quantity={got} lead={isReal ? '+' : undefined} />}
      {more > 0 && <span class="quiet"> {tCount('entryMore', more)}</span>}
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

type RowProps<Name extends string, Of> = { [Key in Name]: Of } & { tabIndex: 0 | -1 };

export function RequestLine({ request, tabIndex }: RowProps<'request', SigningRequest>) {
  const { names, router } = usePanel();
  const state = activityStateOf(request);
  const amounts = amountsOf(request);
  const badge = t(badgeKeyOf(request));
  const hasNone = amounts.given === null && amounts.got === null;
  return (
    <Line
      mark={marks[state]}
      title={moveTitle(request.plan.move, names)}
      amounts={hasNone ? undefined : <Amounts {...amounts} />}
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

const entryIcons: Readonly<Record<BookEntry['by'], IconName>> = {
  self: 'check',
  other: 'info',
  chain: 'info',
};

export function EntryLine({ entry, tabIndex }: RowProps<'entry', BookEntry>) {
  const { router } = usePanel();
  const { kind, by, coldkey, at, block, place } = entry;
  const { given, got } = flowsOf(entry);
  const isFailed = kind === 'failed';
  const shown = (given.length > 0 ? 1 : 0) + (got.length > 0 ? 1 : 0);
  const hasNone = shown === 0;
  return (
    <Line
      mark={isFailed ? marks.failed : { icon: entryIcons[by], look: 'soft' }}
      title={t(`entryKind_${keyPart(kind)}`)}
      amounts={
        hasNone ? undefined : (
          <Amounts
            given={given[0] ?? null}
            got={got[0] ?? null}
            more={given.length + got.length - shown}
            isReal
          />
        )
      }
      coldkey={coldkey}
      at={at}
      badge={isFailed ? <Badge tone="red">{t('entryFailed')}</Badge> : null}
      tabIndex={tabIndex}
      onPress={() => router.go({ name: 'entry', coldkey, block: block.number, place })}
    />
  );
}

export function ChangeLine({ change, tabIndex }: RowProps<'change', HoldingChange>) {
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
