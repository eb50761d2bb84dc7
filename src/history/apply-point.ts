// A point of a book: prices first, then what each holding has grown by, and free TAO that no entry explains (BOOKS.md).
import type { BookPoint, Holding, PriceThen } from '../model/book.ts';
import { ROOT_NETUID } from '../units.ts';
import type { AccountState, Asset, BookState, SubnetState } from './book-state.ts';
import type { Tally } from './tally.ts';
import { valueAt } from './value.ts';

/** All holdings of the account change their value; the difference is the part of the price. */
export function applyPrices(
  state: BookState,
  account: AccountState,
  prices: readonly PriceThen[],
): void {
  for (const then of prices) {
    if (then.netuid === ROOT_NETUID) continue;
    const subnet = state.subnetOf(account, then);
    if (subnet.price === then.raoPerAlpha) continue;
    subnet.price = then.raoPerAlpha;
    for (const asset of subnet.assets) {
      if (asset.amount === 0n) continue;
      const worth = valueAt(asset.amount, then.raoPerAlpha);
      const change = worth - asset.worth;
      if (change === 0n) continue;
      asset.worth = worth;
      count(state.total, change);
      for (const tally of asset.tallies) count(tally, change);
    }
  }
}

function count(tally: Tally, change: bigint): void {
  tally.isDirty = true;
  tally.worth += change;
  tally.parts.price += change;
}

/** Value of an amount; without a price 0, and no figure that rests on it is known. */
export function worthOf(
  state: BookState,
  subnet: SubnetState,
  amount: bigint,
  tallies: readonly Tally[],
): bigint {
  if (amount === 0n) return 0n;
  if (subnet.price !== null) return valueAt(amount, subnet.price);
  state.total.isUnpriced = true;
  for (const tally of tallies) tally.isUnpriced = true;
  return 0n;
}

/** What a fold says of a point; `touched` gets the tallies that are to be settled after it. */
export type PointContext = { state: BookState; account: AccountState; touched: Set<Tally> };

function touch({ touched }: PointContext, tally: Tally): Tally {
  if (tally.touch()) touched.add(tally);
  return tally;
}

export function openBook(context: PointContext, point: BookPoint): void {
  const { state, account } = context;
  account.isOpen = true;
  account.block = point.block.number;
  account.free = point.free;
  applyPrices(state, account, point.prices);
  const total = touch(context, state.total);
  total.free += point.free;
  total.opened += point.free;
  total.untold += point.free;
  for (const holding of point.holdings) {
    const asset = state.assetOf(account, holding);
    const worth = worthOf(state, asset.place, holding.alpha, asset.tallies);
    asset.amount = holding.alpha;
    asset.worth = worth;
    for (const tally of [total, ...asset.tallies]) {
      touch(context, tally);
      tally.worth += worth;
      tally.opened += worth;
      tally.untold += worth;
      tally.turn += worth;
    }
    asset.ledgers.forEach((ledger, at) => {
      const basis = state.money[at]?.(worth, point.at) ?? 0n;
      ledger.add({ alpha: holding.alpha, basis, at: point.at, origin: 'opening' });
    });
  }
}

function growAsset(
  context: PointContext,
  asset: Asset,
  amount: bigint,
  origin: 'earned' | 'unexplained',
  at: number,
): void {
  const { state } = context;
  const growth = amount - asset.amount;
  if (growth === 0n) return;
  // The worth of an amount without a price is not known, nor is that of nothing less it.
  if (asset.place.price === null) worthOf(state, asset.place, growth, asset.tallies);
  const worth = worthOf(state, asset.place, amount, asset.tallies);
  const value = worth - asset.worth;
  asset.amount = amount;
  asset.worth = worth;
  if (origin === 'unexplained') touch(context, state.total);
  countGrowth(state.total, origin, value);
  for (const tally of asset.tallies) {
    if (origin === 'unexplained') touch(context, tally);
    countGrowth(tally, origin, value);
  }
  growLots(state, asset, growth, value, origin, at);
}

