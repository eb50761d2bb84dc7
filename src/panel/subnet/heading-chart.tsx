// The emission share of a subnet now, and where it is heading if prices stay as they are.
import { percentText } from '../words/format.ts';
import { t, tCount } from '../core/text.ts';
import type { Netuid } from '../../units.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from '../subnets/subnets-context.ts';
import { headingOf } from './heading-model.ts';

const TICK_DAYS = [0, 15, 30, 45, 60];

export function HeadingChart({ netuid }: { netuid: Netuid }) {
  const { store } = usePanel();
  const subnets = useSubnets();
  const facts = store.emission.value?.facts;
  const pool = subnets.facts(netuid)?.pool ?? null;
  if (netuid === 0 || facts === undefined || pool === null) return null;
  const heading = headingOf(facts, subnets.check.value, netuid, pool);
  const now = heading?.path[0];
  if (heading === null || now === undefined) return null;
  const { target, path } = heading;
  if (now.ppm === 0n && target === 0n) return null;
  return (
    <section class="stack-s" aria-label={t('headingTitle')}>
      <h2>{t('headingTitle')}</h2>
      <p>{t('headingSentence', { now: percentText(now.ppm), target: percentText(target) })}</p>
      <Chart
        label={t('headingTitle')}
        height={132}
        rest={0}
        data={{
          xs: path.map(({ days }) => days),
          columnName: t('chartTime'),
          columnText: (index) =>
            index === 0 ? t('freeNow') : tCount('freeInDays', path[index]?.days ?? 0),
          series: [
            {
              key: 'share',
              name: t('headingShare'),
              form: 'area',
              values: path.map(({ ppm }) => ppm),
            },
            {
              key: 'target',
              name: t('headingTarget'),
              form: 'line',
              values: path.map(() => target),
            },
          ],
          valueText: percentText,
          mayCut: true,
          xTicks: TICK_DAYS.map((days) => ({
            x: days,
            text: days === 0 ? t('freeNow') : t('chartDays', { days: String(days) }),
          })),
        }}
      />
      <p class="small quiet">{t('headingNote')}</p>
    </section>
  );
}
