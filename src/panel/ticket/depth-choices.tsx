// The ways on where an order is too large for one node's word about the pool's depth: a part, or less at a time.
import { useMemo } from 'preact/hooks';
import { depthOffers } from '../../moves/depth-offers.ts';
import type { Plan, Quantity } from '../../model/plan.ts';
import { exactText } from '../../units.ts';
import { pricePerAlpha } from '../words/plan-prices.ts';
import { t } from '../core/text.ts';
import { Amount } from '../words/amount.tsx';
import { checkText } from '../words/check-text.ts';
import { errorText } from '../words/error-text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useTicket } from './ticket-context.ts';

const refusalOf = ({ checks }: Pick<Plan, 'checks'>) =>
  checks.find(({ id, verdict }) => id === 'depth-one-source' && verdict === 'block');

export function DepthChoices({ plan }: { plan: Plan }) {
  const { names } = usePanel();
  const ticket = useTicket();
  const facts = ticket.facts.value;
  const offers = useMemo(
    () =>
      facts === null || refusalOf(plan) === undefined
        ? null
        : depthOffers(plan.move, plan.terms, facts),
    [plan, facts],
  );
  const refused = refusalOf(plan);
  if (offers === null || refused === undefined || !('netuid' in plan.move)) return null;
  const { partial, split } = offers;
  const { netuid } = plan.move;
  /** A full exit has no amount: it becomes an unstake of one. */
  const take = ({ unit, amount }: Quantity) =>
    ticket.edit({
      ...(plan.move.kind === 'unstake-all' ? { kind: 'unstake' } : {}),
      amountText: exactText(amount),
      unit: unit === 'rao' ? 'tao' : 'alpha',
    });
  const error = ticket.depthError.value;
  return (
    <section class="stack-s" aria-label={t('depthOffersTitle')}>
      {/* Without a second operator the check says so; where one is away or tells another pool, this does. */}
      {error !== null && error.code !== 'NO_SECOND_SOURCE' && (
        <Banner tone="warning">{errorText(error)}</Banner>
      )}
      <div class="depth-offers">
        {split !== null && (
          <Button onPress={() => take(split)}>
            <span>
              <RichText text="depthSplit" with={{ amount: <Amount quantity={split} /> }} />
            </span>
          </Button>
        )}
        {partial !== null && (
          <Button
            onPress={() => {
              take(partial.whole);
              ticket.setPartial(true);
            }}
          >
            {t('depthPartial')}
          </Button>
        )}
      </div>
      {partial !== null && (
        <p class="small soft">
          <RichText
            text="depthPartialText"
            with={{
              price: pricePerAlpha(partial.worstPrice, netuid, names),
              fills: <Amount quantity={partial.fillsNow} />,
            }}
          />
        </p>
      )}
      <details>
        <summary>{t('how')}</summary>
        <div class="stack-s small soft">
          <p>{checkText(refused, names)}</p>
          {split !== null && <p>{t('depthSplitText')}</p>}
          <p>{t('depthTolerance')}</p>
        </div>
      </details>
    </section>
  );
}