function growLots(
  { money }: BookState,
  { ledgers }: Asset,
  growth: bigint,
  value: bigint,
  origin: 'earned' | 'unexplained',
  at: number,
): void {
  for (let one = 0; one < ledgers.length; one += 1) {
    const ledger = ledgers[one];
    const basis = one === 0 ? value : (money[one]?.(value, at) ?? 0n);
    if (ledger === undefined) continue;
    if (growth > 0n) ledger.grow(growth, basis, at, origin);
    else ledger.sell(ledger.take(-growth), origin === 'earned' ? 0n : -basis);
  }
}

function countGrowth(tally: Tally, origin: 'earned' | 'unexplained', value: bigint): void {
  tally.isDirty = true;
  tally.worth += value;
  tally.parts[origin] += value;
  if (origin === 'earned') return;
  tally.turn += value;
  tally.untold += value;
}

/** The asset of a holding at that place in a point's list. */
function listedAt(context: PointContext, of: Holding, at: number): Asset {
  const { account, state } = context;
  const last = account.lastListed[at];
  if (
    last !== undefined &&
    last.holding.hotkey === of.hotkey &&
    last.holding.netuid === of.netuid &&
    last.holding.registeredAt === of.registeredAt
  ) {
    return last;
  }
  const asset = state.assetOf(account, of);
  account.lastListed[at] = asset;
  return asset;
}

/** All growth up to this point is earned: price and growth of a holding in one step, as there are many of these. */
function growAll(context: PointContext, point: BookPoint, id: number): void {
  const { state, account } = context;
  for (const then of point.prices) {
    if (then.netuid !== ROOT_NETUID) state.subnetOf(account, then).price = then.raoPerAlpha;
  }
  const { total } = state;
  let price = 0n;
  let earned = 0n;
  for (const asset of account.assets) {
    const amount = asset.seen === id ? asset.listed : 0n;
    const before = asset.amount;
    if (before === 0n && amount === 0n) continue;
    const { place, tallies } = asset;
    const raoPerAlpha = place.price;
    if (raoPerAlpha === null) {
      growAsset(context, asset, amount, 'earned', point.at);
      continue;
    }
    const same = valueAt(before, raoPerAlpha);
    const growth = amount - before;
    const worth = growth === 0n ? same : valueAt(amount, raoPerAlpha);
    const byPrice = same - asset.worth;
    const byGrowth = worth - same;
    const change = byPrice + byGrowth;
    price += byPrice;
    earned += byGrowth;
    for (let one = 0; one < tallies.length; one += 1) {
      const tally = tallies[one];
      if (tally === undefined) continue;
      tally.isDirty = true;
      tally.parts.price += byPrice;
      tally.parts.earned += byGrowth;
      tally.worth += change;
    }
    asset.amount = amount;
    asset.worth = worth;
    if (growth !== 0n) growLots(state, asset, growth, byGrowth, 'earned', point.at);
  }
  total.isDirty = true;
  total.parts.price += price;
  total.parts.earned += earned;
  total.worth += price + earned;
}

/** Nobody knows what came and went before this point: growth is a flow, so prices come first for all holdings. */
function adjustAll(context: PointContext, point: BookPoint, id: number): void {
  const { state, account } = context;
  applyPrices(state, account, point.prices);
  for (const asset of account.assets) {
    const amount = asset.seen === id ? asset.listed : 0n;
    growAsset(context, asset, amount, 'unexplained', point.at);
  }
}

/** `id`: above 0, another one for each point. `isRead`: all blocks since the point before are. */
export function applyPoint(
  context: PointContext,
  point: BookPoint,
  id: number,
  isRead: boolean,
): void {
  const { state, account } = context;
  for (let at = 0; at < point.holdings.length; at += 1) {
    const holding = point.holdings[at];
    if (holding === undefined) continue;
    const asset = listedAt(context, holding, at);
    asset.seen = id;
    asset.listed = holding.alpha;
  }
  if (isRead) growAll(context, point, id);
  else adjustAll(context, point, id);
  for (const asset of account.stirred) for (const ledger of asset.ledgers) ledger.settle();
  account.stirred.clear();
  const untold = point.free - account.free;
  account.free = point.free;
  account.block = point.block.number;
  if (untold === 0n) return;
  const total = touch(context, state.total);
  total.free += untold;
  total.untold += untold;
  total.parts.unexplained += untold;
}
