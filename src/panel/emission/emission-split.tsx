// Where the emission of one subnet goes, brought to a day: into its pool, into purchases, and to whom as new alpha.
import { Fragment } from 'preact';
import type { Netuid } from '../../units.ts';
import { whereItGoes } from '../../emission/where-it-goes.ts';
import { t } from '../core/text.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import { usePanel } from '../core/panel-context.ts';

export function LensGoes({ netuid }: { netuid: Netuid }) {
  const { store } = usePanel();
  const facts = store.emission.value?.facts;
  const subnet = facts?.subnets.find((one) => one.netuid === netuid);
  if (facts === undefined || subnet === undefined) return null;
  const goes = whereItGoes(facts, subnet);
  if (!goes.known) return null;
  const { taoIn, alphaIn, buysWith, alpha, isRootRecycled } = goes.value;
  const parts = [
    { key: 'lensGoesOwner', amount: alpha.owner },
    { key: 'lensGoesMiners', amount: alpha.miners },
    { key: 'lensGoesValidators', amount: alpha.validators },
    { key: isRootRecycled ? 'lensGoesRecycled' : 'lensGoesRoot', amount: alpha.root },
  ];
  return (
    <details>
      <summary>{t('lensGoesTitle')}</summary>
      <div class="stack-s">
        <dl class="figures">
          <dt>{t('lensGoesPool')}</dt>
          <dd>
            <Tao rao={taoIn} isPublic /> ·{' '}
            <Alpha alpha={alphaIn} netuid={netuid} decimals={2} isPublic />
          </dd>
          <dt>{t('lensGoesBuys')}</dt>
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
        <p class="small soft">{t('lensGoesAbout')}</p>
      </div>
    </details>
  );
}
