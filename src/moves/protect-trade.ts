// The minimum a user accepts and the limit price that makes the chain enforce it, at most through the
// injections that the signature's era can bring.
import type { Reading } from '../facts.ts';
import { min, U64_MAX } from '../pool/fixed-point.ts';
import type { Injection } from '../pool/inject-liquidity.ts';
import { defaultLimitPrice } from '../pool/limit-price.ts';
import type { Pool, Side } from '../pool/pool.ts';
import { solveLimitPrice } from '../pool/solve-limit-price.ts';
import { mulDivDown, mulDivUp } from '../units.ts';
import type { MoveTerms } from './move.ts';
import type { Leg } from './plan.ts';
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
  /** Of the whole amount, in the received token. */
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
export function injectionsDuring(
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

export type ProtectTask = {
  facts: OpenSubnet['facts'];
  /** As the trade meets it. */
  pool: Pool;
  side: Side;
  /** Gross, in the paid token. */
  amount: bigint;
  /** What the whole amount brings now. */
  expected: bigint;
  terms: MoveTerms;
  allowPartial: boolean;
};

/** The limit for one trade, or null where no whole number keeps the minimum and lets the order through. */
export function protectTrade(task: ProtectTask): Protection | null {
  const { facts, pool, side, amount, expected, terms, allowPartial } = task;
  if (amount === 0n || expected === 0n) return null;
  const isStable = pool.kind === 'stable';
  const minimum = isStable ? expected : leastAccepted(expected, terms);
  const injections = injectionsDuring(facts, terms);
  const solved = solveLimitPrice({
    pool,
    side,
    amount,
    minimum,
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
    worstPrice: allowPartial && !isStable ? solved.limitPrice : null,
  };
}

/** What a leg brings at least when each part of it must meet its limit, the chain's own rounding taken off. */
function atWorstPrice({ side, before, fill }: Leg, limitPrice: bigint): bigint {
  if (limitPrice === 0n || before.kind === 'stable') return 0n;
  const isBuy = side === 'buy';
  const least = isBuy
    ? mulDivDown(fill.amountIn, RAO_PER_ALPHA, limitPrice)
    : mulDivDown(fill.amountIn, limitPrice, RAO_PER_ALPHA);
  // A power has 18 decimals of the reserve that pays; two more units for its two truncations.
  const rounding = (isBuy ? before.alphaReserve : before.taoReserve) / POWER_PARTS + 2n;
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
