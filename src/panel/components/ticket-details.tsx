// For those who look twice: the call itself, limits, headroom, legs, what is left after, partial fill, route.
import type { ComponentChildren } from 'preact';
import { MEASURED_PUSH_PPM } from '../../moves/guard-limit.ts';
import { exactText } from '../../units.ts';
import { bpsText, blockText, percentText } from '../models/format.ts';
import { canBePartial } from '../models/ticket-draft.ts';
import type { Worked } from '../models/ticket-model.ts';
import { limitsOf, pricePerAlpha } from '../models/ticket-price.ts';
import { t } from '../text.ts';
import { AmountOf, Tao } from './amount.tsx';
import { CheckRow, Segments } from './field.tsx';
import { ImpactPlot } from './impact-plot.tsx';
import { usePanel } from './panel-context.ts';
import { useTicket } from './ticket-context.ts';
import { SupposeChoice } from './ticket-suppose.tsx';

function Row({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function RouteChoice() {
  const ticket = useTicket();
  const { kind, route } = ticket.draft.value;
  if (kind !== 'change-subnet') return null;
  return (
    <div class="stack-s">
      <p class="label">{t('routeLabel')}</p>
      <Segments
        label={t('routeLabel')}
        value={route}
        options={[
          { value: 'protected', text: t('routeProtected') },
          { value: 'one-call', text: t('routeOneCall') },
        ]}
        onChange={(value) =>
          ticket.edit({ route: value === 'one-call' ? 'one-call' : 'protected' })
        }
      />
      <p class="small soft">
        {t(route === 'protected' ? 'routeProtectedNote' : 'routeOneCallNote')}
      </p>
    </div>
  );
}

function WalletChoice() {
  const { store, names } = usePanel();
  const ticket = useTicket();
  const { coldkey } = ticket.draft.value;
  const account = store.accounts.value.find((one) => one.coldkey === coldkey);
  const wallets = [...new Set((account?.sources ?? []).map(({ wallet }) => wallet))];
  if (wallets.length < 2) return null;
  return (
    <div class="stack-s">
      <p class="label">{t('walletLabel')}</p>
      <Segments
        label={t('walletLabel')}
        value={ticket.source.value?.wallet ?? ''}
        options={wallets.map((wallet) => ({ value: wallet, text: names.wallet(wallet) }))}
        onChange={ticket.setWallet}
      />
    </div>
  );
}

function Figures({ worked: { plan } }: { worked: Worked }) {
  const { names } = usePanel();
  return (
    <dl class="figures">
      <Row label={t('detailBlock')}>{blockText(plan.block.number)}</Row>
      {plan.call !== null && (
        <Row label={t('detailCall')}>
          <span class="address">
            {plan.call.pallet}.{plan.call.name}
          </span>
        </Row>
      )}
      {limitsOf(plan).map((limit, index) =>
        limit.kind === 'price' ? (
          <Row
            key={index}
            label={t(
              limit.side === 'buy' ? 'detailLimitBuy' : 'detailLimitSell',
              names.number(limit.netuid),
            )}
          >
            {pricePerAlpha(limit.raoPerAlpha, limit.netuid, names)}
          </Row>
        ) : (
          <Row
            key={index}
            label={t('detailRatioLimit', names.number(limit.netuid), names.number(limit.toNetuid))}
          >
            {exactText(limit.ratio)}
          </Row>
        ),
      )}
      {plan.headroomPpm !== null && (
        <Row label={t('detailHeadroom')}>{percentText(plan.headroomPpm)}</Row>
      )}
      {plan.receives !== null && plan.receives.worstMeasured !== null && (
        <Row label={t('detailWorstMeasured', percentText(MEASURED_PUSH_PPM))}>
          <AmountOf quantity={plan.receives.worstMeasured} />
        </Row>
      )}
      {plan.legs.map((leg, index) => (
        <Row
          key={index}
          label={t(
            leg.side === 'buy' ? 'detailLegBuy' : 'detailLegSell',
            names.number(leg.netuid),
            t(`purpose_${leg.purpose.replace('-', '_')}`),
          )}
        >
          {percentText(leg.priceImpactPpm)}
        </Row>
      ))}
      {plan.positionAfter !== null && (
        <Row label={t('detailPositionAfter')}>
          <AmountOf quantity={plan.positionAfter} />
        </Row>
      )}
      {plan.destinationAfter !== null && (
        <Row label={t('detailDestinationAfter')}>
          <AmountOf quantity={plan.destinationAfter} />
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

export function TicketDetails({ worked }: { worked: Worked }) {
  const { deps } = usePanel();
  const ticket = useTicket();
  const { toleranceBps, allowPartial } = ticket.terms.value;
  const hasPartial = canBePartial(ticket.draft.value) && worked.plan.limitPrice !== null;
  return (
    <>
      <RouteChoice />
      {deps.surface !== 'popup' && <ImpactPlot worked={worked} />}
      <details>
        <summary>{t('details')}</summary>
        <div class="stack">
          <Figures worked={worked} />
          {hasPartial && (
            <CheckRow
              label={t('partialFill')}
              note={t('partialFillNote')}
              isOn={allowPartial}
              onChange={ticket.setPartial}
            />
          )}
          <WalletChoice />
          <SupposeChoice />
          <p class="small soft">{t('explainImpact')}</p>
          <p class="small soft">
            {t(
              worked.plan.call?.args['allow_partial'] === true
                ? 'explainTolerancePartial'
                : 'explainTolerance',
              bpsText(toleranceBps),
            )}
          </p>
          {deps.surface === 'popup' && <ImpactPlot worked={worked} />}
        </div>
      </details>
    </>
  );
}
