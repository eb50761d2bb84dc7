// What the validators that my root stake is with paid in time: each reading of a year's rate before a claim, as the list beside it
// shows the newest of.
import { positionYield } from '../../portfolio/position-yield.ts';
import { BLOCK_MS, ROOT_NETUID } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { spanOf, timeTicks } from '../ui/chart/time-axis.ts';
import { columnPercentText } from '../words/change.tsx';
import { blockText, percentText, timeText } from '../words/format.ts';
import { samplesOf } from './earnings.ts';
import { useNewestBlock, useStoredEpochs } from './use-earnings.ts';

const ENOUGH = 3;
/** Lines that can still be told apart. */
const MOST = 3;

export function RootRates() {
  const { names, portfolio, store } = usePanel();
  const epochs = useStoredEpochs(ROOT_NETUID);
  const head = useNewestBlock(epochs);
  const snapshot = store.snapshot.value?.snapshot;
  const held = portfolio.value.value?.subnets.find(({ netuid }) => netuid === ROOT_NETUID);
  if (snapshot === undefined || held === undefined) return null;
  const timeOf = (block: number): number =>
    snapshot.blockTime + (block - snapshot.block.number) * BLOCK_MS;
  const oldest = Math.min(head, ...epochs.map(({ epoch }) => epoch));
  const { from, to, bridge } = spanOf('week', timeOf(oldest), timeOf(head));
  const rates = [...new Set(held.positions.map(({ hotkey }) => hotkey))]
    .slice(0, MOST)
    .map((hotkey) => {
      const samples = samplesOf(epochs, hotkey, 0).filter(({ epoch }) => timeOf(epoch) >= from);
      const byBlock = new Map(
        samples.map((one) => [one.epoch, positionYield(0n, [one], head)?.aprPpm ?? null]),
      );
      return { hotkey, byBlock };
    })
    .filter(({ byBlock }) => byBlock.size >= ENOUGH);
  const blocks = [...new Set(rates.flatMap(({ byBlock }) => [...byBlock.keys()]))].toSorted(
    (a, b) => a - b,
  );
  const first = blocks[0];
  if (first === undefined) return null;
  const begin = Math.max(from, timeOf(first));
  return (
    <section class="part" aria-label={t('rootRatesTitle')}>
      <h2>{t('rootRatesTitle')}</h2>
      <Chart
        label={t('rootRatesTitle')}
        how={t('yieldRootMethod')}
        height={120}
        data={{
          xs: blocks.map(timeOf),
          columnName: t('chartTime'),
          columnText: (index) => {
            const block = blocks[index] ?? 0;
            return `${timeText(timeOf(block))} · ${t('blockNumber', { block: blockText(block) })}`;
          },
          series: rates.map(({ hotkey, byBlock }) => ({
            key: hotkey,
            name: names.hotkey(hotkey),
            form: 'line',
            values: blocks.map((block) => byBlock.get(block) ?? null),
          })),
          valueText: columnPercentText,
          tickText: percentText,
          ends: { from: begin, to },
          xTicks: timeTicks(begin, to),
          bridge,
        }}
      />
    </section>
  );
}
