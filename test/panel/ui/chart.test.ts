// Charts without a browser: round ticks in exact figures, places, gaps, stacks, and what pointer and keys choose.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { besideLines } from '../../../src/panel/ui/chart/beside-lines.ts';
import { clearOf, textBox } from '../../../src/panel/ui/chart/clear-texts.ts';
import fc from 'fast-check';
import { axisOf } from '../../../src/panel/ui/chart/chart.tsx';
import { liesOnWhich } from '../../../src/panel/ui/chart/covered-lines.ts';
import { indexByKey, nearestIndex } from '../../../src/panel/ui/chart/crosshair.ts';
import {
  linePath,
  pixelX,
  pixelY,
  stackBars,
  stackTotals,
  type Frame,
} from '../../../src/panel/ui/chart/geometry.ts';
import {
  isShorter,
  rangesReached,
  spanOf,
  timeTicks,
} from '../../../src/panel/ui/chart/time-axis.ts';
import { fixedAxis, heightOf, stepOf, valueAxis } from '../../../src/panel/ui/chart/value-axis.ts';

import { stepDecimals, taoText } from '../../../src/panel/words/format.ts';

const DAY = 86_400_000;
const frame: Frame = {
  width: 120,
  height: 100,
  start: 20,
  end: 0,
  top: 0,
  bottom: 0,
  from: 0,
  to: 10,
  isMirrored: false,
};
const axis = fixedAxis([0n, 50n, 100n]);

test('the ticks are 1, 2 or 5 of a power of ten apart, six at most, and hold every value', () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt(-(10n ** 21n), 10n ** 21n), { minLength: 1, maxLength: 20 }),
      fc.boolean(),
      (values, mayCut) => {
        const { low, high, ticks } = valueAxis(values, mayCut);
        assert.ok(values.every((value) => value >= low && value <= high));
        assert.ok(ticks.length >= 2 && ticks.length <= 6, String(ticks.length));
        const step = (ticks[1] ?? 0n) - (ticks[0] ?? 0n);
        assert.match(String(step), /^[125]0*$/);
        assert.deepEqual([ticks[0], ticks.at(-1)], [low, high]);
      },
    ),
  );
});

test('an axis begins at zero, unless it may be cut and zero would flatten the values', () => {
  assert.equal(valueAxis([90n, 100n], false).low, 0n);
  assert.equal(valueAxis([40n, 100n], true).low, 0n);
  assert.equal(valueAxis([-5n, 100n], true).isCut, false);
  const cut = valueAxis([9_000n, 10_000n], true);
  assert.ok(cut.isCut && cut.low > 8_000n);
  // A trifle stays one: the axis spans a twentieth at least.
  const trifle = valueAxis([999_999n, 1_000_000n], true);
  assert.ok(trifle.isCut && trifle.high - trifle.low >= 50_000n);
  assert.deepEqual(valueAxis([], true).low, 0n);
});

test('the axis of a chart holds stacks and marks', () => {
  const data = {
    xs: [0],
    columnText: String,
    columnName: '',
    valueText: String,
    xTicks: [],
    mayCut: true,
    series: [
      { key: 'a', name: '', form: 'bar', values: [60n] },
      { key: 'b', name: '', form: 'bar', values: [70n] },
    ],
  } as const;
  assert.ok(axisOf(data).high >= 130n);
  assert.equal(axisOf(data).low, 0n);
  const mark = { key: 'm', x: 0, value: 900n, text: '' };
  assert.ok(axisOf({ ...data, marks: [mark] }).high >= 900n);
  assert.equal(axisOf({ ...data, ticks: [0n, 10n] }).high, 10n);
});

test('a place is exact at the ends, and mirrored where text runs from the right', () => {
  assert.deepEqual([pixelX(frame, 0), pixelX(frame, 10)], [20, 120]);
  const mirrored = { ...frame, isMirrored: true };
  assert.deepEqual([pixelX(mirrored, 0), pixelX(mirrored, 10)], [100, 0]);
  assert.deepEqual([pixelY(frame, axis, 0n), pixelY(frame, axis, 100n)], [100, 0]);
  assert.equal(heightOf(axis, 25n), 0.25);
  // Beyond what a double holds, the proportion is still right.
  assert.equal(heightOf(fixedAxis([0n, 4n * 10n ** 30n]), 10n ** 30n), 0.25);
});

