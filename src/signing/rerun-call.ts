// The very call that was signed, run again at newer facts: would the chain still take it as it stands?
import { AppError } from '../errors.ts';
import type { MoveFacts, Reading } from '../model/facts.ts';
import { feeName, type ChainCall, type StakeCall } from '../moves/run/chain-call.ts';
import { chainStateOf, type ChainState } from '../moves/run/chain-state.ts';
import type { Move } from '../model/move.ts';
import type { CallDraft, CallValue } from '../model/plan.ts';
import { networkFeeOf, payNetworkFee } from '../moves/run/pay-network-fee.ts';
import { runCall } from '../moves/run/run-call.ts';
import { toNetuid, type Netuid, type Ss58Address } from '../units.ts';

const unplanned = (what: string): AppError =>
  new AppError('INTERNAL', { text: `no call of a plan: ${what}` });

function isList(value: CallValue | undefined): value is readonly CallValue[] {
  return Array.isArray(value);
}

function isDraft(value: CallValue | undefined): value is CallDraft {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** Every account id that a plan of this move can name. */
function addressesOf(move: Move): Ss58Address[] {
  switch (move.kind) {
    case 'stake':
    case 'unstake':
    case 'unstake-all':
      return [move.hotkey];
    case 'change-validator':
    case 'change-subnet':
      return [move.hotkey, move.toHotkey];
    case 'transfer':
      return [move.hotkey, move.toColdkey];
    case 'exit-several':
      return move.items.map(({ hotkey }) => hotkey);
  }
}

/** Reads one call's arguments; throws INTERNAL for what no plan of the move contains. */
function argsReader(draft: CallDraft, known: readonly Ss58Address[]) {
  const valueOf = (name: string): CallValue | undefined => draft.args[name];
  return {
    address: (name: string): Ss58Address => {
      const found = known.find((address) => address === valueOf(name));
      if (found === undefined) throw unplanned(`${draft.name}.${name}`);
      return found;
    },
    netuid: (name: string): Netuid => {
      const value = valueOf(name);
      if (typeof value !== 'number') throw unplanned(`${draft.name}.${name}`);
      return toNetuid(value);
    },
    amount: (name: string): bigint => {
      const value = valueOf(name);
      if (typeof value !== 'bigint') throw unplanned(`${draft.name}.${name}`);
      return value;
    },
    flag: (name: string): boolean => {
      const value = valueOf(name);
      if (typeof value !== 'boolean') throw unplanned(`${draft.name}.${name}`);
      return value;
    },
  };
}

function stakeCallOf(draft: CallDraft, known: readonly Ss58Address[]): StakeCall {
  const { address, netuid, amount, flag } = argsReader(draft, known);
  const at = () => ({ hotkey: address('hotkey'), netuid: netuid('netuid') });
  const across = () => ({
    hotkey: address('hotkey'),
    netuid: netuid('origin_netuid'),
    toNetuid: netuid('destination_netuid'),
    amount: amount('alpha_amount'),
  });
  const onto = () => ({
    hotkey: address('origin_hotkey'),
    toHotkey: address('destination_hotkey'),
    netuid: netuid('origin_netuid'),
    toNetuid: netuid('destination_netuid'),
    amount: amount('alpha_amount'),
  });
  const limits = () => ({
    limitPrice: amount('limit_price'),
    allowPartial: flag('allow_partial'),
  });
  const { name } = draft;
  switch (name) {
    case 'add_stake':
      return { name, ...at(), amount: amount('amount_staked') };
    case 'add_stake_limit':
      return { name, ...at(), amount: amount('amount_staked'), ...limits() };
    case 'remove_stake':
      return { name, ...at(), amount: amount('amount_unstaked') };
    case 'remove_stake_limit':
      return { name, ...at(), amount: amount('amount_unstaked'), ...limits() };
    case 'remove_stake_full_limit':
      return { name, ...at(), limitPrice: amount('limit_price') };
    case 'move_stake':
      return { name, ...onto() };
    case 'move_stake_limit':
      return { name, ...onto(), ...limits() };
    case 'swap_stake':
      return { name, ...across() };
    case 'swap_stake_limit':
      return { name, ...across(), ...limits() };
    case 'transfer_stake':
      return { name, ...across(), toColdkey: address('destination_coldkey') };
    default:
      throw unplanned(`${draft.pallet}.${name}`);
  }
}

function stakeCallsOf(draft: CallDraft, known: readonly Ss58Address[]): StakeCall[] {
  const { calls } = draft.args;
  if (draft.name !== 'batch_all') return [stakeCallOf(draft, known)];
  if (!isList(calls)) throw unplanned('batch without calls');
  return calls.map((call) => {
    if (!isDraft(call)) throw unplanned('batch item');
    return stakeCallOf(call, known);
  });
}

const netuidsOf = (call: StakeCall): Netuid[] =>
  'toNetuid' in call ? [call.netuid, call.toNetuid] : [call.netuid];

/** A subnet that is there, but whose curve only the node knows. */
const isBeyondUs = (state: ChainState, netuid: Netuid): boolean => {
  const subnet = state.subnets.get(netuid);
  return subnet !== undefined && subnet.facts.exists && subnet.pool === null;
};

/**
 * `Pallet.Error` that the chain would answer at these facts; null: it would go through. Unknown where a pool
 * has no local model.
 */
export function rerunCall(facts: MoveFacts, move: Move, call: CallDraft): Reading<string | null> {
  const calls = stakeCallsOf(call, addressesOf(move));
  const state = chainStateOf(facts);
  if (calls.flatMap(netuidsOf).some((netuid) => isBeyondUs(state, netuid))) {
    return { known: false, reason: 'not-on-this-runtime' };
  }
  const [first] = calls;
  const isBatch = call.name === 'batch_all';
  if (first === undefined) throw unplanned('empty batch');
  const chainCall: ChainCall = isBatch ? { name: 'batch_all', calls } : first;
  // Taken before the call runs: in alpha it leaves less to sell and a moved pool.
  const fee = networkFeeOf(facts.networkFees, feeName(chainCall));
  const paid = payNetworkFee(state, move.coldkey, chainCall, fee);
  const step = runCall(paid.state, move.coldkey, chainCall);
  return { known: true, value: step.ok ? null : step.error };
}
