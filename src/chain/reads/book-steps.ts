// Purchases, sales and pairs of both as entries: what left and reached the account, and what pools took of it.
import type { Leg } from '../../model/book.ts';
import type { Netuid } from '../../units.ts';
import { changeBy, free, type Draft, type Sorting } from './book-drafts.ts';
import { nameOf, netuidOf, type Group } from './book-groups.ts';
import { accountIn, amountIn, subnetOf, type BookStep, type BookTrade } from './book-trades.ts';

/** Rao that subnets paid to the account in this group, and that are no sale's: what a pool did not take of a purchase. */
export function refundsOf(sorting: Sorting, { events }: Group, trades: readonly BookTrade[]) {
  const refunds = new Map<Netuid, bigint>();
  for (const event of events) {
    if (nameOf(event) !== 'Balances.Transfer' || event.isUnread) continue;
    const netuid = subnetOf(accountIn(event, 'from'));
    if (netuid === null || accountIn(event, 'to') !== sorting.of.coldkey) continue;
    refunds.set(netuid, (refunds.get(netuid) ?? 0n) + amountIn(event, 'amount'));
  }
  for (const { side, netuid, tao } of trades) {
    if (side === 'sell' && netuid !== null) refunds.set(netuid, (refunds.get(netuid) ?? 0n) - tao);
  }
  return (trade: BookTrade): bigint => {
    const refund = trade.netuid === null ? 0n : (refunds.get(trade.netuid) ?? 0n);
    if (refund <= 0n || refund > trade.tao || trade.netuid === null) return trade.tao;
    refunds.delete(trade.netuid);
    return trade.tao - refund;
  };
}

export function addTrade(
  sorting: Sorting,
  group: Group,
  trade: BookTrade,
  taoOf: (trade: BookTrade) => bigint,
) {
  const { side, hotkey, item, fee } = trade;
  const isBuy = side === 'buy';
  const netuid = netuidOf(group, trade);
  const tao = isBuy ? -taoOf(trade) : trade.tao;
  const unit = isBuy ? ('rao' as const) : ('alpha' as const);
  sorting.add(isBuy ? 'stake' : 'unstake', group.extrinsic, {
    legs: [free(tao), sorting.alpha(hotkey, netuid, changeBy(sorting, trade, netuid))],
    poolFees: fee === 0n ? [] : [{ unit, netuid, amount: fee }],
    item,
  });
}

const feesOf = (sale: BookTrade | null, purchase: BookTrade | null): Draft['poolFees'] =>
  [sale, purchase].flatMap((trade) =>
    trade === null || trade.fee === 0n || trade.netuid === null
      ? []
      : [
          {
            unit: trade.side === 'buy' ? ('rao' as const) : ('alpha' as const),
            netuid: trade.netuid,
            amount: trade.fee,
          },
        ],
  );

type Pair = Extract<BookStep, { kind: 'pair' }>;

export function addPair(
  sorting: Sorting,
  { extrinsic }: Group,
  pair: Pair,
  taoOf: (trade: BookTrade) => bigint,
) {
  const { coldkey } = sorting.of;
  const { from, to, tao, item } = pair;
  const sale = from === coldkey ? pair.sale : null;
  const purchase = to === coldkey ? pair.purchase : null;
  const legs: Leg[] = [];
  for (const trade of [sale, purchase]) {
    if (trade === null || trade.netuid === null) continue;
    const change = changeBy(sorting, trade, trade.netuid);
    legs.push(sorting.alpha(trade.hotkey, trade.netuid, change));
  }
  const counterparty = from === to ? null : from === coldkey ? to : from;
  const more = { legs, poolFees: feesOf(sale, purchase), counterparty, item };
  const isWithin = pair.sale?.netuid === pair.purchase?.netuid;
  if (from !== to) {
    if (sale !== null) sorting.add('stake-out', extrinsic, more);
    if (purchase === null) return;
    const kept = isWithin ? 0n : tao - taoOf(purchase);
    sorting.add('stake-in', extrinsic, { ...more, legs: [...legs, free(kept)] });
    return;
  }
  const kept = isWithin ? 0n : (sale?.tao ?? 0n) - (purchase === null ? 0n : taoOf(purchase));
  // The second half was not made: the TAO stayed free.
  const kind = purchase === null ? 'unstake' : isWithin ? 'move' : 'swap';
  sorting.add(kind, extrinsic, { ...more, legs: [free(kept), ...legs] });
}
