// The result of a period, large, and the sum from the value at its start to the value at its end.
import type { Coverage, Figures, Results } from '../../history/figures.ts';
import { t, type PlainSentence } from '../core/text.ts';
import { shortTimeText } from '../words/format.ts';
import { amountParts } from '../words/adding-up.ts';
import { Change } from '../words/change.tsx';
import { Money, SumTao, whyNot } from './figure.tsx';
import type { ResultRange } from './period.ts';
import { costsOf, returnPpm, shownSums, sumLines, type SumLine } from './sums.ts';

const labels: Readonly<Record<Exclude<SumLine['key'], 'start' | 'end'>, PlainSentence>> = {
  flows: 'resultFlows',
  earned: 'resultRewards',
  price: 'resultPrice',
  costs: 'resultCosts',
  unexplained: 'resultUnexplained',
};

/** `shown`: what is printed of them together. */
function Costs({ parts, shown }: Pick<Figures, 'parts'> & { shown: bigint }) {
  const lines = [
    ['resultNetworkFees', parts.networkFees],
    ['resultPoolFees', parts.poolFees],
    ['resultSlippage', parts.slippage],
    ['resultFailed', parts.failed],
  ] as const;
  const each = amountParts(
    lines.map(([, rao]) => rao),
    shown,
  );
  return (
    <details class="quiet-details">
      <summary>{t('resultCostsOpen')}</summary>
      <dl class="figures">
        {lines.map(([key, rao], index) => (
          <div key={key} class="sum-line">
            <dt>{t(key)}</dt>
            <dd>
              <SumTao rao={rao} shown={each[index] ?? rao} isChange />
            </dd>
          </div>
        ))}
      </dl>
      <p class="small quiet">{t('resultSlippageAbout')}</p>
    </details>
  );
}

/** The same by the price of each day, and what the price of TAO itself did. */
function InCurrency({ fiat }: { fiat: Results['fiat'] }) {
  if (fiat === null) return null;
  if (!fiat.known) return <p class="small quiet">{whyNot(fiat.why)}</p>;
  const { currency, source, parts, currencyEffect } = fiat.value;
  const result = parts.earned + parts.price + costsOf(parts);
  return (
    <div class="stack-s">
      <dl class="result-sum">
        <div class="sum-line">
          <dt>{t('resultInCurrency', { currency: currency.toUpperCase() })}</dt>
          <dd>
            <Money micro={result} currency={currency} />
          </dd>
        </div>
        <div class="sum-line">
          <dt>{t('resultCurrencyEffect')}</dt>
          <dd>
            <Money micro={currencyEffect} currency={currency} />
          </dd>
        </div>
      </dl>
      <p class="small quiet">{t('resultCurrencySource', { source })}</p>
    </div>
  );
}

/** When the record begins and ends: of several accounts, from when all are known. */
export function spanOfCoverage(
  coverage: readonly Coverage[],
): { first: number; last: number } | null {
  const firsts = coverage.flatMap(({ first }) => (first === null ? [] : [first.at]));
  const lasts = coverage.flatMap(({ last }) => (last === null ? [] : [last.at]));
  if (firsts.length === 0 || lasts.length === 0) return null;
  return { first: Math.max(...firsts), last: Math.min(...lasts) };
}

type Props = {
  figures: Figures;
  fiat: Results['fiat'];
  range: ResultRange;
  /** When the sum really begins and ends. */
  span: { first: number; last: number };
};

export function ResultCard({ figures, fiat, range, span }: Props) {
  const { result, parts, timeWeighted } = figures;
  const lines = sumLines(figures);
  const shown = shownSums(lines).result;
  // A gain beside a loss would read as a mistake.
  const isApart = timeWeighted.known && shown * returnPpm(timeWeighted.value) < 0n;
  return (
    <section class="card stack-s" aria-label={t(`resultOver_${range}`)}>
      <div class="result-hero">
        <h2>{t(`resultOver_${range}`)}</h2>
        <p class="figure">
          <SumTao rao={result} shown={shown} isChange isToned />
        </p>
        <p class="line-wrap small">
          {timeWeighted.known && (
            <span>
              <span class="quiet">{t('timeWeighted')}</span>{' '}
              <Change ppm={returnPpm(timeWeighted.value)} />
            </span>
          )}
        </p>
        {isApart && <p class="small quiet">{t('timeWeightedApart')}</p>}
      </div>
      <dl class="result-sum">
        {lines.map(({ key, exact, shown: roundedTo }) => {
          const isEnd = key === 'start' || key === 'end';
          return (
            <div key={key} class={key === 'end' ? 'sum-line sum-total' : 'sum-line'}>
              <dt>
                {key === 'start' || key === 'end'
                  ? t('resultValue', {
                      date: shortTimeText(key === 'start' ? span.first : span.last, span.last),
                    })
                  : t(labels[key])}
              </dt>
              <dd>
                <SumTao rao={exact} shown={roundedTo} isChange={!isEnd} />
              </dd>
            </div>
          );
        })}
      </dl>
      <InCurrency fiat={fiat} />
      <Costs parts={parts} shown={lines.find(({ key }) => key === 'costs')?.shown ?? 0n} />
    </section>
  );
}
