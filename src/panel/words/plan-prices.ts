// Prices and ratios of a plan as text, each with its unit. Pure.
import type { Plan, Quantity } from '../../model/plan.ts';
import { exactText, formatAmount, ROOT_NETUID, type Netuid } from '../../units.ts';
import { isolated, t } from '../core/text.ts';
import { OF_SUBNET, TAO_SIGN } from './format.ts';
import type { NamesModel } from '../core/names-model.ts';

type Names = Pick<NamesModel, 'symbol' | 'number'>;

const priceText = (raoPerAlpha: bigint): string =>
  isolated(`${TAO_SIGN}\u202f${exactText(raoPerAlpha)}`);

const fullPriceText = (raoPerAlpha: bigint): string =>
  isolated(`${TAO_SIGN}\u202f${formatAmount(raoPerAlpha, { decimals: 9, isFixed: true })}`);

const alphaOf = (netuid: Netuid, names: Names): string =>
  isolated(`${names.symbol(netuid)}${OF_SUBNET}${names.number(netuid)}`);

/** Rao per whole alpha, all digits: `τ 0.006566 per α · SN1`. */
export function pricePerAlpha(raoPerAlpha: bigint, netuid: Netuid, names: Names): string {
  return t('pricePerAlpha', { price: priceText(raoPerAlpha), alpha: alphaOf(netuid, names) });
}

/** The same before and after, as many digits of both: `τ 0.006566 → τ 0.006601 per α`. Its label names the subnet. */
export function priceMove(before: bigint, after: bigint, netuid: Netuid, names: Names): string {
  return t('priceMove', {
    before: fullPriceText(before),
    after: fullPriceText(after),
    alpha: isolated(names.symbol(netuid)),
  });
}

/** Root stake is counted in TAO. */
const signOf = (netuid: Netuid, names: Names): string =>
  netuid === ROOT_NETUID ? TAO_SIGN : names.symbol(netuid);

/** The price of one alpha over that of another, in parts of 10⁹: `φ 8.774 per ρ`. Its label names the subnets. */
export function ratioText(ratio: bigint, from: Netuid, to: Netuid, names: Names): string {
  return t('pricePerAlpha', {
    price: isolated(`${signOf(to, names)}\u202f${exactText(ratio)}`),
    alpha: isolated(signOf(from, names)),
  });
}

/** Stake on root is written in TAO, but it is not free TAO. */
export const isRootStake = (quantity: Quantity): boolean =>
  quantity.unit === 'alpha' && quantity.netuid === ROOT_NETUID;

type PlanLimit =
  | { kind: 'price'; side: 'buy' | 'sell'; netuid: Netuid; raoPerAlpha: bigint }
  /** What swap_stake_limit and move_stake_limit carry: the origin's price over the destination's, in parts of 10⁹. */
  | { kind: 'ratio'; netuid: Netuid; toNetuid: Netuid; ratio: bigint };

/** The limits of a plan: prices of its legs, or the ratio that a single call carries. */
export function limitsOf({ legs, call, move, limitPrice }: Plan): readonly PlanLimit[] {
  const prices = legs.flatMap((leg): PlanLimit[] =>
    leg.limitPrice === null || leg.netuid === ROOT_NETUID
      ? []
      : [{ kind: 'price', side: leg.side, netuid: leg.netuid, raoPerAlpha: leg.limitPrice }],
  );
  const isRatio = call?.name === 'swap_stake_limit' || call?.name === 'move_stake_limit';
  if (!isRatio || move.kind !== 'change-subnet' || limitPrice === null) {
    return prices;
  }
  const { netuid, toNetuid } = move;
  // With root on one side the ratio is the price of the other.
  if (netuid === ROOT_NETUID || toNetuid === ROOT_NETUID) return prices;
  return [...prices, { kind: 'ratio', netuid, toNetuid, ratio: limitPrice }];
}
