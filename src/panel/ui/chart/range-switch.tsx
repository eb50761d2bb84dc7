// Chooses how far back a chart goes, among the ranges that its record reaches.
import { t } from '../../core/text.ts';
import { Segments } from '../field.tsx';
import type { Range } from './time-axis.ts';

type Props = { ranges: readonly Range[]; value: Range; onChange: (range: Range) => void };

export function RangeSwitch({ ranges, value, onChange }: Props) {
  if (ranges.length < 2) return null;
  return (
    <Segments
      label={t('chartRange')}
      value={value}
      options={ranges.map((range) => ({ value: range, text: t(`chartRange_${range}`) }))}
      onChange={(text) => {
        const range = ranges.find((one) => one === text);
        if (range !== undefined) onChange(range);
      }}
    />
  );
}
