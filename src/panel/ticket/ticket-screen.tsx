// The ticket of one move, planned while it is typed. One model lives as long as the screen.
import { useEffect, useMemo } from 'preact/hooks';
import { useComputed } from '@preact/signals';
import { createTicketModel, type TicketModel } from './ticket-model.ts';
import { isQueued } from '../request/exits-model.ts';
import type { NamesModel } from '../core/names-model.ts';
import type { TicketStart } from '../core/router.ts';
import { needsAmount, type TicketDraft } from './ticket-draft.ts';
import { isolated, t, tCount } from '../core/text.ts';
import type { Quantity } from '../../model/plan.ts';
import { ROOT_NETUID, toAlphaRao, toRao } from '../../units.ts';
import { RichText } from '../ui/rich-text.tsx';
import { Amount } from '../words/amount.tsx';
import { DraftLine } from '../words/draft-line.tsx';
import { moveTitle } from '../words/move-title.ts';
import { PendingExitsLine } from '../request/pending-exits.tsx';
import { useExits } from '../request/exits-context.ts';
import { usePanel } from '../core/panel-context.ts';
import { lazy } from '../ui/lazy.tsx';
import { Screen } from '../ui/screen.tsx';
import { AmountBox } from './amount-box.tsx';
import { Beside } from './beside.tsx';
import { blockedExits } from './exit-blocks.ts';
import { Choices } from './choices.tsx';
import { ClaimCard } from './claim-card.tsx';
import { AcceptLockedCard, LockCard } from './lock-card.tsx';
import { TicketContext, useTicket } from './ticket-context.ts';
import { ExitChecklist } from './exit-checklist.tsx';
import { TicketFoot } from './ticket-foot.tsx';
import { isLargest, isWide } from './ticket-columns.ts';
import { Outcome } from './outcome.tsx';
import { TurnTicket } from './turn-ticket.tsx';
import { WhatIfMark } from './what-if-switch.tsx';

type PlaceTitle =
  | 'titleStake'
  | 'titleUnstake'
  | 'titleUnstakeAll'
  | 'titleChangeValidator'
  | 'titleTransfer'
  | 'titleLock';

const kindTitles = {
  stake: 'kindStake',
  unstake: 'kindUnstake',
  'unstake-all': 'kindUnstakeAll',
  'change-validator': 'kindChangeValidator',
  'change-subnet': 'kindChangeSubnet',
  transfer: 'kindTransfer',
  'exit-several': 'kindExitSeveral',
  claim: 'kindClaim',
  lock: 'kindLock',
  'accept-locked': 'kindAcceptLocked',
} as const;

/** Of orders that are known by their subnet, before there is a plan. */
const placeTitles: Partial<Record<TicketDraft['kind'], PlaceTitle>> = {
  stake: 'titleStake',
  unstake: 'titleUnstake',
  'unstake-all': 'titleUnstakeAll',
  'change-validator': 'titleChangeValidator',
  transfer: 'titleTransfer',
  lock: 'titleLock',
};

function titleOf({ worked, choice }: TicketModel, names: NamesModel): string {
  const { kind, netuid, toNetuid } = choice.value;
  const plan = worked.value?.plan;
  if (plan?.move.kind === 'exit-several') {
    const { length } = plan.items;
    const going = length - blockedExits(plan).length;
    if (going > 0 && going < length) {
      return tCount('titleExitSome', going, { blocked: String(length - going) });
    }
  }
  if (plan) return moveTitle(plan.move, names);
  const ofPlace = placeTitles[kind];
  if (ofPlace !== undefined && netuid !== null) {
    return t(ofPlace, { subnet: isolated(names.title(netuid)) });
  }
  if (kind === 'change-subnet' && netuid !== null && toNetuid !== null) {
    return t('titleChangeSubnet', { from: names.title(netuid), to: names.title(toNetuid) });
  }
  return t(kindTitles[kind]);
}

function Title() {
  const { names } = usePanel();
  const ticket = useTicket();
  const title = useComputed(() => titleOf(ticket, names));
  return <>{title.value}</>;
}

