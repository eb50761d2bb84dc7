// How much TAO stakers moved into or out of a subnet between two blocks: from the chain's own counter where it ran on in
// between, else from the change of the pool less what emission may have put in. Pure.
import type { FlowBooks } from '../model/emission-facts.ts';
import type { Reading } from '../model/facts.ts';

/** The books of one subnet at a block. */
export type FlowPoint = {
  block: number;
  books: FlowBooks;
  /** Rao that emission put into the pool in that block, purchases included; null: not told. */
  emitted: bigint | null;
};

/** Rao; positive: more came in than left. */
export type NetFlow =
  | {
      kind: 'recorded';
      rao: bigint;
      /** What the pool changed by besides this and what the chain counted as its own; null: it counts no such thing. */
      apart: bigint | null;
    }
  | { kind: 'estimated'; low: bigint; high: bigint };

const unreadable = { known: false, reason: 'unreadable' } as const;

const change = (then: Reading<bigint>, now: Reading<bigint>): bigint | null =>
  then.known && now.known ? now.value - then.value : null;

/** A counter that was taken in between lacks what came before; one never taken at either end was not. */
function ranOn(then: FlowBooks, now: FlowBooks): boolean {
  return then.takenAt.known && now.takenAt.known && then.takenAt.value === now.takenAt.value;
}

function recorded(then: FlowBooks, now: FlowBooks): NetFlow | null {
  const rao = ranOn(then, now) ? change(then.stakers, now.stakers) : null;
  if (rao === null) return null;
  const own = change(then.protocol, now.protocol);
  const grown = now.reserve - then.reserve;
  return { kind: 'recorded', rao, apart: own === null ? null : grown - rao - own };
}

/** Least and most that emission put in from one point to the next, if it stayed between what it was at the two. */
function emittedBetween(points: readonly FlowPoint[]): { least: bigint; most: bigint } | null {
  let least = 0n;
  let most = 0n;
  for (const [at, { block, emitted }] of points.entries()) {
    const earlier = points[at - 1];
    if (earlier === undefined) continue;
    if (emitted === null || earlier.emitted === null) return null;
    const blocks = BigInt(block - earlier.block);
    const [low, high] =
      emitted < earlier.emitted ? [emitted, earlier.emitted] : [earlier.emitted, emitted];
    least += low * blocks;
    most += high * blocks;
  }
  return { least, most };
}

/**
 * Net flow of stakers in rao from the first point to the last, `points` ascending by block and all of one generation of the
 * subnet. Exact, as the chain counts it, where the counter ran on between the two: stake calls net of the pool's fee, the sale
 * of fees for the author, and payments for slots, which the chain counts with them. Elsewhere a range: the change of the
 * reserve less emission, which is taken to have stayed between what it was at neighbouring points; what the chain itself
 * sold for root's stakers is then counted as leaving. No rounding. Unknown with fewer than two points or where emission was
 * not told. Throws RangeError for points out of order.
 * Source: opentensor/subtensor pallets/subtensor/src/coinbase/subnet_emissions.rs, run_coinbase.rs, staking/stake_utils.rs.
 */
export function netFlow(points: readonly FlowPoint[]): Reading<NetFlow> {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return unreadable;
  if (points.some(({ block }, at) => at > 0 && block <= (points[at - 1]?.block ?? 0))) {
    throw new RangeError('points of a flow out of order');
  }
  const exact = recorded(first.books, last.books);
  if (exact !== null) return { known: true, value: exact };
  const emitted = emittedBetween(points);
  if (emitted === null) return unreadable;
  const grown = last.books.reserve - first.books.reserve;
  return {
    known: true,
    value: { kind: 'estimated', low: grown - emitted.most, high: grown - emitted.least },
  };
}

/** One figure to order by: the middle of a range, rounded towards zero. */
export function flowMiddle(flow: NetFlow): bigint {
  return flow.kind === 'recorded' ? flow.rao : (flow.low + flow.high) / 2n;
}
