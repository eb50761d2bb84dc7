// Where the emission of one subnet goes, per day: into its pool, into purchases, and to whom as new alpha.
import { Fragment } from 'preact';
import { drawnRatio, type Netuid } from '../../units.ts';
import { whereItGoes } from '../../emission/where-it-goes.ts';
import { t } from '../core/text.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import { roundSharesText } from '../words/round-share.ts';
import { usePanel } from '../core/panel-context.ts';

/** Of a TAO. */
const MOST_DECIMALS = 9;

/** As many decimals as it takes for the printed parts to add up to the printed whole: each is cut. */
export function decimalsThatAdd(parts: readonly bigint[], least: number): number {
  const whole = parts.reduce((sum, part) => sum + part, 0n);
  for (let decimals = least; decimals < MOST_DECIMALS; decimals += 1) {
    const grain = 10n ** BigInt(MOST_DECIMALS - decimals);
    const cut = (amount: bigint): bigint => amount - (amount % grain);
    if (parts.reduce((sum, part) => sum + cut(part), 0n) === cut(whole)) return decimals;
  }
  return MOST_DECIMALS;
}

export function EmissionSplit({ netuid }: { netuid: Netuid }) {
  const { store } = usePanel();
  const facts = store.emission.value?.facts;
  const subnet = facts?.subnets.find((one) => one.netuid === netuid);
  if (facts === undefined || subnet === undefined) return null;
  const goes = whereItGoes(facts, subnet);
  if (!goes.known) return null;
  const { taoIn, alphaIn, buysWith, alpha, isRootRecycled } = goes.value;
  const parts = [
    { key: 'emissionSplitMiners', amount: alpha.miners },
    { key: 'emissionSplitValidators', amount: alpha.validators },
    { key: 'emissionSplitOwner', amount: alpha.owner },
    {
      key: isRootRecycled ? 'emissionSplitRecycled' : 'emissionSplitRoot',
      amount: alpha.root,
    },
  ] as const;
  const whole = parts.reduce((sum, { amount }) => sum + amount, 0n);
  const shares = roundSharesText(parts.map(({ amount }) => amount));
  const decimals = decimalsThatAdd([taoIn, buysWith], 2);
  const [miners = '', validators = ''] = shares;
  return (
    <section class="part" aria-label={t('emissionSplitTitle')}>
      <h2>{t('emissionSplitTitle')}</h2>
      {whole > 0n && (
        <>
          <p>{t('emissionSplitSentence', { validators, miners })}</p>
          <span class="split-bar" aria-hidden="true">
            {parts.map(({ key, amount }, index) => (
              <span
                key={key}
                class={`split-part-${index + 1}`}
                style={{ inlineSize: `${drawnRatio(amount, whole) * 100}%` }}
              />
            ))}
          </span>
        </>
      )}
      <h3 class="label">{t('emissionSplitAlpha')}</h3>
      <dl class="figures">
        {parts.map(({ key, amount }, index) => (
          <Fragment key={key}>
            <dt>
              <span class={`split-key split-part-${index + 1}`} aria-hidden="true" /> {t(key)}
            </dt>
            <dd>
              <Alpha alpha={amount} netuid={netuid} decimals={2} isPublic />
              {whole > 0n && <span class="split-share"> {shares[index]}</span>}
            </dd>
          </Fragment>
        ))}
      </dl>
      <h3 class="label">{t('emissionSplitTao')}</h3>
      {taoIn + buysWith > 0n && (
        <span class="split-bar" aria-hidden="true">
          {[taoIn, buysWith].map((amount, index) => (
            <span
              key={String(index)}
              class={`split-part-${index + 1}`}
              style={{ inlineSize: `${drawnRatio(amount, taoIn + buysWith) * 100}%` }}
            />
          ))}
        </span>
      )}
      <dl class="figures">
        <dt>
          <span class="split-key split-part-1" aria-hidden="true" />{' '}
          {t(alphaIn > 0n ? 'emissionSplitPool' : 'emissionSplitPoolTao')}
        </dt>
        <dd>
          {alphaIn > 0n && (
            <>
              <Alpha alpha={alphaIn} netuid={netuid} decimals={2} isPublic />
              {' · '}
            </>
          )}
          <Tao rao={taoIn} decimals={decimals} isColumn isPublic />
        </dd>
        <dt>
          <span class="split-key split-part-2" aria-hidden="true" /> {t('emissionSplitBuys')}
        </dt>
        <dd>
          <Tao rao={buysWith} decimals={decimals} isColumn isPublic />
        </dd>
        <dt class="strong">{t('emissionSplitTotal')}</dt>
        <dd class="strong">
          <Tao rao={taoIn + buysWith} decimals={decimals} isColumn isPublic />
        </dd>
      </dl>
      <details>
        <summary>{t('how')}</summary>
        <p class="small soft">{t('emissionSplitAbout')}</p>
      </details>
    </section>
  );
}
