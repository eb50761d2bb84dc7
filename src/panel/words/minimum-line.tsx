// What the chain enforces of a plan, in a sentence: the same on the ticket and on the request.
import { pricedLeg, promisedOf, promiseOf } from '../../checks/promise.ts';
import type { Plan } from '../../model/plan.ts';
import { pricePerAlpha } from './plan-prices.ts';
import { t } from '../core/text.ts';
import { Amount } from './amount.tsx';
import { usePanel } from '../core/panel-context.ts';
import { RichText } from '../ui/rich-text.tsx';

/** The worst price per unit; null unless one is promised for a single subnet. */
function usePrice({ receives, legs }: Plan): string | null {
  const { names } = usePanel();
  const leg = pricedLeg(legs);
  if (receives === null || receives.worstPrice === null || leg === undefined) return null;
  return pricePerAlpha(receives.worstPrice, leg.netuid, names);
}

/** The note for a call that takes what is held at execution, which may be less than planned. */
export function IfLessIsHeld({ plan }: { plan: Plan }) {
  const price = usePrice(plan);
  const { receives, legs, move } = plan;
  if (receives === null || isOneByOne(plan)) return null;
  if (!['minimum-while-held', 'as-it-is'].includes(promiseOf(receives, legs))) return null;
  const withoutPrice = move.kind === 'exit-several' ? 'lessIfLessHeldEach' : 'lessIfLessHeld';
  return (
    <p class="small soft">
      {price === null ? t(withoutPrice) : t('lessIfLessHeldAtPrice', { price })}
    </p>
  );
}

/** Exits sent one by one have a ticket and a promise each. */
export const isOneByOne = ({ move, call }: Plan): boolean =>
  move.kind === 'exit-several' && call === null;

export function MinimumLine({ plan }: { plan: Plan }) {
  const price = usePrice(plan);
  const { receives, legs } = plan;
  if (receives === null || isOneByOne(plan)) return null;
  switch (promiseOf(receives, legs)) {
    case 'minimum':
    case 'minimum-while-held':
      return (
        <span>
          <RichText
            text={receives.minimumRestsOn === null ? 'atLeastOrNothing' : 'atLeastByTwoSources'}
            with={{ minimum: <Amount quantity={promisedOf(receives)} isColumn /> }}
          />
        </span>
      );
    case 'as-it-is':
      return null;
    case 'price': {
      const key = plan.terms.allowPartial ? 'neverWorseThan' : 'neverWorseOrNothing';
      return <span>{t(key, { price: price ?? '' })}</span>;
    }
    case 'unproven':
      return <span class="warn">{t('minimumUnproven')}</span>;
    case 'nothing':
      return <span class="warn">{t('noMinimumGuaranteed')}</span>;
  }
}
