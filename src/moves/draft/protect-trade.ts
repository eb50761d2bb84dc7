// The minimum a user accepts and the limit price that makes the chain enforce it, at most through the
// injections that the signature's era can bring.
import type { Reading } from '../../model/facts.ts';
import { min, U64_MAX } from '../../pool/fixed-point.ts';
import type { Injection } from '../../pool/inject-liquidity.ts';
import { defaultLimitPrice } from '../../pool/limit-price.ts';
import type { Pool, Side } from '../../pool/pool.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import { solveLimitPrice } from '../../pool/solve-limit-price.ts';
import { netInput } from '../../pool/swap-fee.ts';
import { mulDivDown, mulDivUp } from '../../units.ts';
import type { MoveTerms } from '../../model/move.ts';
import type { Leg } from '../../model/plan.ts';
import type { OpenSubnet } from './planning.ts';

const BASIS_POINTS = 10_000n;
const RAO_PER_ALPHA = 1_000_000_000n;
const POWER_PARTS = 10n ** 18n;
/** Blocks may bring more than the last one did. */
const INJECTION_MARGIN = 2n;

export type Protection = {
  limitPrice: bigint;
  /** null where the price cannot move. */
  headroomPpm: bigint | null;
  /** Of the whole amount, in the received token, with all taken off that the chain may keep back. */
  minimum: bigint;
  /** Of the minimum, or with a worst price of that. false: what the protocol will inject is not known. */
  isGuaranteed: boolean;
  /** Of a partial fill on a pool that has a price: each unit meets it, whatever happens; null: all or nothing. */
  worstPrice: bigint | null;
};

/** Tolerance is a share of what is expected; rounded up, in the user's favour, and never nothing. */
export function leastAccepted(expected: bigint, { toleranceBps }: MoveTerms): bigint {
  const least = mulDivUp(expected, BASIS_POINTS - BigInt(toleranceBps), BASIS_POINTS);
  return least > 0n ? least : 1n;
}

/** The outermost limit: only for finding out what the chain says to an order that no limit protects. */
export const anyPrice = (side: Side): bigint => defaultLimitPrice(side);

/** What the protocol may add while the signature is valid. A purchase by the protocol is a trade like others'. */
function injectionsDuring(
  { injection }: OpenSubnet['facts'],
  { eraBlocks }: MoveTerms,
): Reading<Injection> {
  if (!injection.known) return injection;
  const times = BigInt(eraBlocks) * INJECTION_MARGIN;
  return {
    known: true,
    value: {
      tao: min(injection.value.tao * times, U64_MAX),
      alpha: min(injection.value.alpha * times, U64_MAX),
    },
  };
}

type ProtectTask = {
  facts: OpenSubnet['facts'];
  /** As the trade meets it. */
  pool: Pool;
  side: Side;
  /** Gross, in the paid token. */
  amount: bigint;
  /** What arrives now. */
  expected: bigint;
  terms: MoveTerms;
  allowPartial: boolean;
  /** Of the amount, at most: a purchase leaves the account its deposit, whatever else was spent before. */
  keptOfInput?: bigint;
  /** Of what the trade pays, at most, before it arrives. */
  keptOfOutput?: bigint;
};

/** What the whole amount must bring so that the minimum arrives, and the minimum that is then promised. */
type Aim = { target: bigint; minimum: bigint };

const outputGrain = ({ pool, side }: Pick<ProtectTask, 'pool' | 'side'>): bigint => {
  if (pool.kind === 'stable') return 0n;
  // A power has 18 decimals of the reserve that pays; two more units for its two truncations.
  return (side === 'buy' ? pool.alphaReserve : pool.taoReserve) / POWER_PARTS + 2n;
};

/**
 * The chain lets an order through by its whole amount and may then trade less by what it keeps back. Outputs are concave
 * in the net input, so a part brings at least its share of what the whole would. Where the tolerance leaves no room for
 * what is kept back, less is promised.
 */
function aimOf(task: ProtectTask): Aim {
  const { pool, side, amount, expected, terms, keptOfInput = 0n, keptOfOutput = 0n } = task;
  const accepted = pool.kind === 'stable' ? expected : leastAccepted(expected, terms);
  if (keptOfInput === 0n && keptOfOutput === 0n) return { target: accepted, minimum: accepted };
  const now = quoteSwap(pool, { side, amount });
  const most = now.ok ? now.amountOut : 0n;
  const whole = netInput(pool, { side, amount });
  const part = amount > keptOfInput ? netInput(pool, { side, amount: amount - keptOfInput }) : 0n;
  if (most <= keptOfOutput || part === 0n) return { target: 1n, minimum: 0n };
  const grain = keptOfInput === 0n ? 0n : outputGrain(task);
  const wanted = mulDivUp(accepted + keptOfOutput + grain, whole, part) + grain;
  if (wanted <= most) return { target: wanted, minimum: accepted };
  const target = min(accepted + keptOfOutput, most);
  const least = mulDivDown(target - min(grain, target), part, whole);
  const lost = grain + keptOfOutput;
  return { target, minimum: least > lost ? least - lost : 0n };
}

/** The limit for one trade, or null where no whole number keeps the minimum and lets the order through. */
export function protectTrade(task: ProtectTask): Protection | null {
  const { facts, pool, side, amount, expected, terms, allowPartial } = task;
  if (amount === 0n || expected === 0n) return null;
  const isStable = pool.kind === 'stable';
  const promisesPrice = allowPartial && !isStable;
  const { target, minimum } = aimOf(promisesPrice ? { ...task, keptOfInput: 0n } : task);
  const injections = injectionsDuring(facts, terms);
  const solved = solveLimitPrice({
    pool,
    side,
    amount,
    minimum: target,
    partial: allowPartial,
    ...(injections.known ? { injections: injections.value } : {}),
  });
  if (!solved.ok) return null;
  return {
    limitPrice: solved.limitPrice,
    headroomPpm: isStable ? null : solved.headroom.movePpm,
    minimum,
    // A limit on each unit holds on any pool; one solved for the whole holds through the injections it knew.
    isGuaranteed: isStable || allowPartial || injections.known,
    worstPrice: promisesPrice ? solved.limitPrice : null,
  };
}

/** What a leg brings at least when each part of it must meet its limit, the chain's own rounding taken off. */
function atWorstPrice({ side, before, fill }: Leg, limitPrice: bigint): bigint {
  if (limitPrice === 0n || before.kind === 'stable') return 0n;
  const isBuy = side === 'buy';
  const least = isBuy
    ? mulDivDown(fill.amountIn, RAO_PER_ALPHA, limitPrice)
    : mulDivDown(fill.amountIn, limitPrice, RAO_PER_ALPHA);
  const rounding = outputGrain({ pool: before, side });
  return least > rounding ? least - rounding : 0n;
}

/** The minimum of the leg that runs under this limit: the whole's, or a part's at the worst price. */
export function minimumOf(legs: readonly Leg[], limit: Protection | null): bigint | null {
  if (limit === null) return null;
  const leg = legs.find(({ purpose }) => purpose === 'trade');
  if (limit.worstPrice === null || leg === undefined) return limit.minimum;
  return atWorstPrice(leg, limit.worstPrice);
}

/** How a limit stands: a pool that refuses the order has its own error, no limit could help it. */
export function limitStateOf(
  hasLimit: boolean,
  limit: Protection | null,
  isQuoted: boolean,
): 'solved' | 'impossible' | 'none' | 'not-needed' {
  if (!hasLimit) return 'none';
  if (limit !== null) return 'solved';
  return isQuoted ? 'impossible' : 'not-needed';
}
