// Holds what a disturbed move brought against what its plan promised. Refuses to plan and to execute.
import assert from 'node:assert/strict';
import { pricedLeg } from '../../src/checks/promise.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Ledger } from '../devnet/ledger/ledger.ts';
import { tradesOf } from './expect-outcome.ts';

export type Done = NonNullable<ReturnType<Ledger['applyExtrinsic']>>;
export type Trades = ReturnType<typeof tradesOf>;

/** Without the sale that pays the network fee, which comes first. */
export function ownTrades({ events, feePaid }: Done): Trades {
  return tradesOf(events).slice(feePaid.kind === 'alpha' ? 1 : 0);
}

/** What arrived of the thing that the minimum speaks of; of a forced sale after it nothing was promised. */
export function arrived(plan: Plan, trades: Trades): bigint {
  const wanted = plan.receives?.minimum;
  const last = trades.at(-1);
  assert.ok(wanted && last, 'a trade that went through shows');
  if (plan.move.kind === 'exit-several') return trades.reduce((sum, { tao }) => sum + tao, 0n);
  return wanted.unit === 'alpha' ? last.alpha : (trades[0]?.tao ?? 0n);
}

/** Every unit met the worst price. */
export function expectRate(plan: Plan, trades: Trades): void {
  const leg = pricedLeg(plan.legs);
  const price = plan.receives?.worstPrice;
  assert.ok(leg && typeof price === 'bigint', 'a price that was promised is of a trade');
  const name = leg.side === 'buy' ? 'StakeAdded' : 'StakeRemoved';
  const trade = trades.find((one) => one.name === name && one.netuid === leg.netuid);
  assert.ok(trade, 'the trade shows');
  const netTao = leg.side === 'buy' ? trade.tao - trade.fee : trade.tao;
  // One rao for each of the two roundings of the chain's outputs.
  const slack = 2n;
  const isMet =
    leg.side === 'buy'
      ? (trade.alpha + slack) * price >= netTao * 10n ** 9n
      : (netTao + slack) * 10n ** 9n >= trade.alpha * price;
  assert.ok(isMet, `${leg.side} at its price: ${netTao} for ${trade.alpha} at ${price}`);
}

export function expectMinimum(plan: Plan, trades: Trades): void {
  const least = plan.receives?.minimum.amount ?? 0n;
  const got = arrived(plan, trades);
  assert.ok(got >= least, `arrived ${got}, guaranteed ${least}`);
}

/** What the position held less than was planned with. */
export function expectOfHeld(plan: Plan, trades: Trades): void {
  if (plan.move.kind !== 'exit-several') return expectRate(plan, trades);
  for (const [index, item] of plan.items.entries()) expectRate(item, trades.slice(index));
}

/** Nothing is traded: what left arrived, all of it or what was held. */
export function expectAsItIs(plan: Plan, [left, joined]: Trades, held: bigint | null): void {
  assert.ok(left && joined && plan.receives);
  assert.equal(joined.alpha, left.alpha, 'what leaves arrives');
  assert.equal(joined.alpha, held ?? plan.receives.minimum.amount);
}
