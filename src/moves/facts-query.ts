// The facts that a plan needs: its subnets, hotkeys and account, and the network fees of every call that it may
// contain.
import type { Netuid, Ss58Address } from '../units.ts';
import { batchOf, PROTECTED_CALLS } from './run/chain-call.ts';
import type { Move, MoveKind } from '../model/move.ts';
import { stakeCalls, type StakeCallRow } from '../model/stake-calls.ts';

type FactsQuery = {
  coldkey: Ss58Address;
  netuids: Netuid[];
  hotkeys: Ss58Address[];
  /** The receiving coldkey of a transfer; null for all other moves. */
  destination: Ss58Address | null;
  /** Calls by `feeName` whose network fee the plan needs. */
  calls: string[];
};

/** The stake calls that a plan of this kind may contain. */
const stakeCallsOf = (kind: MoveKind): string[] =>
  Object.entries<StakeCallRow>(stakeCalls)
    .filter(([, { moves }]) => moves.includes(kind))
    .map(([name]) => `SubtensorModule.${name}`);

function callsOf(kind: MoveKind, exits: number): string[] {
  const calls = stakeCallsOf(kind);
  if (kind === 'change-subnet') return [...calls, batchOf(PROTECTED_CALLS)];
  if (kind !== 'exit-several') return calls;
  // All items of the batch are the same call: the first of these that the runtime has.
  const batches = calls.map((name) => batchOf(Array.from({ length: exits }, () => name)));
  return [...calls, ...batches];
}

/** The parts of a move; null for those not chosen yet. */
type Touched = {
  kind: MoveKind;
  coldkey: Ss58Address;
  netuids: readonly (Netuid | null)[];
  hotkeys: readonly (Ss58Address | null)[];
  toColdkey: Ss58Address | null;
  /** Number of positions of an exit-several; 0 for all other moves. */
  exits: number;
};

/** The query is the same in whatever order the parts were chosen. */
export function factsQueryFor(touched: Touched): FactsQuery {
  const { kind, coldkey, netuids, hotkeys, toColdkey, exits } = touched;
  return {
    coldkey,
    netuids: [...new Set(netuids.filter((one) => one !== null))].toSorted((a, b) => a - b),
    hotkeys: [...new Set(hotkeys.filter((one) => one !== null))].toSorted(),
    destination: kind === 'transfer' ? toColdkey : null,
    calls: callsOf(kind, exits),
  };
}

/** The facts that a plan of the move needs from the chain. */
export function factsQueryOf(move: Move): FactsQuery {
  const { kind, coldkey } = move;
  if (move.kind === 'exit-several') {
    const { items } = move;
    return factsQueryFor({
      kind,
      coldkey,
      netuids: items.map(({ netuid }) => netuid),
      hotkeys: items.map(({ hotkey }) => hotkey),
      toColdkey: null,
      exits: items.length,
    });
  }
  return factsQueryFor({
    kind,
    coldkey,
    netuids: [move.netuid, 'toNetuid' in move ? move.toNetuid : null],
    hotkeys: [move.hotkey, 'toHotkey' in move ? move.toHotkey : null],
    toColdkey: 'toColdkey' in move ? move.toColdkey : null,
    exits: 0,
  });
}
