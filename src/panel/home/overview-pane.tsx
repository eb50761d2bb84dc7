// Beside home where there is room: what needs attention, the value over time, what moved, what happened, and where it lies.
import { isAllRead } from '../../portfolio/portfolio-value.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { SwapStrips } from '../alerts/home-alerts.tsx';
import { AllocationTreemap } from './allocation-treemap.tsx';
import { AttentionList } from './attention-list.tsx';
import { BeginCard } from './begin-card.tsx';
import { MoversCard } from './movers-card.tsx';
import { RecentActivity } from './recent-activity.tsx';
import { hasValueHistory, ValueChart } from './value-chart.tsx';

const areas = {
  valueChartTitle: 'overview-value',
  moversTitle: 'overview-movers',
  allocation: 'overview-allocation',
} as const;

/** So that the pane of one who has just begun is not empty. */
function ValueSoon() {
  return (
    <section class="card stack-s overview-value">
      <h2>{t('valueChartTitle')}</h2>
      <p class="soft">{t('valueChartSoon')}</p>
    </section>
  );
}

/** Before anything was loaded: the same places without figures. */
function OverviewPlaceholder() {
  return (
    <>
      {(['valueChartTitle', 'moversTitle', 'allocation'] as const).map((title) => (
        <section key={title} class={`card stack-s ${areas[title]}`} aria-busy="true">
          <h2>{t(title)}</h2>
          <div class="bone overview-bone" />
          <div class="bone overview-bone-line" />
        </section>
      ))}
    </>
  );
}

export function OverviewPane() {
  const { store, clock, portfolio } = usePanel();
  const value = portfolio.sums.value;
  const isPartial = value !== null && !isAllRead(value);
  const isEmpty = value !== null && isAllRead(value) && value.subnets.length === 0;
  const hasHistory = hasValueHistory(store.history.value, clock.now.peek());
  // Where nothing is staked and nothing changed, a line tells nothing.
  const isFlat =
    isEmpty && hasHistory && new Set(store.history.value.map(({ spot }) => spot)).size === 1;
  return (
    <section class="screen" aria-label={t('overviewTitle')}>
      <header class="bar">
        <h2 class="overview-title">{t('homeTitle')}</h2>
      </header>
      <SwapStrips />
      <div class="body">
        <div class="padded overview">
          <AttentionList isWhole />
          {value === null ? (
            <OverviewPlaceholder />
          ) : (
            <>
              {!isFlat &&
                (hasHistory && portfolio.chosen.value === null ? <ValueChart /> : <ValueSoon />)}
              {isEmpty && <BeginCard />}
              {isPartial ? (
                // Their figures would be of some accounts only.
                <section class="card stack-s overview-movers">
                  <h2>{t('moversTitle')}</h2>
                  <p class="soft">{t('overviewWaits')}</p>
                </section>
              ) : (
                <MoversCard />
              )}
              <RecentActivity />
              {!isPartial && <AllocationTreemap />}
            </>
          )}
        </div>
      </div>
    </section>
  );
}
