// The price of a subnet over the last seven days, in the colour of the change printed beside it. Draws nothing where too little is
// known.
import { usePanel } from '../core/panel-context.ts';
import { priceSeriesToNow } from '../core/price-series.ts';
import { Sparkline } from '../ui/chart/sparkline.tsx';
import { directionOf } from './change.tsx';

const WEEK = 7 * 86_400_000;
/** An archive’s block of a week ago is a little older than a week by now. */
const SLACK = WEEK / 12;
const ENOUGH = 3;

const tones = { up: 'gain', down: 'loss', flat: 'quiet' } as const;

type Props = {
  netuid: number;
  /** The change printed beside the line, which colours it. */
  changePpm?: bigint | null;
};

export function PriceSparkline({ netuid, changePpm = null }: Props) {
  const panel = usePanel();
  const head = panel.store.snapshot.value?.snapshot.blockTime;
  if (netuid === 0 || head === undefined) return null;
  const series = priceSeriesToNow(panel, netuid, head - WEEK - SLACK);
  if (series === null) return null;
  const { points, now } = series;
  const first = points[0];
  if (points.length < ENOUGH || !first) return null;
  return (
    <span class={tones[directionOf(changePpm ?? 0n)]}>
      <Sparkline points={points} from={first.at} to={now.at} />
    </span>
  );
}
