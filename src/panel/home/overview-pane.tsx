// Beside home where there is room: what needs attention, the value over time, and where it lies.
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { AllocationTreemap } from './allocation-treemap.tsx';
import { AttentionList } from './attention-list.tsx';
import { hasValueHistory, ValueChart } from './value-chart.tsx';

/** So that the pane of one who has just begun is not empty. */
function ValueSoon() {
  return (
    <section class="card stack-s overview-soon">
      <h2>{t('valueChartTitle')}</h2>
      <p class="soft">{t('valueChartSoon')}</p>
    </section>
  );
}

export function OverviewPane() {
  const { store, clock, portfolio } = usePanel();
  const hasHistory = hasValueHistory(store.history.value, clock.now.peek());
  return (
    <section class="screen" aria-label={t('overviewTitle')}>
      <header class="bar">
        <h2 class="overview-title">{t('overviewTitle')}</h2>
      </header>
      <div class="body">
        <div class="padded overview">
          <AttentionList isWhole />
          {hasHistory && portfolio.chosen.value === null ? <ValueChart /> : <ValueSoon />}
          <AllocationTreemap />
        </div>
      </div>
    </section>
  );
}
