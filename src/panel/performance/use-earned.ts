// What came in as rewards in 30 days, or since the record begins where that is later: of all accounts shown, or of one of them.
import { useState } from 'preact/hooks';
import type { Figures, Results } from '../../history/figures.ts';
import type { Ss58Address } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { dayOf } from '../words/day-of.ts';
import { periodOf } from './period.ts';
import { spanOfCoverage } from './result-card.tsx';
import { useResults } from './use-results.ts';

/** A record may begin or end a day off: daily points are all there is of some days. */
const DAY = 86_400_000;

type Earned = {
  rao: bigint;
  /** All that it is one part of; null: part of what happened is not explained, so there is no result that is of all. */
  figures: Figures | null;
  /** Blocks that could not be read may have brought more. */
  isLeast: boolean;
  /** The first day of it; null: the 30 days are whole. */
  since: string | null;
};

/**
 * Whether the books explain all that happened: what they don't is in no part of a result. Rewards are then at least those of
 * the blocks that were read; with transactions of one's own missing among these, nobody knows what is a reward.
 */
export function explained({ total, coverage }: Pick<Results, 'total' | 'coverage'>): {
  isWhole: boolean;
  isLeast: boolean;
} {
  const isMissing = coverage.some(({ extrinsicsMissing }) => extrinsicsMissing > 0);
  const hasGap =
    coverage.some(({ unreadBlocks }) => unreadBlocks > 0) ||
    !total.known ||
    total.value.parts.unexplained !== 0n;
  return { isWhole: !hasGap && !isMissing, isLeast: hasGap && !isMissing };
}

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
  const { isWhole: isExplained, isLeast } = explained(results);
  return {
    rao: results.total.value.parts.earned,
    figures: isExplained ? results.total.value : null,
    isLeast,
    since: isShort ? dayOf(span.first) : null,
  };
}
