// That the huge number in the wallet means all of the position: the same on the ticket and on the request.
import type { Plan } from '../../model/plan.ts';
import { isolated, t } from '../core/text.ts';
import { wholeInWallet } from './whole-amount.ts';

export function WholeInWallet({ plan }: { plan: Plan }) {
  const shown = wholeInWallet(plan);
  if (shown === null) return null;
  const { amount, units } = shown;
  return (
    <p class="small soft">
      {t('wholeInWallet', { amount: isolated(amount), units: isolated(units) })}
    </p>
  );
}