function quantityOf({ kind, netuid }: TicketDraft, amount: bigint): Quantity | null {
  if (kind === 'stake') return { unit: 'rao', amount: toRao(amount) };
  return netuid === null ? null : { unit: 'alpha', netuid, amount: toAlphaRao(amount) };
}

/** That the ticket opened with a draft, and what a relative amount stood for then. */
function Kept() {
  const ticket = useTicket();
  const since = ticket.since.value;
  if (since === null) return null;
  const draft = ticket.draft.value;
  const amount = ticket.amount.value;
  const now = amount.ok ? (draft.kind === 'stake' ? amount.rao : amount.alpha) : null;
  const then = since.amountThen;
  const isRelative = draft.amountAs !== 'text' || draft.unit === 'percent';
  const isOther = isRelative && then !== null && now !== null && now !== then;
  const quantity = isOther ? quantityOf(draft, then) : null;
  return (
    <DraftLine since={since.at} onStartOver={ticket.startOver}>
      {quantity !== null && (
        <RichText text="draftAmountThen" with={{ amount: <Amount quantity={quantity} /> }} />
      )}
    </DraftLine>
  );
}

const Market = lazy(() => import('./market.tsx').then((m) => m.Market), null);

export function TicketScreen({ start }: { start: TicketStart }) {
  const panel = usePanel();
  const exits = useExits();
  const ticket = useMemo(() => {
    const only = panel.portfolio.shownAccounts.peek();
    const coldkey = start.coldkey ?? panel.portfolio.chosen.peek() ?? only[0]?.coldkey ?? null;
    const isAnyAccount = start.coldkey === null && panel.portfolio.chosen.peek() === null;
    return createTicketModel(panel, panel.deps, { ...start, coldkey }, isAnyAccount);
  }, []);
  useEffect(() => {
    void panel.currentPage.look();
    return () => {
      ticket.stop();
      panel.router.leaveTicket(start, ticket.left());
    };
  }, []);
  const choice = ticket.choice.value;
  const hasTwoColumns = isWide.value && panel.store.accounts.value.length > 0;
  // A list of positions or validators fills the order's column: what they bring stands beside it.
  const isClaim = choice.kind === 'claim';
  const isList = choice.kind === 'exit-several' || isClaim;
  const hasMarket =
    hasTwoColumns &&
    isLargest.value &&
    !isList &&
    ![null, ROOT_NETUID].includes(choice.toNetuid ?? choice.netuid);
  const hasBegin =
    hasTwoColumns && isLargest.value && choice.kind === 'stake' && choice.netuid === null;
  return (
    <TicketContext.Provider value={ticket}>
      <Screen
        look="screen-ticket"
        title={<Title />}
        actions={<TurnTicket />}
        foot={hasTwoColumns ? undefined : <TicketFoot />}
      >
        <div
          class={`ticket ${hasMarket || hasBegin ? 'ticket-three' : ''} ${hasBegin ? 'ticket-begin' : ''} ${isList ? 'ticket-list' : ''} ${ticket.whatIf.assumption.value === null ? '' : 'ticket-what-if'}`}
        >
          <div class="ticket-order">
            <WhatIfMark />
            <Kept />
            {isQueued(exits.queue.value, choice) && (
              <PendingExitsLine onSkip={() => exits.skip(choice)} />
            )}
            <Choices />
            {needsAmount(choice) && <AmountBox />}
            {choice.kind === 'exit-several' && <ExitChecklist />}
            {choice.kind === 'claim' && <ClaimCard />}
            {choice.kind === 'accept-locked' && <AcceptLockedCard />}
            {!isList && <Outcome />}
            {hasTwoColumns && !isClaim && <TicketFoot />}
          </div>
          {hasMarket && (
            <div class="ticket-market">
              <Market />
            </div>
          )}
          <div class="ticket-beside">
            {isList && <Outcome />}
            {choice.kind === 'lock' && <LockCard />}
            <Beside hasMarket={hasMarket} />
            {/* A short list beside all that follows from it: what is agreed to ends the second column. */}
            {hasTwoColumns && isClaim && <TicketFoot />}
          </div>
        </div>
      </Screen>
    </TicketContext.Provider>
  );
}
