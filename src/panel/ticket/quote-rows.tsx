// The rows of a quote, each with its name: rate, tolerance, minimum, impact and fees.
import type { ComponentChildren } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { tickOf } from '../../checks/acceptance.ts';
import { pricedLeg, promiseOf } from '../../checks/promise.ts';
import type { CheckResult } from '../../model/check.ts';
import type { Leg, Plan, Quantity } from '../../model/plan.ts';
import { keyPart, t, tCount } from '../core/text.ts';
import { isOneToOne } from '../../pool/curves/curve-of.ts';
import { usePanel } from '../core/panel-context.ts';
import { Badge } from '../ui/banner.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Amount } from '../words/amount.tsx';
import { percentText } from '../words/format.ts';
import { isOneByOne } from '../words/minimum-line.tsx';
import { pricePerAlpha } from '../words/plan-prices.ts';
import { EmissionRow } from './emission-row.tsx';
import { impactBand, tradeImpact } from './impact-band.ts';
import { minimumOf, poolFeesOf, rateOf } from './quote-figures.ts';
import { tradesOf } from './swap-path.tsx';
import { useTicket } from './ticket-context.ts';
import type { Worked } from './ticket-plan.ts';
import { RewardsRow } from './rewards-row.tsx';
import { ToleranceEntry, ToleranceMenu } from './tolerance-menu.tsx';

type RowProps = { label: string; children: ComponentChildren; below?: ComponentChildren };

function Row({ label, children, below }: RowProps) {
  return (
    <div class="sum-line">
      <dt>{label}</dt>
      <dd>{children}</dd>
      {below !== undefined && <dd class="tolerance-place">{below}</dd>}
    </div>
  );
}

function RateRow({ plan }: { plan: Plan }) {
  const rate = rateOf(plan);
  if (rate === null) return null;
  return (
    <Row label={t('rowRate')}>
      <RichText
        text="rateIs"
        with={{
          gives: <Amount quantity={rate.gives} isPublic />,
          brings: <Amount quantity={rate.brings} isPublic isColumn />,
        }}
      />
    </Row>
  );
}

/** Nothing is traded and nothing else may take of it: the minimum is what is shown already. */
function isExact({ receives, legs }: Plan): boolean {
  return (
    receives !== null &&
    !legs.some(({ purpose }) => purpose === 'trade') &&
    receives.minimum.amount === receives.expected.amount
  );
}

function MinimumRow({ plan }: { plan: Plan }) {
  const { names } = usePanel();
  const { toAccept, isAccepted, review } = useTicket();
  const { receives, legs, terms } = plan;
  if (receives === null || isOneByOne(plan)) return null;
  const label = t('rowMinimum');
  switch (promiseOf(receives, legs)) {
    case 'minimum':
    case 'minimum-while-held': {
      const minimum = minimumOf(plan);
      if (minimum === null || isExact(plan)) return null;
      // What is enforced whatever the pool holds: less than what follows from its liquidity.
      const floor = receives.minimumRestsOn === null ? null : receives.floor;
      return (
        <Row label={label}>
          <Amount quantity={minimum} isColumn />
          {floor !== null && floor.amount < minimum.amount && (
            <span class="quiet quote-note">
              <RichText
                text="minimumFloor"
                with={{ floor: <Amount quantity={floor} isColumn /> }}
              />
            </span>
          )}
        </Row>
      );
    }
    case 'price': {
      const leg = pricedLeg(legs);
      if (receives.worstPrice === null || leg === undefined) return null;
      const price = pricePerAlpha(receives.worstPrice, leg.netuid, names);
      return (
        <Row label={t('rowLimitPrice')}>
          {t(terms.allowPartial ? 'neverWorseThan' : 'neverWorseOrNothing', { price })}
        </Row>
      );
    }
    case 'unproven':
      return (
        <Row label={label}>
          <span class="warn">{t('minimumUnproven')}</span>
        </Row>
      );
    case 'nothing': {
      // Said once: at the tick box, where there is one.
      const hasTick = review.value.state === 'needs-yes' || isAccepted.value;
      if (hasTick && toAccept.value.some((check) => tickOf(check) === 'no-minimum')) return null;
      return (
        <Row label={label}>
          <span class="warn">{t('noMinimumGuaranteed')}</span>
        </Row>
      );
    }
    case 'as-it-is':
      return null;
  }
}

