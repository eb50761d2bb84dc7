// The rows of the list of what happened: a request made here, an entry of the book, a change that no request made.
import type { ComponentChildren } from 'preact';
import type { BookEntry } from '../../model/book.ts';
import type { HoldingChange } from '../../model/change.ts';
import { subnetsOf } from '../../model/move-subnets.ts';
import type { SigningRequest } from '../../model/request.ts';
import { entrySubnets, flowsOf } from '../books/entry-view.ts';
import type { NamesModel } from '../core/names-model.ts';
import { hasWidth } from '../core/has-width.ts';
import { usePanel } from '../core/panel-context.ts';
import { isolated, t } from '../core/text.ts';
import { Badge, type Tone } from '../ui/banner.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { changeTitle } from '../words/change-title.ts';
import { moveTitle } from '../words/move-title.ts';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { ActivityAmounts } from './activity-amounts.tsx';
import {
  activityStateOf,
  amountsOf,
  changedSubnets,
  feeOfFailed,
  type ActivityState,
} from './activity.ts';
import { endOf, lossOf } from './activity-ends.ts';
import { chainErrorText } from './chain-error.ts';
import { clockText } from './day-text.ts';
import { entryHead } from './entry-title.ts';
import { badgeKeyOf } from './queue-neighbours.tsx';

/** Pixels, as in request.css. */
const ROW = 60;
/** With a line for what became of it, or for whose it was, where the window is narrow. */
const TALL_ROW = 78;
/** The narrowest window in which the list has its columns beside home, a scrollbar taken off. */
const hasColumns = hasWidth('72rem');

export const rowHeight = (isTall: boolean): number =>
  isTall && !hasColumns.value ? TALL_ROW : ROW;

const marks: Readonly<Record<ActivityState, { icon: IconName; look: string; tone: Tone }>> = {
  open: { icon: 'clock', look: 'soft', tone: 'notice' },
  done: { icon: 'check', look: 'good', tone: 'ok' },
  failed: { icon: 'alert', look: 'bad', tone: 'red' },
  ended: { icon: 'close', look: 'quiet', tone: 'warning' },
};

type LineProps = {
  mark: { icon: IconName; look: string };
  /** Whose badge is drawn; root's for what is about TAO alone. */
  netuid: number;
  title: ComponentChildren;
  amounts?: ComponentChildren;
  coldkey: string;
  /** With whom; `isTold`: why it failed, or what became of it. */
  note?: string | null;
  isTold?: boolean;
  /** The account has a line of its own in a narrow window. */
  isTall?: boolean;
  at: number;
  badge: ComponentChildren;
  tabIndex: 0 | -1;
  onPress: () => void;
};

/** Amounts, then the rest below them; in a wide window beside it. */
function Line({ mark, netuid, title, amounts, coldkey, note, ...rest }: LineProps) {
  const { names } = usePanel();
  const { isTold = false, isTall = false } = rest;
  return (
    <button
      type="button"
      class={`row activity-row ${isTold ? 'activity-told' : ''} ${isTall ? 'activity-tall' : ''}`}
      tabIndex={rest.tabIndex}
      onClick={rest.onPress}
    >
      <SubnetBadge netuid={netuid} />
      <span class={`activity-mark ${mark.look}`}>
        <Icon name={mark.icon} small />
      </span>
      {amounts !== undefined && <span class="activity-top">{amounts}</span>}
      <span class="activity-sub">
        <bdi class={`one-line ${amounts === undefined ? 'strong' : ''}`}>{title}</bdi>
        <bdi class="one-line quiet activity-account">{names.coldkey(coldkey)}</bdi>
        <bdi class="one-line quiet activity-note">{note}</bdi>
      </span>
      <span class="row-end">
        {rest.badge}
        <span class="minor">{clockText(rest.at)}</span>
      </span>
    </button>
  );
}

