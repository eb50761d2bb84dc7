// The subnets of an account by exit value: the first few, and what all others bring together, so that none is left out unsaid. Pure.
import type { SubnetValue } from '../../portfolio/portfolio-value.ts';

const SHOWN = 5;

type Exit = Pick<SubnetValue, 'netuid' | 'sellable' | 'isSellableWhole'>;

type Rest = { count: number; sellable: bigint; isWhole: boolean };

/** `rest` is null where all are shown: a row that says “1 more” would be as high as that one. */
export function firstSubnets<T extends Exit>(
  subnets: readonly T[],
): { sorted: readonly T[]; first: readonly T[]; rest: Rest | null } {
  const sorted = subnets.toSorted((a, b) =>
    a.sellable === b.sellable ? 0 : a.sellable < b.sellable ? 1 : -1,
  );
  if (sorted.length <= SHOWN + 1) return { sorted, first: sorted, rest: null };
  const others = sorted.slice(SHOWN);
  const rest = {
    count: others.length,
    sellable: others.reduce((sum, { sellable }) => sum + sellable, 0n),
    isWhole: others.every(({ isSellableWhole }) => isSellableWhole),
  };
  return { sorted, first: sorted.slice(0, SHOWN), rest };
}
