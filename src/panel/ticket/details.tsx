// The details of a plan: its figures, partial fill, wallet, what-if, impact by size, route.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Plan } from '../../model/plan.ts';
import { bpsText } from '../words/format.ts';
import { canBePartial } from './ticket-draft.ts';
import { tellApart } from '../core/wallet-names.ts';
import { t } from '../core/text.ts';
import { RichText } from '../ui/rich-text.tsx';
import { Amount } from '../words/amount.tsx';
import { isOneByOne } from '../words/minimum-line.tsx';
import { CheckRow, Segments } from '../ui/field.tsx';
import { Figures } from './detail-figures.tsx';
import { ImpactPlot } from './impact-plot.tsx';
import { usePanel } from '../core/panel-context.ts';
import { RouteChoice } from './route-choice.tsx';
import { limitWords, minimumOf } from './quote-figures.ts';
import { useTicket } from './ticket-context.ts';
import { WhatIfSwitch } from './what-if-switch.tsx';

function WalletChoice() {
  const { store, names } = usePanel();
  const ticket = useTicket();
  const { coldkey } = ticket.choice.value;
  const account = store.accounts.value.find((one) => one.coldkey === coldkey);
  const wallets = [...new Set((account?.sources ?? []).map(({ wallet }) => wallet))];
  if (wallets.length < 2) return null;
  const texts = tellApart(wallets, names.wallet);
  return (
    <div class="stack-s">
      <p class="label">{t('walletLabel')}</p>
      <Segments
        label={t('walletLabel')}
        value={ticket.source.value?.wallet ?? ''}
        options={wallets.map((wallet) => ({ value: wallet, text: texts.get(wallet) ?? '' }))}
        onChange={ticket.setWallet}
      />
    </div>
  );
}

/** What the minimum received rests on, and the least that arrives if that is wrong; often that is the minimum itself. */
function Floor({ plan }: { plan: Plan }) {
  const { receives, legs } = plan;
  if (receives === null || receives.floor === null || legs.length === 0) return null;
  const minimum = minimumOf(plan);
  if (isOneByOne(plan) || receives.floor.amount === minimum?.amount) return null;
  return (
    <p>
      <RichText
        text={minimum === null ? 'explainFloor' : 'explainFloorByTwo'}
        with={{ floor: <Amount quantity={receives.floor} /> }}
      />
    </p>
  );
}

/** Made when it is opened: a key on a ticket with its details closed draws none of them. */
function Opened({ plan }: { plan: Plan }) {
  const { deps } = usePanel();
  const ticket = useTicket();
  const { toleranceBps, allowPartial } = ticket.terms.value;
  // Nothing else moves what is not traded.
  const isTrade = plan.legs.some(({ purpose }) => purpose === 'trade');
  // Where one node alone reports the pool, a button above allows it.
  const isOffered = plan.receives?.minimumRestsOn === 'one-source' && !allowPartial;
  const hasPartial = canBePartial(ticket.choice.value) && plan.limitPrice !== null && !isOffered;
  return (
    <div class="stack">
      {isTrade && (
        <div class="stack-s small soft">
          <p>{t(limitWords(plan), { tolerance: bpsText(toleranceBps) })}</p>
          <Floor plan={plan} />
          <p>{t('explainImpact')}</p>
        </div>
      )}
      <Figures plan={plan} />
      {hasPartial && (
        <CheckRow
          label={t('partialFill')}
          note={t('partialFillNote')}
          isOn={allowPartial}
          onChange={ticket.setPartial}
        />
      )}
      <WalletChoice />
      {ticket.choice.value.kind !== 'accept-locked' && <WhatIfSwitch />}
      {deps.surface === 'popup' && <ImpactPlot plan={plan} />}
    </div>
  );
}

export function Details({ plan }: { plan: Plan }) {
  const { deps } = usePanel();
  // Where there is room for it, what a plan rests on stands beside it.
  const [isOpen, setOpen] = useState(deps.surface === 'tab');
  const place = useRef<HTMLDetailsElement>(null);
  // In a popup what was opened begins below the foot.
  useEffect(() => {
    if (isOpen && deps.surface !== 'tab') place.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  return (
    <>
      <RouteChoice plan={plan} />
      {deps.surface !== 'popup' && <ImpactPlot plan={plan} />}
      <details
        class="ticket-details"
        ref={place}
        open={isOpen}
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        <summary>{t('details')}</summary>
        {isOpen && <Opened plan={plan} />}
      </details>
    </>
  );
}
