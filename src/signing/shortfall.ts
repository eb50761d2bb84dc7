// Whether an extrinsic brought less than its plan promised. The chain enforces net amount × limit price on any pool, so
// less means that something a limit was made of was not true: the pool's depth or its fee. Pure.
import { leastAtPrice, pricedLeg, promisedOf, promiseOf } from '../checks/promise.ts';
import type { Plan, Quantity } from '../model/plan.ts';
import type { Shortfall } from '../model/receipt.ts';
import { ROOT_NETUID } from '../units.ts';
import type { StakeTrade } from './stake-events.ts';

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n);

const alphaSold = (trades: readonly StakeTrade[], netuid: number): bigint =>
  sum(trades.filter((one) => one.side === 'sell' && one.netuid === netuid).map((one) => one.alpha));

/** Whether all that was planned left its position: a full exit sells what is held by then. */
function isWholeSold({ items, ...plan }: Plan, trades: readonly StakeTrade[]): boolean {
  const wanted = new Map<number, bigint>();
  for (const { gives } of items.length === 0 ? [plan] : items) {
    if (gives?.unit !== 'alpha') continue;
    wanted.set(gives.netuid, (wanted.get(gives.netuid) ?? 0n) + gives.amount);
  }
  return [...wanted].every(([netuid, alpha]) => alphaSold(trades, netuid) >= alpha);
}

/** What arrived of the promised thing; of a forced sale nothing was promised. */
function arrived(promised: Quantity, trades: readonly StakeTrade[]): bigint {
  if (promised.unit === 'rao') {
    return sum(trades.filter(({ side }) => side === 'sell').map(({ tao }) => tao));
  }
  const { netuid } = promised;
  const bought = trades.filter((one) => one.side === 'buy' && one.netuid === netuid);
  return sum(bought.map(({ alpha }) => alpha));
}

function ofAmount({ receives }: Plan, trades: readonly StakeTrade[]): Shortfall | null {
  if (receives === null) return null;
  const promised = promisedOf(receives);
  const actual = arrived(promised, trades);
  if (actual >= promised.amount) return null;
  const netuid = promised.unit === 'rao' ? ROOT_NETUID : promised.netuid;
  return { of: 'amount', unit: promised.unit, netuid, promised: promised.amount, actual };
}

/** Rao of the paid token that rounded fees, or a refund that the event does not name, may take from what was traded. */
const NOT_TRADED = 32n;

/** What the traded part had to bring at the worst price; null also where the runtime does not report the fee. */
function ofPrice({ receives, legs }: Plan, trades: readonly StakeTrade[]): Shortfall | null {
  const leg = pricedLeg(legs);
  const price = receives?.worstPrice ?? null;
  if (leg === undefined || price === null) return null;
  const { side, netuid } = leg;
  const trade = trades.find((one) => one.side === side && one.netuid === netuid);
  if (trade === undefined || trade.fee === null) return null;
  const isBuy = side === 'buy';
  const net = (isBuy ? trade.tao : trade.alpha) - trade.fee - NOT_TRADED;
  const promised = leastAtPrice(side, net, price);
  const actual = isBuy ? trade.alpha : trade.tao;
  if (actual >= promised) return null;
  return isBuy
    ? { of: 'amount', unit: 'alpha', netuid, promised, actual }
    : { of: 'amount', unit: 'rao', netuid: ROOT_NETUID, promised, actual };
}

/** A purchase that spent more than the sale before it in the same batch brought: the rest was free TAO. */
function ofSale({ call }: Plan, trades: readonly StakeTrade[]): Shortfall | null {
  const bought = trades.filter(({ side }) => side === 'buy');
  const sales = trades.filter(({ side }) => side === 'sell');
  if (call?.name !== 'batch_all' || sales.length === 0) return null;
  const promised = sum(bought.map(({ tao }) => tao));
  const actual = sum(sales.map(({ tao }) => tao));
  if (actual >= promised) return null;
  return { of: 'sale', unit: 'rao', netuid: ROOT_NETUID, promised, actual };
}

/** Less than promised, by the trades of a call that succeeded; null: the promise was kept, or there was none. */
export function shortfallOf(plan: Plan, all: readonly StakeTrade[]): Shortfall | null {
  if (plan.receives === null) return null;
  const trades = all.filter(({ isResidue }) => !isResidue);
  switch (promiseOf(plan.receives, plan.legs)) {
    case 'minimum':
      return ofAmount(plan, trades) ?? ofSale(plan, trades);
    case 'minimum-while-held':
      return isWholeSold(plan, trades) ? ofAmount(plan, trades) : ofPrice(plan, trades);
    case 'price':
      return ofPrice(plan, trades);
    case 'as-it-is':
    case 'unproven':
    case 'nothing':
      return null;
  }
}
