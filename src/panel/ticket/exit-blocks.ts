// Which of the positions to leave cannot be left, and why: one of them stops a batch, and can be taken out of it. Pure.
import type { CheckResult } from '../../model/check.ts';
import type { Plan } from '../../model/plan.ts';
import type { Netuid, Ss58Address } from '../../units.ts';

type Place = { hotkey: Ss58Address; netuid: Netuid };

type BlockedExit = Place & { why: CheckResult | null };

/** A second operator may still be asked about the pool: that is no reason to take the position out. */
const isFinal = ({ id, verdict }: CheckResult): boolean =>
  verdict === 'block' && id !== 'depth-one-source';

export function blockedExits({ items }: Pick<Plan, 'items'>): readonly BlockedExit[] {
  return items.flatMap(({ move, checks, wouldFailWith }): BlockedExit[] => {
    if (move.kind !== 'unstake-all') return [];
    const why = checks.find(isFinal) ?? null;
    const { hotkey, netuid } = move;
    return why === null && wouldFailWith === null ? [] : [{ hotkey, netuid, why }];
  });
}

/**
 * Rao that all of them bring together; null: one of them cannot go, or it is not known what it brings, so that the plan's sum
 * is of others than those selected.
 */
export function broughtByAll({ items, receives }: Pick<Plan, 'items' | 'receives'>): bigint | null {
  const isInSum = ({ call, wouldFailWith, receives: own, checks }: Plan): boolean =>
    call !== null && wouldFailWith === null && own !== null && !checks.some(isFinal);
  if (receives?.expected.unit !== 'rao' || !items.every(isInSum)) return null;
  return receives.expected.amount;
}

/** What each of them brings by its plan. */
export function broughtByEach({
  items,
}: Pick<Plan, 'items'>): readonly (Place & { rao: bigint })[] {
  return items.flatMap(({ move, receives }) => {
    if (move.kind !== 'unstake-all' || receives === null) return [];
    const { hotkey, netuid } = move;
    return [{ hotkey, netuid, rao: receives.expected.amount }];
  });
}

export const isSamePlace = (a: Place, b: Place): boolean =>
  a.hotkey === b.hotkey && a.netuid === b.netuid;
