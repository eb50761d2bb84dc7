// The largest amount of a move, found by planning it: what the plan of that amount leaves, keeps and pays is the one
// source, so the amount is never one that the plan refuses. Also the largest within an impact limit.
import { firstBlock } from '../checks/run-checks.ts';
import type { PlanSubject } from '../checks/plan-subject.ts';
import { lockable } from '../model/available.ts';
import type { CheckResult } from '../model/check.ts';
import type { MoveFacts } from '../model/facts.ts';
import { min } from '../pool/fixed-point.ts';
import { largestWithinImpact } from '../pool/largest-within-impact.ts';
import { quoteTwoLegs } from '../pool/quote-two-legs.ts';
import { chainStateOf, positionOf, spendable, type ChainState } from './run/chain-state.ts';
import type { Move, MoveTerms } from '../model/move.ts';
import { PPM_PER_BPS, toAlphaRao, toRao, U64_MAX } from '../units.ts';
import { planOne } from './plan-move.ts';

type Sized = Extract<Move, { amount: unknown }>;

/**
 * `amount`: rao for a stake, alpha-rao for all others; `isWhole`: it is all that the position holds. null: not known, or none is possible; `why` is then the check that
 * stands in the way, null where a fact was not read.
 */
type Most =
  | { amount: bigint; why: null; isWhole: boolean }
  | { amount: null; why: CheckResult | null };

/** A smaller amount may pass these; all others stand in the way of any amount. */
const tooMuch: readonly string[] = [
  'enough-stake',
  'stake-available',
  'enough-balance',
  'pool-can-fill',
  'price-limit',
  'locked-transfer',
  'account-limit-order',
  'account-limit-day',
  'account-limit-impact',
  'account-limit-free',
];

const withAmount = (move: Sized, amount: bigint): Sized =>
  move.kind === 'stake'
    ? { ...move, amount: toRao(amount) }
    : { ...move, amount: toAlphaRao(amount) };

/** What holds the amount down after the network fee; null: not known. */
function boundOf({ leaving, entering, canPayFee }: PlanSubject): bigint | null {
  // Paid in alpha or not at all: without the fee nobody knows what is left.
  if (canPayFee === null) return null;
  if (leaving === null) return entering === null ? null : entering.keepAlive;
  if (!leaving.leave.known) return null;
  const { sure, unlocked } = leaving.leave.value;
  const most = min(leaving.held, sure);
  // A lock goes to the receiver only where the user says so by typing the amount.
  return leaving.goes === 'given' ? min(most, unlocked) : most;
}

/** Each step of a search is a plan of some milliseconds: what a pool takes is found to one part in so many. */
const PARTS = 65_536n;

/** The largest amount below `no` that is not too much, to `grain` units. */
function searchBelow(no: bigint, grain: bigint, isTooMuch: (amount: bigint) => boolean): bigint {
  let [yes, over] = [0n, no];
  while (over - yes > grain) {
    const middle = (yes + over) >> 1n;
    if (isTooMuch(middle)) over = middle;
    else yes = middle;
  }
  return yes;
}

/** All that is not locked yet. */
function mostToLock(
  move: Extract<Move, { kind: 'lock' }>,
  terms: MoveTerms,
  facts: MoveFacts,
): Most {
  const planAt = (amount: bigint) =>
    planOne({ ...move, amount: toAlphaRao(amount) }, terms, facts).plan;
  const least = planAt(1n);
  const why = firstBlock(least.checks);
  if (why !== null || least.lock?.bound.known !== true) return { amount: null, why };
  const amount = lockable(least.lock.bound.value);
  const block = firstBlock(planAt(amount).checks);
  return block === null ? { amount, why: null, isWhole: false } : { amount: null, why: block };
}

/**
 * The largest amount whose plan has no block, but for the depth that a second source confirms: exact where the holding or
 * the balance bounds it, to one part in 65,536 where the pool or the price limit does.
 */
