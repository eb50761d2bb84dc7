// One subnet: what I hold by account and validator, what can be done with it, the pool, price, validators.
import { useEffect } from 'preact/hooks';
import { ROOT_NETUID, type Netuid } from '../../units.ts';
import { t } from '../core/text.ts';
import { IconButton } from '../ui/button.tsx';
import { HoldersCard } from '../emission/holders-card.tsx';
import { DepthChart } from './depth-chart.tsx';
import { ExitChart } from './exit-chart.tsx';
import { HeadingChart } from './heading-chart.tsx';
import { HorizonCard } from './horizon-card.tsx';
import { LockCharts } from './lock-charts.tsx';
import { OwnPartCard } from '../emission/own-part-card.tsx';
import { usePanel } from '../core/panel-context.ts';
import { PoolFacts } from './pool-facts.tsx';
import { PriceChart } from '../subnets/price-chart.tsx';
import { RemovalCard } from './removal-card.tsx';
import { RootClaimsSection } from './root-claims.tsx';
import { Screen } from '../ui/screen.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetFoot } from './subnet-foot.tsx';
import { SubnetHolding } from './subnet-holding.tsx';
import { SubnetValidators } from './subnet-validators.tsx';

export function SubnetScreen({ netuid }: { netuid: Netuid }) {
  const { names, store, saveSettings } = usePanel();
  useEffect(() => {
    // Stored validators show at once; the section shows when there are none.
    void names.needValidators(netuid).catch(() => undefined);
  }, [netuid]);
  const { favourites } = store.settings.value;
  const isFavourite = favourites.includes(netuid);
  const others = favourites.filter((one) => one !== netuid);
  return (
    <Screen
      title={
        <>
          <SubnetBadge netuid={netuid} /> <bdi>{names.title(netuid)}</bdi>
        </>
      }
      actions={
        <IconButton
          icon={isFavourite ? 'star-full' : 'star'}
          label={t('favourite')}
          isPressed={isFavourite}
          onPress={() => saveSettings({ favourites: isFavourite ? others : [...others, netuid] })}
        />
      }
      foot={<SubnetFoot netuid={netuid} />}
    >
      <div class="padded stack">
        <SubnetHolding netuid={netuid} />
        <PriceChart netuid={netuid} />
        <ExitChart netuid={netuid} />
        <LockCharts netuid={netuid} />
        <RemovalCard netuid={netuid} />
        {netuid === ROOT_NETUID && <RootClaimsSection />}
        <OwnPartCard netuid={netuid} />
        <PoolFacts netuid={netuid} />
        <DepthChart netuid={netuid} />
        <HorizonCard netuid={netuid} />
        <HeadingChart netuid={netuid} />
        <SubnetValidators netuid={netuid} />
        <HoldersCard netuid={netuid} />
      </div>
    </Screen>
  );
}
