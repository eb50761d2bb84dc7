// The ticket: one move, worked out while it is typed. One model lives as long as the screen.
import { useEffect, useMemo } from 'preact/hooks';
import { createTicketModel } from '../models/ticket-model.ts';
import { isQueued } from '../models/exits-model.ts';
import type { TicketStart } from '../models/router.ts';
import { needsAmount } from '../models/ticket-draft.ts';
import { t } from '../text.ts';
import { moveTitle } from './move-title.ts';
import { ExitsLine } from './exits-left.tsx';
import { usePanel } from './panel-context.ts';
import { Screen } from './screen.tsx';
import { TicketAmountBox } from './ticket-amount-box.tsx';
import { TicketChoices } from './ticket-choices.tsx';
import { TicketContext, useTicket } from './ticket-context.ts';
import { TicketExits } from './ticket-exits.tsx';
import { TicketFoot } from './ticket-foot.tsx';
import { TicketOutcome } from './ticket-outcome.tsx';
import { SupposeMark } from './ticket-suppose.tsx';

const kindTitles = {
  stake: 'kindStake',
  unstake: 'kindUnstake',
  'unstake-all': 'kindUnstakeAll',
  'change-validator': 'kindChangeValidator',
  'change-subnet': 'kindChangeSubnet',
  give: 'kindGive',
  'exit-many': 'kindExitMany',
} as const;

function Title() {
  const { names } = usePanel();
  const ticket = useTicket();
  const { kind, netuid, toNetuid } = ticket.draft.value;
  const plan = ticket.worked.value?.plan;
  if (plan) return <>{moveTitle(plan.move, names)}</>;
  if (kind === 'stake' && netuid !== null) return <>{t('titleStake', names.title(netuid))}</>;
  if (kind === 'change-subnet' && netuid !== null && toNetuid !== null) {
    return <>{t('titleChangeSubnet', names.title(netuid), names.title(toNetuid))}</>;
  }
  return <>{t(kindTitles[kind])}</>;
}

export function TicketScreen({ start }: { start: TicketStart }) {
  const panel = usePanel();
  const ticket = useMemo(() => {
    const only = panel.portfolio.shownAccounts.peek();
    const coldkey = start.coldkey ?? panel.portfolio.chosen.peek() ?? only[0]?.coldkey ?? null;
    return createTicketModel(panel, panel.deps, { ...start, coldkey });
  }, []);
  useEffect(() => {
    void panel.connect.look();
    return ticket.stop;
  }, []);
  const draft = ticket.draft.value;
  return (
    <TicketContext.Provider value={ticket}>
      <Screen title={<Title />} foot={<TicketFoot />}>
        <div
          class={`ticket ${ticket.supposing.supposition.value === null ? '' : 'ticket-supposed'}`}
        >
          <SupposeMark />
          {isQueued(panel.exits.queue.value, draft) && (
            <ExitsLine onSkip={() => panel.exits.skip(draft)} />
          )}
          <TicketChoices />
          {needsAmount(draft) && <TicketAmountBox />}
          {draft.kind === 'exit-many' && <TicketExits />}
          <TicketOutcome />
        </div>
      </Screen>
    </TicketContext.Provider>
  );
}
