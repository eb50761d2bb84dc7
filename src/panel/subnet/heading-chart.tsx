// The emission share of a subnet now, and where it is heading if prices stay as they are.
import { durationText } from '../words/format.ts';
import { nearShareText } from '../words/round-share.ts';
import { t } from '../core/text.ts';
import type { Netuid } from '../../units.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from '../subnets/subnets-context.ts';
import { headingOf } from './heading-model.ts';

/** Of the columns; each is a quarter of a half-life. */
const TICKS = [0, 8, 16, 24];

export function HeadingChart({ netuid }: { netuid: Netuid }) {
  const { store } = usePanel();
  const subnets = useSubnets();
  const facts = store.emission.value?.facts;
  const pool = subnets.facts(netuid)?.pool ?? null;
  if (netuid === 0 || facts === undefined || pool === null) return null;
  const heading = headingOf(facts, subnets.check.value, netuid, pool);
  const now = heading?.path[0];
  if (heading === null || now === undefined) return null;
  const { target, path, halfLifeBlocks } = heading;
  const whenText = (index: number): string =>
    index === 0 ? t('freeNow') : durationText(path[index]?.blocks ?? 0);
  if (now.ppm === 0n && target === 0n) return null;
  return (
    <section class="stack-s" aria-label={t('headingTitle')}>
      <h2>{t('headingTitle')}</h2>
      <p>{t('headingSentence', { now: nearShareText(now.ppm), target: nearShareText(target) })}</p>
      <Chart
        label={t('headingTitle')}
        height={132}
        rest={0}
        data={{
          xs: path.map(({ blocks }) => blocks),
          columnName: t('chartTime'),
          columnText: whenText,
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
          valueText: nearShareText,
          mayCut: true,
          xTicks: TICKS.map((index) => ({
            x: path[index]?.blocks ?? 0,
            text: whenText(index),
          })),
        }}
      />
      <p class="small quiet">{t('headingNote', { duration: durationText(halfLifeBlocks) })}</p>
    </section>
  );
}
