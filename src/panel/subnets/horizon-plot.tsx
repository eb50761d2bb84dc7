// The price of one subnet over the known horizons, to scale in time.
import { drawnRatio } from '../../units.ts';
import { taoText } from '../words/format.ts';
import { priceOf } from './figure-columns.ts';
import { horizonRows } from './horizons.ts';
import type { SubnetEntry } from './subnet-entry.ts';
import { t, tCount } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Plot } from '../ui/plot.tsx';

const ENOUGH = 3;

export function HorizonPlot({ entry, height }: { entry: SubnetEntry; height: number }) {
  const { store } = usePanel();
  const now = priceOf(entry);
  if (now === null || entry.figures === null) return null;
  const sources = {
    prices: store.prices.value,
    history: store.history.value,
    now: {
      at: store.emission.value?.readAt ?? 0,
      block: store.emission.value?.facts.block.number ?? 0,
    },
  };
  const rows = horizonRows(sources, entry.netuid, entry.figures.registeredAt, now).toReversed();
  const [first] = rows;
  if (first === undefined || rows.length + 1 < ENOUGH) return null;
  const points = [
    ...rows.map(({ days, earlier }) => ({ days, rao: earlier.raoPerAlpha })),
    { days: 0, rao: now },
  ];
  // The axis begins at zero, so that a small change looks small and subnets can be compared.
  const highest = points.reduce((most, { rao }) => (rao > most ? rao : most), 0n);
  const since = t('horizonAgo', { duration: tCount('horizonDays', first.days) });
  return (
    <figure class="stack-s">
      <Plot
        height={height}
        points={points.map(({ days, rao }) => ({
          x: (first.days - days) / first.days,
          y: drawnRatio(rao, highest),
        }))}
        alternative={t('priceHistoryText', {
          since,
          first: taoText(first.earlier.raoPerAlpha),
          last: taoText(now),
        })}
      />
      <figcaption class="line apart small quiet">
        <span>{since}</span>
        <span>{t('nowShort')}</span>
      </figcaption>
    </figure>
  );
}
