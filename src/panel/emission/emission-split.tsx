// Where the emission of one subnet goes, per day: into its pool, into purchases, and to whom as new alpha.
import { Fragment } from 'preact';
import type { Netuid } from '../../units.ts';
import { whereItGoes } from '../../emission/where-it-goes.ts';
import { t } from '../core/text.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import { usePanel } from '../core/panel-context.ts';

export function EmissionSplit({ netuid }: { netuid: Netuid }) {
  const { store } = usePanel();
  const facts = store.emission.value?.facts;
  const subnet = facts?.subnets.find((one) => one.netuid === netuid);
  if (facts === undefined || subnet === undefined) return null;
  const goes = whereItGoes(facts, subnet);
  if (!goes.known) return null;
  const { taoIn, alphaIn, buysWith, alpha, isRootRecycled } = goes.value;
  const parts = [
    { key: 'emissionSplitOwner', amount: alpha.owner },
    { key: 'emissionSplitMiners', amount: alpha.miners },
    { key: 'emissionSplitValidators', amount: alpha.validators },
    { key: isRootRecycled ? 'emissionSplitRecycled' : 'emissionSplitRoot', amount: alpha.root },
  ] as const;
  return (
    <section class="stack-s" aria-label={t('emissionSplitTitle')}>
      <h2>{t('emissionSplitTitle')}</h2>
      <dl class="figures">
        <dt>{t('emissionSplitPool')}</dt>
        <dd>
          <Tao rao={taoIn} isPublic /> ·{' '}
          <Alpha alpha={alphaIn} netuid={netuid} decimals={2} isPublic />
        </dd>
        <dt>{t('emissionSplitBuys')}</dt>
        <dd>
          <Tao rao={buysWith} isPublic />
        </dd>
        {parts.map(({ key, amount }) => (
          <Fragment key={key}>
            <dt>{t(key)}</dt>
            <dd>
              <Alpha alpha={amount} netuid={netuid} decimals={2} isPublic />
            </dd>
          </Fragment>
        ))}
      </dl>
      <details>
        <summary>{t('how')}</summary>
        <p class="small soft">{t('emissionSplitAbout')}</p>
      </details>
    </section>
  );
}
