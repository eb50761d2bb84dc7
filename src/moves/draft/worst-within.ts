// What a change of subnet in one call brings at least if others move neither price by more than so much against it:
// proven under that assumption, which the chain does not enforce.
import type { ChainRules } from '../../model/facts.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import type { Pool, Side } from '../../pool/pool.ts';
import { spotPrice } from '../../pool/spot-price.ts';
import { poolAfterOthers } from '../../pool/headroom.ts';
import { mulDivDown, mulDivUp } from '../../units.ts';

const PPM = 1_000_000n;
const POWER_PARTS = 10n ** 18n;
const U64_MAX = (1n << 64n) - 1n;
const MAX_INPUT_MULTIPLE = 1_000n;
/** Others' trade is made this much larger until it reaches the price: a limited fill stops a little short of it. */
const FURTHER_PPM = 100n;
const TRIES = 40;

/** The raw price that is `ppm` worse for whoever trades on this side, rounded against them. */
const worsePrice = (price: bigint, ppm: bigint, side: Side): bigint =>
  side === 'buy' ? mulDivUp(price, PPM + ppm, PPM) : mulDivDown(price, PPM - ppm, PPM);

const isReached = (pool: Pool, price: bigint, side: Side): boolean =>
  side === 'buy' ? spotPrice(pool) >= price : spotPrice(pool) <= price;

/** The pool once others have traded on the same side up to that price or just past it; null where it cannot be told. */
function movedTo(pool: Pool, side: Side, ppm: bigint): Pool | null {
  if (pool.kind === 'stable') return pool;
  const price = worsePrice(spotPrice(pool), ppm, side);
  if (isReached(pool, price, side)) return pool;
  const reserve = side === 'buy' ? pool.taoReserve : pool.alphaReserve;
  const most = reserve * MAX_INPUT_MULTIPLE;
  const amount = most < U64_MAX ? most : U64_MAX;
  const reach = quoteSwap(pool, { side, amount, limitPriceBits: price, dropFees: true });
  if (!reach.ok) return null;
  let further = 0n;
  for (let left = TRIES; left > 0; left -= 1) {
    const moved = poolAfterOthers(pool, side, reach.amountIn + further);
    if (moved === undefined) return null;
    if (isReached(moved, price, side)) return moved;
    further = further === 0n ? mulDivUp(reach.amountIn, FURTHER_PPM, PPM) + 1n : further * 2n;
  }
  return null;
}

/** What the truncations of one output may cost. */
const grainOf = (pool: Pool, side: Side): bigint =>
  pool.kind === 'stable'
    ? 0n
    : (side === 'buy' ? pool.alphaReserve : pool.taoReserve) / POWER_PARTS + 2n;

/**
 * Alpha-rao of the destination, at least, for `amount` of the origin's alpha; null where it cannot be told.
 *
 * Along its curve a pool's state follows from its price, and what a given input brings falls with the price that a
 * seller meets and rises with its fall for a buyer; a purchase brings more for more TAO. So with neither price worse by
 * more than `movePpm` the worst is both at their worst. Injections keep the price and deepen the pool, which brings more.
 * Rounded against us at each step.
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
  const lost = grainOf(origin, 'sell');
  const tao = sale.amountOut > lost ? sale.amountOut - lost : 0n;
  // The chain does not stake so little again: it stays free TAO.
  if (tao < minimumStake) return null;
  // An account without other TAO keeps its deposit out of it.
  const spent = tao - existentialDeposit;
  const purchase = quoteSwap(destination, { side: 'buy', amount: spent, dropFees: true });
  if (!purchase.ok) return null;
  const grain = grainOf(destination, 'buy');
  return purchase.amountOut > grain ? purchase.amountOut - grain : 0n;
}
