// Two or three subnets side by side with every emission figure, each with its explanation.
import { useEffect } from 'preact/hooks';
import type { Netuid } from '../../units.ts';
import { figureColumns } from './figure-columns.ts';
import { needEarlierPrices, needEmission } from './need-figures.ts';
import { t } from '../core/text.ts';
import { columnAbout, columnLongName, Figure } from './figure.tsx';
import { PriceChart } from './price-chart.tsx';
import { ModelLine, ReadAt } from './figure-sources.tsx';
import { SurveyNote } from './survey-bars.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from './subnets-context.ts';
import { Screen } from '../ui/screen.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { horizons } from './horizons.ts';

export function CompareScreen({ netuids }: { netuids: readonly Netuid[] }) {
  const panel = usePanel();
  const { router } = panel;
  const subnets = useSubnets();
  useEffect(() => {
    void needEmission(panel).then(() => needEarlierPrices(panel, horizons));
  }, []);
  const entries = netuids.flatMap((netuid) => {
    const found = subnets.all.value.find((entry) => entry.netuid === netuid);
    return found === undefined ? [] : [found];
  });
  return (
    <Screen title={t('compareTitle')}>
      <div class="padded stack">
        <table class="figure-table">
          <thead>
            <tr>
              <th scope="col">
                <span class="hidden-text">{t('figure')}</span>
              </th>
              {entries.map(({ netuid }) => (
                <th key={netuid} scope="col">
                  <button
                    type="button"
                    class="link compare-name"
                    onClick={() => router.go({ name: 'subnet', netuid })}
                  >
                    <SubnetName netuid={netuid} />
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {figureColumns.map((column) => (
              <tr key={column}>
                <th scope="row">
                  <details>
                    <summary>{columnLongName(column)}</summary>
                    <p class="small soft">{columnAbout(column)}</p>
                  </details>
                </th>
                {entries.map((entry) => (
                  <td key={entry.netuid}>
                    <Figure entry={entry} column={column} />
                  </td>
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">{t('emissionPriceOverTime')}</th>
              {entries.map((entry) => (
                <td key={entry.netuid} class="plot-cell">
                  <PriceChart netuid={entry.netuid} height={112} isCompared />
                </td>
              ))}
            </tr>
          </tbody>
        </table>
        <ReadAt />
        {entries.length > 0 && <SurveyNote entries={entries} />}
        <ModelLine />
      </div>
    </Screen>
  );
}
