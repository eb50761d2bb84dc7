// move_stake, swap_stake, swap_stake_limit and transfer_stake: one routine with different keys and checks.
// Refuses to know who pays the fee. Facts: chain.md §4.9; pallets/subtensor/src/staking/move_stake.rs (transition_stake_internal).
import { min, U64_MAX } from '../../../oracle/fixed-point.ts';
import { transferTao } from '../state/balances.ts';
import { ROOT_NETUID, type Run } from '../ledger-run.ts';
import { MAX_PRICE, MIN_PRICE } from '../pools/pool-swap.ts';
import { positionAlpha } from '../state/share-pool.ts';
import { maybeBecomeDelegate } from './stake-calls.ts';
import { maxMove, validateTransition } from './stake-checks.ts';
import {
  MIN_STAKE,
  stakeIntoSubnet,
  transferWithinSubnet,
  unstakeFromSubnet,
  type Route,
} from '../pools/stake-flow.ts';

export type Movement = Route &
  Readonly<{
    origin: number;
    destination: number;
    requested: bigint;
    /** Null: no limit. The limit only caps the amount; the legs run without it. */
    limit: { price: bigint; allowPartial: boolean } | null;
    checksToggle: boolean;
  }>;

/** Returns the TAO that the summary event names: the sale's output, or the spot worth within a subnet. */
export function transitionStake(run: Run, move: Movement): bigint {
  const { state } = run;
  const { originColdkey, originHotkey, destinationColdkey, destinationHotkey } = move;
  const { origin, destination, limit } = move;
  const held = positionAlpha(state, originHotkey, originColdkey, origin);
  const { refusesExcess, minTransfer } = state.settings.rules;
  const isAll = move.requested >= (refusesExcess ? U64_MAX : held);
  const alpha = isAll ? held : move.requested;
  const isCross = origin !== destination;
  const largest =
    isCross && limit !== null ? maxMove(state, origin, destination, limit.price) : alpha;
  const allowPartial = limit === null ? null : limit.allowPartial;
  validateTransition(state, { ...move, alpha, largest, allowPartial });
  const amount = min(alpha, largest);
  if (!isCross) return transferWithinSubnet(run, move, origin, amount);

  const isFromRoot = origin === ROOT_NETUID;
  const tao = unstakeFromSubnet(run, {
    hotkey: originHotkey,
    coldkey: originColdkey,
    netuid: origin,
    alpha: amount,
    limitPrice: MIN_PRICE,
    dropFees: isFromRoot,
    beneficiary: originColdkey,
  });
  if (originColdkey !== destinationColdkey)
    transferTao(run, originColdkey, destinationColdkey, tao);
  if (tao >= (move.checksToggle ? minTransfer : MIN_STAKE)) {
    maybeBecomeDelegate(state, destinationColdkey, destinationHotkey);
    stakeIntoSubnet(run, {
      hotkey: destinationHotkey,
      coldkey: destinationColdkey,
      netuid: destination,
      tao,
      limitPrice: MAX_PRICE,
      dropFees: !isFromRoot,
    });
  }
  return tao;
}
