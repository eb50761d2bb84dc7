// The user's own limits for one account on one chain, against mistakes: tighter ones are in force at once, looser ones
// after a wait. Pure. Nothing here is about a runtime (guard), a price (limit price) or a wallet.
import type { Reading } from './reading.ts';
import type { Hex, Netuid, Rao, Ss58Address } from '../units.ts';

/** null: no such limit. */
export type AccountLimits = {
  /** Rao that one order may move, at the plan's value. */
  mostPerOrder: Rao | null;
  /** The same over all orders of the last day. */
  mostPerDay: Rao | null;
  /** Where stake may arrive or be locked; it may leave from everywhere. */
  netuids: readonly Netuid[] | null;
  hotkeys: readonly Ss58Address[] | null;
  /** Basis points by which an order may move a price itself. */
  mostImpactBps: number | null;
  /** Rao of free TAO that an order must leave. */
  leastFree: Rao | null;
  /** Hours until a looser limit is in force; fewer hours are looser too. */
  waitHours: number;
};

/** In force from that moment, epoch milliseconds: all of these in place of what is in force now. */
export type Loosening = { limits: AccountLimits; from: number };

export type LimitsState = { inForce: AccountLimits; loosening: Loosening | null };

export type AccountLimitsRecord = LimitsState & { genesisHash: Hex; coldkey: Ss58Address };

/** What a plan is judged by. */
export type LimitsMet = {
  limits: AccountLimits;
  /** Rao of the account's other orders of the last day that happened or may still happen. */
  movedToday: Reading<Rao>;
};

export const noLimits: AccountLimits = {
  mostPerOrder: null,
  mostPerDay: null,
  netuids: null,
  hotkeys: null,
  mostImpactBps: null,
  leastFree: null,
  waitHours: 0,
};

export const LONGEST_WAIT_HOURS = 720;

const HOUR_MS = 3_600_000;

const smaller = <T extends bigint | number>(a: T | null, b: T | null): T | null =>
  a === null ? b : b === null || a <= b ? a : b;

const larger = <T extends bigint | number>(a: T | null, b: T | null): T | null =>
  a === null ? b : b === null || a >= b ? a : b;

const inBoth = <T>(a: readonly T[] | null, b: readonly T[] | null): readonly T[] | null =>
  a === null ? b : b === null ? a : a.filter((one) => b.includes(one));

/** Each limit as the tighter of the two has it. */
const tightest = (a: AccountLimits, b: AccountLimits): AccountLimits => ({
  mostPerOrder: smaller(a.mostPerOrder, b.mostPerOrder),
  mostPerDay: smaller(a.mostPerDay, b.mostPerDay),
  netuids: inBoth(a.netuids, b.netuids),
  hotkeys: inBoth(a.hotkeys, b.hotkeys),
  mostImpactBps: smaller(a.mostImpactBps, b.mostImpactBps),
  leastFree: larger(a.leastFree, b.leastFree),
  waitHours: Math.max(a.waitHours, b.waitHours),
});

const isMore = <T extends bigint | number>(a: T | null, b: T | null): boolean =>
  b !== null && (a === null || a > b);

const isWider = <T>(a: readonly T[] | null, b: readonly T[] | null): boolean =>
  b !== null && (a === null || a.some((one) => !b.includes(one)));

/** Whether any of these limits lets through what the others do not. */
export const isLooser = (limits: AccountLimits, than: AccountLimits): boolean =>
  isMore(limits.mostPerOrder, than.mostPerOrder) ||
  isMore(limits.mostPerDay, than.mostPerDay) ||
  isWider(limits.netuids, than.netuids) ||
  isWider(limits.hotkeys, than.hotkeys) ||
  isMore(limits.mostImpactBps, than.mostImpactBps) ||
  // The larger one is the tighter one; none is the loosest.
  isMore(than.leastFree ?? 0n, limits.leastFree ?? 0n) ||
  limits.waitHours < than.waitHours;

/** The state at that moment: a loosening whose wait is over is in force. */
export const limitsStateAt = ({ inForce, loosening }: LimitsState, now: number): LimitsState =>
  loosening !== null && now >= loosening.from
    ? { inForce: loosening.limits, loosening: null }
    : { inForce, loosening };

/** Epoch milliseconds between which the present is: a clock may have been turned, and the chain's time may not be known. */
export type Present = { earliest: number; latest: number };

/**
 * The state after the user saved other limits: what is tighter is in force at once, what is looser waits as long as the limits in
 * force say. A loosening that waits already goes on waiting only where no part of it became looser; saved again, it is no sooner.
 */
export function withLimits(
  before: LimitsState,
  wanted: AccountLimits,
  { earliest, latest }: Present,
): LimitsState {
  const current = limitsStateAt(before, earliest);
  const inForce = tightest(current.inForce, wanted);
  if (!isLooser(wanted, inForce)) return { inForce, loosening: null };
  const { loosening } = current;
  const goesOn = loosening !== null && !isLooser(wanted, loosening.limits);
  const from = goesOn ? loosening.from : latest + inForce.waitHours * HOUR_MS;
  return limitsStateAt({ inForce, loosening: { limits: wanted, from } }, earliest);
}

/** Whether a wait begins with these limits. Where two waits end at one moment, the looser limits tell them apart. */
export const beginsWait = (
  { loosening: before }: LimitsState,
  { loosening }: LimitsState,
): boolean =>
  loosening !== null &&
  (before === null || loosening.from !== before.from || isLooser(loosening.limits, before.limits));
