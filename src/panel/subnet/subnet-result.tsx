// What the user's stake in one subnet came to, out of the book: money in and out, its value, and the result in its parts.
import type { SubnetValue } from '../../portfolio/portfolio-value.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { SumTao } from '../performance/figure.tsx';
import { spanOfCoverage } from '../performance/result-card.tsx';
import { cellLabels, cellsOf } from '../performance/subnet-cells.tsx';
import { shownResult } from '../performance/sums.ts';
import { useResultsEver } from '../performance/use-results.ts';
import { LinkButton } from '../ui/button.tsx';
import { dateText, timeText } from '../words/format.ts';

/** What came and went, of the cells; the others are the parts of the result. */
const FLOWS = cellLabels.indexOf('resultPrice');

export function SubnetResult({ value }: { value: Pick<SubnetValue, 'netuid' | 'registeredAt'> }) {
  const { router, portfolio } = usePanel();
  const { results } = useResultsEver();
  const { netuid } = value;
  const found = results?.bySubnet.find(
    ({ subnet }) =>
      subnet.netuid === netuid && (netuid === 0 || subnet.registeredAt === value.registeredAt),
  );
  const span = results === null ? null : spanOfCoverage(results.coverage);
  if (found === undefined || !found.figures.known || span === null) return null;
  const { subnet, figures } = found;
  const cells = cellsOf(figures.value);
  const isWhole = results?.coverage.length === portfolio.coldkeys.value.length;
  return (
    <section class="card stack-s" aria-label={t('subnetResultTitle')}>
      <div class="line apart">
        <h2>{t('subnetResultTitle')}</h2>
        <LinkButton onPress={() => router.go({ name: 'performance', subnet })}>
          {t('performanceTitle')}
        </LinkButton>
      </div>
      <p class="result-figure">
        <SumTao rao={figures.value.result} shown={shownResult(figures.value)} isChange isToned />
      </p>
      <p class="small quiet">
        {t(isWhole ? 'subnetResultSince' : 'subnetResultSome', { date: dateText(span.first) })}
      </p>
      <details class="quiet-details">
        <summary>{t('gapOpen')}</summary>
        {[cells.slice(0, FLOWS), cells.slice(FLOWS)].map((part, index) => (
          <div key={index} class="stack-s result-part">
            <h3 class="label">{t(index === 0 ? 'subnetResultFlows' : 'subnetResultParts')}</h3>
            <dl class="figures">
              {part.map(({ label, figure }) => [
                <dt key={label}>
                  {label === 'cellValue'
                    ? t('cellValueOn', { date: timeText(span.last) })
                    : t(label)}
                </dt>,
                <dd key={`${label} figure`}>{figure}</dd>,
              ])}
            </dl>
          </div>
        ))}
      </details>
    </section>
  );
}
