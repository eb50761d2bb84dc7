// The value over time out of the book, with what came from outside and went there marked.
import type { FlowMark, Known, Sample } from '../../history/figures.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Chart } from '../ui/chart/chart.tsx';
import type { ChartMark } from '../ui/chart/chart-model.ts';
import { timeTicks } from '../ui/chart/time-axis.ts';
import { whyNot } from './figure.tsx';
import { HIDDEN_TAO, signedTaoText, stepDecimals, taoText, timeText } from '../words/format.ts';

/** More texts would lie on each other. */
const NAMED = 3;
/** More dots would hide the line. */
const LARGE = 6;
/** Texts nearer than this part of the time shown would touch. */
const APART = 4;
const sizeOf = (value: bigint): bigint => (value < 0n ? -value : value);

const MINUTE = 60_000;

/** Of the same minute one mark; what came and went again in it is none. */
function byMinute(flows: readonly FlowMark[]): FlowMark[] {
  const merged = new Map<number, FlowMark>();
  for (const flow of flows) {
    const minute = Math.floor(flow.at / MINUTE);
    const before = merged.get(minute);
    merged.set(minute, before ? { ...before, amount: before.amount + flow.amount } : flow);
  }
  return [...merged.values()].filter(({ amount }) => amount !== 0n);
}

/** The largest, none near another that is larger. */
function namedFlows(flows: readonly FlowMark[], span: number): ReadonlySet<FlowMark> {
  const named = new Set<FlowMark>();
  for (const flow of flows.toSorted((a, b) => (sizeOf(a.amount) < sizeOf(b.amount) ? 1 : -1))) {
    if (named.size === NAMED) break;
    const isApart = [...named].every(({ at }) => Math.abs(at - flow.at) * APART > span);
    if (isApart) named.add(flow);
  }
  return named;
}

/** A dot on the line at each flow within it, as far as they are known; the largest with their amounts. */
export function flowMarks(
  told: Known<readonly FlowMark[]> | null,
  samples: readonly Pick<Sample, 'at' | 'value'>[],
  textOf: (amount: bigint) => string,
): readonly ChartMark[] {
  const [first, last] = [samples[0], samples.at(-1)];
  if (told?.known !== true || first === undefined || last === undefined) return [];
  const flows = byMinute(told.value.filter(({ at }) => at >= first.at));
  const named = namedFlows(flows, last.at - first.at);
  // The largest first: where two texts want one place, it is its.
  const bySize = flows.toSorted((a, b) => {
    const [of, than] = [sizeOf(a.amount), sizeOf(b.amount)];
    return of === than ? 0 : of < than ? 1 : -1;
  });
  return bySize.map((flow, index) => ({
    key: String(index),
    x: flow.at,
    value: (samples.find(({ at }) => at >= flow.at) ?? last).value,
    text: named.has(flow) ? textOf(flow.amount) : '',
    isSmall: flows.length > LARGE,
  }));
}

type Props = { samples: readonly Sample[]; flows: Known<readonly FlowMark[]> };

export function WorthChart({ samples, flows }: Props) {
  const { store } = usePanel();
  const { hidesAmounts } = store.settings.value;
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || samples.length < 3) return null;
  const [from, to] = [first.at, last.at];
  return (
    <section class="card stack-s" aria-label={t('resultWorth')}>
      <h2>{t('resultWorth')}</h2>
      <Chart
        label={t('resultWorth')}
        height={176}
        data={{
          xs: samples.map(({ at }) => at),
          columnName: t('chartTime'),
          columnText: (index) => timeText(samples[index]?.at ?? 0),
          series: [
            {
              key: 'value',
              name: t('atSpot'),
              form: 'area',
              values: samples.map(({ value }) => value),
            },
          ],
          valueText: (rao) => (hidesAmounts ? HIDDEN_TAO : taoText(rao, 2)),
          tickText: (rao, step) => (hidesAmounts ? '' : taoText(rao, stepDecimals(step))),
          ends: { from, to },
          xTicks: timeTicks(from, to),
          mayCut: true,
          marks: flowMarks(flows, samples, (amount) =>
            hidesAmounts ? '' : signedTaoText(amount, 2),
          ),
        }}
      />
      <p class="small quiet">{flows.known ? t('resultWorthMarks') : whyNot(flows.why)}</p>
    </section>
  );
}
