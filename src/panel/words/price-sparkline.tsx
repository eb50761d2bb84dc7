// The price of a subnet over the last seven days, coloured by its direction. Draws nothing where too little is known.
import { usePanel } from '../core/panel-context.ts';
import { priceSeries } from '../core/price-series.ts';
import { Sparkline } from '../ui/chart/sparkline.tsx';

const WEEK = 7 * 86_400_000;
/** An archive’s block of a week ago is a little older than a week by now. */
const SLACK = WEEK / 12;
const ENOUGH = 3;

export function PriceSparkline({ netuid }: { netuid: number }) {
  const { store, names } = usePanel();
  const snapshot = store.snapshot.value?.snapshot;
  if (netuid === 0 || snapshot === undefined) return null;
  const head = { at: snapshot.blockTime, block: snapshot.block.number };
  const registeredAt = names.details(netuid)?.registeredAt;
  const sources = { history: store.history.value, prices: store.prices.value, head };
  const points = priceSeries(sources, { netuid, registeredAt }, head.at - WEEK - SLACK);
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < ENOUGH || !first || !last) return null;
  const tone = last.value < first.value ? 'loss' : last.value > first.value ? 'gain' : 'quiet';
  return (
    <span class={tone}>
      <Sparkline points={points} from={first.at} to={Math.max(head.at, last.at)} />
    </span>
  );
}
