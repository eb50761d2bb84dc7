// What came in as rewards in 30 days, or since the record begins where that is later: of all accounts shown, or of one of them.
import { useState } from 'preact/hooks';
import type { Figures } from '../../history/figures.ts';
import type { Ss58Address } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { periodOf } from './period.ts';
import { spanOfCoverage } from './result-card.tsx';
import { useResults } from './use-results.ts';

/** A record may begin or end a day off: daily points are all there is of some days. */
const DAY = 86_400_000;

type Earned = {
  rao: bigint;
  /** All that it is one part of. */
  figures: Figures;
  /** The first day of it; null: the 30 days are whole. */
  since: string | null;
};

const dayOf = (at: number): string =>
  new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' }).format(at);

/** null: not known of all of them, or not up to now. */
export function useEarned(of: Ss58Address | null): Earned | null {
  const { deps, portfolio } = usePanel();
  const [now] = useState(deps.now);
  const period = periodOf('month', now);
  const asked = { period, scope: { of: 'accounts' }, bucket: null, samples: 0 } as const;
  const { results } = useResults(`earned ${now}`, asked, 'month', of);
  if (results === null || !results.total.known) return null;
  const span = spanOfCoverage(results.coverage);
  const isWhole = results.coverage.length === (of === null ? portfolio.coldkeys.value.length : 1);
  if (!isWhole || span === null || span.last < now - 2 * DAY) return null;
  const isShort = span.first > period.from + DAY;
  return {
    rao: results.total.value.parts.earned,
    figures: results.total.value,
    since: isShort ? dayOf(span.first) : null,
  };
}
