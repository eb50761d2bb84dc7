// The values of a chart as a table, made when it is opened.
import { useState } from 'preact/hooks';
import { t } from '../../core/text.ts';
import type { ChartData } from './chart-model.ts';

type Props = {
  data: ChartData;
  label: string;
  told: (value: bigint | null | undefined) => string;
};

function Rows({ data, label, told }: Props) {
  const { xs, series, columnText, columnName } = data;
  return (
    <div class="chart-rows" role="group" tabIndex={0} aria-label={label}>
      <table class="figure-table">
        <thead>
          <tr>
            <th scope="col">{columnName}</th>
            {series.map(({ key, name }) => (
              <th key={key} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {xs.map((x, index) => (
            <tr key={x}>
              <th scope="row">{columnText(index)}</th>
              {series.map(({ key, values }) => (
                <td key={key}>{told(values[index])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function ChartTable(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="chart-table small" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('chartAsTable')}</summary>
      {isOpen && <Rows {...props} />}
    </details>
  );
}