function ImpactRow({ plan, checks }: { plan: Plan; checks: readonly CheckResult[] }) {
  const impact = tradeImpact(plan.legs);
  if (impact === null) return null;
  const { band, tone } = impactBand(impact);
  // Each pool is moved by its own trade: their shifts are no sum.
  const isOfSeveral =
    plan.legs.filter(({ purpose, before }) => purpose === 'trade' && !isOneToOne(before)).length >
    1;
  const own = checks.find(({ id, verdict }) => id === 'own-impact-limit' && verdict === 'warn');
  const limit = own?.values.limit;
  return (
    <Row label={t(isOfSeveral ? 'priceImpactLargest' : 'priceImpact')}>
      {percentText(impact)} <Badge tone={tone}>{t(`impactBand_${keyPart(band)}`)}</Badge>
      {limit?.unit === 'ppm' && (
        <span class="warn quote-note">
          {t('impactOverOwnLimit', { limit: percentText(limit.amount) })}
        </span>
      )}
    </Row>
  );
}

/** Each step of a swap has a fee of its own, in what is paid into its pool. */
function SwapFeeRows({ sale, purchase }: { sale: Leg; purchase: Leg }) {
  return (
    <>
      <Row label={t('poolFeeUnstake')}>
        <Amount quantity={sale.swapFee} isColumn />
      </Row>
      {/* A single call takes one fee for both trades. */}
      {purchase.swapFee.amount > 0n && (
        <Row label={t('poolFeeStake')}>
          <Amount quantity={purchase.swapFee} isColumn />
        </Row>
      )}
    </>
  );
}

function PoolFeeRows({ plan }: { plan: Plan }) {
  const trades = tradesOf(plan);
  if (trades !== null) return <SwapFeeRows {...trades} />;
  const fees = poolFeesOf(plan.legs);
  if ('each' in fees) {
    return (
      <>
        {fees.each.map((fee, index) => (
          <Row key={index} label={t('poolFee')}>
            <Amount quantity={fee} isColumn />
          </Row>
        ))}
      </>
    );
  }
  return (
    <Row label={tCount('poolFeesOf', fees.pools)}>
      ≈ <Amount quantity={fees.sum} isColumn />
    </Row>
  );
}

/** The node states the most it charges in TAO; the same fee in alpha depends on the price. */
function feeLabel({ networkFee }: Plan) {
  if (!networkFee.known) return 'networkFee';
  return networkFee.value.paidIn === 'tao' ? 'networkFeeAtMost' : 'networkFeeAbout';
}

function NetworkFee({ plan }: { plan: Plan }) {
  const fee = plan.networkFee;
  if (!fee.known) return <span class="warn">{t('notKnown')}</span>;
  const quantity: Quantity =
    fee.value.paidIn === 'tao'
      ? { unit: 'rao', amount: fee.value.fee }
      : { unit: 'alpha', netuid: fee.value.netuid, amount: fee.value.fee };
  // As many digits on every ticket, so that two fees can be compared.
  return <Amount quantity={quantity} isPublic isColumn />;
}

export function QuoteRows({ worked: { plan, checks } }: { worked: Worked }) {
  const [isCustom, setCustom] = useState(false);
  // The same functions with every key: the menu is not drawn again.
  const begin = useCallback(() => setCustom(true), []);
  const end = useCallback(() => setCustom(false), []);
  const { receives, legs, depthNeeded } = plan;
  const hasTolerance =
    receives !== null &&
    legs.some(({ purpose }) => purpose === 'trade') &&
    (receives.isGuaranteed || depthNeeded);
  return (
    <>
      <dl class="figures quote-rows">
        <RateRow plan={plan} />
        {hasTolerance && (
          <Row
            label={t('rowTolerance')}
            below={isCustom ? <ToleranceEntry onClose={end} /> : undefined}
          >
            <ToleranceMenu onCustom={begin} onChosen={end} />
          </Row>
        )}
        <MinimumRow plan={plan} />
        <ImpactRow plan={plan} checks={checks} />
        <PoolFeeRows plan={plan} />
        <Row label={t(feeLabel(plan))}>
          <NetworkFee plan={plan} />
        </Row>
        <RewardsRow plan={plan} />
        <EmissionRow plan={plan} />
      </dl>
    </>
  );
}
