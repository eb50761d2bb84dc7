// What an entry does to lots: taken, handed on, sold and bought (BOOKS.md, Lots). Amounts in rao and rao of alpha.
import type { BookEntry } from '../model/book.ts';
import type { Asset, Money, SubnetState } from './book-state.ts';
import { handedTo, type Ledger } from './lots.ts';
import type { Lot, Origin } from './figures.ts';
import { homeOf, type LegShare, type Sort, type SpotLeg } from './split-entry.ts';

/** A leg of a holding, and its flow at spot. */
export type LotLeg = SpotLeg & { asset: Asset };

const origins: Readonly<Record<Sort, Origin>> = {
  trade: 'bought',
  payout: 'bought',
  claim: 'earned',
  other: 'received',
};

type Route = {
  /** Places of legs of which lots are handed on together, and of those that get them. */
  from: number[];
  to: number[];
};

/** Within each subnet that has legs of both signs; then from subnets that only gave to those that only got. */
function routesOf(legs: readonly LotLeg[]): Route[] {
  const bySubnet = new Map<SubnetState, Route>();
  legs.forEach(({ asset, change }, at) => {
    const route = bySubnet.get(asset.place) ?? { from: [], to: [] };
    bySubnet.set(asset.place, route);
    if (change < 0n) route.from.push(at);
    if (change > 0n) route.to.push(at);
  });
  const isWhole = ({ from, to }: Route): boolean => from.length > 0 && to.length > 0;
  const routes = [...bySubnet.values()];
  const inOrder = (places: number[]): number[] => places.sort((a, b) => a - b);
  const others = routes.filter((route) => !isWhole(route));
  const across = {
    from: inOrder(others.flatMap(({ from }) => from)),
    to: inOrder(others.flatMap(({ to }) => to)),
  };
  return [...routes, across].filter(isWhole);
}

/** `place`: of the ledger within each asset, and of the money it counts in. */
function moveIn(place: number, money: Money, { entry, sort, legs, shares, tao }: LotMove): void {
  const { at } = entry;
  const ledgerOf = (leg: number): Ledger | undefined => legs[leg]?.asset.ledgers[place];
  const taken = legs.map(({ change }, leg): Lot[] =>
    change < 0n ? (ledgerOf(leg)?.take(-change) ?? []) : [],
  );
  const isHanded = new Set<number>();
  for (const { from, to } of routesOf(legs)) {
    const lots = from.flatMap((leg) => taken[leg] ?? []);
    for (const leg of from) ledgerOf(leg)?.handOn(taken[leg] ?? []);
    const arriving = handedTo(
      lots,
      to.map((leg) => legs[leg]?.change ?? 0n),
      at,
    );
    to.forEach((leg, order) => {
      for (const lot of arriving[order] ?? []) ledgerOf(leg)?.accept(lot);
    });
    for (const leg of [...from, ...to]) isHanded.add(leg);
  }
  const home = homeOf(legs);
  legs.forEach(({ change, spot }, leg) => {
    const ledger = ledgerOf(leg);
    if (ledger === undefined || isHanded.has(leg) || change === 0n) return;
    const flow = money(sort === 'claim' ? spot : (shares[leg]?.flow ?? 0n), at);
    if (change < 0n) ledger.sell(taken[leg] ?? [], -flow);
    else ledger.add({ alpha: change, basis: flow, at, origin: origins[sort] });
  });
  const isTrade = sort === 'trade' || sort === 'payout';
  if (isTrade && tao !== 0n && isHanded.has(home)) ledgerOf(home)?.sell([], money(tao, at));
}

type LotMove = {
  entry: BookEntry;
  sort: Sort;
  legs: readonly LotLeg[];
  shares: readonly LegShare[];
  tao: bigint;
};

/** In each unit that ledgers count in. */
export function moveLots(
  money: readonly Money[],
  entry: BookEntry,
  sort: Sort,
  legs: readonly LotLeg[],
  shares: readonly LegShare[],
  tao: bigint,
): void {
  money.forEach((one, place) => moveIn(place, one, { entry, sort, legs, shares, tao }));
}
