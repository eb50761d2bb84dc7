// The holdings of one account: the parts that add up to its value, and those seen but not counted.
import { useMemo } from 'preact/hooks';
import { valuePortfolio } from '../../portfolio/value-portfolio.ts';
import type { Ss58Address } from '../../units.ts';
import { t } from '../core/text.ts';
import { Tao } from '../words/amount.tsx';
import { usePanel } from '../core/panel-context.ts';
import { RootRewardsLine } from '../home/root-rewards-line.tsx';
import { Unclaimed } from '../home/value-block.tsx';

export function AccountHoldings({ coldkey }: { coldkey: Ss58Address }) {
  const { store } = usePanel();
  const snapshot = store.snapshot.value?.snapshot;
  const value = useMemo(
    () => (snapshot === undefined ? null : valuePortfolio(snapshot, [coldkey])),
    [snapshot, coldkey],
  );
  const isRead = snapshot?.accounts.some((account) => account.coldkey === coldkey) ?? false;
  if (value === null || !isRead) return <p class="small quiet">{t('accountNotRead')}</p>;
  const { free, reserved, root, spot, sellable, gap, unclaimed } = value;
  const isElsewhere = !unclaimed.known && unclaimed.reason === 'not-on-this-runtime';
  const hasFunds = isElsewhere && store.rootClaims.value !== null;
  const lacks = value.isSpotWhole && value.isSellableWhole ? null : t('accountLacks');
  const lines = [
    { words: 'accountFrozen', rao: gap.frozen },
    { words: 'accountReserved', rao: reserved },
    { words: 'accountRoot', rao: root },
    { words: 'accountSubnets', rao: spot - free - reserved - root },
  ] as const;
  const shown = lines.filter(({ rao }) => rao > 0n);
  return (
    <section class="stack-s" aria-label={t('accountHolds')}>
      <h2>{t('accountHolds')}</h2>
      <dl class="figures">
        {[{ words: 'accountFree', rao: free } as const, ...shown].map(({ words, rao }) => [
          <dt key={words}>{t(words)}</dt>,
          <dd key={`${words} figure`}>
            <Tao rao={rao} decimals={2} />
          </dd>,
        ])}
        <dt class="strong">{t('atSpot')}</dt>
        <dd class="strong">
          <Tao rao={spot} decimals={2} />
        </dd>
        <dt>{t('sellableAlone')}</dt>
        <dd>
          <Tao rao={sellable} decimals={2} />
        </dd>
      </dl>
      {lacks !== null && <p class="small warn">{lacks}</p>}
      <p class="small quiet">
        {unclaimed.known ? (
          <Unclaimed of={unclaimed} hasCrumbs />
        ) : hasFunds ? (
          <RootRewardsLine coldkeys={[coldkey]} hasCrumbs />
        ) : (
          t('accountUnclaimedUnread')
        )}{' '}
        {t('accountNotCounted')}
      </p>
    </section>
  );
}
