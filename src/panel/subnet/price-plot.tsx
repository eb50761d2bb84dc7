// The price of one subnet over the time we recorded.
import { RAO_PER_TAO, type Netuid, drawnRatio } from '../../units.ts';
import { ageText, taoText } from '../words/format.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { fitPoints, Plot, rangeOf } from '../ui/plot.tsx';

const ENOUGH = 3;

export function PricePlot({ netuid }: { netuid: Netuid }) {
  const { store, names, clock } = usePanel();
  if (netuid === 0) return null;
  const registeredAt = names.details(netuid)?.registeredAt;
  const points = store.history.value.flatMap(({ at, prices }) => {
    const found = prices.find(
      (price) =>
        price.netuid === netuid &&
        (registeredAt === undefined || price.registeredAt === registeredAt),
    );
    return found ? [{ at, raoPerAlpha: found.raoPerAlpha }] : [];
  });
  const first = points[0];
  const last = points.at(-1);
  if (points.length < ENOUGH || !first || !last) return null;
  const since = ageText(clock.now.peek() - first.at);
  const [least, most] = rangeOf(points.map(({ raoPerAlpha }) => raoPerAlpha));
  return (
    <section class="stack-s" aria-label={t('priceHistory')}>
      <h2>{t('priceHistory')}</h2>
      <Plot
        points={fitPoints(
          points.map(({ at, raoPerAlpha }) => ({ x: at, y: drawnRatio(raoPerAlpha, RAO_PER_TAO) })),
        )}
        alternative={t('priceHistoryText', {
          since,
          first: taoText(first.raoPerAlpha),
          last: taoText(last.raoPerAlpha),
        })}
      />
      <p class="line apart small quiet">
        <span>
          {since}: {taoText(first.raoPerAlpha)}
        </span>
        <span>
          {t('nowShort')}: {taoText(last.raoPerAlpha)}
        </span>
      </p>
      <p class="small quiet">
        {t('plotBetween', { least: taoText(least), most: taoText(most) })} {t('ownHistoryNote')}
      </p>
    </section>
  );
}
