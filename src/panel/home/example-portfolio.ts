// Holdings of nobody, for screens that know nobody’s yet. Only alpha and pools are invented: what they are worth at spot and
// sold now is worked out as everybody’s is, so the proportions are those that pools of such sizes have. Pure.
import { addGaps } from '../../portfolio/gap.ts';
import type { Gap } from '../../portfolio/portfolio-value.ts';
import type { BalancerPool } from '../../pool/pool.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import { mulDivDown, RAO_PER_ALPHA, RAO_PER_TAO, toRao, type Rao } from '../../units.ts';

type Held = {
  /** Names the subnet: A, B, C. */
  letter: string;
  /** Whole alpha. */
  alpha: bigint;
  locked: bigint;
  /** Whole TAO and whole alpha. Their ratio is a power of two, so that its price is one that the chain has exactly. */
  tao: bigint;
  reserve: bigint;
};

/** 0.05%, as on nearly every subnet. */
const FEE_RATE = 33;
const EVEN = 500_000_000_000_000_000n;

export const exampleHeld: readonly Held[] = [
  { letter: 'A', alpha: 2_400n, locked: 0n, tao: 64_000n, reserve: 1_024_000n },
  { letter: 'B', alpha: 3_200n, locked: 960n, tao: 13_000n, reserve: 416_000n },
  { letter: 'C', alpha: 4_160n, locked: 0n, tao: 850n, reserve: 54_400n },
];

/** Whole TAO. Root trades one to one. */
const ROOT = 50n;
const FREE = 35n;

export type ExampleRow = {
  letter: string;
  liquidity: Rao;
  hasLock: boolean;
  spot: Rao;
  sellable: Rao;
  gap: Gap;
};

type Example = {
  rows: readonly ExampleRow[];
  root: Rao;
  free: Rao;
  spot: Rao;
  sellable: Rao;
  gap: Gap;
  isSpotWhole: true;
  isSellableWhole: true;
};

export const poolOf = ({ tao, reserve }: Held): BalancerPool => ({
  kind: 'balancer',
  taoReserve: tao * RAO_PER_TAO,
  alphaReserve: reserve * RAO_PER_ALPHA,
  taoWeight: EVEN,
  feeRate: FEE_RATE,
});

function valueOf(one: Held): ExampleRow {
  const { letter, alpha, locked, tao, reserve } = one;
  const pool = poolOf(one);
  // With even weights the price is the one reserve over the other.
  const atSpot = (rao: bigint): bigint => mulDivDown(rao, tao, reserve);
  const sale = quoteSwap(pool, { side: 'sell', amount: (alpha - locked) * RAO_PER_ALPHA });
  if (!sale.ok) throw new RangeError(`the example of ${letter} can’t be sold: ${sale.error}`);
  const spot = atSpot(alpha * RAO_PER_ALPHA);
  const kept = atSpot(locked * RAO_PER_ALPHA);
  const fee = atSpot(sale.fee);
  const none = toRao(0n);
  return {
    letter,
    liquidity: toRao(pool.taoReserve),
    hasLock: locked > 0n,
    spot: toRao(spot),
    sellable: toRao(sale.amountOut),
    gap: {
      impact: toRao(spot - kept - fee - sale.amountOut),
      poolFees: toRao(fee),
      notSellable: {
        locked: toRao(kept),
        halted: none,
        held: none,
        dust: none,
        'pool-too-small': none,
        'no-local-model': none,
        unread: none,
      },
      reserved: none,
      frozen: none,
    },
  };
}

export function examplePortfolio(): Example {
  const rows = exampleHeld.map(valueOf);
  const whole = (ROOT + FREE) * RAO_PER_TAO;
  const sum = (of: (row: ExampleRow) => bigint): Rao =>
    toRao(rows.reduce((total, row) => total + of(row), whole));
  return {
    rows,
    root: toRao(ROOT * RAO_PER_TAO),
    free: toRao(FREE * RAO_PER_TAO),
    spot: sum(({ spot }) => spot),
    sellable: sum(({ sellable }) => sellable),
    gap: addGaps(
      rows.map(({ gap }) => gap),
      0n,
      0n,
    ),
    isSpotWhole: true,
    isSellableWhole: true,
  };
}
