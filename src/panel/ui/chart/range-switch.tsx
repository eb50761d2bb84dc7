// Chooses how far back a chart goes, among the ranges that its record reaches.
import { t } from '../../core/text.ts';
import { Segments } from '../field.tsx';
import type { Range } from './time-axis.ts';

type Props = {
  ranges: readonly Range[];
  value: Range;
  onChange: (range: Range) => void;
  /** The record is shorter than the longest of them. */
  isLastAll?: boolean;
};

export function RangeSwitch({ ranges, value, onChange, isLastAll = false }: Props) {
  if (ranges.length < 2) return null;
  return (
    <Segments
      label={t('chartRange')}
      value={value}
      options={ranges.map((range) => ({
        value: range,
        text: t(isLastAll && range === ranges.at(-1) ? 'chartRange_all' : `chartRange_${range}`),
      }))}
      onChange={(text) => {
        const range = ranges.find((one) => one === text);
        if (range !== undefined) onChange(range);
      }}
    />
  );
}
