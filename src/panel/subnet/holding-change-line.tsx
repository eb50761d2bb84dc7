// What changed the value of my stake in one subnet: its price, and alpha added or removed, each on its own.
import type { SubnetValue } from '../../portfolio/portfolio-value.ts';
import { holdingChange } from './holding-change.ts';
import { t } from '../core/text.ts';
import { SumTao } from '../performance/figure.tsx';
import { amountParts } from '../words/adding-up.ts';
import { Alpha } from '../words/amount.tsx';
import { usePanel } from '../core/panel-context.ts';
import { RichText } from '../ui/rich-text.tsx';

const leadOf = (change: bigint) => (change < 0n ? '−' : change > 0n ? '+' : undefined);
/** A day of the last week: its year is known. No line ends within it. */
export const dayOf = (at: number): string =>
  new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' })
    .format(at)
    .replaceAll(' ', '\u00a0');
const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

export function HoldingChangeLine({ value }: { value: SubnetValue }) {
  const { store, portfolio } = usePanel();
  const snapshot = store.snapshot.value?.snapshot;
  if (snapshot === undefined || value.netuid === 0) return null;
  const coldkeys = portfolio.coldkeys.value;
  const found = holdingChange(store.history.value, value, coldkeys, snapshot.blockTime);
  if (found === null) return <p class="small quiet">{t('holdingNotYet')}</p>;
  const { byPrice, byAlpha, alpha, age } = found;
  // Exactly the value now less the value then.
  const whole = byPrice + byAlpha;
  // Printed so that they are seen to add up.
  const [price = byPrice, alphas = byAlpha] = amountParts([byPrice, byAlpha]);
  const since = dayOf(snapshot.blockTime - age);
  return (
    <div class="part small">
      <p class="label line apart">
        <span>{t('holdingSince', { date: since })}</span>
        <SumTao rao={whole} isChange />
      </p>
      <dl class="figures">
        <dt>{t('holdingByPrice')}</dt>
        <dd>
          <SumTao rao={byPrice} shown={price} isChange />
        </dd>
        <dt>{t('holdingByAlpha')}</dt>
        <dd>
          {alpha === 0n ? (
            t('holdingSame')
          ) : (
            <RichText
              text="alphaNowWorth"
              with={{
                amount: <Alpha alpha={size(alpha)} netuid={value.netuid} lead={leadOf(alpha)} />,
                worth: <SumTao rao={size(byAlpha)} shown={size(alphas)} />,
              }}
            />
          )}
        </dd>
      </dl>
    </div>
  );
}
