// What a holding in one subnet was worth at spot in time, out of our own record, and is now. Pure.
import type { SubnetValue } from '../../portfolio/portfolio-value.ts';
import type { HistoryRecord } from '../../model/records.ts';
import { mulDivDown, RAO_PER_ALPHA, type Ss58Address } from '../../units.ts';
import { isSameAccounts } from './holding-change.ts';

type ValuePoint = { at: number; block: number; rao: bigint };

/**
 * Ascending, of the same accounts and the same subnet, from the first record with a holding to the value of now. A record
 * that says what was held, and not this, is a holding of nothing; where it does not say how much there is no point.
 */
export function holdingValues(
  history: readonly HistoryRecord[],
  value: Pick<SubnetValue, 'netuid' | 'registeredAt' | 'spot'>,
  coldkeys: readonly Ss58Address[],
  now: { at: number; block: number },
): readonly ValuePoint[] {
  const before = history.flatMap((point): ValuePoint[] => {
    if (point.at >= now.at || !isSameAccounts(point.coldkeys, coldkeys)) return [];
    const { at, block, amounts } = point;
    if (amounts === undefined) return [];
    const alpha = amounts.find(({ netuid }) => netuid === value.netuid)?.alpha;
    if (alpha === undefined) return [{ at, block, rao: 0n }];
    const price = point.prices.find(
      ({ netuid, registeredAt }) => netuid === value.netuid && registeredAt === value.registeredAt,
    );
    if (price === undefined) return [];
    return [{ at, block, rao: mulDivDown(alpha, price.raoPerAlpha, RAO_PER_ALPHA) }];
  });
  const points = before.toSorted((a, b) => a.at - b.at);
  const first = points.findIndex(({ rao }) => rao > 0n);
  return [...(first === -1 ? [] : points.slice(first)), { ...now, rao: value.spot }];
}
