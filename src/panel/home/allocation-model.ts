// Where the value lies: free TAO, root, the largest subnets and all others as one, adding up to the whole at spot. Pure.
import type { PortfolioSums, SubnetSums } from '../../portfolio/portfolio-value.ts';
import { ROOT_NETUID, type Netuid } from '../../units.ts';

export type AllocationPart = {
  /** What it is; `others`: the subnets too small for a tile of their own. */
  of: { kind: 'free' } | { kind: 'others'; count: number } | { kind: 'subnet'; netuid: Netuid };
  spot: bigint;
  exit: bigint;
  /** Else `exit` is the part that was read. */
  isExitWhole: boolean;
  /** At spot. */
  locked: bigint;
  /** Why none of it can be sold, where that is another reason than a lock. */
  why: WhyNone | null;
};

type WhyNone = 'held' | 'halted' | 'small' | 'unknown';

/** The one that most of it falls to. */
function whyNone({ sellable, spot, gap: { notSellable: not } }: SubnetSums): WhyNone | null {
  if (sellable > 0n || spot === 0n) return null;
  const reasons: readonly [WhyNone | null, bigint][] = [
    [null, not.locked],
    ['held', not.held],
    ['halted', not.halted],
    ['small', not.dust + not['pool-too-small']],
    ['unknown', not['no-local-model'] + not.unread],
  ];
  return reasons.reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

const SHOWN = 12;
/** Parts under one in so many would be no tile that one could press. */
const LEAST_PART = 200n;

/** The largest first, the others last; null where parts of the whole are not known. */
export function allocationOf(value: PortfolioSums): AllocationPart[] | null {
  if (value.spot === 0n || !value.isSpotWhole) return null;
  const parts = value.subnets.map((subnet): AllocationPart => ({
    of: { kind: 'subnet', netuid: subnet.netuid },
    spot: subnet.spot,
    exit: subnet.sellable,
    isExitWhole: subnet.isSellableWhole,
    locked: subnet.gap.notSellable.locked,
    why: whyNone(subnet),
  }));
  const free = value.free + value.reserved;
  // What is reserved or frozen is mine, and may not leave.
  const bound = value.gap.reserved + value.gap.frozen;
  parts.push({
    of: { kind: 'free' },
    spot: free,
    exit: free - bound,
    isExitWhole: true,
    locked: bound,
    why: null,
  });
  const sorted = parts
    .filter(({ spot }) => spot > 0n)
    .toSorted((a, b) => (a.spot < b.spot ? 1 : a.spot > b.spot ? -1 : 0));
  // Free TAO and root are no subnets, however little they are: the others are counted as subnets.
  const large = sorted.filter(
    ({ spot, of }, index) =>
      of.kind === 'free' ||
      (of.kind === 'subnet' && of.netuid === ROOT_NETUID) ||
      (index < SHOWN && spot * LEAST_PART >= value.spot),
  );
  const small = sorted.filter((part) => !large.includes(part));
  if (small.length === 0) return large;
  const others: AllocationPart = {
    of: { kind: 'others', count: small.length },
    spot: 0n,
    exit: 0n,
    isExitWhole: small.every(({ isExitWhole }) => isExitWhole),
    locked: 0n,
    why: null,
  };
  for (const { spot, exit, locked } of small) {
    others.spot += spot;
    others.exit += exit;
    others.locked += locked;
  }
  return [...large, others];
}
