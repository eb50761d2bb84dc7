// One fill as a leg of a plan: its price impact, its fee with a unit, and the node's query that confirms the leg.
import type { CurveName, SimQuery } from '../../model/facts.ts';
import { priceImpactPpm } from '../../pool/price-impact.ts';
import type { Filled, Order, Pool } from '../../pool/pool.ts';
import { FEE_PARTS, feeOfGross } from '../../pool/fee-rate.ts';
import { feeRateOf, feeToken } from '../../pool/swap-fee.ts';
import { mulDivDown, PPM, toAlphaRao, toRao, type Netuid } from '../../units.ts';
import type { Leg, Quantity } from '../../model/plan.ts';

export const taoQuantity = (amount: bigint): Quantity => ({ unit: 'rao', amount: toRao(amount) });

/** Alpha of a subnet, root and other one-to-one subnets included. */
export const alphaQuantity = (netuid: Netuid, amount: bigint): Quantity => ({
  unit: 'alpha',
  netuid,
  amount: toAlphaRao(amount),
});

/** A gross amount whose net after the pool's fee is `net`; with a rate below one every net has one. */
export function grossForNet(net: bigint, feeRate: number): bigint {
  const rate = BigInt(feeRate);
  let gross = mulDivDown(net, FEE_PARTS, FEE_PARTS - rate);
  // The chain truncates the rate: at a whole fee its net is one more.
  while (gross - feeOfGross(gross, feeRate) > net) gross -= 1n;
  return gross;
}

/** The order itself, or the gross amount whose net is the input of a fee-free or limited fill. */
function queryFor(netuid: Netuid, pool: Pool, order: Order, fill: Filled): SimQuery {
  const { side } = order;
  const isWhole = fill.amountIn + fill.fee === order.amount && order.dropFees !== true;
  const amount = isWhole ? order.amount : grossForNet(fill.amountIn, feeRateOf(pool));
  return { netuid, side, amount };
}

type LegParts = {
  purpose: Leg['purpose'];
  netuid: Netuid;
  curve: CurveName;
  before: Pool;
  order: Order;
  fill: Filled;
  after: Pool;
  isFirstTouch: boolean;
};

export function makeLeg(parts: LegParts): Leg {
  const { purpose, netuid, curve, before, order, fill, after, isFirstTouch } = parts;
  const isFeeInTao = feeToken(before, order.side) === 'tao';
  return {
    purpose,
    netuid,
    side: order.side,
    curve,
    item: 0,
    before,
    order,
    fill,
    after,
    // A whole where the output, or the truncated spot price, is zero.
    priceImpactPpm: priceImpactPpm(fill, order.side) ?? PPM,
    swapFee: isFeeInTao ? taoQuantity(fill.fee) : alphaQuantity(netuid, fill.fee),
    limitPrice: purpose === 'trade' ? (order.limitPrice ?? null) : null,
    headroomPpm: null,
    sim: isFirstTouch ? queryFor(netuid, before, order, fill) : null,
  };
}
