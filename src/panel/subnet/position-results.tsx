// What my stake in one subnet came to: its result out of the book, in one place whether there is a book or not, and its rewards,
// apart from what was put in and taken out; and how its value changed since the record begins.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { SubnetThen } from '../../history/figures.ts';
import type { SubnetValue } from '../../portfolio/portfolio-value.ts';
import type { SplitChange } from '../../portfolio/split-change.ts';
import { mulDivDown } from '../../units.ts';
import { useAccountBooks } from '../books/use-account-books.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { SumTao } from '../performance/figure.tsx';
import { periodOf } from '../performance/period.ts';
import { spanOfCoverage } from '../performance/result-card.tsx';
import { shownResult } from '../performance/sums.ts';
import { useResults, useResultsEver } from '../performance/use-results.ts';
import { LinkButton } from '../ui/button.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Alpha, Tao } from '../words/amount.tsx';
import { PlainChange } from '../words/change.tsx';
import { dayOf } from '../words/day-of.ts';
import { dateText } from '../words/format.ts';
import { averageCost } from './average-cost.ts';
import { dayRewards } from './day-rewards.ts';
import { holdingChange } from './holding-change.ts';
import { BookParts, ChangeParts, type BookResult } from './result-parts.tsx';
import { resultSharePpm } from './result-share.ts';
import type { Earned } from './use-earnings.ts';

/** A record may begin or end a day off: daily points are all there is of some days. */
const DAY = 86_400_000;

type Results = ReturnType<typeof useResultsEver>['results'];

function resultIn(results: Results, subnet: SubnetThen, accounts: number): BookResult | null {
  const { netuid, registeredAt } = subnet;
  const found = results?.bySubnet.find(
    (one) =>
      one.subnet.netuid === netuid && (netuid === 0 || one.subnet.registeredAt === registeredAt),
  );
  const span = results === null ? null : spanOfCoverage(results.coverage);
  if (results === null || found === undefined || !found.figures.known || span === null) return null;
  const isWhole = results.coverage.length === accounts;
  return {
    subnet: found.subnet,
    figures: found.figures.value,
    span,
    isWhole,
    cost: netuid === 0 || !isWhole ? null : averageCost(results.holdings, found.subnet),
  };
}

/** Rewards of 30 days, where the book knows all of them; null: it does not. */
function useMonth(subnet: SubnetThen): bigint | null {
  const { deps, portfolio } = usePanel();
  const [now] = useState(deps.now);
  const period = periodOf('month', now);
  const { results } = useResults(`subnet ${now}`, {
    period,
    scope: { of: 'accounts' },
    bucket: null,
    samples: 0,
  });
  const found = resultIn(results, subnet, portfolio.coldkeys.value.length);
  if (found === null || !found.isWhole) return null;
  const isCovered = found.span.first <= period.from + DAY && found.span.last >= now - 2 * DAY;
  return isCovered ? found.figures.parts.earned : null;
}

function Result({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function DayRewards({ value, earned }: { value: SubnetValue; earned: Earned }) {
  const { netuid, price } = value;
  const found = dayRewards(value, earned.epochs, earned.head);
  if (found === null) return null;
  const { amount, isAbout } = found;
  const rewards = <Alpha alpha={amount} netuid={netuid} />;
  const worth = price === null ? null : mulDivDown(amount, price.rao, price.perAlphaRao);
  return (
    <Result label={t('rewardsADay')}>
      {isAbout ? <RichText text="rootBooksAbout" with={{ amount: rewards }} /> : rewards}
      {netuid !== 0 && worth !== null && worth > 0n && (
        <span class="table-note quiet">
          <RichText text="rootBooksAbout" with={{ amount: <Tao rao={worth} /> }} />
        </span>
      )}
    </Result>
  );
}

function Share({ figures }: Pick<BookResult, 'figures'>) {
  const ppm = resultSharePpm(figures);
  if (ppm === null) return null;
  return (
    <span class="result-share quiet">
      <RichText text="resultOfPutIn" with={{ change: <PlainChange ppm={ppm} /> }} />
    </span>
  );
}

type PriceResultProps = {
  /** null: none is known, or the price did it to only a part of the stake. */
  change: SplitChange | null;
  /** The day it is measured from. */
  since: string;
  /** The history is on the chain, and none of it is loaded. */
  isPastOut: boolean;
  /** In place of a figure. */
  children: string;
};

/** Without a book: what the price alone came to in the days on record, under that name, and the way to the whole. */
function PriceResult({ change, since, isPastOut, children }: PriceResultProps) {
  const { router } = usePanel();
  return (
    <Result
      label={change === null ? t('subnetResultNone') : t('subnetPriceSince', { date: since })}
    >
      {change !== null ? (
        // No result: as ink, and no larger than a line of text.
        <span class="result-price">
          <SumTao rao={change.byPrice} isChange />
        </span>
      ) : (
        !isPastOut && <span class="quiet">{children}</span>
      )}
      {isPastOut && (
        <span class="result-more">
          <LinkButton onPress={() => router.go({ name: 'performance' })}>
            {t('subnetResultLoad')}
          </LinkButton>
        </span>
      )}
    </Result>
  );
}

export function PositionResults({ value, earned }: { value: SubnetValue; earned: Earned }) {
  const { store, portfolio } = usePanel();
  const { books, error } = useAccountBooks('all');
  const { results } = useResultsEver();
  const coldkeys = portfolio.coldkeys.value;
  const book = resultIn(results, value, coldkeys.length);
  const month = useMonth(value);
  const snapshot = store.snapshot.value?.snapshot;
  const change =
    snapshot !== undefined && value.netuid !== 0
      ? holdingChange(store.history.value, value, coldkeys, snapshot.blockTime)
      : null;
  const since =
    change === null || snapshot === undefined ? '' : dayOf(snapshot.blockTime - change.age);
  const steady = change?.isSteady === true ? change : null;
  // On root each position says its rewards in its row.
  const isSaid = value.netuid === 0 && value.positions.length === 1;
  if (isSaid && book === null && month === null) return null;
  return (
    <section class="stack-s" aria-label={t('subnetResultTitle')}>
      <dl class="subnet-stats position-results">
        {book === null ? (
          <PriceResult change={steady} since={since} isPastOut={books?.length === 0}>
            {t(books === null && error === null ? 'yieldReadingShort' : 'notKnown')}
          </PriceResult>
        ) : (
          <Result label={t('subnetResultOn', { date: dateText(book.span.first) })}>
            <SumTao rao={book.figures.result} shown={shownResult(book.figures)} isChange isToned />
            <Share figures={book.figures} />
          </Result>
        )}
        {!isSaid && <DayRewards value={value} earned={earned} />}
        {month !== null && (
          <Result label={t('rewardsMonth')}>
            <SumTao rao={month} isChange isToned />
          </Result>
        )}
      </dl>
      {book !== null && <BookParts {...book} />}
      {change !== null && (
        <ChangeParts
          change={change}
          since={since}
          isSaid={book === null && steady !== null}
          netuid={value.netuid}
        />
      )}
      {book === null && change === null && value.netuid !== 0 && (
        <p class="small quiet">{t('holdingNotYet')}</p>
      )}
    </section>
  );
}
