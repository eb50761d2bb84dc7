// Who gets which part of a block's TAO: eligibility, price averages, burned miner emission, switched-off subnets, the later gate.
// Refuses to move anything. Facts: chain.md §7.2, §7.3; pallets/subtensor/src/coinbase/{subnet_emissions,block_emission}.rs, in the
// order and the formats (U64F64, then U96F32) of get_shares_price_ema, get_shares and get_subnet_block_emissions.
import {
  add,
  checkedDiv,
  F64,
  fromInt,
  min,
  mul,
  safeDiv,
  sub,
} from '../../../oracle/fixed-point.ts';
import { bitLength } from '../../../oracle/power.ts';
import { netuidsOf, ROOT_NETUID, subnetAt } from '../ledger-run.ts';
import type { LedgerState } from '../state/ledger-state.ts';

const ONE = 1n << 64n;
/** Between 32 and 64 fractional bits. */
const NARROW = 32n;
const MAX_SUPPLY = 21_000_000_000_000_000n;
const FULL_EMISSION = 1_000_000_000n;

/**
 * The halving curve: 10^9 / 2^n with n = floor(log2(1/(1 − issuance/21·10^15))) in I96F32, halvings rounded as
 * `substrate_fixed::transcendental::rs` does. `get_block_emission_for_issuance`.
 */
export function emissionForIssuance(issuance: bigint): bigint {
  if (issuance >= MAX_SUPPLY) return 0n;
  const used = (issuance << NARROW) / MAX_SUPPLY;
  let inverse = (1n << (NARROW * 2n)) / ((1n << NARROW) - used);
  let halvings = 0n;
  while (bitLength(inverse >> NARROW) > 1n) {
    inverse = (inverse >> 1n) + (inverse & 1n);
    halvings += 1n;
  }
  const share = (1n << (NARROW * 2n)) / (1n << (NARROW + halvings));
  return (share * FULL_EMISSION) >> NARROW;
}

/** `get_subnets_to_emit_to`, ascending. */
export const eligibleNetuids = (state: LedgerState): number[] =>
  netuidsOf(state).filter((netuid) => {
    const subnet = subnetAt(state, netuid);
    const isStarted = subnet.firstEmissionBlock !== null && subnet.subtokenEnabled;
    return netuid !== ROOT_NETUID && isStarted && subnet.registrationAllowed;
  });

/** Price average as U64F64 bits; one for root and for mechanism 0 (`get_moving_alpha_price`). */
export function movingPrice(state: LedgerState, netuid: number): bigint {
  const subnet = subnetAt(state, netuid);
  const isPriced = netuid !== ROOT_NETUID && subnet.mechanism !== 0;
  return isPriced ? subnet.movingPrice << NARROW : ONE;
}

function sum(values: Iterable<bigint>): bigint {
  let total = 0n;
  for (const value of values) total = add(total, value);
  return total;
}

/** Shares by price average, weighted with what miners really got, as U64F64 bits (`get_shares`). */
export function priceShares(state: LedgerState, netuids: readonly number[]): Map<number, bigint> {
  const total = sum(netuids.map((netuid) => movingPrice(state, netuid)));
  const shares = new Map(
    netuids.map((netuid) => [netuid, checkedDiv(movingPrice(state, netuid), total, F64) ?? 0n]),
  );
  const weighted = new Map(
    [...shares].map(([netuid, share]) => {
      const burned = min(subnetAt(state, netuid).minerBurned << NARROW, ONE);
      return [netuid, mul(share, sub(ONE, burned), F64)];
    }),
  );
  return normalized(weighted) ?? shares;
}

function normalized(shares: Map<number, bigint>): Map<number, bigint> | null {
  const total = sum(shares.values());
  if (total === 0n) return null;
  return new Map([...shares].map(([netuid, share]) => [netuid, safeDiv(share, total, F64)]));
}

/**
 * The gate of later runtimes: share · 1/(1 + (bar/share)^exponent), renormalised; an unset bar lets everything through and
 * shares that all vanish are restored. The power is taken by whole multiplications in U64F64: the chain's own steps
 * for it are not at hand, so its last digits are not claimed.
 */
export function gatedShares(state: LedgerState, shares: Map<number, bigint>): Map<number, bigint> {
  const bar = state.emissionGateBar;
  if (bar === 0n) return shares;
  const gated = new Map(
    [...shares].map(([netuid, share]) => {
      if (share === 0n) return [netuid, 0n];
      const ratio = safeDiv(bar, share, F64);
      let power = ONE;
      for (let i = 0; i < state.emissionGateExponent; i += 1) power = mul(power, ratio, F64);
      return [netuid, mul(share, safeDiv(ONE, add(ONE, power), F64), F64)];
    }),
  );
  return normalized(gated) ?? shares;
}

/** The bar: the share at the configured rank among positive shares, or the smallest when there are fewer. */
export function barOf(state: LedgerState, shares: Map<number, bigint>): bigint {
  const positive = [...shares.values()].filter((share) => share > 0n);
  positive.sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  return positive[Math.min(state.emissionBarRank, positive.length) - 1] ?? 0n;
}

function sharesUnder(state: LedgerState, plain: Map<number, bigint>): Map<number, bigint> {
  const { emissionRule } = state.settings;
  if (emissionRule === 'gated') return gatedShares(state, plain);
  if (emissionRule === 'price-ema') return plain;
  const even = safeDiv(ONE, BigInt(plain.size) << F64, F64);
  return new Map([...plain.keys()].map((netuid) => [netuid, even]));
}

/** TAO per subnet of this block as U96F32 bits; switched-off subnets get nothing and their part goes to the others. */
export function blockEmissions(
  state: LedgerState,
  netuids: readonly number[],
  blockEmission: bigint,
): Map<number, bigint> {
  const plain = priceShares(state, netuids);
  const shares = sharesUnder(state, plain);
  const isOn = (netuid: number): boolean => subnetAt(state, netuid).emissionEnabled ?? true;
  const enabledSum = sum([...shares].filter(([netuid]) => isOn(netuid)).map(([, share]) => share));
  const hasDisabled = netuids.some((netuid) => !isOn(netuid));
  const emissionBits = fromInt(blockEmission, F64);
  return new Map(
    [...shares].map(([netuid, share]) => {
      const rescaled = isOn(netuid) ? safeDiv(share, enabledSum, F64) : 0n;
      const part = mul(emissionBits, hasDisabled ? rescaled : share, F64);
      return [netuid, part >> NARROW];
    }),
  );
}
