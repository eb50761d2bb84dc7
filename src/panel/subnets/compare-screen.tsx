// Two or three subnets side by side with every emission figure, each with its explanation.
import { useEffect, useState } from 'preact/hooks';
import type { Netuid } from '../../units.ts';
import { compareGroups } from './compare-rows.tsx';
import { CompareMore } from './compare-more.tsx';
import { needEarlierPrices, needEmission } from './need-figures.ts';
import { t, tCount } from '../core/text.ts';
import { CompareChart, hasCompareChart } from './compare-chart.tsx';
import { ModelLine, ReadAt } from './figure-sources.tsx';
import { SurveyNote } from './survey-bars.tsx';
import { usePanel } from '../core/panel-context.ts';
import { isWideWindow } from '../core/wide-window.ts';
import { useSubnets } from './subnets-context.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { MOST_COMPARED } from './subnets-model.ts';
import { Screen } from '../ui/screen.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { horizons } from './horizons.ts';

const LEAST_COMPARED = 2;

export function CompareScreen({ netuids }: { netuids: readonly Netuid[] }) {
  const panel = usePanel();
  const { names, portfolio, router, store } = panel;
  const subnets = useSubnets();
  useEffect(() => {
    void needEmission(panel).then(() => needEarlierPrices(panel, horizons));
    // Stored validators show at once; without an answer their row says that they are not loaded.
    for (const netuid of netuids) void names.needValidators(netuid).catch(() => undefined);
  }, []);
  const entries = netuids.flatMap((netuid) => {
    const found = subnets.all.value.find((entry) => entry.netuid === netuid);
    return found === undefined ? [] : [found];
  });
  const stake = (netuid: Netuid) =>
    store.accounts.peek().length === 0
      ? router.go({ name: 'connect' })
      : router.go({
          name: 'ticket',
          start: { kind: 'stake', coldkey: portfolio.chosen.peek(), hotkey: null, netuid },
        });
  const drop = (netuid: Netuid) =>
    router.replace({ name: 'compare', netuids: netuids.filter((one) => one !== netuid) });
  const add = () => {
    subnets.setPicking(true);
    for (const netuid of netuids) subnets.pick(netuid);
    router.go({ name: 'subnets' });
  };
  // One whose prices are still to come does not push the table down once they are there.
  const [isChartFirst] = useState(() => hasCompareChart(panel, netuids));
  const chart = (
    <CompareChart
      netuids={entries.map(({ netuid }) => netuid)}
      isLow={isChartFirst && !isWideWindow.value}
    />
  );
  const groups = compareGroups(panel, subnets, entries);
  const bestIn = (netuid: Netuid): number =>
    groups.flatMap(({ rows }) => rows).filter(({ best }) => best.has(netuid)).length;
  return (
    <Screen
      look="screen-compare"
      title={t('compareTitle')}
      foot={
        <footer class="foot compare-foot">
          {entries.map(({ netuid }) => (
            <Button key={netuid} isWide onPress={() => stake(netuid)}>
              {t('compareStake', { subnet: names.number(netuid) })}
            </Button>
          ))}
        </footer>
      }
    >
      <div class="padded stack compare">
        {isChartFirst && chart}
        <table
          class={`figure-table compare-table ${entries.length < MOST_COMPARED ? '' : 'compare-most'}`}
        >
          <thead>
            <tr>
              <th scope="col">
                <span class="hidden-text">{t('figure')}</span>
                <span class="compare-key small">
                  <span class="bar-key best" aria-hidden="true" /> {t('compareBestKey')}
                </span>
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
                  <span class="table-note soft">{tCount('compareBestIn', bestIn(netuid))}</span>
                </th>
              ))}
            </tr>
          </thead>
          {groups.map(({ title, rows }) => (
            <tbody key={title}>
              <tr class="compare-group">
                <th scope="rowgroup" colSpan={entries.length + 1}>
                  {title}
                </th>
              </tr>
              {rows.map(({ key, label, about, how, best, cell }) => (
                <tr key={key}>
                  <th scope="row">
                    <details class="fold-row">
                      <summary>
                        <span class="fold-name">{label}</span>
                      </summary>
                      <p class="small soft">{about}</p>
                      {how !== null && <p class="small quiet">{how}</p>}
                    </details>
                  </th>
                  {entries.map((entry) => (
                    <td key={entry.netuid} class={best.has(entry.netuid) ? 'best' : ''}>
                      {cell(entry)}
                      {best.has(entry.netuid) && (
                        <span class="hidden-text"> {t('compareBest')}</span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
          <tfoot>
            <tr>
              <th scope="row">
                {entries.length < MOST_COMPARED ? (
                  <LinkButton onPress={add}>{t('compareAdd')}</LinkButton>
                ) : (
                  <span class="hidden-text">{t('actions')}</span>
                )}
              </th>
              {entries.map(({ netuid }) => (
                <td key={netuid}>
                  {entries.length > LEAST_COMPARED && (
                    <LinkButton onPress={() => drop(netuid)}>
                      {t('compareRemove')} <span class="hidden-text">{names.title(netuid)}</span>
                    </LinkButton>
                  )}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
        {!isChartFirst && chart}
        <CompareMore netuids={entries.map(({ netuid }) => netuid)} />
        <details class="compare-how">
          <summary class="strong small">{t('how')}</summary>
          <div class="stack-s">
            <p class="small quiet">{t('compareBestNote')}</p>
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
