// What of a stake is free and what is still locked over a year, if nothing but its lock changes.
import { freeAfter } from '../../emission/free-when.ts';
import { BLOCKS_PER_DAY } from '../../units.ts';
import { alphaText, dateText, stepDecimals } from './format.ts';
import { t, tCount } from '../core/text.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { usePanel } from '../core/panel-context.ts';

/** A year, and on its way the days that a table beside it names. */
const LAST_DAY = 365;
const STEP_DAYS = 5;
const TICK_DAYS = [0, 90, 180, 365];
const DAY = 86_400_000;
/** Beside so many times as much that is free, what is locked would be a line along the axis: it is drawn alone. */
const DWARFED = 20n;
const days = Array.from({ length: LAST_DAY / STEP_DAYS + 1 }, (_, step) => step * STEP_DAYS);

type Props = { bound: Parameters<typeof freeAfter>[0]; netuid: number; isTabled?: boolean };

export function LockDecayChart({ bound, netuid, isTabled = false }: Props) {
  const { names, clock } = usePanel();
  const symbol = names.symbol(netuid);
  const at = days.map((day) => freeAfter(bound, BigInt(day * BLOCKS_PER_DAY)));
  const now = clock.now.peek();
  const locked = {
    key: 'locked',
    name: t('lockedColumn'),
    values: at.map((one) => one.locked),
  } as const;
  const [first] = at;
  const isDwarfed = first !== undefined && first.free > first.locked * DWARFED;
  return (
    <Chart
      label={t('freeWhen')}
      height={132}
      rest={0}
      isTabled={isTabled}
      data={{
        xs: days,
        columnName: t('chartTime'),
        columnText(index) {
          const day = days[index] ?? 0;
          const when =
            day === 0
              ? t('freeNow')
              : `${tCount('freeInDays', day)} · ${dateText(now + day * DAY)}`;
          // One line alone has no legend that would name it.
          return isDwarfed ? `${t('lockedColumn')} · ${when}` : when;
        },
        series: isDwarfed
          ? [{ ...locked, form: 'area' }]
          : [
              {
                key: 'free',
                name: t('freeColumn'),
                form: 'area',
                values: at.map(({ free }) => free),
              },
              { ...locked, form: 'line' },
            ],
        valueText: (value) => alphaText(value, symbol, 2),
        tickText: (value, step) => alphaText(value, symbol, stepDecimals(step)),
        xTicks: TICK_DAYS.map((day) => ({
          x: day,
          text: day === 0 ? t('freeNow') : t('chartDays', { days: String(day) }),
        })),
      }}
    />
  );
}
