// What a plan needs to have read: the subnets, hotkeys and account it speaks of, and the fees of every call that it
// may become. Knows nobody who reads.
import type { Netuid, Ss58Address } from '../units.ts';
import { batchOf, PROTECTED_CALLS } from './run/chain-call.ts';
import type { Move, MoveKind } from '../model/move.ts';
import { stakeCalls, type StakeCallRow } from '../model/stake-calls.ts';

type FactsQuery = {
  coldkey: Ss58Address;
  netuids: Netuid[];
  hotkeys: Ss58Address[];
  /** Only of a transfer. */
  destination: Ss58Address | null;
  /** By `feeName`: what a plan must know the network fee of. */
  calls: string[];
};

/** Stake calls that a kind of move may become. */
const stakeCallsOf = (kind: MoveKind): string[] =>
  Object.entries<StakeCallRow>(stakeCalls)
    .filter(([, { moves }]) => moves.includes(kind))
    .map(([name]) => `SubtensorModule.${name}`);

function callsOf(kind: MoveKind, exits: number): string[] {
  const calls = stakeCallsOf(kind);
  if (kind === 'change-subnet') return [...calls, batchOf(PROTECTED_CALLS)];
  if (kind !== 'exit-several') return calls;
  // All exits of a batch are the same call, whichever the runtime has.
  const batches = calls.map((name) => batchOf(Array.from({ length: exits }, () => name)));
  return [...calls, ...batches];
}

/** What a move touches as far as it is known; what is still open is null. */
type Touched = {
  kind: MoveKind;
  coldkey: Ss58Address;
  netuids: readonly (Netuid | null)[];
  hotkeys: readonly (Ss58Address | null)[];
  toColdkey: Ss58Address | null;
  /** Positions that are left together; 0 for all other moves. */
  exits: number;
};

/** The same ask for the same things, in whatever order they were chosen. */
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

/** Everything that a plan of the move needs from the chain. */
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
