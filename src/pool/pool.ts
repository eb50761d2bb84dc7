// The shapes that every curve shares: a pool's state, an order, and what the chain makes of it.
// Knows no arithmetic.

/** A subnet's pool as read at one block. Reserves are rao (u64); `alphaReserve` in the subnet's alpha. */
export type Pool = StablePool | ConstantProductPool | BalancerPool | SuperellipsePool;

/** Root and mechanism 0: one to one, no fee, no reserves. */
export type StablePool = { kind: 'stable' };

/** The pool of the dTAO launch runtimes (specs 233 to 277). */
export type ConstantProductPool = {
  kind: 'constant-product';
  taoReserve: bigint;
  alphaReserve: bigint;
  /** TAO rao taken from a buy's input or from a sell's proceeds; missing: none. */
  flatFee?: bigint;
};

/** The weighted pool (since spec 423). */
export type BalancerPool = {
  kind: 'balancer';
  taoReserve: bigint;
  alphaReserve: bigint;
  /** Quote weight in parts of 10^18, from 10^16 to 99·10^16; the alpha weight is the rest. */
  taoWeight: bigint;
  /** Parts of 65535, u16. */
  feeRate: number;
  /** What the paying-out reserve must hold at least, rao; missing: 1,000,000. */
  minimumReserve?: bigint;
};

/** The translated ellipse with exponent two that a later runtime prepares. */
export type SuperellipsePool = {
  kind: 'superellipse';
  taoReserve: bigint;
  alphaReserve: bigint;
  /** Scales (u128) and centers (i128) in Q32 rao, as stored on the chain. */
  alphaScale: bigint;
  taoScale: bigint;
  centerAlpha: bigint;
  centerTao: bigint;
  /** Parts of 65535, u16. */
  feeRate: number;
  /** What the paying-out reserve must hold at least, rao; missing: 1,000,000. */
  minimumReserve?: bigint;
};

/** A buy pays TAO for alpha, a sell pays alpha for TAO. */
export type Side = 'buy' | 'sell';

/** One swap: exact input, optional price limit. */
export type Order = {
  side: Side;
  /** Gross input in rao of the paid token (u64), fee included. */
  amount: bigint;
  /** Rao of TAO per whole alpha (u64); missing: 10^15 for a buy, 1,000 for a sell. */
  limitPrice?: bigint;
  /** The limit as raw U64F64 bits, TAO per alpha (u128); must agree with `limitPrice` where both are given. */
  limitPriceBits?: bigint;
  /** True: the pool takes no fee; missing: false. */
  dropFees?: boolean;
};

/** The chain's named reasons to refuse a swap. */
export type PoolError =
  | 'ReservesTooLow'
  | 'PriceLimitExceeded'
  | 'SwapInputTooLarge'
  | 'InsufficientLiquidity'
  | 'ReservesOutOfBalance';

/** What a swap does. Amounts in rao, prices in raw U64F64 bits (TAO per alpha). */
export type Filled = {
  ok: true;
  /** What entered the pool, fee excluded. */
  amountIn: bigint;
  /** In the input token, on top of `amountIn` (constant product: always TAO). */
  fee: bigint;
  /** What the trader receives. */
  amountOut: bigint;
  priceBefore: bigint;
  /** The price of the reserves after the fill, fees left outside. */
  priceAfter: bigint;
  /** The pool after the fill; an author's fee sale is not in it (`sellAuthorFee`). */
  after: Pool;
};

type Refused = { ok: false; error: PoolError };

export type Fill = Filled | Refused;

export function refuse(error: PoolError): Refused {
  return { ok: false, error };
}
