// The price of a subnet over the time of the change printed beside it, in the colour of that change: the two say the same.
// Draws nothing where that change, or what lies between, is not known.
import { usePanel } from '../core/panel-context.ts';
import { priceSeriesToNow, type PricePoint } from '../core/price-series.ts';
import { Sparkline } from '../ui/chart/sparkline.tsx';
import { directionOf } from './change.tsx';

const DAY = 86_400_000;
/** An archive’s block of so many days ago may be a little younger than that by now. */
const SLACK = DAY / 144;
const ENOUGH = 3;

export const directionTones = { up: 'gain', down: 'loss', flat: 'quiet' } as const;

/** From the last point that is so many days old: what came before it is of another time. */
export function pointsOver<Point extends Pick<PricePoint, 'at'>>(
  points: readonly Point[],
  now: number,
  days: number,
): readonly Point[] {
  const begin = points.findLastIndex(({ at }) => at <= now - days * DAY + SLACK);
  return begin < 0 ? [] : points.slice(begin);
}

type Props = {
  netuid: number;
  days: 1 | 7;
  /** The change over as many days. */
  changePpm: bigint | null;
};

export function PriceSparkline({ netuid, days, changePpm }: Props) {
  const panel = usePanel();
  const head = panel.store.snapshot.value?.snapshot.blockTime;
  if (netuid === 0 || head === undefined || changePpm === null) return null;
  const series = priceSeriesToNow(panel, netuid, head - days * 1.5 * DAY);
  if (series === null) return null;
  const points = pointsOver(series.points, head, days);
  const first = points[0];
  if (points.length < ENOUGH || !first) return null;
  return (
    <span class={directionTones[directionOf(changePpm)]}>
      <Sparkline points={points} from={first.at} to={series.now.at} />
    </span>
  );
}
