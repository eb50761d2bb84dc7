// What an entry of the book took and brought, as a row of a list shows it. Pure.
import type { BookEntry, Leg } from '../../model/book.ts';
import type { Quantity } from '../../model/plan.ts';
import {
  mulDivDown,
  mulDivUp,
  RAO_PER_ALPHA,
  ROOT_NETUID,
  toAlphaRao,
  toRao,
  type Netuid,
} from '../../units.ts';

/** The size of a change with its unit. */
export function quantityOf(leg: Leg): Quantity {
  const size = leg.change < 0n ? -leg.change : leg.change;
  return leg.of === 'free'
    ? { unit: 'rao', amount: toRao(size) }
    : { unit: 'alpha', netuid: leg.netuid, amount: toAlphaRao(size) };
}

function added(legs: readonly Leg[]): readonly Quantity[] {
  const sums = new Map<string, Leg>();
  for (const leg of legs) {
    const key = leg.of === 'free' ? 'free' : `${leg.netuid} ${leg.registeredAt}`;
    const before = sums.get(key);
    sums.set(key, before === undefined ? leg : { ...before, change: before.change + leg.change });
  }
  return [...sums.values()].map(quantityOf);
}

/** What went and what came, each thing once. Of a call that changed nothing but its fee: the fee. */
export function flowsOf({ legs, fee }: Pick<BookEntry, 'legs' | 'fee'>): {
  given: readonly Quantity[];
  got: readonly Quantity[];
} {
  const shown = legs.length === 0 && fee !== null ? [fee] : legs;
  return {
    given: added(shown.filter(({ change }) => change < 0n)),
    got: added(shown.filter(({ change }) => change > 0n)),
  };
}

/** What each alpha of one trade cost or brought, in rao, the pool's fee in it; null: root's alpha is TAO, and of nothing there is no price. */
export function averagePrice(
  kind: 'stake' | 'unstake',
  netuid: Netuid,
  tao: bigint,
  alpha: bigint,
): { netuid: Netuid; raoPerAlpha: bigint } | null {
  if (netuid === ROOT_NETUID || alpha === 0n) return null;
  // What was paid is rounded up, and what came is cut.
  const divide = kind === 'stake' ? mulDivUp : mulDivDown;
  return { netuid, raoPerAlpha: divide(tao, RAO_PER_ALPHA, alpha) };
}

/** The price of an entry; null: it was no trade of one subnet's alpha for TAO. */
export function tradePriceOf({
  kind,
  legs,
}: Pick<BookEntry, 'kind' | 'legs'>): { netuid: Netuid; raoPerAlpha: bigint } | null {
  const alphas = legs.flatMap((leg) => (leg.of === 'alpha' ? [leg] : []));
  const [alpha, ...others] = alphas;
  const free = legs.find(({ of }) => of === 'free');
  if (kind !== 'stake' && kind !== 'unstake') return null;
  if (alpha === undefined || others.length > 0 || free === undefined) return null;
  return averagePrice(kind, alpha.netuid, quantityOf(free).amount, quantityOf(alpha).amount);
}

/** Subnets that an entry is about, root among them. */
export function entrySubnets({
  legs,
  fee,
  triedIn = [],
}: Pick<BookEntry, 'legs' | 'fee' | 'triedIn'>): readonly Netuid[] {
  const all = fee === null ? legs : [...legs, fee];
  const changed = all.flatMap((leg) => (leg.of === 'alpha' ? [leg.netuid] : []));
  return [...new Set([...changed, ...triedIn])];
}

export const entryKey = ({ coldkey, block, place }: BookEntry): string =>
  `${coldkey} ${block.number} ${place}`;
