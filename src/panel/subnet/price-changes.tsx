// How the price changed over each horizon, in one row below its chart.
import type { Netuid } from '../../units.ts';
import { t } from '../core/text.ts';
import { horizons } from '../subnets/horizons.ts';
import { useSubnets } from '../subnets/subnets-context.ts';
import { PlainChange } from '../words/change.tsx';

/** As the ranges of the chart above call it. */
const YEAR = 365;

export function PriceChanges({ netuid }: { netuid: Netuid }) {
  const { changeOver } = useSubnets();
  const known = horizons.flatMap((days) => {
    const ppm = changeOver(netuid, days);
    return ppm === null ? [] : [{ days, ppm }];
  });
  // The day alone stands in the head.
  if (known.length < 2) return null;
  return (
    <dl class="subnet-stats price-changes" aria-label={t('priceHistory')}>
      {known.map(({ days, ppm }) => (
        <div key={days}>
          <dt>{days === YEAR ? t('chartRange_year') : t('chartDays', { days: String(days) })}</dt>
          <dd>
            <PlainChange ppm={ppm} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
