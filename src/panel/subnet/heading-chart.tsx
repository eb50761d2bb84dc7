// The emission share of a subnet now, and where it is heading if prices stay as they are.
import { durationText, percentText } from '../words/format.ts';
import { columnShareText } from '../words/round-share.ts';
import { t } from '../core/text.ts';
import type { Netuid } from '../../units.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { usePanel } from '../core/panel-context.ts';
import { isWidestWindow } from '../core/wide-window.ts';
import { useSubnets } from '../subnets/subnets-context.ts';
import { headingOf } from './heading-model.ts';

/** Round times between the ticks; the smallest that leaves few enough of them is taken. */
const STEP_HOURS = [1, 2, 3, 6, 12, 24, 48, 120, 240, 720, 2_160];
const MOST_TICKS = 6;
const BLOCKS_PER_HOUR = 300;
const HEIGHT = 132;
/** Where the window is widest. */
const TALL = 252;
/** Five days. */
const LONG_HOURS = 120;

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
  const hours = Math.floor((path.at(-1)?.blocks ?? 0) / BLOCKS_PER_HOUR);
  const step = STEP_HOURS.find((one) => hours / one < MOST_TICKS) ?? hours;
  // One unit along the axis: days where the last of them is not small.
  const inDays = step % 24 === 0 && hours >= LONG_HOURS;
  const tickText = (at: number): string =>
    at === 0
      ? t('freeNow')
      : inDays
        ? t('chartDays', { days: String(at / 24) })
        : t('chartHours', { hours: String(at) });
  if (now.ppm === 0n && target === 0n) return null;
  return (
    <section class="part" aria-label={t('headingTitle')}>
      <h2>{t('headingTitle')}</h2>
      <p>
        {t('headingSentence', { now: columnShareText(now.ppm), target: columnShareText(target) })}{' '}
        {t('headingNote', { duration: durationText(halfLifeBlocks) })}
      </p>
      <Chart
        label={t('headingTitle')}
        height={isWidestWindow.value ? TALL : HEIGHT}
        rest={0}
        data={{
          xs: path.map(({ blocks }) => blocks),
          columnName: t('chartTime'),
          columnText: whenText,
          series: [
            {
              key: 'share',
              name: t('figureLong_share'),
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
          valueText: columnShareText,
          tickText: percentText,
          mayCut: true,
          xTicks: Array.from(
            { length: step === 0 ? 1 : Math.floor(hours / step) + 1 },
            (_, index) => ({
              x: index * step * BLOCKS_PER_HOUR,
              text: tickText(index * step),
            }),
          ),
        }}
      />
    </section>
  );
}
