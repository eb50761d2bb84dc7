// The details of a plan: call, limits, headroom, legs, balances after, partial fill, route.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { MEASURED_PUSH_PPM } from '../../moves/draft/guard-limit.ts';
import type { Leg, Plan } from '../../model/plan.ts';
import { isOneToOne } from '../../pool/curves/curve-of.ts';
import { spotPrice } from '../../pool/spot-price.ts';
import { RAO_PER_ALPHA } from '../../units.ts';
import { bpsText, blockText, percentText } from '../words/format.ts';
import { canBePartial } from './ticket-draft.ts';
import { limitsOf, priceMove, pricePerAlpha, ratioText } from '../words/plan-prices.ts';
import { tellApart } from '../core/wallet-names.ts';
import type { NamesModel } from '../core/names-model.ts';
import { keyPart, t } from '../core/text.ts';
import { Amount, Tao } from '../words/amount.tsx';
import { CheckRow, Segments } from '../ui/field.tsx';
import { ImpactPlot } from './impact-plot.tsx';
import { usePanel } from '../core/panel-context.ts';
import { RouteChoice } from './route-choice.tsx';
import { limitWords } from './quote-figures.ts';
import { useTicket } from './ticket-context.ts';
import { WhatIfSwitch } from './what-if-switch.tsx';

type RowProps = { label: string; note?: string; children: ComponentChildren };

function Row({ label, note, children }: RowProps) {
  return (
    <div class="sum-line">
      <dt>
        {label}
        {note !== undefined && <span class="quiet quote-note">{note}</span>}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

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

/** The curves traded on, each once. */
const curvesOf = ({ legs }: Plan) => [
  ...new Set(legs.flatMap(({ curve }) => (curve === 'stable' ? [] : [curve]))),
];

/** A raw price as rao per whole alpha, rounded down as the node does. */
const raoPerAlpha = (bits: bigint): bigint => (bits * RAO_PER_ALPHA) >> 64n;

function Figures({ plan }: { plan: Plan }) {
  const { names } = usePanel();
  const moved = plan.legs.filter(({ before }) => !isOneToOne(before));
  // The impact of a single trade has its row in the quote.
  const impactLegs = plan.legs.length > 1 ? plan.legs : [];
  return (
    <dl class="figures ticket-figures">
      <Row label={t('detailBlock')}>
        {t('detailBlockAndSpec', {
          block: blockText(plan.block.number),
          spec: String(plan.runtime.specVersion),
        })}
      </Row>
      {curvesOf(plan).map((curve) => (
        <Row key={curve} label={t('detailCurve')}>
          {t(`curve_${keyPart(curve)}`)}
        </Row>
      ))}
      {plan.call !== null && (
        <Row label={t('detailCall')}>
          <span class="address">
            {plan.call.pallet}.<wbr />
            {plan.call.name}
          </span>
        </Row>
      )}
      {limitsOf(plan).map((limit, index) =>
        limit.kind === 'price' ? (
          <Row
            key={index}
            label={t(limit.side === 'buy' ? 'detailLimitBuy' : 'detailLimitSell', {
              subnet: names.number(limit.netuid),
            })}
          >
            {pricePerAlpha(limit.raoPerAlpha, limit.netuid, names)}
          </Row>
        ) : (
          <Row
            key={index}
            label={t('detailRatioLimit', {
              from: names.number(limit.netuid),
              to: names.number(limit.toNetuid),
            })}
          >
            {ratioText(limit.ratio, limit.netuid, limit.toNetuid, names)}
          </Row>
        ),
      )}
      {plan.receives !== null && plan.receives.floor !== null && plan.legs.length > 0 && (
        <Row label={t('detailFloor')} note={t('detailFloorNote')}>
          <Amount quantity={plan.receives.floor} />
        </Row>
      )}
      {plan.headroomPpm !== null && (
        <Row label={t('detailHeadroom')}>{percentText(plan.headroomPpm)}</Row>
      )}
      {plan.receives !== null && plan.receives.worstMeasured !== null && (
        <Row
          label={t('detailWorstMeasured')}
          note={t('detailWorstMeasuredNote', { push: percentText(MEASURED_PUSH_PPM) })}
        >
          <Amount quantity={plan.receives.worstMeasured} />
        </Row>
      )}
      {plan.receives?.worstIfMoved && (
        <Row
          label={t('detailWorstIfMoved', { move: percentText(plan.receives.worstIfMoved.movePpm) })}
          note={t('detailWorstIfMovedNote')}
        >
          <Amount quantity={plan.receives.worstIfMoved.quantity} />
        </Row>
      )}
      {impactLegs.map((leg, index) => (
        <Row key={index} label={impactLabel(leg, names)}>
          {percentText(leg.priceImpactPpm)}
        </Row>
      ))}
      {moved.map((leg, index) => (
        <Row key={index} label={t('detailPrice', { subnet: names.number(leg.netuid) })}>
          {priceMove(
            raoPerAlpha(leg.fill.priceBefore),
            raoPerAlpha(spotPrice(leg.after)),
            leg.netuid,
            names,
          )}
        </Row>
      ))}
      {plan.positionAfter !== null && (
        <Row label={t('detailPositionAfter')}>
          <Amount quantity={plan.positionAfter} />
        </Row>
      )}
      {plan.destinationAfter !== null && (
        <Row label={t('detailDestinationAfter')}>
          <Amount quantity={plan.destinationAfter} />
        </Row>
      )}
      {plan.freeAfter.known && (
        <Row label={t('detailFreeAfter')}>
          <Tao rao={plan.freeAfter.value} />
        </Row>
      )}
    </dl>
  );
}

function impactLabel({ side, netuid, purpose }: Leg, names: NamesModel): string {
  const subnet = names.number(netuid);
  if (purpose === 'trade') {
    return t(side === 'buy' ? 'detailImpactBuy' : 'detailImpactSell', { subnet });
  }
  return t(side === 'buy' ? 'detailLegBuy' : 'detailLegSell', {
    subnet,
    purpose: t(`purpose_${keyPart(purpose)}`),
  });
}

/** Made when it is opened: a key on a ticket with its details closed draws none of them. */
function Opened({ plan }: { plan: Plan }) {
  const { deps } = usePanel();
  const ticket = useTicket();
  const { toleranceBps, allowPartial } = ticket.terms.value;
  // Nothing else moves what is not traded.
  const isTrade = plan.legs.some(({ purpose }) => purpose === 'trade');
  const hasPartial = canBePartial(ticket.choice.value) && plan.limitPrice !== null;
  return (
    <div class="stack">
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
      <WhatIfSwitch />
      {isTrade && (
        <>
          <p class="small soft">{t('explainImpact')}</p>
          <p class="small soft">{t(limitWords(plan), { tolerance: bpsText(toleranceBps) })}</p>
        </>
      )}
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
