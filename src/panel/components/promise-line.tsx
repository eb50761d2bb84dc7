// What of a plan the chain enforces, in a sentence: the same on the ticket and while it is being signed.
import { pricedLeg, promiseOf } from '../../checks/promise.ts';
import type { Plan } from '../../moves/plan.ts';
import { pricePerAlpha } from '../models/ticket-price.ts';
import { t } from '../text.ts';
import { AmountOf } from './amount.tsx';
import { usePanel } from './panel-context.ts';
import { Rich } from './rich-text.tsx';

/** The price that each unit meets, or null where none is promised for one subnet. */
function usePrice({ receives, legs }: Plan): string | null {
  const { names } = usePanel();
  const leg = pricedLeg(legs);
  if (receives === null || receives.worstPrice === null || leg === undefined) return null;
  return pricePerAlpha(receives.worstPrice, leg.netuid, names);
}

/** Of less than was planned with: what is held by then is what the call takes. */
function IfLessIsHeld({ plan }: { plan: Plan }) {
  const price = usePrice(plan);
  const withoutPrice = plan.move.kind === 'exit-many' ? 'lessIfLessHeldEach' : 'lessIfLessHeld';
  return (
    <span class="soft">{price === null ? t(withoutPrice) : t('lessIfLessHeldAtPrice', price)}</span>
  );
}

export function PromiseLine({ plan }: { plan: Plan }) {
  const price = usePrice(plan);
  const { receives, legs, move } = plan;
  if (receives === null) return null;
  // Left one by one, each exit has its own ticket and its own promise.
  if (move.kind === 'exit-many' && plan.call === null) return null;
  const atLeast = (
    <Rich text="atLeastOrNothing" with={[<AmountOf key="minimum" quantity={receives.minimum} />]} />
  );
  switch (promiseOf(receives, legs)) {
    case 'minimum':
      return <span>{atLeast}</span>;
    case 'minimum-while-held':
      return (
        <span>
          {atLeast} <IfLessIsHeld plan={plan} />
        </span>
      );
    case 'as-it-is':
      return <IfLessIsHeld plan={plan} />;
    case 'price':
      return (
        <span>
          {t(plan.terms.allowPartial ? 'neverWorseThan' : 'neverWorseOrNothing', price ?? '')}
        </span>
      );
    case 'nothing':
      return <span class="warn">{t('noMinimumGuaranteed')}</span>;
  }
}