test('what is unknown is a gap, and so is what lies too far apart; a point alone is drawn', () => {
  const columns = [10n, null, 30n, 40n].map((value, x) => ({ x, value }));
  const moves = (path: string): number => path.split('M').length - 1;
  assert.equal(moves(linePath(frame, axis, columns).line), 2);
  assert.match(linePath(frame, axis, columns).line, /^M20,90Z/);
  const far = [0, 1, 5].map((x) => ({ x, value: 10n }));
  assert.equal(moves(linePath(frame, axis, far, { bridge: 3 }).line), 2);
  assert.equal(moves(linePath(frame, axis, far).line), 1);
  // Where it breaks, and nowhere else, a dotted line leads over it; without a bridge nothing is said to be one.
  assert.equal(moves(linePath(frame, axis, far, { bridge: 3 }).gaps), 1);
  assert.equal(linePath(frame, axis, far).gaps, '');
  // Of something else: neither a line nor a dotted one leads there.
  const [, second] = far;
  const broken = linePath(frame, axis, far, { bridge: 99, breaks: [second?.x ?? 0] });
  assert.equal(moves(broken.line), 2);
  assert.equal(broken.gaps, '');
  assert.equal(linePath(frame, axis, far.slice(0, 2)).area, 'M20,90L30,90L30,100L20,100Z');
  const steps = [10n, 20n].map((value, x) => ({ x, value }));
  assert.equal(linePath(frame, axis, steps, { isStep: true }).line, 'M20,90L30,90L30,80');
});

test('bars stand on each other, those below zero hang from it; what is unknown or nothing has none', () => {
  const series = [
    { key: 'a', values: [20n, null, -10n] },
    { key: 'b', values: [30n, 0n, 20n] },
    { key: 'c', values: [null, null, -20n] },
  ];
  const around = fixedAxis([-50n, 0n, 50n]);
  const placed = stackBars(frame, around, [0, 5, 10], series);
  assert.deepEqual(
    placed.map(({ key, y, height }) => [key, y, height]),
    [
      ['a 0', 30, 20],
      ['b 0', 0, 29],
      ['a 2', 50, 10],
      ['b 2', 30, 20],
      ['c 2', 61, 19],
    ],
  );
  const totals = stackTotals(series);
  assert.ok(totals.includes(50n) && totals.includes(-30n) && totals.includes(20n));
});

test('the pointer chooses the nearest point, in either direction of x', () => {
  assert.equal(nearestIndex([0, 10, 30], 19), 1);
  assert.equal(nearestIndex([30, 10, 0], 28), 0);
  assert.equal(nearestIndex([], 5), null);
});

test('arrows go to the neighbour that is seen there, Home and End to the ends, and none goes beyond', () => {
  const rows: [string, number, boolean, number | null][] = [
    ['ArrowRight', 3, false, 4],
    ['ArrowLeft', 3, false, 2],
    ['ArrowRight', 3, true, 2],
    ['ArrowLeft', 3, true, 4],
    ['ArrowUp', 3, true, 4],
    ['ArrowDown', 3, true, 2],
    ['ArrowRight', 9, false, 9],
    ['ArrowLeft', 0, false, 0],
    ['PageUp', 3, false, 4],
    ['PageDown', 3, false, 2],
    ['Home', 3, false, 0],
    ['End', 3, false, 9],
    ['Tab', 3, false, null],
  ];
  for (const [key, index, isMirrored, next] of rows) {
    assert.equal(indexByKey(key, index, 10, isMirrored), next, key);
  }
});

test('time has ticks on round hours, days and months, a handful at most', () => {
  const to = new Date(2026, 10, 28, 13, 20).getTime();
  for (const days of [0.2, 1, 2, 7, 30, 90, 365, 900]) {
    const from = to - days * DAY;
    const ticks = timeTicks(from, to, 'en');
    assert.ok(ticks.length >= 1 && ticks.length <= 7, `${days}: ${ticks.length}`);
    assert.ok(ticks.every(({ x }) => x >= from && x <= to && new Date(x).getMinutes() === 0));
    if (days >= 7) assert.ok(ticks.every(({ x }) => new Date(x).getHours() === 0));
  }
  const texts = timeTicks(to - 2 * DAY, to, 'de').map(({ text }) => text);
  assert.ok(texts.includes('28. Nov.'), texts.join());
});

