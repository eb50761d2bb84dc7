// Sells every available position of one subnet in one block, one call after another: full exits first, then the
// largest first. Pure.
import type { Position, SubnetFacts } from '../model/facts.ts';
import type { Pool } from '../pool/pool.ts';
import { quoteSwap } from '../pool/quote-swap.ts';
import { authorFee, sellAuthorFee } from '../pool/sell-author-fee.ts';
import { feeToken } from '../pool/swap-fee.ts';
import { mulDivDown, toAlphaRao, toRao, type AlphaRao, type Price } from '../units.ts';
import type { NotSellable, PositionValue } from './portfolio-value.ts';

/** What of a position may be sold, and why not the rest. */
export type Sellable = { position: Position; available: AlphaRao; reason: NotSellable | null };

const nameOf = ({ position: { hotkey, coldkey } }: Sellable): string => `${hotkey} ${coldkey}`;

/** Full exits before partial ones (those the chain refuses below a minimum), then the largest first, then by name. */
function inSaleOrder(a: Sellable, b: Sellable): number {
  const partialA = a.available < a.position.alpha ? 1 : 0;
  const partialB = b.available < b.position.alpha ? 1 : 0;
  if (partialA !== partialB) return partialA - partialB;
  if (a.available !== b.available) return Number(b.available - a.available);
  return nameOf(a) < nameOf(b) ? -1 : 1;
}

/** `fee` is in alpha, but in TAO on a constant-product pool. */
type Sale =
  | { paid: bigint; fee: bigint; isFeeTao: boolean; after: Pool }
  | { refused: NotSellable };

/**
 * One exit of `amount` alpha-rao: the sale, then the author's sale of its fee through the moved pool, which
 * reverts the whole call when it fails. A partial exit must bring the chain's minimum.
 * Source: opentensor/subtensor pallets/subtensor/src/staking/{remove_stake,stake_utils}.rs.
 */
function sellOne(pool: Pool, amount: bigint, isPartial: boolean, minimumStake: bigint): Sale {
  const fill = quoteSwap(pool, { side: 'sell', amount });
  if (!fill.ok) return { refused: fill.error === 'ReservesTooLow' ? 'dust' : 'pool-too-small' };
  if (isPartial && fill.amountOut < minimumStake) return { refused: 'dust' };
  const feeSale = sellAuthorFee(fill.after, authorFee(fill));
  if (!feeSale.ok) return { refused: 'dust' };
  const isFeeTao = feeToken(pool, 'sell') === 'tao';
  return { paid: fill.amountOut, fee: fill.fee, isFeeTao, after: feeSale.after };
}

const atPrice = (alpha: bigint, price: Price): bigint =>
  mulDivDown(alpha, price.rao, price.perAlphaRao);

/** Of nearly all positions: one for all of them. */
const nothingLeft: PositionValue['leftOut'] = [];

function asLeftOut(reason: NotSellable, alpha: bigint, spot: bigint): PositionValue['leftOut'] {
  return alpha === 0n ? nothingLeft : [{ reason, alpha: toAlphaRao(alpha), spot: toRao(spot) }];
}

/**
 * The positions of one subnet with what each brings when all are sold one after another in one block.
 * Values at spot are rounded down; sums of parts are exact.
 */
export function sellTogether(
  subnet: SubnetFacts,
  sellables: readonly Sellable[],
  price: Price,
  minimumStake: bigint,
): PositionValue[] {
  let pool = subnet.pool;
  const values: PositionValue[] = [];
  for (const { position, available, reason } of sellables.toSorted(inSaleOrder)) {
    const spot = atPrice(position.alpha, price);
    const isPartial = available < position.alpha;
    // No spread below: with thousands of positions, copying fields was a third of their valuation.
    const { coldkey, hotkey, netuid, alpha, isRegistered } = position;
    const sale: Sale =
      pool === null
        ? { refused: 'no-local-model' }
        : available === 0n
          ? { refused: reason ?? 'locked' }
          : sellOne(pool, available, isPartial, minimumStake);
    if ('refused' in sale) {
      // What is locked stays named as locked even where the rest cannot be sold for another reason.
      const blocked = available === 0n ? position.alpha : available;
      const blockedSpot = available === 0n ? spot : atPrice(available, price);
      const leftOut = [
        ...asLeftOut(sale.refused, blocked, blockedSpot),
        ...asLeftOut(reason ?? 'locked', position.alpha - blocked, spot - blockedSpot),
      ];
      values.push({
        coldkey,
        hotkey,
        netuid,
        alpha,
        isRegistered,
        spot: toRao(spot),
        sold: toAlphaRao(0n),
        sellable: toRao(0n),
        poolFee: toRao(0n),
        leftOut,
      });
      continue;
    }
    pool = sale.after;
    const soldSpot = isPartial ? atPrice(available, price) : spot;
    values.push({
      coldkey,
      hotkey,
      netuid,
      alpha,
      isRegistered,
      spot: toRao(spot),
      sold: available,
      sellable: toRao(sale.paid),
      poolFee: toRao(sale.isFeeTao ? sale.fee : atPrice(sale.fee, price)),
      leftOut: asLeftOut(reason ?? 'locked', position.alpha - available, spot - soldSpot),
    });
  }
  return values;
}

/** "If sold alone": TAO for this position with the pool as it stands; null when the chain would refuse. */
export function soldAlone(
  subnet: SubnetFacts,
  amount: AlphaRao,
  isPartial: boolean,
  minimumStake: bigint,
): bigint | null {
  if (subnet.pool === null || amount === 0n) return null;
  const sale = sellOne(subnet.pool, amount, isPartial, minimumStake);
  return 'refused' in sale ? null : sale.paid;
}
