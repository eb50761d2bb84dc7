// A block's emission into the pools and pots: injections, chain buys with the excess, alpha out and its split, price averages.
// Refuses to pay anyone; the epoch does. Facts: chain.md §4.7, §7.4, §7.5; run_coinbase.rs (get_subnet_terms, inject_and_maybe_swap,
// emit_to_subnets), stake_utils.rs (update_moving_price), block_step.rs (root_proportion).
import {
  add,
  checkedDiv,
  F32,
  F64,
  fromInt,
  min,
  mul,
  safeDiv,
  sub,
  toU64,
} from '../../../oracle/fixed-point.ts';
import { weightAfterInjection } from '../../../oracle/balancer-oracle.ts';
import { resolve, subnetAccount } from '../state/balances.ts';
import {
  barOf,
  blockEmissions,
  eligibleNetuids,
  emissionForIssuance,
  movingPrice,
  priceShares,
} from './emission-shares.ts';
import { recordProtocolFlow, takeFlow } from '../pools/flow-counters.ts';
import {
  changeSubnet,
  deposit,
  LedgerFailure,
  netuidsOf,
  ROOT_NETUID,
  subnetAt,
  type Run,
} from '../ledger-run.ts';
import { alphaPrice, MAX_PRICE, poolOf, swapTaoForAlpha } from '../pools/pool-swap.ts';
import type { Curve, LedgerState, Subnet } from '../state/ledger-state.ts';

const NARROW = 32n;
const Q32 = 1n << 32n;
const HALF = 1n << 31n;
const ONE_F64 = 1n << 64n;
const U64_MAX = (1n << 64n) - 1n;
const U16_MAX = 65535n;
const MAX_SUPPLY = 21_000_000_000_000_000n;
const GATE_INTERVAL = 360;

/** What a subnet's TAO becomes, all U96F32 bits. */
type Terms = { taoIn: bigint; alphaIn: bigint; alphaOut: bigint; excess: bigint };

const fx = (value: bigint): bigint => fromInt(value, F32);

/** Weighted root stake over itself plus the subnet's alpha issuance, U96F32 bits. */
export function rootProportion(state: LedgerState, netuid: number): bigint {
  const subnet = subnetAt(state, netuid);
  const taoWeight = safeDiv(fx(state.taoWeight), fx(U64_MAX), F32);
  const weightedRoot = mul(fx(subnetAt(state, ROOT_NETUID).taoReserve), taoWeight, F32);
  const issuance = fx(subnet.alphaReserve + subnet.alphaOut);
  return checkedDiv(weightedRoot, add(weightedRoot, issuance), F32) ?? 0n;
}

/** `calculate_block_emission` for any issuance; the storage value is rewritten every time, alpha or not. */
function nextEmission(state: LedgerState, issuance: bigint): bigint {
  state.blockEmission = emissionForIssuance(issuance);
  return state.blockEmission;
}

function termsOf(state: LedgerState, netuid: number, taoEmission: bigint): Terms {
  const subnet = subnetAt(state, netuid);
  const alphaOut = fx(nextEmission(state, min(subnet.alphaReserve + subnet.alphaOut, U64_MAX)));
  const price = alphaPrice(state, netuid) >> NARROW;
  const uncapped = safeDiv(taoEmission, price, F32);
  const cap = mul(rootProportion(state, netuid), alphaOut, F32);
  const isCapped = uncapped > cap;
  const alphaIn = isCapped ? cap : uncapped;
  const taoIn = isCapped ? mul(cap, price, F32) : taoEmission;
  return { taoIn, alphaIn, alphaOut, excess: sub(taoEmission, taoIn) };
}

