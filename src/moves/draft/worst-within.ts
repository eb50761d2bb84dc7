// The least output of a change of subnet in one call if others move neither price by more than a given share against
// it. Proven under that assumption, which the chain does not enforce.
import type { ChainRules } from '../../model/chain-rules.ts';
import { isOneToOne } from '../../pool/curves/curve-of.ts';
import { largestInput } from '../../pool/largest-input.ts';
import { outputGrain } from '../../pool/output-grain.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import type { Pool, Side } from '../../pool/pool.ts';
import { spotPrice } from '../../pool/spot-price.ts';
import { poolAfterOthers } from '../../pool/headroom.ts';
import { mulDivDown, mulDivUp, PPM } from '../../units.ts';

/** A limited fill stops a little short of its price: others' trade grows by this much, then twice as much, until it is there. */
const FURTHER_PPM = 100n;

/** The raw price that is `ppm` worse for a trader on this side, rounded against the trader. */
const worsePrice = (price: bigint, ppm: bigint, side: Side): bigint =>
  side === 'buy' ? mulDivUp(price, PPM + ppm, PPM) : mulDivDown(price, PPM - ppm, PPM);

const isReached = (pool: Pool, price: bigint, side: Side): boolean =>
  side === 'buy' ? spotPrice(pool) >= price : spotPrice(pool) <= price;

/** The pool after others traded on the same side up to the worse price or just past it; null: not computable. */
function movedTo(pool: Pool, side: Side, ppm: bigint): Pool | null {
  if (isOneToOne(pool)) return pool;
  const price = worsePrice(spotPrice(pool), ppm, side);
  if (isReached(pool, price, side)) return pool;
  const amount = largestInput(pool, side);
  const reach = quoteSwap(pool, { side, amount, limitPriceBits: price, dropFees: true });
  if (!reach.ok) return null;
  let [further, next] = [0n, mulDivUp(reach.amountIn, FURTHER_PPM, PPM) + 1n];
  for (;;) {
    const moved = poolAfterOthers(pool, side, reach.amountIn + further);
    // A trade that the pool does not take ends the search.
    if (moved === undefined) return null;
    if (isReached(moved, price, side)) return moved;
    [further, next] = [next, next * 2n];
  }
}

/**
 * The least alpha-rao of the destination for `amount` of the origin's alpha; null: not computable.
 *
 * Along its curve a pool's state follows from its price. The output of a given input falls with the price for a
 * seller and rises as the price falls for a buyer; a purchase brings more for more TAO. So with neither price worse
 * by more than `movePpm`, the worst case is both prices at their worst. Injections keep the price and deepen the
 * pool, which brings more. Rounded against the user at each step.
 */
export function worstWithin(
  both: { origin: Pool; destination: Pool },
  amount: bigint,
  movePpm: bigint,
  { minimumStake, existentialDeposit }: Pick<ChainRules, 'minimumStake' | 'existentialDeposit'>,
): bigint | null {
  const origin = movedTo(both.origin, 'sell', movePpm);
  const destination = movedTo(both.destination, 'buy', movePpm);
  if (origin === null || destination === null) return null;
  const sale = quoteSwap(origin, { side: 'sell', amount });
  if (!sale.ok) return null;
  const lost = outputGrain(origin, 'sell');
  const tao = sale.amountOut > lost ? sale.amountOut - lost : 0n;
  // The chain does not restake less than the minimum stake: the TAO stays free.
  if (tao < minimumStake) return null;
  // An account without other TAO keeps the existential deposit from the proceeds.
  const spent = tao - existentialDeposit;
  const purchase = quoteSwap(destination, { side: 'buy', amount: spent, dropFees: true });
  if (!purchase.ok) return null;
  const grain = outputGrain(destination, 'buy');
  return purchase.amountOut > grain ? purchase.amountOut - grain : 0n;
}
