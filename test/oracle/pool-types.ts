// The shapes of pools, orders and fills that referees and their subjects share; declared here so that nothing is imported from the subject.
// Refuses to know how any of them is computed.

/** Reserves and amounts in the smallest unit; weights in parts of 10^18; curve fields of the superellipse in Q32. */
export type Pool =
  | { kind: 'stable' }
  | { kind: 'constant-product'; taoReserve: bigint; alphaReserve: bigint; flatFee?: bigint }
  | {
      kind: 'balancer';
      taoReserve: bigint;
      alphaReserve: bigint;
      taoWeight: bigint;
      feeRate: number;
      minimumReserve?: bigint;
    }
  | {
      kind: 'superellipse';
      taoReserve: bigint;
      alphaReserve: bigint;
      alphaScale: bigint;
      taoScale: bigint;
      centerAlpha: bigint;
      centerTao: bigint;
      feeRate: number;
      minimumReserve?: bigint;
    };

export type Balancer = Extract<Pool, { kind: 'balancer' }>;
export type Superellipse = Extract<Pool, { kind: 'superellipse' }>;
export type ConstantProduct = Extract<Pool, { kind: 'constant-product' }>;

/** `limitPrice` in rao per whole alpha, `limitPriceBits` the same as U64F64 bits. */
export type Order = {
  side: 'buy' | 'sell';
  amount: bigint;
  limitPrice?: bigint;
  limitPriceBits?: bigint;
  dropFees?: boolean;
};

export type FillError =
  | 'ReservesTooLow'
  | 'PriceLimitExceeded'
  | 'SwapInputTooLarge'
  | 'InsufficientLiquidity'
  | 'ReservesOutOfBalance';

export type Fill =
  | {
      ok: true;
      amountIn: bigint;
      fee: bigint;
      amountOut: bigint;
      priceBefore: bigint;
      priceAfter: bigint;
      after: Pool;
    }
  | { ok: false; error: FillError };