test('a range is offered where it shows more than the one before, and begins where the record does', () => {
  const now = 400 * DAY;
  assert.deepEqual(rangesReached(now - DAY, now), ['day']);
  assert.deepEqual(rangesReached(now - 2 * DAY, now), ['day', 'week']);
  // The longest of them shows all that there is.
  assert.deepEqual(
    [now - 2 * DAY, now - 7 * DAY, 0].map((first) => isShorter(first, 'week', now)),
    [true, false, false],
  );
  assert.deepEqual(rangesReached(0, now), ['day', 'week', 'month', 'year']);
  assert.deepEqual(spanOf('week', 0, now), {
    from: now - 7 * DAY,
    to: now,
    bridge: (7 * DAY) / 12,
  });
  assert.equal(spanOf('week', now - 2 * DAY, now).from, now - 2 * DAY);
});

test('the text of a mark stands above the lines beside it, and below them where it would be cut off', () => {
  const lines = (...values: bigint[]) => ({
    data: {
      xs: values.map((_value, index) => index * 10),
      series: [{ key: 'a', name: 'a', form: 'line' as const, values }],
    },
    frame: { ...frame, from: 0, to: (values.length - 1) * 10 },
    axis,
  });
  const placed = (of: ReturnType<typeof lines>) => {
    const places = of.data.xs.map((x) => pixelX(of.frame, x));
    const heights = of.data.series[0]?.values.map((value) => pixelY(of.frame, axis, value)) ?? [];
    const own = heights.at(-1) ?? 0;
    const at = besideLines(of, Math.min(...places), Math.max(...places), own);
    return { at, top: Math.min(...heights), bottom: Math.max(...heights) };
  };
  const low = placed(lines(20n, 30n, 10n));
  assert.ok(low.at < low.top);
  const high = placed(lines(90n, 100n, 80n));
  assert.ok(high.at > high.bottom && high.at < frame.height - frame.bottom);
});

test('a line that lies on another all along is told, and is dashed over it', () => {
  const line = (key: string, values: (bigint | null)[], form: 'line' | 'bar' = 'line') => ({
    key,
    name: key,
    form,
    values,
  });
  const underOf = (...series: ReturnType<typeof line>[]) => liesOnWhich(series, frame, axis);
  const first = line('first', [10n, 50n, null]);
  // 100 pixels are 100 units.
  assert.deepEqual(underOf(first, line('on it', [11n, 50n, null])), [0, 0]);
  assert.deepEqual(underOf(first, line('apart at an end', [10n, 52n, null])), [0, 1]);
  assert.deepEqual(underOf(first, line('known where the other is not', [10n, 50n, 0n])), [0, 1]);
  assert.deepEqual(underOf(first, line('bars', [10n, 50n, null], 'bar')), [0, 1]);
  assert.deepEqual(underOf(line('bars', [10n, 50n, null], 'bar'), first), [0, 1]);
});

test('a text of a mark stands off the names of bands and other marks', () => {
  const name = textBox(40, 80, 20);
  const isApart = (y: number): boolean => y - 9 >= name.bottom || y + 3 <= name.top;
  assert.equal(clearOf([], 50, 110, 17, 100), 17);
  assert.equal(clearOf([name], 90, 150, 17, 100), 17);
  assert.ok(isApart(clearOf([name], 50, 110, 17, 100)));
  // Mirrored: the far end is on the other side.
  assert.ok(isApart(clearOf([name], 110, 50, 17, 100)));
  const second = textBox(50, 110, clearOf([name], 50, 110, 17, 100));
  const third = clearOf([name, second], 60, 90, 17, 100);
  assert.ok(isApart(third) && (third - 9 >= second.bottom || third + 3 <= second.top));
  // Without room it stays where it is wanted.
  assert.equal(clearOf([textBox(0, 200, 20), textBox(0, 200, 30)], 50, 110, 25, 36), 25);
});

test('the ticks of an axis are told apart, however small what it is of', () => {
  for (const most of [2n, 1_999n, 900_000_000n, 1_900_000_000n, 3_000_000_000n, 7n * 10n ** 12n]) {
    const small = valueAxis([0n, most], false);
    const texts = small.ticks.map((tick) => taoText(tick, stepDecimals(stepOf(small))));
    assert.equal(new Set(texts).size, texts.length, texts.join(' '));
  }
  assert.deepEqual([stepDecimals(500_000_000n), stepDecimals(2_000_000_000n)], [1, 0]);
});