/** The curve after an injection that keeps the price; null when the balancer's weight would leave its bounds. */
function curveAfterInjection(subnet: Subnet, tao: bigint, alpha: bigint): Curve | null {
  const { curve } = subnet;
  if (curve.kind === 'superellipse') {
    const centerAlpha = curve.centerAlpha + alpha * Q32;
    return { ...curve, centerAlpha, centerTao: curve.centerTao + tao * Q32 };
  }
  const pool = poolOf(subnet, false);
  if (curve.kind === 'constant-product' || pool.kind !== 'balancer') return curve;
  const taoWeight = weightAfterInjection(pool, tao, alpha);
  return taoWeight === null ? null : { ...curve, taoWeight };
}

/** Injects and buys for one subnet out of the block's credit; returns what is left of it. */
function injectAndBuy(run: Run, netuid: number, terms: Terms, credit: bigint): bigint {
  const { state } = run;
  let left = credit;
  let taoIn = toU64(terms.taoIn, F32);
  let alphaIn = toU64(terms.alphaIn, F32);
  const excess = toU64(terms.excess, F32);
  const curve = curveAfterInjection(subnetAt(state, netuid), taoIn, alphaIn);
  if (curve === null) {
    taoIn = 0n;
    alphaIn = 0n;
  } else changeSubnet(state, netuid, { curve });
  changeSubnet(state, netuid, { excessTao: 0n, taoInEmission: 0n });

  if (excess > 0n && left >= excess && resolve(run, subnetAccount(netuid), excess)) {
    left -= excess;
    chainBuy(state, netuid, excess);
  }
  const { alphaReserve } = subnetAt(state, netuid);
  changeSubnet(state, netuid, { alphaInEmission: alphaIn, alphaReserve: alphaReserve + alphaIn });
  if (taoIn > 0n && left >= taoIn && resolve(run, subnetAccount(netuid), taoIn)) {
    left -= taoIn;
    const { taoReserve } = subnetAt(state, netuid);
    changeSubnet(state, netuid, { taoInEmission: taoIn, taoReserve: taoReserve + taoIn });
    state.totalStake += taoIn;
    recordProtocolFlow(state, netuid, taoIn);
  }
  return left;
}

/** Buys alpha for the protocol, without fee or limit; a pool that cannot sell keeps the TAO in the subnet's account. */
function chainBuy(state: LedgerState, netuid: number, tao: bigint): void {
  try {
    const bought = swapTaoForAlpha(state, netuid, tao, MAX_PRICE, true);
    const { protocolAlpha } = subnetAt(state, netuid);
    const change = { protocolAlpha: protocolAlpha + bought.paidOut, excessTao: bought.paidIn };
    changeSubnet(state, netuid, change);
    recordProtocolFlow(state, netuid, bought.paidIn);
  } catch (error) {
    if (!(error instanceof LedgerFailure)) throw error;
  }
}

/** Mints the alpha of the block and splits it into the pots that the epoch pays out. */
function splitAlphaOut(
  state: LedgerState,
  netuid: number,
  alphaOut: bigint,
  paysRoot: boolean,
): void {
  const created = toU64(alphaOut, F32);
  const before = subnetAt(state, netuid);
  changeSubnet(state, netuid, { alphaOutEmission: created, alphaOut: before.alphaOut + created });
  const cutShare = safeDiv(fx(BigInt(state.subnetOwnerCut)), fx(U16_MAX), F32);
  const ownerCut = before.ownerCutEnabled ? mul(alphaOut, cutShare, F32) : 0n;
  const rest = sub(alphaOut, ownerCut);
  const rootAlpha = mul(mul(rootProportion(state, netuid), rest, F32), HALF, F32);
  const serverAlpha = mul(rest, HALF, F32);
  const validatorAlpha = sub(sub(rest, serverAlpha), rootAlpha);
  const subnet = subnetAt(state, netuid);
  const rootPart = toU64(rootAlpha, F32);
  changeSubnet(state, netuid, {
    pendingOwnerCut: subnet.pendingOwnerCut + toU64(ownerCut, F32),
    pendingServerEmission: subnet.pendingServerEmission + toU64(serverAlpha, F32),
    pendingValidatorEmission: subnet.pendingValidatorEmission + toU64(validatorAlpha, F32),
    pendingRootAlphaDivs: subnet.pendingRootAlphaDivs + (paysRoot ? rootPart : 0n),
    alphaOut: paysRoot ? subnet.alphaOut : sub(subnet.alphaOut, rootPart),
  });
}

