// The rows of the list of what happened: a request made here, an entry of the book, a change that no request made.
import type { BookEntry } from '../../model/book.ts';
import type { HoldingChange } from '../../model/change.ts';
import { subnetsOf } from '../../model/move-subnets.ts';
import type { SigningRequest } from '../../model/request.ts';
import { entrySubnets, flowsOf, quantityOf } from '../books/entry-view.ts';
import type { Quantity } from '../../model/plan.ts';
import type { NamesModel } from '../core/names-model.ts';
import { usePanel } from '../core/panel-context.ts';
import { isolated, t } from '../core/text.ts';
import { Badge, type Tone } from '../ui/banner.tsx';
import type { IconName } from '../ui/icon.tsx';
import { changeTitle } from '../words/change-title.ts';
import { moveTitle } from '../words/move-title.ts';
import { ActivityAmounts, NoAmounts } from './activity-amounts.tsx';
import {
  activityStateOf,
  amountsOf,
  changedSubnets,
  feeOfFailed,
  type ActivityState,
} from './activity.ts';
import { endTitleKey, failureOf, lossOf } from './activity-ends.ts';
import { chainErrorText } from './chain-error.ts';
import { entryHead } from './entry-title.ts';
import { hasColumns } from './activity-columns.ts';
import { Line, type LineHeight } from './activity-line.tsx';
import { MoveName } from './move-name.tsx';
import { badgeKeyOf } from './queue-neighbours.tsx';

const marks: Readonly<Record<ActivityState, { icon: IconName; look: string; tone: Tone }>> = {
  open: { icon: 'clock', look: 'soft', tone: 'notice' },
  done: { icon: 'check', look: 'good', tone: 'ok' },
  failed: { icon: 'alert', look: 'bad', tone: 'red' },
  ended: { icon: 'close', look: 'quiet', tone: 'warning' },
};

export const requestHeight = (request: SigningRequest): LineHeight => {
  if (activityStateOf(request) === 'ended') return 'ended';
  return failureOf(request) === null ? 'plain' : 'told';
};

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

type RowProps<Name extends string, Of> = { [Key in Name]: Of } & {
  tabIndex: 0 | -1;
  isUndated: boolean;
};

/** What the chain charged, once a block says it. */
function chargedOf({ receipt }: SigningRequest): Quantity | null {
  const fee = receipt?.networkFee ?? null;
  if (fee === null) return null;
  return fee.paidIn === 'tao'
    ? { unit: 'rao', amount: fee.fee }
    : { unit: 'alpha', netuid: fee.netuid, amount: fee.fee };
}

/** How it stands: of what is done in a narrow window the mark alone, with its word for screen readers. */
function StatusOf({ request }: { request: SigningRequest }) {
  const state = activityStateOf(request);
  const word = t(badgeKeyOf(request));
  if (state === 'ended') return <span class="soft">{t(endTitleKey(request))}</span>;
  if (state !== 'done') return <Badge tone={marks[state].tone}>{word}</Badge>;
  return <span class="soft activity-done">{t('activityDone')}</span>;
}

export function RequestLine({ request, tabIndex, isUndated }: RowProps<'request', SigningRequest>) {
  const { names, router } = usePanel();
  const state = activityStateOf(request);
  const amounts = amountsOf(request);
  const fee = feeOfFailed(request);
  const hasNone = fee === null && amounts.given === null && amounts.got === null;
  const height = requestHeight(request);
  // Nothing went and nothing came: its amount tells what it was, and stands in no column.
  const isNothing = height === 'ended' && hasColumns.value;
  // Of what came to nothing nobody had a part in it.
  const note = {
    plain: () => partnerOf(request.plan, names),
    told: () => failureOf(request),
    ended: () => null,
  }[height]();
  return (
    <Line
      mark={marks[state]}
      netuid={subnetsOf(request.plan.move).at(-1) ?? 0}
      note={note}
      height={height}
      title={isNothing ? <MoveName request={request} /> : moveTitle(request.plan.move, names)}
      amounts={
        isNothing ? (
          <NoAmounts />
        ) : hasNone ? undefined : fee === null ? (
          <ActivityAmounts {...amounts} />
        ) : (
          <ActivityAmounts given={fee} got={null} isReal isFee />
        )
      }
      fee={chargedOf(request)}
      coldkey={request.coldkey}
      at={request.createdAt}
      badge={<StatusOf request={request} />}
      isUndated={isUndated}
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

export function EntryLine({ entry, tabIndex, isUndated }: RowProps<'entry', BookEntry>) {
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
      height={isFailed ? 'told' : 'plain'}
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
      fee={entry.fee === null ? null : quantityOf(entry.fee)}
      coldkey={coldkey}
      at={at}
      badge={
        isFailed ? (
          <Badge tone="red">{t('entryFailed')}</Badge>
        ) : (
          by === 'self' && <span class="soft activity-done">{t('activityDone')}</span>
        )
      }
      isUndated={isUndated}
      tabIndex={tabIndex}
      onPress={() => router.go({ name: 'entry', coldkey, block: block.number, place })}
    />
  );
}

export function ChangeLine({ change, tabIndex, isUndated }: RowProps<'change', HoldingChange>) {
  const { names, router } = usePanel();
  const { id, coldkey, after, dismissedAt } = change;
  const { gone, paid } = lossOf(change);
  const [first] = gone;
  return (
    <Line
      mark={{ icon: 'info', look: dismissedAt === null ? 'warn' : 'quiet' }}
      netuid={changedSubnets(change)[0] ?? 0}
      isTall
      height="told"
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
      isUndated={isUndated}
      tabIndex={tabIndex}
      onPress={() => router.go({ name: 'change', id })}
    />
  );
}
