// The list of what happened: which requests, changes and entries of the book are wanted, what each gave and got, and on which
// day. Pure.
import type { BookEntry, EntryKind } from '../../model/book.ts';
import type { HoldingChange } from '../../model/change.ts';
import { subnetsOf } from '../../model/move-subnets.ts';
import type { MoveKind } from '../../model/move.ts';
import type { Quantity } from '../../model/plan.ts';
import type { SigningRequest } from '../../model/request.ts';
import type { Netuid, Ss58Address } from '../../units.ts';
import { hasFailed, isDisproven, isFinished, wentWrong } from './request-view.ts';
import { receiptQuantity } from './receipt-quantity.ts';

export type ActivityState = 'open' | 'done' | 'failed' | 'ended';

/** `changes`: what no transaction of the account made; `fees`: what failed, or changed nothing but its fee. */
export const activityKinds = [
  'stake',
  'unstake',
  'move',
  'swap',
  'transfer',
  'claim',
  'lock',
  'changes',
  'fees',
] as const;
type ActivityKind = (typeof activityKinds)[number];

const movesOf: Readonly<Record<ActivityKind, readonly MoveKind[]>> = {
  stake: ['stake'],
  unstake: ['unstake', 'unstake-all', 'exit-several'],
  move: ['change-validator'],
  swap: ['change-subnet'],
  transfer: ['transfer'],
  claim: ['claim'],
  lock: ['lock', 'accept-locked'],
  changes: [],
  fees: [],
};

const entriesOf: Readonly<Record<ActivityKind, readonly EntryKind[]>> = {
  stake: ['stake'],
  unstake: ['unstake'],
  move: ['move'],
  swap: ['swap'],
  transfer: ['stake-in', 'stake-out', 'tao-in', 'tao-out'],
  claim: ['claim'],
  lock: [],
  changes: ['payout', 'key-change', 'other'],
  fees: ['failed', 'fee'],
};

/** null: all of them. */
export type ActivityFilter = {
  kind: ActivityKind | null;
  netuid: Netuid | null;
  coldkey: Ss58Address | null;
  state: ActivityState | null;
  /** Of this device's calendar. */
  year: number | null;
};

export const noFilter: ActivityFilter = {
  kind: null,
  netuid: null,
  coldkey: null,
  state: null,
  year: null,
};

/** From the first moment of a year until the first of the next; null: without end. */
export function timesOf({ year }: Pick<ActivityFilter, 'year'>): {
  since: number | null;
  before: number | null;
} {
  if (year === null) return { since: null, before: null };
  return { since: new Date(year, 0, 1).getTime(), before: new Date(year + 1, 0, 1).getTime() };
}

const isInYear = (at: number, { year }: Pick<ActivityFilter, 'year'>): boolean =>
  year === null || new Date(at).getFullYear() === year;

/** The kinds of entries that a filter takes; null: all of them. What is in a block is done, or failed. */
export function entryKindsOf({
  kind,
  state,
}: Pick<ActivityFilter, 'kind' | 'state'>): readonly EntryKind[] | null {
  if (state === 'open' || state === 'ended') return [];
  const kinds = kind === null ? Object.values(entriesOf).flat() : entriesOf[kind];
  if (state !== null) return kinds.filter((one) => (one === 'failed') === (state === 'failed'));
  return kind === null ? null : kinds;
}

/** `ended`: over without a block. */
export function activityStateOf(request: SigningRequest): ActivityState {
  if (wentWrong(request)) return 'failed';
  if (request.state === 'finalized') return 'done';
  return isFinished(request.state) ? 'ended' : 'open';
}

export function isWanted(filter: ActivityFilter): (request: SigningRequest) => boolean {
  const { kind, netuid, coldkey, state } = filter;
  return (request) =>
    isInYear(request.createdAt, filter) &&
    (kind === null || movesOf[kind].includes(request.plan.move.kind)) &&
    (netuid === null || subnetsOf(request.plan.move).includes(netuid)) &&
    (coldkey === null || request.coldkey === coldkey) &&
    (state === null || activityStateOf(request) === state);
}

export function changedSubnets({ event }: HoldingChange): readonly Netuid[] {
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
    isInYear(change.after.at, filter) &&
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

/** All that one cost which ran and was undone, as its entry of the book has it; null: another end, or not told. */
export function feeOfFailed(request: SigningRequest): Quantity | null {
  const fee = request.receipt?.networkFee ?? null;
  if (!hasFailed(request) || isDisproven(request) || fee === null) return null;
  return fee.paidIn === 'tao'
    ? { unit: 'rao', amount: fee.fee }
    : { unit: 'alpha', netuid: fee.netuid, amount: fee.fee };
}

export function amountsOf({ plan, receipt }: SigningRequest): Amounts {
  const { gives, lock, receives } = plan;
  const locked = lock === undefined ? null : ({ unit: 'alpha', ...lock } as const);
  const planned = { given: gives ?? locked, got: receives?.expected ?? null };
  if (receipt === null || !receipt.isSuccess || isDisproven({ receipt }))
    return { ...planned, isReal: false };
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

type InBlock = Pick<SigningRequest, 'coldkey' | 'receipt'>;

/** An entry is what a request of ours came to, or what a change tells already: they are one row. */
export function isToldBy(
  requests: readonly InBlock[],
  changes: readonly HoldingChange[],
): (entry: BookEntry) => boolean {
  const keyOf = (coldkey: string, hash: string, index: number): string =>
    `${coldkey} ${hash} ${index}`;
  const ours = new Set(
    requests.flatMap(({ coldkey, receipt }) =>
      receipt === null ? [] : [keyOf(coldkey, receipt.block.hash, receipt.extrinsicIndex)],
    ),
  );
  return ({ coldkey, block, extrinsic, kind, legs }) => {
    if (extrinsic !== null) return ours.has(keyOf(coldkey, block.hash, extrinsic.index));
    if (kind !== 'payout') return false;
    return changes.some(
      ({ event, before, after, coldkey: owner }) =>
        event.kind === 'subnet-dissolved' &&
        owner === coldkey &&
        block.number > before.number &&
        block.number <= after.number &&
        legs.some((leg) => leg.of === 'alpha' && leg.netuid === event.netuid),
    );
  };
}

/** A list that is loaded by the page; `oldest`: null before anything of it is there. */
type Loaded = { oldest: number | null; isWhole: boolean };

/**
 * Two lists are loaded by the page, newest first: what is older than the end of either is not shown yet, or rows would
 * come to stand between rows that are there already.
 */
export function shownSince(lists: readonly Loaded[]): number {
  return Math.max(
    Number.NEGATIVE_INFINITY,
    ...lists.flatMap(({ oldest, isWhole }) => (isWhole || oldest === null ? [] : [oldest])),
  );
}

/** Whether to read on before anybody scrolls: what a list never told may be newer than every row of the other. */
export function wantsMore(shown: number, few: number, lists: readonly Loaded[]): boolean {
  if (lists.every(({ isWhole }) => isWhole)) return false;
  return shown < few || lists.some(({ oldest, isWhole }) => oldest === null && !isWhole);
}