/** `run_coinbase` up to the epochs. */
export function emitBlock(run: Run): void {
  const { state } = run;
  const emission = nextEmission(state, state.totalIssuance);
  const minted = min(emission, sub(MAX_SUPPLY, state.balancesIssuance));
  for (const netuid of netuidsOf(state)) changeSubnet(state, netuid, { rootSellTao: 0n });

  const netuids = eligibleNetuids(state);
  if (state.settings.isFlowTaken) for (const netuid of netuids) takeFlow(state, netuid);
  const emissions = blockEmissions(state, netuids, minted);
  const paysRoot = netuids.reduce((sum, id) => sum + movingPrice(state, id), 0n) > ONE_F64;
  const terms = new Map(
    netuids.map((netuid) => [netuid, termsOf(state, netuid, emissions.get(netuid) ?? 0n)]),
  );
  if (state.settings.isInjecting) mintAndInject(run, terms, minted);
  else clearInjections(state, netuids);
  for (const [netuid, { alphaOut }] of terms) splitAlphaOut(state, netuid, alphaOut, paysRoot);
}

function clearInjections(state: LedgerState, netuids: readonly number[]): void {
  for (const netuid of netuids) {
    changeSubnet(state, netuid, { taoInEmission: 0n, alphaInEmission: 0n, excessTao: 0n });
  }
}

/** What no pool took is not issued after all. */
function mintAndInject(run: Run, terms: Map<number, Terms>, minted: bigint): void {
  const { state } = run;
  state.totalIssuance += minted;
  state.balancesIssuance += minted;
  if (minted > 0n) deposit(run, 'Balances', 'Issued', { amount: minted });
  let credit = minted;
  for (const [netuid, part] of terms) credit = injectAndBuy(run, netuid, part, credit);
  state.totalIssuance -= credit;
  state.balancesIssuance -= credit;
}

/** E' = a·min(price, 1) + (1 − a)·E with a = movingAlpha · b/(b + halving blocks), b since emission began (`update_moving_price`). */
function updateMovingPrice(state: LedgerState, netuid: number): void {
  const subnet = subnetAt(state, netuid);
  const started = Math.max((subnet.firstEmissionBlock ?? 0) - 1, 0);
  const blocks = fromInt(BigInt(Math.max(state.blockNumber - started, 0)), F64);
  const halving = fromInt(BigInt(subnet.emaPriceHalvingBlocks), F64);
  const movingAlpha = state.subnetMovingAlpha << NARROW;
  const weight = mul(movingAlpha, safeDiv(blocks, add(blocks, halving), F64), F64);
  const current = mul(weight, min(alphaPrice(state, netuid), ONE_F64), F64);
  const kept = mul(sub(ONE_F64, weight), movingPrice(state, netuid), F64);
  changeSubnet(state, netuid, { movingPrice: add(current, kept) >> NARROW });
}

/** What follows the epochs: price averages, root proportions, and the gate's bar at its interval. */
export function updateAverages(state: LedgerState): void {
  const netuids = eligibleNetuids(state);
  for (const netuid of netuids) updateMovingPrice(state, netuid);
  for (const netuid of netuids) {
    changeSubnet(state, netuid, { rootProp: rootProportion(state, netuid) });
  }
  const isGateDue = state.blockNumber % GATE_INTERVAL === 0;
  if (state.settings.emissionRule === 'gated' && isGateDue) {
    state.emissionGateBar = barOf(state, priceShares(state, netuids));
  }
}
