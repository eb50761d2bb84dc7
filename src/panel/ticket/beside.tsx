// What stands beside an order where there is room, else below it: its effect on emission, chart, route and details.
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Plan } from '../../model/plan.ts';
import { usePanel } from '../core/panel-context.ts';
import { PriceChart } from '../subnets/price-chart.tsx';
import { useLater } from '../ui/use-later.ts';
import { FirstSubnets } from './before-amount.tsx';
import { Details } from './details.tsx';
import { EmissionEffectLines } from './emission-effect-lines.tsx';
import { useTicket } from './ticket-context.ts';
import { needsAmount } from './ticket-draft.ts';

type LaterProps = { plan: Plan; children: (plan: Plan) => ComponentChildren };

/** What follows from the figures above, drawn after them; until then it is of the amount before, and faint. */
function Later({ plan, children }: LaterProps) {
  const { value, isOld } = useLater(plan);
  return (
    <div class="ticket-later" aria-busy={isOld}>
      {useMemo(() => children(value), [value])}
    </div>
  );
}

const effectOf = (plan: Plan) => <EmissionEffectLines plan={plan} />;
const detailsOf = (plan: Plan) => <Details plan={plan} />;

/** Before there is a plan: what to begin with; then, where there is room for it, how the price came here, unless that has its own column. */
function BesideNothing({ hasMarket }: { hasMarket: boolean }) {
  const { deps } = usePanel();
  const choice = useTicket().choice.value;
  const { kind, netuid } = choice;
  if (netuid === null) return kind === 'stake' ? <FirstSubnets /> : null;
  const isTraded = needsAmount(choice) && !['lock', 'transfer', 'change-validator'].includes(kind);
  if (deps.surface !== 'tab' || !isTraded || hasMarket) return null;
  return <PriceChart netuid={netuid} range="week" />;
}

export function Beside({ hasMarket }: { hasMarket: boolean }) {
  const worked = useTicket().worked.value;
  if (worked === null) return <BesideNothing hasMarket={hasMarket} />;
  return (
    <>
      <Later plan={worked.plan}>{effectOf}</Later>
      <Later plan={worked.plan}>{detailsOf}</Later>
    </>
  );
}
