// Beside home where there is room: the value over time, and where it lies.
import { t } from '../core/text.ts';
import { AllocationTreemap } from './allocation-treemap.tsx';
import { ValueChart } from './value-chart.tsx';

export function OverviewPane() {
  return (
    <section class="screen" aria-label={t('overviewTitle')}>
      <div class="body">
        <div class="padded stack">
          <ValueChart />
          <AllocationTreemap />
        </div>
      </div>
    </section>
  );
}

// Loaded with this pane: chunks of their own would cost home's first bundle more than they hold.
export { GapBreakdown } from './gap-waterfall.tsx';
export { PriceSparkline } from '../words/price-sparkline.tsx';
