// What came in as rewards in 30 days, or since the record begins where that is later.
import { useState } from 'preact/hooks';
import { usePanel } from '../core/panel-context.ts';
import { SumTao } from '../performance/figure.tsx';
import { periodOf } from '../performance/period.ts';
import { spanOfCoverage } from '../performance/result-card.tsx';
import { useResults } from '../performance/use-results.ts';
import { Icon } from '../ui/icon.tsx';
import { RichText } from '../ui/rich-text.tsx';

/** A record may begin or end a day off: daily points are all there is of some days. */
const DAY = 86_400_000;

const dayOf = (at: number): string =>
  new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' }).format(at);

export function EarnedChip() {
  const { deps, router, portfolio } = usePanel();
  const [now] = useState(deps.now);
  const period = periodOf('month', now);
  const { results } = useResults(
    `chip ${now}`,
    {
      period,
      scope: { of: 'accounts' },
      bucket: null,
      samples: 0,
    },
    'month',
  );
  if (results === null || !results.total.known) return null;
  const span = spanOfCoverage(results.coverage);
  const isWhole = results.coverage.length === portfolio.coldkeys.value.length;
  if (!isWhole || span === null) return null;
  if (span.last < now - 2 * DAY) return null;
  const isShort = span.first > period.from + DAY;
  const amount = <SumTao rao={results.total.value.parts.earned} isChange isToned />;
  return (
    <button
      type="button"
      class="value-chip"
      data-kept="not"
      onClick={() => router.go({ name: 'performance' })}
    >
      <span>
        {isShort ? (
          <RichText text="earnedSince" with={{ amount, date: dayOf(span.first) }} />
        ) : (
          <RichText text="earnedChip" with={{ amount }} />
        )}
      </span>
      <Icon name="caret" small />
    </button>
  );
}
