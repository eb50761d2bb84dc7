// What the stakers of a subnet would get if it were removed at the block that was read: exact where every position is
// known, else a range that holds the true amount for every state that fits what was read. Pure.
// Source: opentensor/subtensor pallets/subtensor/src/staking/remove_stake.rs, coinbase/root.rs; chain.md §7.10.
import type { Reading } from '../model/facts.ts';
import type { SubnetPayoutFacts, WholePosition } from '../model/payout-facts.ts';
import { isBalancer } from '../pool/curves/balancer.ts';
import { curveOf } from '../pool/curves/curve-of.ts';
import type { BalancerPool } from '../pool/pool.ts';
import { quoteSwap } from '../pool/quote-swap.ts';
import { mulDivDown, toRao, type Rao, type Ss58Address } from '../units.ts';
import { largestFirst } from './largest-first.ts';

/** What a range supposes because it was not read, or could not be. */
export type PayoutAssumption =
  /** The baskets' alpha was not read: they may hold anything from none to all that is not accounted for. */
  | 'baskets'
  /** Whether the pool's own alpha takes part was not read: both are within the range. */
  | 'pool'
  /** Alpha under hotkeys that were not listed may be anything from none to all that the chain counts. */
  | 'hotkeys';

export type PayoutRange = {
  /** Rao to free balance: the true amount lies from `low` to `high`. */
  low: Rao;
  high: Rao;
  assumes: readonly PayoutAssumption[];
};

/** One coldkey's positions in the subnet, alpha in its smallest unit. */
export type Stakeholder = {
  coldkey: Ss58Address;
  alpha: readonly bigint[];
  /** Its account exists: a payout below the existential deposit reaches it too. */
  hasAccount: boolean;
};

type PayoutTerms = {
  refundSince: Reading<number>;
  /** Rao. */
  existentialDeposit: bigint;
};

/**
 * Alpha that rounding may add to or take from the sum of all positions: under one unit a position, and a subnet has
 * fewer than ten million.
 */
const ROUNDING = 10_000_000n;
/**
 * Rao by which the proceeds of one sale may differ from the curve's: its power has 18 decimals and every reserve is below
 * 10^18 rao, so one for the power and one for the amount.
 */
const SALE_ROUNDING = 2n;

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** Fee-free and without a limit; null: the pool refuses. */
function sold(pool: BalancerPool, amount: bigint): BalancerPool | null {
  if (amount === 0n) return pool;
  const fill = quoteSwap(pool, { side: 'sell', amount, dropFees: true, limitPriceBits: 0n });
  return fill.ok && isBalancer(fill.after) ? fill.after : null;
}

/** The pool with its reservoir returned, the weights as they were. */
function refilled(
  pool: BalancerPool,
  { tao, alpha }: { tao: bigint; alpha: bigint },
): BalancerPool {
  const { taoReserve, alphaReserve } = pool;
  return { ...pool, taoReserve: taoReserve + tao, alphaReserve: alphaReserve + alpha };
}

/** Does the pool's own alpha take part? null: not known. */
function countsPool(registeredAt: number, refundSince: Reading<number>): boolean | null {
  return refundSince.known ? registeredAt > refundSince.value : null;
}

/**
 * Rao to each coldkey when every position is known: the baskets' holdings are sold in the order given, each position gets
 * floor(pot · value / total), and floor(Σ remainders / total) single rao go to the largest remainders, the earlier first of
 * equal ones, as one pass. A holding that the pool refuses to buy is written off. `total` counts the protocol's alpha, and the
 * pool's own where the subnet is young enough.
 */
function wholePayouts(
  pool: BalancerPool,
  positions: readonly WholePosition[],
  protocolAlpha: bigint,
  isPoolCounted: boolean,
): Map<Ss58Address, bigint> {
  let now = pool;
  for (const { alpha, isBasket } of positions) if (isBasket) now = sold(now, alpha) ?? now;
  const shares = positions
    .filter(({ isBasket }) => !isBasket)
    .map(({ coldkey, alpha, rawShare }) => ({ coldkey, value: alpha === 0n ? rawShare : alpha }));
  const pot = now.taoReserve;
  const protocol = protocolAlpha + (isPoolCounted ? now.alphaReserve : 0n);
  const total = sum(shares.map(({ value }) => value)) + protocol;
  const paid = new Map<Ss58Address, bigint>();
  if (total === 0n) return paid;
  const parts = shares.map(({ coldkey, value }) => ({
    coldkey,
    rao: (pot * value) / total,
    remainder: (pot * value) % total,
  }));
  const left = Number(sum(parts.map(({ remainder }) => remainder)) / total);
  const largest = parts.toSorted((a, b) => largestFirst(a.remainder, b.remainder));
  for (const part of largest.slice(0, left)) part.rao += 1n;
  for (const { coldkey, rao } of parts) paid.set(coldkey, (paid.get(coldkey) ?? 0n) + rao);
  return paid;
}

type Bounds = { low: bigint; high: bigint };

/**
 * The pot after all baskets were sold, whatever their order. Sales without a fee follow one curve, so several leave the same
 * pot as one of their sum but for rounding, and a larger sum leaves less. A holding that alone brings nothing may be
 * refused: its proceeds are within the rounding. Where the pool refuses the whole sum, it may still take parts of it:
 * anything from nothing to all may be left.
 */
function potBounds(pools: readonly BalancerPool[], held: Bounds, count: bigint): Bounds {
  const slack = SALE_ROUNDING * (count + 1n);
  const pots = pools.map((pool) => {
    const full = sold(pool, held.high);
    const small = sold(pool, held.low);
    return {
      low: full === null ? 0n : most(0n, full.taoReserve - slack),
      high: least(pool.taoReserve, (small ?? pool).taoReserve + slack),
    };
  });
  return {
    low: pots.map(({ low }) => low).reduce(least),
    high: pots.map(({ high }) => high).reduce(most),
  };
}