export function mostOf(move: Move, terms: MoveTerms, facts: MoveFacts): Most {
  if (!('amount' in move)) return { amount: null, why: null };
  if (move.kind === 'lock') return mostToLock(move, terms, facts);
  const planAt = (
    amount: bigint,
  ): { bound: bigint | null; block: CheckResult | null; isWhole: boolean } => {
    // Nothing is no order: the smallest one tells what stands in the way.
    const { plan, subject } = planOne(withAmount(move, amount > 0n ? amount : 1n), terms, facts);
    // Whether a second operator confirms the pools' depth shows only after the amount is chosen: depth-offers.ts.
    const checks = plan.checks.filter(({ id }) => id !== 'depth-one-source');
    const isWhole = subject.leaving?.isWhole === true;
    return { bound: boundOf(subject), block: firstBlock(checks), isWhole };
  };
  const state = chainStateOf(facts);
  const whole =
    move.kind === 'stake'
      ? spendable(state, move.coldkey, 'all')
      : positionOf(state, move.netuid, move.hotkey, move.coldkey);
  let amount = min(whole, U64_MAX);
  let found = planAt(amount);
  // The route may depend on the amount, and what it costs on the route: a smaller amount is planned again.
  while (found.bound !== null && found.bound < amount) {
    amount = found.bound;
    found = planAt(amount);
  }
  if (found.bound === null || amount === 0n) return { amount: null, why: found.block };
  const { block } = found;
  if (block === null) return { amount, why: null, isWhole: found.isWhole };
  if (!tooMuch.includes(block.id)) return { amount: null, why: block };
  const isTooMuch = (one: bigint): boolean => tooMuch.includes(planAt(one).block?.id ?? '');
  const most = searchBelow(amount, amount / PARTS + 1n, isTooMuch);
  const isGood = most > 0n && planAt(most).block === null;
  return isGood ? { amount: most, why: null, isWhole: false } : { amount: null, why: block };
}

/** The amount of `mostOf`; null: not known, or none. */
export const maxAmount = (move: Move, terms: MoveTerms, facts: MoveFacts): bigint | null =>
  mostOf(move, terms, facts).amount;

/** The largest amount with both legs within the limit; impacts grow with the amount. */
function largestChange(
  state: ChainState,
  move: Extract<Move, { kind: 'change-subnet' }>,
  limitBps: number,
  most: bigint,
): bigint | null {
  const origin = state.subnets.get(move.netuid)?.pool;
  const destination = state.subnets.get(move.toNetuid)?.pool;
  if (!origin || !destination) return null;
  const limit = BigInt(limitBps) * PPM_PER_BPS;
  const fits = (amount: bigint): boolean => {
    const legs = quoteTwoLegs({ origin, destination, amount });
    if (!legs.ok || legs.saleImpactPpm === null) return false;
    const purchaseImpact = legs.purchase === undefined ? 0n : legs.purchaseImpactPpm;
    return legs.saleImpactPpm <= limit && purchaseImpact !== null && purchaseImpact <= limit;
  };
  const first = largestWithinImpact(origin, 'sell', limitBps, most) + 1n;
  return searchBelow(first, 1n, (amount) => !fits(amount));
}

/**
 * The largest order of this kind within a price impact limit, at most `maxAmount` and in its unit; null where a
 * fact is missing or the move trades nothing.
 */
export function largestOrder(
  move: Move,
  terms: MoveTerms,
  facts: MoveFacts,
  limitBps: number,
): bigint | null {
  const most = maxAmount(move, terms, facts);
  if (most === null || move.kind === 'lock') return null;
  const state = chainStateOf(facts);
  if (move.kind === 'change-subnet') return largestChange(state, move, limitBps, most);
  if (move.kind !== 'stake' && move.kind !== 'unstake') return null;
  const pool = state.subnets.get(move.netuid)?.pool;
  const side = move.kind === 'stake' ? 'buy' : 'sell';
  return pool ? largestWithinImpact(pool, side, limitBps, most) : null;
}
