// Two or three subnets side by side with every emission figure, each with its explanation.
import { useEffect } from 'preact/hooks';
import type { Netuid } from '../../units.ts';
import { bestOf, figureColumns } from './figure-columns.ts';
import { needEarlierPrices, needEmission } from './need-figures.ts';
import { t } from '../core/text.ts';
import { columnAbout, columnHow, columnLongName, Figure } from './figure.tsx';
import { CompareChart } from './compare-chart.tsx';
import { ModelLine, ReadAt } from './figure-sources.tsx';
import { SurveyNote } from './survey-bars.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from './subnets-context.ts';
import { Button } from '../ui/button.tsx';
import { Screen } from '../ui/screen.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { horizons } from './horizons.ts';

export function CompareScreen({ netuids }: { netuids: readonly Netuid[] }) {
  const panel = usePanel();
  const { names, portfolio, router, store } = panel;
  const subnets = useSubnets();
  useEffect(() => {
    void needEmission(panel).then(() => needEarlierPrices(panel, horizons));
  }, []);
  const entries = netuids.flatMap((netuid) => {
    const found = subnets.all.value.find((entry) => entry.netuid === netuid);
    return found === undefined ? [] : [found];
  });
  const ranked = subnets.all.value.filter(({ figures }) => (figures?.rank ?? null) !== null).length;
  const stake = (netuid: Netuid) =>
    store.accounts.peek().length === 0
      ? router.go({ name: 'connect' })
      : router.go({
          name: 'ticket',
          start: { kind: 'stake', coldkey: portfolio.chosen.peek(), hotkey: null, netuid },
        });
  const best = new Map(figureColumns.map((column) => [column, bestOf(entries, column)]));
  return (
    <Screen look="screen-compare" title={t('compareTitle')}>
      <div class="padded stack">
        <CompareChart netuids={entries.map(({ netuid }) => netuid)} />
        <p class="small quiet">{t('compareBestNote')}</p>
        <table class="figure-table compare-table">
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
                    <SubnetBadge netuid={netuid} />
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
                  <details class="fold-row">
                    <summary>
                      <span class="fold-name">{columnLongName(column)}</span>
                    </summary>
                    <p class="small soft">{columnAbout(column)}</p>
                    {columnHow(column) !== null && <p class="small quiet">{columnHow(column)}</p>}
                  </details>
                </th>
                {entries.map((entry) => (
                  <td key={entry.netuid} class={best.get(column)?.has(entry.netuid) ? 'best' : ''}>
                    {column === 'rank' && entry.figures !== null && entry.figures.rank !== null ? (
                      t('emissionPlaceOf', {
                        place: String(entry.figures.rank),
                        of: String(ranked),
                      })
                    ) : (
                      <Figure entry={entry} column={column} />
                    )}
                    {best.get(column)?.has(entry.netuid) && (
                      <span class="hidden-text"> {t('compareBest')}</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">
                <span class="hidden-text">{t('actions')}</span>
              </th>
              {entries.map(({ netuid }) => (
                <td key={netuid}>
                  <Button isSmall onPress={() => stake(netuid)}>
                    {t('stake')} <span class="hidden-text">{names.title(netuid)}</span>
                  </Button>
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
        <details>
          <summary class="strong small">{t('how')}</summary>
          <div class="stack-s">
            <p class="small quiet">{t('compareChartNote')}</p>
            <ReadAt />
            {entries.length > 0 && <SurveyNote entries={entries} />}
            <ModelLine />
          </div>
        </details>
      </div>
    </Screen>
  );
}
