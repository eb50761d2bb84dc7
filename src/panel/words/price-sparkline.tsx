// The price of a subnet over the last seven days, coloured by its direction. Draws nothing where too little is known.
import { usePanel } from '../core/panel-context.ts';
import { priceSeriesToNow } from '../core/price-series.ts';
import { Sparkline } from '../ui/chart/sparkline.tsx';

const WEEK = 7 * 86_400_000;
/** An archive’s block of a week ago is a little older than a week by now. */
const SLACK = WEEK / 12;
const ENOUGH = 3;

export function PriceSparkline({ netuid }: { netuid: number }) {
  const panel = usePanel();
  const head = panel.store.snapshot.value?.snapshot.blockTime;
  if (netuid === 0 || head === undefined) return null;
  const series = priceSeriesToNow(panel, netuid, head - WEEK - SLACK);
  if (series === null) return null;
  const { points, now } = series;
  const first = points[0];
  if (points.length < ENOUGH || !first) return null;
  const tone = now.value < first.value ? 'loss' : now.value > first.value ? 'gain' : 'quiet';
  return (
    <span class={tone}>
      <Sparkline points={points} from={first.at} to={now.at} />
    </span>
  );
}
