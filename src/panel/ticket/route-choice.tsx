// The two routes for changing a subnet: what each brings and promises, and what the promise costs.
import { useMemo } from 'preact/hooks';
import { promisedOf, promiseOf } from '../../checks/promise.ts';
import { compareRoutes, type Routes } from '../../moves/compare-routes.ts';
import type { Plan, Quantity } from '../../model/plan.ts';
import { taoText } from '../words/format.ts';
import { t } from '../core/text.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import { Segments } from '../ui/field.tsx';
import { useTicket } from './ticket-context.ts';

const NOTHING = '–';

type Route = 'protected' | 'one-call';

function useRoutes(plan: Plan): Routes | null {
  const { facts } = useTicket();
  const read = facts.value;
  return useMemo(() => {
    const { move, terms, block } = plan;
    if (move.kind !== 'change-subnet' || read?.block.hash !== block.hash) return null;
    return compareRoutes(move, terms, read);
  }, [plan, read]);
}

/** With root on one side, one limited call promises what two would: there is no choice to make. */
const isOneAnyway = ({ protected: safe, oneCall }: Routes): boolean =>
  safe.call?.name === oneCall.call?.name;

/** Their subnet is named by the ticket. */
function Figure({ quantity }: { quantity: Quantity }) {
  return quantity.unit === 'rao' ? (
    <Tao rao={quantity.amount} decimals={2} />
  ) : (
    <Alpha alpha={quantity.amount} netuid={quantity.netuid} decimals={2} />
  );
}

function Brings({ label, plan, hasSpare }: { label: string; plan: Plan; hasSpare: boolean }) {
  const { receives, legs, spareTao } = plan;
  if (receives === null || plan.call === null) return null;
  const hasMinimum = ['minimum', 'minimum-while-held'].includes(promiseOf(receives, legs));
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>
        ≈ <Figure quantity={receives.expected} />
      </td>
      {/* Most of what one route brings less in alpha comes back as TAO: without it the two tell another cost. */}
      {hasSpare && <td>{spareTao > 0n ? <Tao rao={spareTao} decimals={2} /> : NOTHING}</td>}
      <td>{hasMinimum ? <Figure quantity={promisedOf(receives)} /> : t('routeNoMinimum')}</td>
    </tr>
  );
}

function Compared({ routes }: { routes: Routes }) {
  const hasSpare = routes.protected.spareTao > 0n || routes.oneCall.spareTao > 0n;
  return (
    <table class="figure-table" aria-label={t('routeLabel')}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('routeBrings')}</th>
          {hasSpare && <th scope="col">{t('routeSpare')}</th>}
          <th scope="col">{t('routeMinimum')}</th>
        </tr>
      </thead>
      <tbody>
        <Brings label={t('routeProtected')} plan={routes.protected} hasSpare={hasSpare} />
        <Brings label={t('routeOneCall')} plan={routes.oneCall} hasSpare={hasSpare} />
      </tbody>
    </table>
  );
}

/** Names the cost of the protection where there is one. */
function noteOf(route: Route, cost: bigint | null): string {
  const isProtected = route === 'protected';
  if (cost === null || cost <= 0n) {
    return t(isProtected ? 'routeProtectedNote' : 'routeOneCallNote');
  }
  return t(isProtected ? 'routeProtectedNoteCost' : 'routeOneCallNoteCost', {
    cost: taoText(cost),
  });
}

export function RouteChoice({ plan }: { plan: Plan }) {
  const ticket = useTicket();
  const { kind, route } = ticket.choice.value;
  const routes = useRoutes(plan);
  if (kind !== 'change-subnet') return null;
  if (routes !== null && isOneAnyway(routes)) return null;
  return (
    <div class="stack-s">
      <p class="label">{t('routeLabel')}</p>
      <Segments
        label={t('routeLabel')}
        value={route}
        options={[
          { value: 'protected', text: t('routeProtected') },
          { value: 'one-call', text: t('routeOneCall') },
        ]}
        onChange={(value) =>
          ticket.edit({ route: value === 'one-call' ? 'one-call' : 'protected' })
        }
      />
      {routes !== null && <Compared routes={routes} />}
      <p class="small soft">{noteOf(route, routes?.protectionCost ?? null)}</p>
    </div>
  );
}
