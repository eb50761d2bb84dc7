// A point of a book: prices first, then what each holding has grown by, and free TAO that no entry explains (BOOKS.md).
import type { BookPoint, PriceThen } from '../model/book.ts';
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
  for (let one = 0; one < asset.ledgers.length; one += 1) {
    const ledger = asset.ledgers[one];
    const basis = one === 0 ? value : (state.money[one]?.(value, at) ?? 0n);
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

/** `id`: above 0, another one for each point. `isRead`: all blocks since the point before are. */
export function applyPoint(
  context: PointContext,
  point: BookPoint,
  id: number,
  isRead: boolean,
): void {
  const { state, account } = context;
  applyPrices(state, account, point.prices);
  const origin = isRead ? 'earned' : 'unexplained';
  for (const holding of point.holdings) {
    const asset = state.assetOf(account, holding);
    asset.seen = id;
    growAsset(context, asset, holding.alpha, origin, point.at);
  }
  for (const asset of account.assets) {
    if (asset.seen !== id && asset.amount !== 0n) {
      growAsset(context, asset, 0n, origin, point.at);
    }
  }
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
