// The pure planner as signing asks it: what to read for a move, and the move worked out on what was read.
import type { MoveFactsQuery } from '../chain/chain-client.ts';
import { compareWithNode, simAsks } from '../moves/compare-with-node.ts';
import type { Move, MoveKind } from '../moves/move.ts';
import { planMove } from '../moves/plan-move.ts';
import type { Netuid, Ss58Address } from '../units.ts';
import { rerunCall } from './rerun-call.ts';
import type { Planning } from './signing-deps.ts';

const exits = ['remove_stake_full_limit', 'remove_stake_limit', 'remove_stake'];

/** Calls that a kind of move may become, of those whose fee a plan must know. */
const callsOf: Readonly<Record<MoveKind, readonly string[]>> = {
  stake: ['add_stake_limit', 'add_stake'],
  unstake: exits,
  'unstake-all': exits,
  'change-validator': ['move_stake'],
  'change-subnet': [
    'swap_stake_limit',
    'swap_stake',
    'move_stake',
    'remove_stake_limit',
    'add_stake_limit',
  ],
  give: ['transfer_stake'],
  'exit-many': exits,
};

function netuidsOf(move: Move): Netuid[] {
  if (move.kind === 'exit-many') return move.items.map(({ netuid }) => netuid);
  return move.kind === 'change-subnet' ? [move.netuid, move.toNetuid] : [move.netuid];
}

function hotkeysOf(move: Move): Ss58Address[] {
  if (move.kind === 'exit-many') return move.items.map(({ hotkey }) => hotkey);
  return 'toHotkey' in move ? [move.hotkey, move.toHotkey] : [move.hotkey];
}

/** Everything that a plan of the move needs from the chain. */
export function factsAskOf(move: Move): MoveFactsQuery {
  const calls = callsOf[move.kind].map((name) => `SubtensorModule.${name}`);
  const isBatch = move.kind === 'change-subnet' || move.kind === 'exit-many';
  return {
    coldkey: move.coldkey,
    netuids: [...new Set(netuidsOf(move))],
    hotkeys: [...new Set(hotkeysOf(move))],
    destination: move.kind === 'give' ? move.toColdkey : null,
    calls: isBatch ? [...calls, 'Utility.batch_all'] : calls,
  };
}

export const planning: Planning = {
  factsAsk: factsAskOf,
  planMove,
  rerunCall,
  simAsks,
  compareWithNode,
};
