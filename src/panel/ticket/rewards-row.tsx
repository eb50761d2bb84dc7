// What new stake would earn in a year, if every epoch paid as the last one did.
import { yearlyYieldPpm } from '../subnets/validator-order.ts';
import type { Plan } from '../../model/plan.ts';
import { yearlyRewards } from '../../portfolio/position-yield.ts';
import { toAlphaRao } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { useSubnets } from '../subnets/subnets-context.ts';
import { RichText } from '../ui/rich-text.tsx';
import { Alpha, Tao } from '../words/amount.tsx';
import { rewardsWorth } from './rewards-worth.ts';

/** The validator that the order stakes with; null: it stakes nothing new. */
function validatorOf({ move }: Plan) {
  if (move.kind === 'stake') return move.hotkey;
  return move.kind === 'change-subnet' ? move.toHotkey : null;
}

export function RewardsRow({ plan }: { plan: Plan }) {
  const { names } = usePanel();
  const subnets = useSubnets();
  const hotkey = validatorOf(plan);
  const expected = plan.receives?.expected;
  if (hotkey === null || expected?.unit !== 'alpha' || expected.netuid === 0) return null;
  const { netuid, amount } = expected;
  const found = names.validators(netuid)?.find((one) => one.hotkey === hotkey);
  const yieldOf = found && yearlyYieldPpm(found, names.details(netuid)?.tempo);
  const earned = yieldOf ? yearlyRewards(amount, yieldOf) : null;
  if (earned === null) return null;
  const price = subnets.all.value.find((one) => one.netuid === netuid)?.price ?? null;
  const worth = price === null ? null : rewardsWorth(earned, price);
  const alpha = <Alpha alpha={toAlphaRao(earned)} netuid={netuid} isColumn />;
  return (
    <div class="sum-line">
      <dt>{t('rowRewardsYear')}</dt>
      <dd>
        {worth === null ? (
          <>≈ {alpha}</>
        ) : (
          <RichText
            text="rewardsWorthNow"
            with={{ alpha, amount: <Tao rao={worth} decimals={2} /> }}
          />
        )}
      </dd>
    </div>
  );
}
