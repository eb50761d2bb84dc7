// The figures in a ticket's details: block, call, limits, headroom, impact of each leg, balances after.
import type { ComponentChildren } from 'preact';
import { MEASURED_PUSH_PPM } from '../../moves/draft/guard-limit.ts';
import type { Leg, Plan } from '../../model/plan.ts';
import { isOneToOne } from '../../pool/curves/curve-of.ts';
import { spotPrice } from '../../pool/spot-price.ts';
import { PPM_PER_BPS, RAO_PER_ALPHA } from '../../units.ts';
import { blockText, percentText } from '../words/format.ts';
import { limitsOf, priceMove, pricePerAlpha, ratioText } from '../words/plan-prices.ts';
import type { NamesModel } from '../core/names-model.ts';
import { keyPart, t } from '../core/text.ts';
import { Amount, Tao } from '../words/amount.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useTicket } from './ticket-context.ts';

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

/** The curves traded on, each once. */
const curvesOf = ({ legs }: Plan) => [
  ...new Set(legs.flatMap(({ curve }) => (curve === 'stable' ? [] : [curve]))),
];

/** A raw price as rao per whole alpha, rounded down as the node does. */
const raoPerAlpha = (bits: bigint): bigint => (bits * RAO_PER_ALPHA) >> 64n;

const AFTER_DECIMALS = 4;

/** Its impact takes most of the tolerance: others may shift the price by clearly less than that. */
const isTight = ({ headroomPpm, terms }: Plan): boolean =>
  headroomPpm !== null && headroomPpm * 10n < BigInt(terms.toleranceBps) * PPM_PER_BPS * 8n;

/** Of two simulations of what others may do first, the one that brings less. */
function worstOf({ receives }: Plan): 'measured' | 'moved' | null {
  const measured = receives?.worstMeasured?.amount;
  const moved = receives?.worstIfMoved?.quantity.amount;
  if (measured === undefined && moved === undefined) return null;
  return moved === undefined || (measured !== undefined && measured < moved) ? 'measured' : 'moved';
}

export function Figures({ plan }: { plan: Plan }) {
  const { names } = usePanel();
  const { ahead } = useTicket();
  const worst = worstOf(plan);
  const moved = plan.legs.filter(({ before }) => !isOneToOne(before));
  // The impact of a single trade has its row in the quote.
  const impactLegs = plan.legs.length > 1 ? moved : [];
  // What the chain would refuse changes nothing: no balance is after it.
  const isRefused = plan.wouldFailWith !== null;
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
            {...(plan.receives?.isGuaranteed === false && { note: t('detailRatioLimitNote') })}
          >
            {ratioText(limit.ratio, limit.netuid, limit.toNetuid, names)}
          </Row>
        ),
      )}
      {isTight(plan) && plan.headroomPpm !== null && (
        <Row label={t('detailHeadroom')} note={t('detailHeadroomNote')}>
          {percentText(plan.headroomPpm)}
        </Row>
      )}
      {worst === 'measured' && plan.receives !== null && plan.receives.worstMeasured !== null && (
        <Row
          label={t('detailWorstMeasured')}
          note={t('detailWorstMeasuredNote', { push: percentText(MEASURED_PUSH_PPM) })}
        >
          <Amount quantity={plan.receives.worstMeasured} />
        </Row>
      )}
      {worst === 'moved' && plan.receives?.worstIfMoved && (
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
      {!isRefused && plan.positionAfter !== null && (
        <Row label={t('detailPositionAfter')}>
          <Amount quantity={plan.positionAfter} decimals={AFTER_DECIMALS} />
        </Row>
      )}
      {!isRefused && plan.destinationAfter !== null && (
        <Row label={t('detailDestinationAfter')}>
          <Amount quantity={plan.destinationAfter} decimals={AFTER_DECIMALS} />
        </Row>
      )}
      {/* What goes first takes of it, too. */}
      {!isRefused && ahead.value === null && plan.freeAfter.known && (
        <Row label={t('detailFreeAfter')}>
          <Tao rao={plan.freeAfter.value} decimals={AFTER_DECIMALS} />
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
