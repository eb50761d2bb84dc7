// The limit price as the worst execution price of the whole order: minimum ÷ net amount. It holds whatever the pool's
// depth, so it needs no one's word about reserves, weights or centers; the pool's fee is taken as told.
import type { MoveTerms } from '../../model/move.ts';
import {
  executionLimit,
  LARGEST_OUTPUT_GRAIN,
  leastAtLimit,
  roomForWhole,
} from '../../pool/execution-limit.ts';
import { min, saturatingSub } from '../../pool/fixed-point.ts';
import { outputGrain } from '../../pool/output-grain.ts';
import type { Filled, Pool, Side } from '../../pool/pool.ts';
import { priceImpactPpm } from '../../pool/price-impact.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import { feeToken, netInput } from '../../pool/swap-fee.ts';
import { BASIS_POINTS, mulDivUp, PPM_PER_BPS } from '../../units.ts';
import type { OpenSubnet } from './planning.ts';

export type ProtectTask = {
  facts: OpenSubnet['facts'];
  /** At the time of the trade. */
  pool: Pool;
  side: Side;
  /** Gross, in the paid token. */
  amount: bigint;
  /** The amount that would arrive now. */
  expected: bigint;
  terms: MoveTerms;
  allowPartial: boolean;
  /** Withheld from the amount, at most: a purchase leaves the account its existential deposit. */
  keptOfInput: bigint;
  /** Withheld from the output, at most, before it arrives. */
  keptOfOutput: bigint;
};

export const NOTHING_KEPT = { keptOfInput: 0n, keptOfOutput: 0n } as const;

type LimitByPrice =
  | {
      kind: 'by-price';
      /** Rao per whole alpha. */
      limitPrice: bigint;
      headroomPpm: bigint;
      /** Rao of the received token: the accepted amount, or less where rounding takes more than the tolerance leaves. */
      minimum: bigint;
      /** What the limit enforces on any pool, at least the minimum. */
      floor: bigint;
    }
  /** The order moves the price by more than half the tolerance, or does not pass such a limit. */
  | { kind: 'above' };

const ABOVE: LimitByPrice = { kind: 'above' };

/** What enters the pool at least: the chain accepts the whole amount and may withhold a part of it. */
function leastNet({ pool, side, amount, keptOfInput }: ProtectTask): bigint {
  return netInput(pool, { side, amount: saturatingSub(amount, keptOfInput) });
}

/** What is taken from the output at most before it arrives: withheld by the chain, or a fee in the proceeds. */
function lostOfOutput({ pool, side, keptOfOutput }: ProtectTask, { fee }: Filled): bigint {
  const isFeeInProceeds = side === 'sell' && feeToken(pool, side) === 'tao';
  return keptOfOutput + (isFeeInProceeds ? fee : 0n);
}

/**
 * The least that arrives of an order that passes a limit price (rao per whole alpha), rao of the received token: net
 * amount × limit price on any pool, less what the chain may withhold and round away; at least 0.
 */
export function floorUnder(task: ProtectTask, limitPrice: bigint): bigint {
  const { pool, side, amount } = task;
  const now = quoteSwap(pool, { side, amount });
  if (!now.ok || (side === 'buy' && limitPrice === 0n)) return 0n;
  return saturatingSub(leastAtLimit(side, leastNet(task), limitPrice), lostOfOutput(task, now));
}

/** Parts per million of the order's own impact, without what rounding takes from the output; null: not computable. */
function ownImpact(task: ProtectTask, now: Filled): bigint | null {
  const { pool, side } = task;
  return priceImpactPpm({ ...now, amountOut: now.amountOut + outputGrain(pool, side) }, side);
}

/**
 * The limit under which the accepted amount arrives on any pool. Only for an order whose own impact is at most half the
 * tolerance: the other half is left for others, and the order passes, because the price at the end of its fill is about
 * twice its impact away; the pool's own rule decides. `accepted` in rao of the received token.
 */
export function limitByPrice(task: ProtectTask, accepted: bigint): LimitByPrice {
  const { pool, side, amount, terms } = task;
  const now = quoteSwap(pool, { side, amount });
  const net = leastNet(task);
  if (!now.ok || net === 0n) return ABOVE;
  const impact = ownImpact(task, now);
  const toleranceBps = BigInt(terms.reviewedToleranceBps ?? terms.toleranceBps);
  if (impact === null || impact * 2n > toleranceBps * PPM_PER_BPS) return ABOVE;
  const wanted = accepted + lostOfOutput(task, now);
  const first = underLimit(task, executionLimit(side, net, wanted), accepted);
  if (first !== null) return first;
  if (!isRoundingTheCost(task, wanted, now)) return ABOVE;
  // What may be withheld and rounded away is more than half the tolerance: so much less is promised.
  const whole = netInput(pool, { side, amount });
  const least = saturatingSub(wanted, LARGEST_OUTPUT_GRAIN);
  return underLimit(task, executionLimit(side, whole, least), 0n, accepted) ?? ABOVE;
}

/** The order under this limit; null where it does not pass, or its floor is below `atLeast`. */
function underLimit(
  task: ProtectTask,
  limitPrice: bigint | null,
  atLeast: bigint,
  most: bigint = atLeast,
): LimitByPrice | null {
  const { pool, side, amount } = task;
  if (limitPrice === null) return null;
  const room = roomForWhole({ pool, side, amount, limitPrice });
  const floor = floorUnder(task, limitPrice);
  if (room === null || floor < atLeast) return null;
  const minimum = min(floor, most);
  return { kind: 'by-price', limitPrice, headroomPpm: room.movePpm, minimum, floor };
}

/** Whether what is withheld and rounded away is more than half of what the tolerance leaves. */
function isRoundingTheCost(
  { pool, side, amount, keptOfInput, terms }: ProtectTask,
  wanted: bigint,
  now: Filled,
): boolean {
  const withheld = mulDivUp(now.amountOut, keptOfInput, amount);
  const half = mulDivUp(
    now.amountOut,
    2n * BASIS_POINTS - BigInt(terms.toleranceBps),
    2n * BASIS_POINTS,
  );
  const grain = LARGEST_OUTPUT_GRAIN + outputGrain(pool, side);
  return wanted + grain + withheld > half;
}
