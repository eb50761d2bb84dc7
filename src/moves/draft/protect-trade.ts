// The minimum that a user accepts, and the limit price by which the chain enforces it: as an execution price, which holds
// on any pool, or solved on the pool as told, which holds through any injections within the signature's era.
import type { Reading } from '../../model/facts.ts';
import { min, saturatingSub } from '../../pool/fixed-point.ts';
import type { Injection } from '../../pool/curves/curve.ts';
import { isOneToOne } from '../../pool/curves/curve-of.ts';
import { defaultLimitPrice } from '../../pool/limit-price.ts';
import { outputGrain } from '../../pool/output-grain.ts';
import type { Side } from '../../pool/pool.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import { solveLimitPrice } from '../../pool/solve-limit-price.ts';
import { netInput } from '../../pool/swap-fee.ts';
import { BASIS_POINTS, mulDivDown, mulDivUp, RAO_PER_ALPHA, U64_MAX } from '../../units.ts';
import type { MoveTerms } from '../../model/move.ts';
import type { Leg } from '../../model/plan.ts';
import { floorUnder, limitByPrice, type ProtectTask } from './limit-by-price.ts';
import type { OpenSubnet } from './planning.ts';

/** A block may inject more than the last one did. */
const INJECTION_MARGIN = 2n;

export type Protection = {
  limitPrice: bigint;
  /** null where the price cannot move. */
  headroomPpm: bigint | null;
  /** For the whole amount, in the received token, less all that the chain may withhold. */
  minimum: bigint;
  /** The least that arrives under the limit whatever the pool's depth; null: a part may fill, no amount is enforced. */
  floor: bigint | null;
  /** The floor is below the minimum: the minimum holds only if the pool is as deep as told. */
  restsOnDepth: boolean;
  /** Of the minimum, or of the worst price where there is one. false: the protocol's injections are unknown. */
  isGuaranteed: boolean;
  /** Of a partial fill on a pool with a price: the chain enforces it for each unit; null: all or nothing. */
  worstPrice: bigint | null;
};

/** The expected amount less the tolerance, rounded up in the user's favour, at least 1. */
export function leastAccepted(expected: bigint, { toleranceBps }: MoveTerms): bigint {
  const least = mulDivUp(expected, BASIS_POINTS - BigInt(toleranceBps), BASIS_POINTS);
  return least > 0n ? least : 1n;
}

/** The outermost limit, only for the chain's answer to an order without protection. */
export const anyPrice = (side: Side): bigint => defaultLimitPrice(side);

/** Injections while the signature is valid, at most. The protocol's own purchases count as others' trades. */
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

/** The output that the whole amount must bring so that the minimum arrives, and the promised minimum. */
type Aim = { target: bigint; minimum: bigint };

/**
 * The chain accepts an order by its whole amount and may then trade less by the withheld amount. Outputs are concave
 * in the net input, so a part brings at least its share of the whole's output. Where the tolerance is smaller than
 * the withheld amount, the promised minimum is lower.
 */
function aimOf(task: ProtectTask): Aim {
  const { pool, side, amount, expected, terms, keptOfInput, keptOfOutput } = task;
  const accepted = isOneToOne(pool) ? expected : leastAccepted(expected, terms);
  const now = quoteSwap(pool, { side, amount });
  const most = now.ok ? now.amountOut : 0n;
  const whole = netInput(pool, { side, amount });
  const part = netInput(pool, { side, amount: saturatingSub(amount, keptOfInput) });
  if (most <= keptOfOutput || part === 0n) return { target: 1n, minimum: 0n };
  const grain = keptOfInput === 0n ? 0n : outputGrain(pool, side);
  const wanted = mulDivUp(accepted + keptOfOutput + grain, whole, part) + grain;
  if (wanted <= most) return { target: wanted, minimum: accepted };
  const target = min(accepted + keptOfOutput, most);
  const least = mulDivDown(target - min(grain, target), part, whole);
  return { target, minimum: saturatingSub(least, grain + keptOfOutput) };
}

/** The limit for one trade; null where no integer limit keeps the minimum and accepts the order. */
export function protectTrade(task: ProtectTask): Protection | null {
  const { pool, amount, expected, terms, allowPartial } = task;
  if (amount === 0n || expected === 0n) return null;
  if (isOneToOne(pool) || allowPartial) return protectAsTold(task);
  const byPrice = limitByPrice(task, leastAccepted(expected, terms));
  if (byPrice.kind === 'above') return protectAsTold(task);
  const { limitPrice, headroomPpm, minimum, floor } = byPrice;
  return {
    limitPrice,
    headroomPpm,
    minimum,
    floor,
    restsOnDepth: false,
    isGuaranteed: true,
    worstPrice: null,
  };
}

/** The limit on the pool as told: solved from the minimum, or the worst price of each part where a part may fill. */
function protectAsTold(task: ProtectTask): Protection | null {
  const { facts, pool, side, amount, terms, allowPartial } = task;
  const isStable = isOneToOne(pool);
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
  const { limitPrice } = solved;
  // One to one the limit is the price itself, and the whole minimum is enforced.
  const floor = promisesPrice ? null : isStable ? minimum : floorUnder(task, limitPrice);
  return {
    limitPrice,
    headroomPpm: isStable ? null : solved.headroom.movePpm,
    minimum,
    floor,
    restsOnDepth: floor !== null && floor < minimum,
    // A limit on each unit holds on any pool; one for the whole amount holds only for known injections.
    isGuaranteed: isStable || allowPartial || injections.known,
    worstPrice: promisesPrice ? limitPrice : null,
  };
}

/** The least output of a leg whose every part meets the limit, less the chain's own rounding. */
function atWorstPrice({ side, before, fill }: Leg, limitPrice: bigint): bigint {
  if (limitPrice === 0n || isOneToOne(before)) return 0n;
  const isBuy = side === 'buy';
  const least = isBuy
    ? mulDivDown(fill.amountIn, RAO_PER_ALPHA, limitPrice)
    : mulDivDown(fill.amountIn, limitPrice, RAO_PER_ALPHA);
  return saturatingSub(least, outputGrain(before, side));
}

/** The minimum of the leg under this limit: of the whole amount, or of a part at the worst price. */
export function minimumOf(legs: readonly Leg[], limit: Protection | null): bigint | null {
  if (limit === null) return null;
  const leg = legs.find(({ purpose }) => purpose === 'trade');
  if (limit.worstPrice === null || leg === undefined) return limit.minimum;
  return atWorstPrice(leg, limit.worstPrice);
}

/** The state of a limit; `not-needed` also where the pool itself refuses the order, whatever the limit. */
export function limitStateOf(
  hasLimit: boolean,
  limit: Protection | null,
  isQuoted: boolean,
): 'solved' | 'impossible' | 'none' | 'not-needed' {
  if (!hasLimit) return 'none';
  if (limit !== null) return 'solved';
  return isQuoted ? 'impossible' : 'not-needed';
}