/** Who else has a part in it: the validator of the stake, or the account that it goes to. */
function partnerOf({ move }: SigningRequest['plan'], names: NamesModel): string | null {
  switch (move.kind) {
    case 'transfer':
      return t('activityTo', { name: isolated(names.coldkey(move.toColdkey)) });
    case 'change-validator':
    case 'change-subnet':
      return t('activityTo', { name: isolated(names.hotkey(move.toHotkey)) });
    case 'exit-several':
    case 'accept-locked':
      return null;
    case 'claim':
      return move.hotkeys.length === 1 ? names.hotkey(move.hotkeys[0] ?? '') : null;
    default:
      return names.hotkey(move.hotkey);
  }
}

function partnerOfEntry({ kind, counterparty, legs }: BookEntry, names: NamesModel): string | null {
  if (counterparty !== null) {
    const name = isolated(names.coldkey(counterparty));
    const isIn = kind === 'tao-in' || kind === 'stake-in';
    return t(isIn ? 'activityFrom' : 'activityTo', { name });
  }
  const alpha = legs.flatMap((leg) => (leg.of === 'alpha' ? [leg] : [])).at(-1);
  return alpha === undefined ? null : names.hotkey(alpha.hotkey);
}

type RowProps<Name extends string, Of> = { [Key in Name]: Of } & { tabIndex: 0 | -1 };

export function RequestLine({ request, tabIndex }: RowProps<'request', SigningRequest>) {
  const { names, router } = usePanel();
  const state = activityStateOf(request);
  const amounts = amountsOf(request);
  const badge = t(badgeKeyOf(request));
  const fee = feeOfFailed(request);
  const hasNone = fee === null && amounts.given === null && amounts.got === null;
  const told = endOf(request);
  return (
    <Line
      mark={marks[state]}
      netuid={subnetsOf(request.plan.move).at(-1) ?? 0}
      note={told ?? partnerOf(request.plan, names)}
      isTold={told !== null}
      title={moveTitle(request.plan.move, names)}
      amounts={
        hasNone ? undefined : fee === null ? (
          <ActivityAmounts {...amounts} />
        ) : (
          <ActivityAmounts given={fee} got={null} isReal isFee />
        )
      }
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
  const { names, router } = usePanel();
  const { kind, by, coldkey, at, block, place, error } = entry;
  const { given, got } = flowsOf(entry);
  const isFailed = kind === 'failed';
  const shown = (given.length > 0 ? 1 : 0) + (got.length > 0 ? 1 : 0);
  const hasNone = shown === 0;
  return (
    <Line
      mark={isFailed ? marks.failed : { icon: entryIcons[by], look: 'soft' }}
      netuid={entrySubnets(entry).at(-1) ?? 0}
      note={isFailed ? chainErrorText(error) : partnerOfEntry(entry, names)}
      isTold={isFailed}
      title={entryHead(entry, names)}
      amounts={
        hasNone ? undefined : (
          <ActivityAmounts
            given={given[0] ?? null}
            got={got[0] ?? null}
            more={given.length + got.length - shown}
            isReal
            isFee={isFailed}
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
  const { id, coldkey, after, dismissedAt } = change;
  const { gone, paid } = lossOf(change);
  const [first] = gone;
  return (
    <Line
      mark={{ icon: 'info', look: dismissedAt === null ? 'warn' : 'quiet' }}
      netuid={changedSubnets(change)[0] ?? 0}
      isTall
      title={changeTitle(change, names)}
      amounts={
        first === undefined ? undefined : (
          <ActivityAmounts
            given={{ unit: 'alpha', netuid: first.netuid, amount: first.alpha }}
            got={paid === null ? null : { unit: 'rao', amount: paid }}
            more={gone.length - 1}
            isReal
          />
        )
      }
      coldkey={coldkey}
      at={after.at}
      badge={<Badge tone={dismissedAt === null ? 'warning' : 'plain'}>{t('changeBadge')}</Badge>}
      tabIndex={tabIndex}
      onPress={() => router.go({ name: 'change', id })}
    />
  );
}
