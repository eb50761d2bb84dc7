// What there is of a subnet's alpha, and since when: the TAO in its pool stands in the head of its screen.
import type { Netuid } from '../../units.ts';
import { reservesOf } from '../../pool/curves/curve-of.ts';
import { blockText, durationText } from '../words/format.ts';
import { t } from '../core/text.ts';
import { Alpha } from '../words/amount.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from '../subnets/subnets-context.ts';

export function PoolFacts({ netuid }: { netuid: Netuid }) {
  const { names, store } = usePanel();
  const facts = useSubnets().facts(netuid);
  const details = names.details(netuid);
  const head = store.snapshot.value?.snapshot.block.number;
  const reserves = facts?.pool ? reservesOf(facts.pool) : null;
  if (facts === null && details === null) return null;
  return (
    <section class="part" aria-label={t('poolFactsTitle')}>
      <h2>{t('poolFactsTitle')}</h2>
      <dl class="figures">
        {reserves !== null && (
          <>
            <dt>{t('alphaInPool')}</dt>
            <dd>
              <Alpha alpha={reserves.alphaReserve} netuid={netuid} decimals={0} isPublic />
            </dd>
          </>
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
            <dd>
              {head === undefined || head < details.registeredAt
                ? t('blockNumber', { block: blockText(details.registeredAt) })
                : t('registeredSince', {
                    block: blockText(details.registeredAt),
                    age: durationText(head - details.registeredAt),
                  })}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
