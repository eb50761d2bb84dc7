// One subnet: what it is and costs, and under tabs what I hold, its market, its validators, and its emission.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ROOT_NETUID, type Netuid } from '../../units.ts';
import { t } from '../core/text.ts';
import { IconButton } from '../ui/button.tsx';
import type { Range } from '../ui/chart/time-axis.ts';
import { Tabs } from '../ui/tabs.tsx';
import { HoldersCard } from '../emission/holders-card.tsx';
import { EmissionSplit } from '../emission/emission-split.tsx';
import { hasColumns } from '../emission/has-columns.ts';
import { DepthChart } from './depth-chart.tsx';
import { ExitChart } from './exit-chart.tsx';
import { HeadingChart } from './heading-chart.tsx';
import { BelowBar } from './below-bar.tsx';
import { HoldingChart } from './holding-chart.tsx';
import { HorizonCard } from './horizon-card.tsx';
import { LockCharts } from './lock-charts.tsx';
import { OwnShare } from './own-share.tsx';
import { usePanel } from '../core/panel-context.ts';
import { PoolFacts } from './pool-facts.tsx';
import { needEarlierPrices, needEmission } from '../subnets/need-figures.ts';
import { horizons } from '../subnets/horizons.ts';
import { ShareHistory } from '../subnets/share-history.tsx';
import { PriceChart } from '../subnets/price-chart.tsx';
import { RemovalCard } from './removal-card.tsx';
import { RootClaimsSection } from './root-claims.tsx';
import { RootRates } from './root-rates.tsx';
import { PriceChanges } from './price-changes.tsx';
import { Screen } from '../ui/screen.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetFoot } from './subnet-foot.tsx';
import { SubnetLinks } from './subnet-about.tsx';
import { SubnetHead } from './subnet-head.tsx';
import { SubnetHolding } from './subnet-holding.tsx';
import { otherStats, SubnetStats } from './subnet-stats.tsx';
import { subnetTabs, useSubnetTab, type SubnetTab } from './subnet-tabs.ts';
import { SubnetMoves } from './subnet-moves.tsx';
import { SubnetValidators } from './subnet-validators.tsx';
import { ValidatorShares } from './validator-shares.tsx';

type PartProps = {
  netuid: Netuid;
  tab: SubnetTab;
  range: Range;
  onRange: (range: Range) => void;
};

/** One of two beside each other in a wide window; elsewhere they are as one list. */
function Side({ children, isMain = false }: { children: ComponentChildren; isMain?: boolean }) {
  return <div class={`subnet-side ${isMain ? 'subnet-side-main' : ''}`}>{children}</div>;
}

function Part({ netuid, tab, range, onRange }: PartProps) {
  const prices = (
    <PriceChart netuid={netuid} range={range} onRange={onRange} isMain={tab === 'market'} />
  );
  switch (tab) {
    case 'position':
      return (
        <>
          <Side>
            <SubnetHolding netuid={netuid} />
            {hasColumns.value && <HoldingChart netuid={netuid} range={range} />}
            <RemovalCard netuid={netuid} />
          </Side>
          <Side>
            {prices}
            {hasColumns.value && <PriceChanges netuid={netuid} />}
            <ExitChart netuid={netuid} />
            <LockCharts netuid={netuid} />
            {hasColumns.value && <DepthChart netuid={netuid} />}
            {hasColumns.value && <SubnetMoves key={netuid} netuid={netuid} />}
          </Side>
        </>
      );
    case 'market':
      return (
        <>
          <Side>
            <SubnetStats netuid={netuid} columns={otherStats} look="close-only" />
            <SubnetLinks netuid={netuid} look="close-only" />
            {prices}
            <DepthChart netuid={netuid} />
            <PoolFacts netuid={netuid} />
          </Side>
          <Side>
            <HorizonCard netuid={netuid} />
          </Side>
        </>
      );
    case 'validators':
      return (
        <>
          <Side isMain>
            <SubnetValidators netuid={netuid} />
          </Side>
          <Side>
            <ValidatorShares netuid={netuid} />
            <HoldersCard netuid={netuid} />
          </Side>
        </>
      );
    case 'emission':
      return (
        <>
          <Side>
            <HeadingChart netuid={netuid} />
            <BelowBar netuid={netuid} />
            <OwnShare netuid={netuid} />
          </Side>
          <Side>
            <EmissionSplit netuid={netuid} />
            <ShareHistory netuids={[netuid]} title={t('shareHistoryTitle')} />
          </Side>
        </>
      );
  }
}

export function SubnetScreen({ netuid }: { netuid: Netuid }) {
  const panel = usePanel();
  const { names, router, store, saveSettings } = panel;
  const [tab, setTab] = useSubnetTab(netuid);
  const [range, setRange] = useState<Range>('week');
  const [isReading, setReading] = useState(true);
  const read = () => {
    setReading(true);
    void needEmission(panel)
      .then(() => setReading(false))
      .then(() => needEarlierPrices(panel, horizons));
  };
  const isMissing = store.emission.value === null && !isReading;
  useEffect(() => {
    // Stored validators show at once; the section shows when there are none.
    void names.needValidators(netuid).catch(() => undefined);
    read();
  }, [netuid]);
  const { favourites } = store.settings.value;
  const isFavourite = favourites.includes(netuid);
  const others = favourites.filter((one) => one !== netuid);
  return (
    <Screen
      title={
        <span class="line">
          <SubnetBadge netuid={netuid} /> <bdi class="one-line">{names.title(netuid)}</bdi>
        </span>
      }
      actions={
        <>
          {netuid !== ROOT_NETUID && (
            <IconButton
              icon="bell"
              label={t('alertForSubnet', { subnet: names.number(netuid) })}
              onPress={() => router.go({ name: 'new-alert', netuid })}
            />
          )}
          <IconButton
            icon={isFavourite ? 'star-full' : 'star'}
            label={t('favourite')}
            isPressed={isFavourite}
            onPress={() => saveSettings({ favourites: isFavourite ? others : [...others, netuid] })}
          />
        </>
      }
      foot={<SubnetFoot netuid={netuid} />}
    >
      <div class="padded stack">
        <SubnetHead
          netuid={netuid}
          onReadAgain={isMissing ? read : null}
          onMarket={() => setTab('market')}
        />
        {netuid === ROOT_NETUID ? (
          <div class="stack subnet-parts">
            <Side>
              <SubnetHolding netuid={netuid} />
              <RootClaimsSection />
              {hasColumns.value && <RootRates />}
              {hasColumns.value && <SubnetMoves key={netuid} netuid={netuid} />}
            </Side>
            <Side>
              <SubnetValidators netuid={netuid} />
            </Side>
          </div>
        ) : (
          <Tabs
            label={names.title(netuid)}
            tabs={subnetTabs.map((key) => ({ key, text: t(`subnetTab_${key}`) }))}
            value={tab}
            onChange={setTab}
          >
            <Part netuid={netuid} tab={tab} range={range} onRange={setRange} />
          </Tabs>
        )}
      </div>
    </Screen>
  );
}
