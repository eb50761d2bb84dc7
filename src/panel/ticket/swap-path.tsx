// The steps of a swap as a picture: out of one pool into TAO, and into the other.
import type { ComponentChildren } from 'preact';
import type { Leg, Plan } from '../../model/plan.ts';
import { ROOT_NETUID } from '../../units.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { RichText } from '../ui/rich-text.tsx';
import { Icon } from '../ui/icon.tsx';
import { Alpha, Tao } from '../words/amount.tsx';
import { Fiat } from '../words/fiat.tsx';

function Stop({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <li class="swap-stop small">
      <span class="strong">{name}</span>
      {children}
    </li>
  );
}

function Arrow({ leg }: { leg: Leg }) {
  return (
    <li class="swap-arrow">
      <span>{t(leg.side === 'sell' ? 'kindUnstake' : 'kindStake')}</span>
      <Icon name="caret" small />
    </li>
  );
}

/** Only between two pools: with root on one side there is one trade, and the rows say it all. */
export function tradesOf({ move, legs }: Plan): { sale: Leg; purchase: Leg } | null {
  const [sale, purchase] = legs.filter(({ purpose }) => purpose === 'trade');
  if (move.kind !== 'change-subnet' || sale?.side !== 'sell' || purchase?.side !== 'buy')
    return null;
  return sale.netuid === ROOT_NETUID || purchase.netuid === ROOT_NETUID ? null : { sale, purchase };
}

export function SwapPath({ plan }: { plan: Plan }) {
  const { names } = usePanel();
  const trades = tradesOf(plan);
  if (trades === null) return null;
  const { sale, purchase } = trades;
  return (
    <ol class="swap-path" aria-label={t('swapPath')}>
      <Stop name={names.number(sale.netuid)}>
        <Alpha alpha={sale.order.amount} netuid={sale.netuid} decimals={2} />
      </Stop>
      <Arrow leg={sale} />
      <Stop name="TAO">
        <Tao rao={sale.fill.amountOut} decimals={2} />
        <Fiat rao={sale.fill.amountOut} />
        {plan.spareTao > 0n && (
          <span class="quiet">
            <RichText
              text="swapSpare"
              with={{ amount: <Tao rao={plan.spareTao} decimals={2} /> }}
            />
          </span>
        )}
      </Stop>
      <Arrow leg={purchase} />
      <Stop name={names.number(purchase.netuid)}>
        <Alpha alpha={purchase.fill.amountOut} netuid={purchase.netuid} decimals={2} />
      </Stop>
    </ol>
  );
}
