// What a holding in one subnet was worth at spot in time, out of our own record, and is now. Pure.
import type { SubnetValue } from '../../portfolio/portfolio-value.ts';
import type { HistoryRecord } from '../../model/records.ts';
import { mulDivDown, RAO_PER_ALPHA, type Ss58Address } from '../../units.ts';
import { isSameAccounts } from './holding-change.ts';

type ValuePoint = { at: number; block: number; rao: bigint };

/**
 * Ascending, of the same accounts and the same subnet; it ends at the value of now. Where a record does not say how much was
 * held there is no point.
 */
export function holdingValues(
  history: readonly HistoryRecord[],
  value: Pick<SubnetValue, 'netuid' | 'registeredAt' | 'spot'>,
  coldkeys: readonly Ss58Address[],
  now: { at: number; block: number },
): readonly ValuePoint[] {
  const before = history.flatMap((point): ValuePoint[] => {
    if (point.at >= now.at || !isSameAccounts(point.coldkeys, coldkeys)) return [];
    const alpha = point.amounts?.find(({ netuid }) => netuid === value.netuid)?.alpha;
    const price = point.prices.find(
      ({ netuid, registeredAt }) => netuid === value.netuid && registeredAt === value.registeredAt,
    );
    if (alpha === undefined || price === undefined) return [];
    const rao = mulDivDown(alpha, price.raoPerAlpha, RAO_PER_ALPHA);
    return [{ at: point.at, block: point.block, rao }];
  });
  return [...before.toSorted((a, b) => a.at - b.at), { ...now, rao: value.spot }];
}
