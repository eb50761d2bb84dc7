// The effect of a move on emission: beside an order one sentence, with figures on demand; below it, where a
// row of the quote says what it comes to, both on demand. Without a reproducible rule, only the chain's
// last share is shown.
import { useEffect, useState } from 'preact/hooks';
import type { VoteEffect } from '../../emission/vote.ts';
import type { Plan } from '../../model/plan.ts';
import { durationText, taoText } from '../words/format.ts';
import { nearShareText } from '../words/round-share.ts';
import { needEmission } from '../subnets/need-figures.ts';
import { emissionEffectOf, type EmissionEffect } from './emission-effect.ts';
import { OwnDetail, ShareBars } from './emission-effect-detail.tsx';
import { isWide } from './ticket-columns.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from '../subnets/subnets-context.ts';

/** A change too small for a percentage is shown in TAO a day. */
function Sentence({ effect, isBuy }: { effect: VoteEffect; isBuy: boolean }) {
  const { names } = usePanel();
  const subnet = names.number(effect.netuid);
  const from = nearShareText(effect.sharePpmWithout);
  const to = nearShareText(effect.sharePpmAfter);
  const time = effect.halfLifeBlocks === null ? null : durationText(effect.halfLifeBlocks);
  if (from === to) {
    const size = effect.raoPerDay < 0n ? -effect.raoPerDay : effect.raoPerDay;
    const figures = { subnet, amount: taoText(size), share: to };
    // The order changes little; the average that the share follows may still be on its way.
    return nearShareText(effect.sharePpmNow) === to ? (
      <>{t(isBuy ? 'emissionEffectTinyBuy' : 'emissionEffectTinySell', figures)}</>
    ) : (
      <>{t(isBuy ? 'emissionEffectTinyBuyHeads' : 'emissionEffectTinySellHeads', figures)}</>
    );
  }
  if (time === null) {
    return <>{t(isBuy ? 'emissionEffectBuy' : 'emissionEffectSell', { subnet, from, to })}</>;
  }
  return (
    <>
      {t(isBuy ? 'emissionEffectBuyHalf' : 'emissionEffectSellHalf', {
        subnet,
        from,
        to,
        duration: time,
      })}
    </>
  );
}

function Effect({ of }: { of: Exclude<EmissionEffect, { state: 'no-trade' }> }) {
  const { names } = usePanel();
  if (of.state === 'vote') return <Sentence effect={of.effect} isBuy={of.isBuy} />;
  const subnet = names.number(of.netuid);
  if (of.state !== 'not-modelled') {
    return (
      <>
        {t(of.state === 'switched-off' ? 'emissionSwitchedOff' : 'emissionTakesNoPart', { subnet })}
      </>
    );
  }
  const { observedPpm } = of;
  return observedPpm === null ? (
    <>{t('emissionNotModelled', { subnet })}</>
  ) : (
    <>{t('emissionNotModelledObserved', { subnet, share: nearShareText(observedPpm) })}</>
  );
}

function BelowBar({ of }: { of: Extract<EmissionEffect, { state: 'vote' }> }) {
  const { names } = usePanel();
  const { effect, vote } = of;
  if (vote.barRank === null || vote.barRank === 0 || effect.rank <= vote.barRank) return null;
  return (
    <p class="small soft">
      {t('emissionBelowBar', {
        subnet: names.number(effect.netuid),
        rank: String(effect.rank),
        bar: String(vote.barRank),
      })}
    </p>
  );
}

export function EmissionEffectLines({ plan }: { plan: Plan }) {
  const panel = usePanel();
  const { store } = panel;
  const [isOpen, setOpen] = useState(false);
  const subnets = useSubnets();
  const isBeside = isWide.value;
  useEffect(() => {
    void needEmission(panel);
  }, []);
  const record = store.emission.value;
  if (record === null) return null;
  const of = emissionEffectOf(plan, record.facts, subnets.check.value);
  if (of.state === 'no-trade') return null;
  const sentence = (
    <p class="small soft">
      <Effect of={of} />
    </p>
  );
  if (of.state !== 'vote') return sentence;
  return (
    <div class="emission-effect stack-s">
      {isBeside && (
        <>
          <p class="label">{t('emissionEffectTitle')}</p>
          {sentence}
        </>
      )}
      <BelowBar of={of} />
      {isBeside && <ShareBars effect={of.effect} />}
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('emissionEffectMore')}</summary>
        <div class="stack-s">
          {!isBeside && sentence}
          {isOpen && <OwnDetail plan={plan} of={of} facts={record.facts} hasBars={!isBeside} />}
        </div>
      </details>
    </div>
  );
}