/**
 * What baskets sell. One unit a holding either way: a value worked out from shares may be rounded otherwise on the chain. What
 * waits may enter before the sale or not. Unread: from none to all that others can hold.
 */
function basketBounds(
  baskets: SubnetPayoutFacts['baskets'],
  others: bigint,
): { holdings: readonly bigint[]; held: Bounds } {
  if (!baskets.known) return { holdings: [], held: { low: 0n, high: others } };
  const { holdings, waiting } = baskets.value;
  const all = sum(holdings);
  const rounding = BigInt(holdings.length);
  return { holdings, held: { low: most(0n, all - rounding), high: all + rounding + waiting } };
}

/** What single holdings may be refused: those that bring at most a few rao at the last price, or all where the sum is. */
function refusable(pool: BalancerPool, holdings: readonly bigint[], all: bigint): bigint {
  const after = sold(pool, all);
  if (after === null) return all;
  const isTiny = (amount: bigint): boolean => {
    const next = sold(after, amount);
    return next === null || after.taoReserve - next.taoReserve <= SALE_ROUNDING;
  };
  return sum(holdings.filter(isTiny));
}

/**
 * What the coldkeys together would get, rao: from the reads, without every position. With Y and X the pool's TAO and alpha
 * after its reservoir returned, E what baskets sell, A the alpha outside the pool, P the protocol's part of it and K what
 * was found under listed hotkeys:
 *
 * - pot: Y less the proceeds of selling E along the curve, for the least and the most E can be. The reservoir may return
 *   with the weights as they are or as an injection sets them: both are tried.
 * - total without the pool's alpha: at most A − E, because every position and P was counted into A when it was issued (A also
 *   counts what was burned, and what waits for the next epoch: these get nothing); at least K − E + P, what was seen.
 * - total with the pool's alpha, X + E after the sale: E cancels, so at most A + X and at least K + P + X.
 * - what the pool may refuse to buy counts on neither side.
 * - each position gets at least floor(low pot · alpha / high total), at most floor(high pot · alpha / low total) and one rao
 *   of what rounding left.
 *
 * Unknown without the pool's curve, its reservoir or P. Baskets or age unread: the range covers all they can be, and
 * says so. Throws RangeError for a pool that the chain could not hold.
 */
export function payoutRange(
  facts: SubnetPayoutFacts,
  holders: readonly Stakeholder[],
  { refundSince, existentialDeposit }: PayoutTerms,
): Reading<PayoutRange> {
  const { pool, reservoir, protocolAlpha, baskets, registeredAt, whole } = facts;
  if (pool === null || !isBalancer(pool)) return { known: false, reason: 'not-on-this-runtime' };
  if (!reservoir.known) return reservoir;
  if (!protocolAlpha.known) return protocolAlpha;
  const full = refilled(pool, reservoir.value);
  const isPoolCounted = countsPool(registeredAt, refundSince);
  const isLost = (rao: bigint, { hasAccount }: Stakeholder): boolean =>
    !hasAccount && rao < existentialDeposit;

  if (whole !== null && isPoolCounted !== null) {
    const paid = wholePayouts(full, whole, protocolAlpha.value, isPoolCounted);
    const exact = holders.map((holder) => {
      const rao = paid.get(holder.coldkey) ?? 0n;
      return isLost(rao, holder) ? 0n : rao;
    });
    const rao = toRao(sum(exact));
    return { known: true, value: { low: rao, high: rao, assumes: [] } };
  }

  const outside = most(0n, facts.alphaOut - protocolAlpha.value);
  const mine = sum(holders.flatMap(({ alpha }) => alpha));
  const { holdings, held } = basketBounds(baskets, most(0n, outside - mine));
  const injected = curveOf(pool).inject(pool, reservoir.value);
  const pools = isBalancer(injected) && injected !== pool ? [full, injected] : [full];
  const pot = potBounds(pools, held, BigInt(holdings.length));
  const refused = baskets.known ? refusable(full, holdings, held.high) : held.high;

  const apart: Bounds = {
    low: most(0n, facts.listed - held.high) + protocolAlpha.value,
    high: facts.alphaOut - most(0n, held.low - refused),
  };
  const together: Bounds = {
    low: most(0n, facts.listed - refused) + protocolAlpha.value + full.alphaReserve,
    high: facts.alphaOut + full.alphaReserve,
  };
  const possible =
    isPoolCounted === null ? [apart, together] : isPoolCounted ? [together] : [apart];
  const total: Bounds = {
    low: most(mine, possible.map(({ low }) => low).reduce(least) - ROUNDING),
    high: possible.map(({ high }) => high).reduce(most) + ROUNDING,
  };

  let low = 0n;
  let high = 0n;
  for (const holder of holders) {
    const lowest = sum(holder.alpha.map((alpha) => mulDivDown(pot.low, alpha, total.high)));
    low += isLost(lowest, holder) ? 0n : lowest;
    if (total.low === 0n) continue;
    high += sum(holder.alpha.map((alpha) => mulDivDown(pot.high, alpha, total.low) + 1n));
  }
  const assumes: PayoutAssumption[] = [];
  if (!baskets.known) assumes.push('baskets');
  if (isPoolCounted === null) assumes.push('pool');
  if (apart.high - apart.low > 2n * ROUNDING) assumes.push('hotkeys');
  return {
    known: true,
    value: { low: toRao(least(low, pot.high)), high: toRao(least(high, pot.high)), assumes },
  };
}
