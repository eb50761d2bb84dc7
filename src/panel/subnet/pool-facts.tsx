// The pool of one subnet as last read: price, reserves, age, and switches.
import { type Netuid, RAO_PER_ALPHA, mulDivDown } from '../../units.ts';
import { reservesOf } from '../../pool/curves/curve-of.ts';
import { valuationPrice } from '../../portfolio/value-portfolio.ts';
import { blockText } from '../words/format.ts';
import { cleanName, t } from '../core/text.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import { Badge } from '../ui/banner.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from '../subnets/subnets-context.ts';

export function PoolFacts({ netuid }: { netuid: Netuid }) {
  const { names } = usePanel();
  const subnets = useSubnets();
  const facts = subnets.facts(netuid);
  const entry = subnets.all.value.find((one) => one.netuid === netuid);
  const details = names.details(netuid);
  const price = facts === null ? (entry?.price ?? null) : valuationPrice(facts);
  const pool = facts?.pool ?? null;
  const reserves = pool && reservesOf(pool);
  if (netuid === 0) return <p class="soft">{t('rootExplained')}</p>;
  return (
    <section class="stack-s" aria-label={t('poolTitle')}>
      <h2>{t('poolTitle')}</h2>
      <dl class="figures">
        {price !== null && (
          <>
            <dt>{t('spotPrice')}</dt>
            <dd>
              <RichText
                text="pricePerAlpha"
                with={{
                  price: (
                    <Tao rao={mulDivDown(RAO_PER_ALPHA, price.rao, price.perAlphaRao)} isPublic />
                  ),
                  alpha: names.symbol(netuid),
                }}
              />
            </dd>
          </>
        )}
        {reserves !== null ? (
          <>
            <dt>{t('inThePool')}</dt>
            <dd>
              <Tao rao={reserves.taoReserve} decimals={0} isPublic /> ·{' '}
              <Alpha alpha={reserves.alphaReserve} netuid={netuid} decimals={0} isPublic />
            </dd>
          </>
        ) : (
          entry?.depth !== undefined &&
          entry.depth !== null && (
            <>
              <dt>{t('inThePool')}</dt>
              <dd>
                <Tao rao={entry.depth} decimals={0} isPublic />
              </dd>
            </>
          )
        )}
        {facts !== null && (
          <>
            <dt>{t('alphaOutside')}</dt>
            <dd>
              <Alpha alpha={facts.alphaOut} netuid={netuid} decimals={0} isPublic />
            </dd>
          </>
        )}
        {details !== null && (
          <>
            <dt>{t('registeredAt')}</dt>
            <dd>{t('blockNumber', { block: blockText(details.registeredAt) })}</dd>
          </>
        )}
      </dl>
      <p class="line line-wrap">
        {facts?.isSubtokenEnabled.known === true && !facts.isSubtokenEnabled.value && (
          <Badge tone="warning">{t('notStarted')}</Badge>
        )}
        {facts?.isTransferEnabled.known === true && !facts.isTransferEnabled.value && (
          <Badge tone="notice">{t('transfersOff')}</Badge>
        )}
        {facts?.curve === 'node-only' && <Badge tone="unknown">{t('curveUnknown')}</Badge>}
      </p>
      {details !== null && details.description !== '' && (
        <p class="small soft">
          <bdi>{cleanName(details.description, 280)}</bdi>
        </p>
      )}
    </section>
  );
}
