// The largest amount of a move: less network fee and existential deposit, less locked stake, or within an impact
// limit.
import type { MoveFacts } from '../model/facts.ts';
import { min } from '../pool/fixed-point.ts';
import { largestWithinImpact } from '../pool/largest-within-impact.ts';
import { quoteTwoLegs } from '../pool/quote-two-legs.ts';
import {
  availableOf,
  chainStateOf,
  positionOf,
  spendable,
  type ChainState,
} from './run/chain-state.ts';
import type { Move, MoveTerms } from '../model/move.ts';
import { PPM_PER_BPS } from '../units.ts';
import { networkFeeOf, payNetworkFee } from './run/pay-network-fee.ts';
import { chooseCall } from './draft/planning.ts';

function maxStake(state: ChainState, facts: MoveFacts): bigint | null {
  const { name } = chooseCall(facts.rules, ['add_stake_limit', 'add_stake']);
  if (name === null) return null;
  const fee = networkFeeOf(facts.networkFees, `SubtensorModule.${name}`);
  if (!fee.known) return null;
  const kept = spendable(state, facts.coldkey.coldkey, 'keep-alive');
  return kept > fee.value ? kept - fee.value : 0n;
}

/** The position after the network fee, which is paid in alpha where TAO does not suffice. */
function heldAfterFee(
  state: ChainState,
  move: Extract<Move, { kind: 'unstake' }>,
  facts: MoveFacts,
) {
  const { coldkey, hotkey, netuid } = move;
  const { name } = chooseCall(facts.rules, ['remove_stake_limit', 'remove_stake']);
  const fee = networkFeeOf(facts.networkFees, `SubtensorModule.${name}`);
  const call = { name: 'remove_stake', hotkey, netuid, amount: 0n } as const;
  const paid = payNetworkFee(state, coldkey, call, fee);
  return positionOf(paid.state, netuid, hotkey, coldkey);
}

/**
 * The largest amount of a move of this kind: rao for a stake, alpha-rao for all others; null where a fact is
 * missing. A change or a transfer whose fee is paid in alpha moves less: `cutToPosition`.
 */
export function maxAmount(move: Move, _terms: MoveTerms, facts: MoveFacts): bigint | null {
  if (move.kind === 'exit-several') return null;
  const state = chainStateOf(facts);
  if (move.kind === 'stake') return maxStake(state, facts);
  const held = positionOf(state, move.netuid, move.hotkey, move.coldkey);
  // Stake that moves within its subnet keeps its lock; unstake-all takes the whole position.
  if (move.kind === 'change-validator' || move.kind === 'unstake-all') return held;
  if (!facts.availability.known) return null;
  const available = availableOf(state, move.netuid, move.coldkey) ?? 0n;
  return min(move.kind === 'unstake' ? heldAfterFee(state, move, facts) : held, available);
}

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
  let yes = 0n;
  let no = largestWithinImpact(origin, 'sell', limitBps, most) + 1n;
  while (no - yes > 1n) {
    const middle = (yes + no) >> 1n;
    if (fits(middle)) yes = middle;
    else no = middle;
  }
  return yes;
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
  if (most === null) return null;
  const state = chainStateOf(facts);
  if (move.kind === 'change-subnet') return largestChange(state, move, limitBps, most);
  if (move.kind !== 'stake' && move.kind !== 'unstake') return null;
  const pool = state.subnets.get(move.netuid)?.pool;
  const side = move.kind === 'stake' ? 'buy' : 'sell';
  return pool ? largestWithinImpact(pool, side, limitBps, most) : null;
}
