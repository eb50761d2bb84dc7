// Our prices and trades beside the chain's own: every subnet's spot price, and both simulations on three pools. Pure.
import type { CheckValue } from '../model/check.ts';
import type { Reading, SimQuery, SimSwap, SubnetFacts } from '../model/facts.ts';
import type { GuardFacts, GuardPool } from '../model/guard-record.ts';
import type { GuardVerdict } from '../model/guard.ts';
import type { Pool } from '../pool/pool.ts';
import { quoteSwap } from '../pool/quote-swap.ts';
import { raoPerAlpha, spotPrice } from '../pool/spot-price.ts';
import type { Hex } from '../units.ts';

const rao = (amount: bigint): CheckValue => ({ unit: 'rao', amount });

/** floor(price × 10⁹) of every pool that we have a model of, against what the node says. Unread prices are no agreement. */
export function judgeSpot(pools: Reading<readonly GuardPool[]>): GuardVerdict {
  if (!pools.known) return { state: 'not-checked', reason: pools.reason };
  let unread: GuardVerdict | null = null;
  let compared = 0;
  for (const { netuid, curve, pool, nodePrice } of pools.value) {
    if (pool === null || curve === 'stable') continue;
    if (!nodePrice.known) {
      unread ??= { state: 'not-checked', reason: nodePrice.reason };
      continue;
    }
    const ours = raoPerAlpha(pool);
    if (ours !== nodePrice.value) {
      return { state: 'disagrees', where: netuid, ours: rao(ours), chain: rao(nodePrice.value) };
    }
    compared += 1;
  }
  if (unread !== null) return unread;
  return compared > 0 ? { state: 'agrees' } : { state: 'not-checked', reason: 'no-model' };
}

/** Rao of TAO: on a shallower pool trades are refused or round to nothing. */
const SHALLOWEST = 10_000_000_000n;
/** A sampled trade is this part of the pool's reserve: it moves the price by two parts in a thousand. */
const TRADED_PART = 1_000n;

type Traded = Pick<GuardPool, 'netuid'> & { taoReserve: bigint; alphaReserve: bigint };

const withReserves = ({ netuid, pool }: GuardPool): Traded[] =>
  pool === null || !('taoReserve' in pool)
    ? []
    : [{ netuid, taoReserve: pool.taoReserve, alphaReserve: pool.alphaReserve }];

/**
 * A purchase and a sale on the deepest pool, on the shallowest of 10 TAO or more, and on one that the block's hash picks. Where
 * no pool is that deep, all of them count.
 */
export function sampleQueries(pools: readonly GuardPool[], blockHash: Hex): SimQuery[] {
  const all = pools
    .flatMap(withReserves)
    .toSorted((a, b) => (a.taoReserve < b.taoReserve ? 1 : -1));
  const deep = all.filter(({ taoReserve }) => taoReserve >= SHALLOWEST);
  const sorted = deep.length > 0 ? deep : all;
  const between = sorted.slice(1, -1);
  const pick = between[Number(BigInt(blockHash) % BigInt(Math.max(between.length, 1)))];
  const sampled = new Set([sorted[0], pick, sorted.at(-1)].filter((one) => one !== undefined));
  return [...sampled].flatMap(({ netuid, taoReserve, alphaReserve }): SimQuery[] => [
    { netuid, side: 'buy', amount: taoReserve / TRADED_PART },
    { netuid, side: 'sell', amount: alphaReserve / TRADED_PART },
  ]);
}

const atLeastZero = (amount: bigint): bigint => (amount > 0n ? amount : 0n);

type SixFigures = { [Figure in keyof SimSwap]: bigint };

/**
 * The six figures of the chain's simulation as we work them out: amounts net of the fee, and what the gross would bring at
 * spot less what it brings, rounded down. All zero where the trade fails.
 * Source: opentensor/subtensor runtime/src/lib.rs, sim_swap_tao_for_alpha and sim_swap_alpha_for_tao.
 */
function simulated(pool: Pool, { side, amount }: Pick<SimQuery, 'side' | 'amount'>) {
  const none: SixFigures = {
    taoAmount: 0n,
    alphaAmount: 0n,
    taoFee: 0n,
    alphaFee: 0n,
    taoSlippage: 0n,
    alphaSlippage: 0n,
  };
  const fill = quoteSwap(pool, { side, amount });
  if (!fill.ok) return none;
  const { amountIn, amountOut, fee } = fill;
  const price = spotPrice(pool);
  if (side === 'sell') {
    const atSpot = (amount * price) >> 64n;
    const taoSlippage = atLeastZero(atSpot - amountOut);
    return { ...none, alphaAmount: amountIn, taoAmount: amountOut, alphaFee: fee, taoSlippage };
  }
  const atSpot = price === 0n ? 0n : (amount << 64n) / price;
  const alphaSlippage = atLeastZero(atSpot - amountOut);
  return { ...none, taoAmount: amountIn, alphaAmount: amountOut, taoFee: fee, alphaSlippage };
}

type Difference = { figure: keyof SimSwap; ours: bigint; chain: bigint };

/** The first of the six figures that differs; a figure that this runtime does not tell differs from nothing. */
export function simDifference(
  pool: Pool,
  query: Pick<SimQuery, 'side' | 'amount'>,
  sim: SimSwap,
): Difference | null {
  const ours = simulated(pool, query);
  const told: readonly (readonly [keyof SimSwap, Reading<bigint>])[] = [
    ['alphaAmount', { known: true, value: sim.alphaAmount }],
    ['taoAmount', { known: true, value: sim.taoAmount }],
    ['taoFee', { known: true, value: sim.taoFee }],
    ['alphaFee', { known: true, value: sim.alphaFee }],
    ['taoSlippage', sim.taoSlippage],
    ['alphaSlippage', sim.alphaSlippage],
  ];
  for (const [figure, chain] of told) {
    if (chain.known && chain.value !== ours[figure]) {
      return { figure, ours: ours[figure], chain: chain.value };
    }
  }
  return null;
}

function toVerdict(
  { netuid }: Pick<SubnetFacts, 'netuid'>,
  { figure, ours, chain }: Difference,
): GuardVerdict {
  const valueOf = (amount: bigint): CheckValue =>
    figure.startsWith('tao') ? rao(amount) : { unit: 'alpha', amount, netuid };
  return { state: 'disagrees', where: netuid, ours: valueOf(ours), chain: valueOf(chain) };
}

/** Agreement takes every sampled trade, and one at least that filled: refusals alone prove no price. */
export function judgeSimulation({ pools, sims }: Pick<GuardFacts, 'pools' | 'sims'>): GuardVerdict {
  if (!pools.known) return { state: 'not-checked', reason: pools.reason };
  let unread: GuardVerdict | null = null;
  let filled = 0;
  for (const { query, answer } of sims) {
    const subnet = pools.value.find(({ netuid }) => netuid === query.netuid);
    if (subnet === undefined || subnet.pool === null) continue;
    if (!answer.known) {
      unread ??= { state: 'not-checked', reason: answer.reason };
      continue;
    }
    const difference = simDifference(subnet.pool, query, answer.value);
    if (difference !== null) return toVerdict(subnet, difference);
    filled += answer.value.taoAmount > 0n ? 1 : 0;
  }
  if (unread !== null) return unread;
  if (sims.length === 0) return { state: 'not-checked', reason: 'no-model' };
  return filled > 0 ? { state: 'agrees' } : { state: 'not-checked', reason: 'nothing' };
}
