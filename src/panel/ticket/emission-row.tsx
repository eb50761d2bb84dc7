// Where nothing stands beside an order, what it does to emission is a row of its quote.
import { useMemo } from 'preact/hooks';
import type { Plan } from '../../model/plan.ts';
import { decimalsFor } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { useSubnets } from '../subnets/subnets-context.ts';
import { useLater } from '../ui/use-later.ts';
import { signedTaoText } from '../words/format.ts';
import { emissionEffectOf } from './emission-effect.ts';
import { isWide } from './ticket-columns.ts';

export function EmissionRow({ plan }: { plan: Plan }) {
  const { store, names } = usePanel();
  const check = useSubnets().check.value;
  const facts = store.emission.value?.facts;
  // Drawn after what a key changes, as the sentence is.
  const { value, isOld } = useLater(plan);
  // In two columns the effect has its sentence and its drawing.
  const isShown = !isWide.value && facts !== undefined;
  const of = useMemo(
    () => (isShown ? emissionEffectOf(value, facts, check) : null),
    [isShown, value, facts, check],
  );
  if (of?.state !== 'vote' || of.effect.raoPerDay === 0n) return null;
  const { netuid, raoPerDay } = of.effect;
  return (
    <div class="sum-line" aria-busy={isOld}>
      <dt>{t('rowEmission', { subnet: names.number(netuid) })}</dt>
      <dd>
        {t('emissionPerDay', {
          amount: signedTaoText(raoPerDay, decimalsFor(raoPerDay), true),
        })}
      </dd>
    </div>
  );
}
