// In place of the outcome while there is no amount: what to begin with, then the price and what one TAO buys.
import { useMemo } from 'preact/hooks';
import type { SubnetFacts } from '../../model/facts.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import { RAO_PER_TAO, ROOT_NETUID, toAlphaRao, toRao, type Netuid } from '../../units.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from '../subnets/subnets-context.ts';
import { RichText } from '../ui/rich-text.tsx';
import { Alpha, Amount, Tao } from '../words/amount.tsx';
import { TAO_SIGN } from '../words/format.ts';
import { isLargest } from './ticket-columns.ts';
import { useSubnetsHere } from './held-here.ts';
import { firstSubnets, NEAR, OFFERED } from './subnets-to-begin.ts';
import { SubnetToPick } from './subnet-picker.tsx';
import { useTicket } from './ticket-context.ts';

const OFFERED_WIDE = 8;
const OFFERED_LARGEST = 16;

/** What to begin with, before a subnet is chosen. */
export function FirstSubnets() {
  const { portfolio, deps } = usePanel();
  const ticket = useTicket();
  const isNarrow = deps.surface !== 'tab';
  const held = portfolio.value.value?.subnets ?? [];
  const { areOwn, isSafer, entries } = firstSubnets(
    useSubnetsHere(),
    (netuid) => held.find((one) => one.netuid === netuid)?.sellable ?? 0n,
    isNarrow ? OFFERED : isLargest.value ? OFFERED_LARGEST : OFFERED_WIDE,
  );
  return (
    <>
      <p class="small soft">{t('stakeWhat')}</p>
      {entries.length > 0 && (
        <section class="first-subnets" aria-label={t(areOwn ? 'firstOwn' : 'firstDeepest')}>
          <h2 class="small">{t(areOwn ? 'firstOwn' : 'firstDeepest')}</h2>
          {isSafer && <p class="small quiet">{t('firstLeftOut', { places: String(NEAR) })}</p>}
          <ul class="rows">
            {entries.map((entry) => (
              <li key={entry.netuid}>
                <button
                  type="button"
                  class="row"
                  onClick={() => ticket.edit({ netuid: entry.netuid, hotkey: null })}
                >
                  <SubnetToPick entry={entry} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** Alpha for one TAO along the pool's curve, fee taken off; null: it cannot be worked out here. */
function boughtByOne(subnet: SubnetFacts | null) {
  if (subnet === null || subnet.pool === null) return null;
  const fill = quoteSwap(subnet.pool, { side: 'buy', amount: RAO_PER_TAO });
  return fill.ok ? toAlphaRao(fill.amountOut) : null;
}

function PriceNow({ netuid }: { netuid: Netuid }) {
  const { names } = usePanel();
  const subnets = useSubnets();
  const entry = useSubnetsHere().find((one) => one.netuid === netuid);
  const facts = subnets.facts(netuid);
  const bought = useMemo(() => boughtByOne(facts), [facts]);
  const price = entry?.price ?? null;
  if (price === null || netuid === ROOT_NETUID) return null;
  return (
    <dl class="figures">
      <dt>{t('rowPriceNow')}</dt>
      <dd>
        <RichText
          text="pricePerAlpha"
          with={{
            price: <Tao rao={toRao((price.rao * RAO_PER_TAO) / price.perAlphaRao)} isPublic />,
            alpha: names.symbol(netuid),
          }}
        />
      </dd>
      {bought !== null && (
        <>
          <dt>{t('rowOneBuys', { tao: `${TAO_SIGN}\u202f1` })}</dt>
          <dd>
            ≈ <Amount quantity={{ unit: 'alpha', netuid, amount: bought }} isPublic />
          </dd>
        </>
      )}
      {entry !== undefined && entry.held > 0n && (
        <>
          <dt>{t('rowHeld', { subnet: names.number(netuid) })}</dt>
          <dd>
            <Alpha alpha={entry.held} netuid={netuid} decimals={2} />
          </dd>
        </>
      )}
    </dl>
  );
}

export function BeforeAmount() {
  const { kind, netuid } = useTicket().choice.value;
  return kind === 'stake' && netuid !== null ? <PriceNow netuid={netuid} /> : null;
}
