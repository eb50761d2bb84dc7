// How an entry is split among its legs, so that the parts of accounts, subnets and holdings all sum up (BOOKS.md, Periods and parts).
import type { BookEntry, EntryKind } from '../model/book.ts';
import type { Came } from './figures.ts';
import { shareOut, valueAt } from './value.ts';

/** What one alpha leg has of its entry: TAO that went in for it, pool fees (at least 0), and the rest of its flow at spot. */
export type LegShare = { flow: bigint; poolFee: bigint; rest: bigint };

/** An alpha leg, and its flow at spot in rao. */
export type SpotLeg = { change: bigint; spot: bigint };

export type Sort = 'trade' | 'payout' | 'claim' | 'other';

const sorts: Readonly<Partial<Record<EntryKind, Sort>>> = {
  stake: 'trade',
  unstake: 'trade',
  move: 'trade',
  swap: 'trade',
  payout: 'payout',
  claim: 'claim',
};

export const sortOf = (kind: EntryKind): Sort => sorts[kind] ?? 'other';

/** As what a flow of an entry counts that goes into a subnet or out of it. */
export function cameAs(kind: EntryKind): keyof Came {
  if (kind === 'move' || kind === 'swap') return 'moved';
  return sortOf(kind) === 'other' ? 'others' : 'tao';
}

/** Rao that the pool fees of an entry are worth; `priceOf` null: no price, and the fee is left out. */
export function poolFeesOf(entry: BookEntry, priceOf: (netuid: number) => bigint | null): bigint {
  let sum = 0n;
  for (const { unit, netuid, amount } of entry.poolFees) {
    if (unit === 'rao') sum += amount;
    else sum += valueAt(amount, priceOf(netuid) ?? 0n);
  }
  return sum;
}

/** Place of the leg that bears the costs of an entry with legs of both signs; −1: all have one sign. */
export function homeOf(legs: readonly SpotLeg[]): number {
  const isMixed = legs.some(({ change }) => change > 0n) && legs.some(({ change }) => change < 0n);
  return isMixed ? legs.findLastIndex(({ change }) => change > 0n) : -1;
}

const sharesOf = (whole: bigint, legs: readonly SpotLeg[]): bigint[] =>
  shareOut(
    whole,
    legs.map(({ change }) => (change < 0n ? -change : change)),
  );

/** Of a trade or a payout, leg by leg; `tao`: the sum of its free legs, `poolFees`: in rao. */
export function splitTrade(tao: bigint, poolFees: bigint, legs: readonly SpotLeg[]): LegShare[] {
  if (legs.length === 0) return [];
  const home = homeOf(legs);
  const shares = home === -1 ? { tao: sharesOf(tao, legs), fees: sharesOf(poolFees, legs) } : null;
  const others = legs.reduce((sum, { spot }, at) => (at === home ? sum : sum + spot), 0n);
  return legs.map(({ spot }, at) => {
    const poolFee = shares === null ? (at === home ? poolFees : 0n) : (shares.fees[at] ?? 0n);
    const atHome = at === home ? -tao - others : spot;
    const flow = shares === null ? atHome : -(shares.tao[at] ?? 0n);
    return { flow, poolFee, rest: spot - flow + poolFee };
  });
}
