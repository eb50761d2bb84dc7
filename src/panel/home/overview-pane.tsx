// Beside home where there is room: how the value is distributed, and its history.
import { ageOf } from '../../model/age.ts';
import { PPM, RAO_PER_TAO, drawnRatio } from '../../units.ts';
import { ageText, percentText, taoText } from '../words/format.ts';
import { t } from '../core/text.ts';
import { Tao } from '../words/amount.tsx';
import { usePanel } from '../core/panel-context.ts';
import { fitPoints, Plot, rangeOf } from '../ui/plot.tsx';

const SHOWN = 8;
const ENOUGH = 3;

function Allocation() {
  const { portfolio, names, router } = usePanel();
  const value = portfolio.value.value;
  if (value === null || value.spot === 0n || value.subnets.length === 0) return null;
  // Parts of a whole that is not known are no parts.
  if (!value.isSpotWhole) return null;
  const top = value.subnets.toSorted((a, b) => (a.spot < b.spot ? 1 : -1)).slice(0, SHOWN);
  const most = top[0]?.spot ?? 1n;
  return (
    <section class="card stack" aria-label={t('allocation')}>
      <h2>{t('allocation')}</h2>
      <ul class="stack">
        {top.map(({ netuid, spot, sellable }) => (
          <li key={netuid}>
            <button
              type="button"
              class="allocation"
              onClick={() => router.go({ name: 'subnet', netuid })}
            >
              <span class="line apart">
                <bdi class="one-line strong">{names.title(netuid)}</bdi>
                <span class="small soft">
                  <Tao rao={spot} decimals={2} /> {t('spotShort')} ·{' '}
                  <Tao rao={sellable} decimals={2} /> {t('exitShort')} ·{' '}
                  {percentText((spot * PPM) / value.spot)}
                </span>
              </span>
              <span class="share-bar">
                <span
                  class="share-now"
                  style={{ inlineSize: `${drawnRatio(sellable, most) * 100}%` }}
                />
                {spot > sellable && (
                  <span
                    class="share-rest"
                    style={{ inlineSize: `${drawnRatio(spot - sellable, most) * 100}%` }}
                  />
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p class="small quiet">{t('allocationNote')}</p>
    </section>
  );
}

function ValueOverTime() {
  const { store, clock, portfolio } = usePanel();
  const now = clock.now.peek();
  // Points of a clock that ran ahead are no history.
  const points = store.history.value.filter(({ at }) => ageOf(at, now) !== null);
  const first = points[0];
  const last = points.at(-1);
  if (points.length < ENOUGH || !first || !last || portfolio.chosen.value !== null) return null;
  const { hidesAmounts } = store.settings.value;
  const since = ageText(now - first.at);
  const [least, most] = rangeOf(points.map(({ sellable }) => sellable));
  const shown = (rao: bigint): string => (hidesAmounts ? t('hiddenAmount') : taoText(rao, 2));
  return (
    <section class="card stack-s" aria-label={t('valueOverTime')}>
      <h2>{t('valueOverTime')}</h2>
      <Plot
        height={120}
        points={fitPoints(
          points.map(({ at, sellable }) => ({ x: at, y: drawnRatio(sellable, RAO_PER_TAO) })),
        )}
        alternative={t('valueOverTimeText', {
          since,
          first: shown(first.sellable),
          last: shown(last.sellable),
        })}
      />
      <p class="line apart small quiet">
        <span>
          {since}: {shown(first.sellable)}
        </span>
        <span>
          {t('nowShort')}: {shown(last.sellable)}
        </span>
      </p>
      <p class="small quiet">
        {t('plotBetween', { least: shown(least), most: shown(most) })} {t('ownHistoryNote')}
      </p>
    </section>
  );
}

export function OverviewPane() {
  return (
    <section class="screen" aria-label={t('overviewTitle')}>
      <div class="body">
        <div class="padded stack">
          <ValueOverTime />
          <Allocation />
        </div>
      </div>
    </section>
  );
}
