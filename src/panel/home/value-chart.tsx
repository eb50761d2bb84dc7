// Spot value and exit value over the time we recorded.
import { useState } from 'preact/hooks';
import { ageOf } from '../../model/age.ts';
import type { HistoryRecord } from '../../model/records.ts';
import { isAllRead } from '../../portfolio/portfolio-value.ts';
import { flowMarks } from '../performance/worth-chart.tsx';
import { useFlows } from '../performance/use-results.ts';
import {
  HIDDEN_TAO,
  blockText,
  dateText,
  signedTaoText,
  stepDecimals,
  taoText,
  timeText,
} from '../words/format.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { RangeSwitch } from '../ui/chart/range-switch.tsx';
import { isShorter, rangesReached, spanOf, timeTicks, type Range } from '../ui/chart/time-axis.ts';
import { accountChanges } from './account-changes.ts';

const ENOUGH = 3;

/** Points of a clock that ran ahead are no history. */
const pointsOf = (history: readonly HistoryRecord[], now: number): readonly HistoryRecord[] =>
  history.filter(({ at }) => ageOf(at, now) !== null);

export const hasValueHistory = (history: readonly HistoryRecord[], now: number): boolean =>
  pointsOf(history, now).length >= ENOUGH;

export function ValueChart() {
  const { store, clock, portfolio } = usePanel();
  const flows = useFlows();
  const [picked, setPicked] = useState<Range>('month');
  // Both on one axis are so far apart that neither is seen to move.
  const [hasSpot, setSpot] = useState(false);
  const now = clock.now.peek();
  const all = pointsOf(store.history.value, now);
  const first = all[0];
  if (all.length < ENOUGH || first === undefined || portfolio.chosen.value !== null) return null;
  const ranges = rangesReached(first.at, now);
  const range = ranges.includes(picked) ? picked : (ranges.at(-1) ?? 'day');
  const { from, to, bridge } = spanOf(range, first.at, now);
  const live = portfolio.sums.value;
  const snapshot = store.head.value ?? undefined;
  const past = all.filter(({ at }) => at >= from);
  // It ends on what stands above it, where that is newer than what was recorded and whole.
  const isNewer = snapshot !== undefined && snapshot.block.number >= (past.at(-1)?.block ?? 0);
  const points =
    live !== null && isNewer && live.isSpotWhole && live.isSellableWhole
      ? [
          ...past.filter(({ block }) => block < snapshot.block.number),
          {
            at: Math.max(snapshot.blockTime, past.at(-1)?.at ?? 0),
            block: snapshot.block.number,
            spot: live.spot,
            sellable: live.sellable,
            coldkeys: [...portfolio.coldkeys.value],
          },
        ]
      : past;
  // Two lines on each other look like one of them.
  const isOneLine = points.every(({ spot, sellable }) => spot === sellable);
  const isBoth = hasSpot && !isOneLine;
  const { hidesAmounts } = store.settings.value;
  const shown = (rao: bigint, decimals: number): string =>
    hidesAmounts ? HIDDEN_TAO : taoText(rao, decimals);
  const changes = accountChanges(points);
  const flowsShown = flowMarks(
    flows,
    points.map(({ at, spot, sellable }) => ({ at, value: isBoth ? spot : sellable })),
    (amount) => (hidesAmounts ? '' : signedTaoText(amount, 2)),
  );
  return (
    <section class="card stack-s overview-value" aria-label={t('valueChartTitle')}>
      <div class="line apart line-wrap">
        <h2 class="grow">{t(isBoth || isOneLine ? 'valueChartTitle' : 'valueChartExit')}</h2>
        {!isOneLine && (
          <button
            type="button"
            class="pill"
            aria-pressed={hasSpot}
            onClick={() => setSpot(!hasSpot)}
          >
            {t('atSpot')}
          </button>
        )}
        <RangeSwitch
          ranges={ranges}
          value={range}
          onChange={setPicked}
          isLastAll={isShorter(first.at, ranges.at(-1) ?? 'day', now)}
        />
      </div>
      <Chart
        label={t('valueChartTitle')}
        height={200}
        data={{
          xs: points.map(({ at }) => at),
          columnName: t('chartTime'),
          columnText: (index) => {
            const { at = 0, block = 0 } = points[index] ?? {};
            return `${timeText(at)} · ${t('blockNumber', { block: blockText(block) })}`;
          },
          series: [
            {
              key: 'exit',
              name: t(isOneLine ? 'sellableAndSpot' : 'sellableNow'),
              form: 'area',
              values: points.map(({ sellable }) => sellable),
            },
            ...(!isBoth
              ? []
              : [
                  {
                    key: 'spot',
                    name: t('atSpot'),
                    form: 'line',
                    values: points.map(({ spot }) => spot),
                  } as const,
                ]),
          ],
          valueText: (rao) => shown(rao, 2),
          tickText: (rao, step) => (hidesAmounts ? '' : taoText(rao, stepDecimals(step))),
          ends: { from, to },
          xTicks: timeTicks(from, to),
          mayCut: true,
          bridge,
          // Nothing was gained or lost there: no line leads from the one value to the other.
          breaks: changes,
          marks: [
            ...changes.map((at) => ({
              key: String(at),
              x: at,
              value: null,
              text: t('valueChartAccounts'),
            })),
            ...flowsShown,
          ],
        }}
      />
      <p class="small quiet">
        {isShorter(first.at, range, now)
          ? t('ownHistorySince', { date: dateText(from) })
          : t('ownHistoryNote')}
        {flowsShown.length > 0 && <> {t('resultWorthMarks')}</>}
        {live !== null && !isAllRead(live) && <> {t('valueChartPart')}</>}
      </p>
    </section>
  );
}
