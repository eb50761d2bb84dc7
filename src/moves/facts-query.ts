// The facts that a plan needs: its subnets, hotkeys and account, and the network fees of every call that it may
// contain.
import { ROOT_NETUID, type Netuid, type Ss58Address } from '../units.ts';
import { batchOf, CLAIM_CALL, EXIT_CALL, PROTECTED_CALLS } from './run/chain-call.ts';
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

/** What a claim sends: the claims alone or in a batch, with the root stake leaving after or before them. */
function claimCalls(validators: number, unstakes: boolean): string[] {
  const claims = Array.from({ length: validators }, () => CLAIM_CALL);
  if (!unstakes) return [validators === 1 ? CLAIM_CALL : batchOf(claims)];
  return [batchOf([...claims, EXIT_CALL]), batchOf([EXIT_CALL, ...claims])];
}

function callsOf(kind: MoveKind, exits: number, unstakes: boolean): string[] {
  if (kind === 'claim') return claimCalls(exits, unstakes);
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
  /** Number of positions of an exit-several, or of validators of a claim; 0 for all other moves. */
  exits: number;
  /** Of a claim: the root stake leaves with it. Missing: it stays. */
  unstakes?: boolean;
};

/** The query is the same in whatever order the parts were chosen. */
export function factsQueryFor(touched: Touched): FactsQuery {
  const { kind, coldkey, netuids, hotkeys, toColdkey, exits, unstakes = false } = touched;
  return {
    coldkey,
    netuids: [...new Set(netuids.filter((one) => one !== null))].toSorted((a, b) => a - b),
    hotkeys: [...new Set(hotkeys.filter((one) => one !== null))].toSorted(),
    destination: kind === 'transfer' ? toColdkey : null,
    calls: callsOf(kind, exits, unstakes),
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
  if (move.kind === 'claim') {
    const { hotkeys, unstakes } = move;
    const exits = hotkeys.length;
    const netuids = [ROOT_NETUID];
    return factsQueryFor({ kind, coldkey, netuids, hotkeys, toColdkey: null, exits, unstakes });
  }
  if (move.kind === 'accept-locked') {
    return factsQueryFor({ kind, coldkey, netuids: [], hotkeys: [], toColdkey: null, exits: 0 });
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
