// Runs the signed call again at newer facts: would the chain still accept it unchanged?
import type { MoveFacts, Reading } from '../model/facts.ts';
import type { StakeCall } from '../model/stake-calls.ts';
import { callsIn, chainCallOf, feeName } from '../moves/run/chain-call.ts';
import { chainStateOf, type ChainState } from '../moves/run/chain-state.ts';
import type { Move } from '../model/move.ts';
import type { CallDraft } from '../model/plan.ts';
import { networkFeeOf, payNetworkFee } from '../moves/run/pay-network-fee.ts';
import { runCall } from '../moves/run/run-call.ts';
import type { Netuid, Ss58Address } from '../units.ts';

/** Every account id that a plan of the move can contain. */
function addressesOf(move: Move): Ss58Address[] {
  switch (move.kind) {
    case 'stake':
    case 'unstake':
    case 'unstake-all':
    case 'lock':
      return [move.hotkey];
    case 'change-validator':
    case 'change-subnet':
      return [move.hotkey, move.toHotkey];
    case 'transfer':
      return [move.hotkey, move.toColdkey];
    case 'exit-several':
      return move.items.map(({ hotkey }) => hotkey);
    case 'claim':
      return [...move.hotkeys];
    case 'accept-locked':
      return [];
  }
}

const netuidsOf = (call: StakeCall): Netuid[] => {
  // A claim sells in many pools: what it brings is the node's figure, and no pool of ours stands in its way. A word on locked
  // alpha is about no pool.
  if (!('netuid' in call)) return [];
  return 'toNetuid' in call ? [call.netuid, call.toNetuid] : [call.netuid];
};

/** The subnet exists, but its curve has no local model. */
const isBeyondUs = (state: ChainState, netuid: Netuid): boolean => {
  const subnet = state.subnets.get(netuid);
  return subnet !== undefined && subnet.facts.exists && subnet.pool === null;
};

/**
 * `Pallet.Error` that the chain would answer at these facts; null: the call would go through. Unknown where a
 * pool has no local model. Throws INTERNAL for a call that no plan of the move contains.
 */
export function rerunCall(facts: MoveFacts, move: Move, call: CallDraft): Reading<string | null> {
  const chainCall = chainCallOf(call, addressesOf(move));
  const state = chainStateOf(facts);
  if (
    callsIn(chainCall)
      .flatMap(netuidsOf)
      .some((netuid) => isBeyondUs(state, netuid))
  ) {
    return { known: false, reason: 'not-on-this-runtime' };
  }
  // The fee is taken before the call runs: paid in alpha, it leaves less to sell and a moved pool.
  const fee = networkFeeOf(facts.networkFees, feeName(chainCall));
  const paid = payNetworkFee(state, move.coldkey, chainCall, fee);
  const step = runCall(paid.state, move.coldkey, chainCall);
  return { known: true, value: step.ok ? null : step.error };
}
