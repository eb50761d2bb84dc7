// What a runtime upgrade does to the pools when it brings another curve: price kept, reserves untouched.
// Refuses to know when an upgrade happens.
import { changeSubnet, netuidsOf, subnetAt } from '../ledger-run.ts';
import { poolOf } from './pool-swap.ts';
import type { Curve, LedgerState } from '../state/ledger-state.ts';

const WEIGHT_ONE = 10n ** 18n;
const Q32 = 1n << 32n;

/**
 * The superellipse anchored at a weighted pool's price and local depth: scales 2·weight·reserve in Q32, rounded down,
 * centers one scale above the reserves (the successor's migration from the balancer).
 */
export function superellipseAt(tao: bigint, alpha: bigint, taoWeight: bigint): Curve {
  const alphaScale = (alpha * taoWeight * 2n * Q32) / WEIGHT_ONE;
  const taoScale = (tao * (WEIGHT_ONE - taoWeight) * 2n * Q32) / WEIGHT_ONE;
  return {
    kind: 'superellipse',
    alphaScale,
    taoScale,
    centerAlpha: alpha * Q32 + alphaScale,
    centerTao: tao * Q32 + taoScale,
  };
}

/** Puts every weighted pool, or the ones named, onto a superellipse. */
export function upgradeToSuperellipse(
  state: LedgerState,
  netuids: readonly number[] = netuidsOf(state),
): void {
  for (const netuid of netuids) {
    const pool = poolOf(subnetAt(state, netuid), true);
    if (pool.kind !== 'balancer') continue;
    const curve = superellipseAt(pool.taoReserve, pool.alphaReserve, pool.taoWeight);
    changeSubnet(state, netuid, { curve });
  }
}

/** Puts every weighted pool onto the launch-time curve, whose price is the plain reserve ratio. */
export function useConstantProduct(state: LedgerState): void {
  for (const netuid of netuidsOf(state)) {
    if (subnetAt(state, netuid).mechanism !== 1) continue;
    changeSubnet(state, netuid, { curve: { kind: 'constant-product' } });
  }
}
