// The two routes for changing a subnet: what each brings and promises, and what the promise costs.
import { useMemo } from 'preact/hooks';
import { promisedOf, promiseOf } from '../../checks/promise.ts';
import { compareRoutes, type Routes } from '../../moves/compare-routes.ts';
import type { Plan } from '../../model/plan.ts';
import { taoText } from '../words/format.ts';
import { t } from '../core/text.ts';
import { Amount, Tao } from '../words/amount.tsx';
import { Segments } from '../ui/field.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { useTicket } from './ticket-context.ts';

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

type BringsProps = { label: string; plan: Plan };

function Brings({ label, plan }: BringsProps) {
  const { receives, legs, spareTao } = plan;
  if (receives === null || plan.call === null) return null;
  const hasMinimum = ['minimum', 'minimum-while-held'].includes(promiseOf(receives, legs));
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <RichText
          text={hasMinimum ? 'routeBringsAtLeast' : 'routeBringsNoMinimum'}
          with={{
            expected: <Amount quantity={receives.expected} />,
            minimum: <Amount quantity={promisedOf(receives)} />,
          }}
        />
        {/* Most of what one route brings less in alpha comes back as TAO: without it the two lines tell another cost. */}
        {spareTao > 0n && (
          <span class="quote-note">
            <RichText text="routeBringsSpare" with={{ amount: <Tao rao={spareTao} /> }} />
          </span>
        )}
      </dd>
    </>
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
      {routes !== null && (
        <dl class="figures">
          <Brings label={t('routeProtected')} plan={routes.protected} />
          <Brings label={t('routeOneCall')} plan={routes.oneCall} />
        </dl>
      )}
      <p class="small soft">{noteOf(route, routes?.protectionCost ?? null)}</p>
    </div>
  );
}
