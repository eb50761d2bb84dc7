// What a chart is given. Values are exact; only their places become pixels. Types only.
import type { PlaceTick } from './time-axis.ts';

type ChartSeries = {
  key: string;
  name: string;
  /** One for each column; null: unknown, which stays a gap. */
  values: readonly (bigint | null)[];
  /** Bars of several series stand on each other, those below zero hang from it. */
  form: 'line' | 'area' | 'step' | 'bar';
};

/** A level zone from one value up to the next band. */
export type ChartBand = {
  from: bigint;
  tone: 'good' | 'fair' | 'warn' | 'high' | 'bad';
  name: string;
};

/** A point of its own, a vertical rule without a value. */
export type ChartMark = {
  key: string;
  x: number;
  value: bigint | null;
  text: string;
  /** One of many: it may not hide the line. */
  isSmall?: boolean;
};

export type ChartData = {
  /** Places of the columns along the x axis, ascending. */
  xs: readonly number[];
  /** What a column is called, as a time. */
  columnText: (index: number) => string;
  /** What the columns are, as the heading of the table. */
  columnName: string;
  series: readonly ChartSeries[];
  valueText: (value: bigint) => string;
  /** Ends of the x axis; missing: the first and the last column. */
  ends?: { from: number; to: number };
  xTicks: readonly PlaceTick[];
  /** The ticks of a scale that has meaning of its own; missing: round ones around the values. */
  ticks?: readonly bigint[];
  /** `step`: from one tick to the next, which the texts must tell apart. */
  tickText?: (value: bigint, step: bigint) => string;
  /** The axis may begin above zero, and says so then. */
  mayCut?: boolean;
  /** How far along x a line may go from one column to the next. */
  bridge?: number;
  /** Columns that nothing leads to: what is counted differs from the one before. */
  breaks?: readonly number[];
  bands?: readonly ChartBand[];
  /** Every known value has a dot: the line between is no reading. */
  hasDots?: boolean;
  marks?: readonly ChartMark[];
};
