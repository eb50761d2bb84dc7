// The list of what happened: which requests and changes are wanted, what each gave and got, and on which day. Pure.
import type { HoldingChange } from '../../model/change.ts';
import type { Move, MoveKind } from '../../model/move.ts';
import type { Quantity } from '../../model/plan.ts';
import type { SigningRequest } from '../../model/request.ts';
import type { Netuid, Ss58Address } from '../../units.ts';
import { isFinished, wentWrong } from './request-view.ts';
import { receiptQuantity } from './receipt-quantity.ts';

export type ActivityState = 'open' | 'done' | 'failed' | 'ended';

/** null: all of them. */
export type ActivityFilter = {
  /** `changes`: what no request made. */
  kind: MoveKind | 'changes' | null;
  netuid: Netuid | null;
  coldkey: Ss58Address | null;
  state: ActivityState | null;
};

export const noFilter: ActivityFilter = { kind: null, netuid: null, coldkey: null, state: null };

/** `ended`: over without a block. */
export function activityStateOf(request: SigningRequest): ActivityState {
  if (wentWrong(request)) return 'failed';
  if (request.state === 'finalized') return 'done';
  return isFinished(request.state) ? 'ended' : 'open';
}

export function subnetsOf(move: Move): readonly Netuid[] {
  switch (move.kind) {
    case 'exit-several':
      return move.items.map(({ netuid }) => netuid);
    case 'claim':
    case 'accept-locked':
      return [];
    case 'change-subnet':
      return [move.netuid, move.toNetuid];
    default:
      return [move.netuid];
  }
}

export function isWanted(filter: ActivityFilter): (request: SigningRequest) => boolean {
  const { kind, netuid, coldkey, state } = filter;
  return (request) =>
    (kind === null || request.plan.move.kind === kind) &&
    (netuid === null || subnetsOf(request.plan.move).includes(netuid)) &&
    (coldkey === null || request.coldkey === coldkey) &&
    (state === null || activityStateOf(request) === state);
}

function changedSubnets({ event }: HoldingChange): readonly Netuid[] {
  switch (event.kind) {
    case 'positions-gone':
      return event.positions.map(({ netuid }) => netuid);
    case 'hotkey-replaced':
      return [event.position.netuid];
    case 'account-reaped':
      return [];
    default:
      return [event.netuid];
  }
}

/** A change has no state: asking for one leaves it out. */
export function isChangeWanted(filter: ActivityFilter): (change: HoldingChange) => boolean {
  const { kind, netuid, coldkey, state } = filter;
  return (change) =>
    (kind === null || kind === 'changes') &&
    (netuid === null || changedSubnets(change).includes(netuid)) &&
    (coldkey === null || change.coldkey === coldkey) &&
    state === null;
}

type Amounts = {
  given: Quantity | null;
  got: Quantity | null;
  /** They moved, as the receipt says; else they are what was planned. */
  isReal: boolean;
};

export function amountsOf({ plan, receipt }: SigningRequest): Amounts {
  const { gives, receives } = plan;
  const planned = { given: gives, got: receives?.expected ?? null };
  if (receipt === null || !receipt.isSuccess) return { ...planned, isReal: false };
  const sumOf = (...labels: readonly string[]): Quantity | null => {
    const line = receipt.lines.find(({ labelKey }) => labels.includes(labelKey));
    return line === undefined ? null : receiptQuantity(line, line.actual);
  };
  const given = sumOf('receiptGave');
  const got = sumOf('receiptClaimedAll') ?? sumOf('receiptReceived', 'receiptClaimed');
  // Where the events tell no amount of what was planned, nothing says that as much moved.
  if (got === null && (given === null || planned.got !== null))
    return { ...planned, isReal: false };
  return { given: given ?? planned.given, got, isReal: true };
}

/** The newest first. One that is followed is newer than what a page of the store had of it. */
export function mergeRequests(
  followed: readonly SigningRequest[],
  older: readonly SigningRequest[],
): readonly SigningRequest[] {
  const known = new Set(followed.map(({ id }) => id));
  return [...followed, ...older.filter(({ id }) => !known.has(id))].toSorted(
    (a, b) => b.createdAt - a.createdAt,
  );
}

/** By the day of this device's clock, in the order given. */
export function groupByDay<T extends { at: number }>(
  entries: readonly T[],
): readonly { day: number; entries: readonly T[] }[] {
  const groups: { key: string; day: number; entries: T[] }[] = [];
  for (const entry of entries) {
    const key = new Date(entry.at).toDateString();
    const last = groups.at(-1);
    if (last?.key === key) last.entries.push(entry);
    else groups.push({ key, day: entry.at, entries: [entry] });
  }
  return groups;
}
