// The result of a period, large, and the sum from the value at its start to the value at its end.
import type { Coverage, Figures, Results } from '../../history/figures.ts';
import { t, type PlainSentence } from '../core/text.ts';
import { shortTimeText } from '../words/format.ts';
import { amountParts } from '../words/adding-up.ts';
import { columnPercentText, PlainChange } from '../words/change.tsx';
import { LinkButton } from '../ui/button.tsx';
import { RichText } from '../ui/rich-text.tsx';
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
  /** The exit value that home shows of the same accounts; null: not known, or these figures are of something else. */
  exit: bigint | null;
  onBasis: () => void;
};

export function ResultCard({ figures, fiat, range, span, exit, onBasis }: Props) {
  const { result, parts, timeWeighted } = figures;
  const lines = sumLines(figures);
  const shown = shownSums(lines).result;
  const rewards = lines.find(({ key }) => key === 'earned');
  const earned = (
    <SumTao rao={parts.earned} {...(rewards !== undefined && { shown: rewards.shown })} isChange />
  );
  // A gain beside a loss as large would read as a mistake: the return is then part of a sentence.
  const isApart = timeWeighted.known && shown * returnPpm(timeWeighted.value) < 0n;
  return (
    <section class="card stack-s" aria-label={t(`resultOver_${range}`)}>
      <h2 class="hidden-text">{t(`resultOver_${range}`)}</h2>
      <dl class="result-heroes">
        <div>
          <dt>{t(`resultOver_${range}`)}</dt>
          <dd class="figure">
            <SumTao rao={result} shown={shown} isChange isToned />
          </dd>
          <dd class="small soft">
            <RichText text="resultOfRewards" with={{ amount: earned }} />
          </dd>
        </div>
        {timeWeighted.known && !isApart && (
          <div>
            <dt>{t('returnTitle')}</dt>
            <dd class="figure">
              <PlainChange ppm={returnPpm(timeWeighted.value)} />
            </dd>
            <dd class="small soft">{t('timeWeighted')}</dd>
          </div>
        )}
      </dl>
      {timeWeighted.known && isApart && (
        <p class="small soft">
          {t('timeWeightedApart', {
            change: columnPercentText(returnPpm(timeWeighted.value), '+'),
          })}
        </p>
      )}
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
      {exit !== null && (
        <p class="small soft">
          <RichText text="resultAtSpot" with={{ amount: <SumTao rao={exit} /> }} />
        </p>
      )}
      <InCurrency fiat={fiat} />
      <Costs parts={parts} shown={lines.find(({ key }) => key === 'costs')?.shown ?? 0n} />
      <p class="small">
        <LinkButton onPress={onBasis}>{t('basedOnTitle')}</LinkButton>
      </p>
    </section>
  );
}
