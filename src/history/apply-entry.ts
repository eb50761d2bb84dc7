// An entry of a book: what each leg did to value, parts and flows (BOOKS.md, Periods and parts). Its lots: entry-lots.ts.
import type { BookEntry, Leg } from '../model/book.ts';
import { ROOT_NETUID } from '../units.ts';
import { applyPrices, worthOf, type PointContext } from './apply-point.ts';
import type { Asset } from './book-state.ts';
import { moveLots, type LotLeg } from './entry-lots.ts';
import { cameAs, poolFeesOf, sortOf, splitTrade, type LegShare, type Sort } from './split-entry.ts';
import type { Tally } from './tally.ts';

type AlphaLeg = Extract<Leg, { of: 'alpha' }>;

/** Root, of which claims are paid, is one generation of a subnet. */
const ROOT = { netuid: ROOT_NETUID, registeredAt: 0 };

function touch({ touched }: PointContext, tally: Tally): Tally {
  if (tally.touch()) touched.add(tally);
  return tally;
}

/** Changes a holding by a leg; returns its flow at spot in rao. */
function applyLeg(context: PointContext, asset: Asset, change: bigint): bigint {
  const { state, account } = context;
  const amount = asset.amount + change;
  if (asset.place.price === null) worthOf(state, asset.place, change, asset.tallies);
  const worth = worthOf(state, asset.place, amount, asset.tallies);
  const spot = worth - asset.worth;
  asset.amount = amount;
  asset.worth = worth;
  touch(context, state.total).worth += spot;
  for (const tally of asset.tallies) touch(context, tally).worth += spot;
  account.stirred.add(asset);
  return spot;
}

function shareOfOther(sort: Sort, spot: bigint): LegShare {
  return { flow: sort === 'claim' ? 0n : spot, poolFee: 0n, rest: 0n };
}

function countLeg(
  context: PointContext,
  entry: BookEntry,
  sort: Sort,
  leg: LotLeg,
  share: LegShare,
): void {
  const { total } = context.state;
  const { asset, spot } = leg;
  for (const tally of [total, ...asset.tallies]) {
    tally.turn += share.flow;
    if (sort === 'claim') tally.parts.earned += spot;
    if (sort === 'payout') tally.parts.price += share.rest;
    if (sort !== 'trade') continue;
    tally.parts.poolFees -= share.poolFee;
    tally.parts.slippage += share.rest;
  }
  for (const tally of asset.tallies) {
    tally.parts.flows += share.flow;
    tally.came[cameAs(entry.kind)] += share.flow;
  }
  if (sort !== 'other') return;
  total.parts.flows += share.flow;
  total.came.others += share.flow;
}

/** TAO of an entry that no alpha leg bears. */
function countTao(
  context: PointContext,
  sort: Sort,
  tao: bigint,
  poolFees: bigint,
  hasAlpha: boolean,
): void {
  const { total } = context.state;
  if (sort === 'claim') {
    const root = touch(context, context.state.groupOf(ROOT).tally);
    total.parts.earned += tao;
    total.turn -= tao;
    root.parts.earned += tao;
    root.parts.flows -= tao;
    root.came.tao -= tao;
    root.turn -= tao;
  }
  if (sort === 'other') {
    total.parts.flows += tao;
    total.came.tao += tao;
  }
  if (hasAlpha) return;
  if (sort === 'payout') total.parts.price += tao;
  if (sort !== 'trade') return;
  total.parts.poolFees -= poolFees;
  total.parts.slippage += tao + poolFees;
}

function applyFee(context: PointContext, { fee, kind }: BookEntry): void {
  if (fee === null || fee.change === 0n) return;
  const { state, account } = context;
  const part = kind === 'failed' ? 'failed' : 'networkFees';
  const total = touch(context, state.total);
  if (fee.of === 'free') {
    account.free += fee.change;
    total.free += fee.change;
    total.parts[part] += fee.change;
    return;
  }
  const asset = state.assetOf(account, fee);
  const spot = applyLeg(context, asset, fee.change);
  total.parts[part] += spot;
  for (const tally of asset.tallies) tally.parts[part] += spot;
  for (const ledger of asset.ledgers) ledger.sell(ledger.take(-fee.change), 0n);
}

export function applyEntry(context: PointContext, entry: BookEntry): void {
  const { state, account } = context;
  applyPrices(state, account, entry.prices);
  const sort = sortOf(entry.kind);
  let tao = 0n;
  for (const leg of entry.legs) if (leg.of === 'free') tao += leg.change;
  const alphaLegs = entry.legs.filter(
    (leg): leg is AlphaLeg => leg.of === 'alpha' && leg.change !== 0n,
  );
  // Touched before any leg changes it: what it was worth before is asked for later.
  touch(context, state.total);
  const legs = alphaLegs.map((leg): LotLeg => {
    const asset = state.assetOf(account, leg);
    return { asset, change: leg.change, spot: applyLeg(context, asset, leg.change) };
  });
  const isTrade = sort === 'trade' || sort === 'payout';
  const poolFees = sort === 'trade' ? feesOf(context, entry, legs) : 0n;
  const shares = isTrade
    ? splitTrade(tao, poolFees, legs)
    : legs.map(({ spot }) => shareOfOther(sort, spot));
  account.free += tao;
  state.total.free += tao;
  countTao(context, sort, tao, poolFees, legs.length > 0);
  legs.forEach((leg, at) => {
    const share = shares[at];
    if (share !== undefined) countLeg(context, entry, sort, leg, share);
  });
  moveLots(state.money, entry, sort, legs, shares, tao);
  applyFee(context, entry);
}

/** Pool fees by the price of the subnet among the legs, or of the last price that the entry names. */
function feesOf(context: PointContext, entry: BookEntry, legs: readonly LotLeg[]): bigint {
  return poolFeesOf(entry, (netuid) => {
    const leg = legs.find(({ asset }) => asset.holding.netuid === netuid);
    if (leg !== undefined) return leg.asset.place.price;
    if (netuid === ROOT_NETUID) return context.state.subnetOf(context.account, ROOT).price;
    const then = entry.prices.findLast((price) => price.netuid === netuid);
    return then?.raoPerAlpha ?? null;
  });
}
