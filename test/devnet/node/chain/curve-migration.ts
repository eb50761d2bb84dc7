// Turns every pool's curve into the one that a runtime prices with, as the chain's migrations do.
// Refuses to move reserves. Formulas: successor branch, pallets/swap/src/pallet/superellipse.rs (from_weights).
import type { Curve, LedgerState, Subnet } from '../../ledger/state/ledger-state.ts';
import type { CurveKind } from '../runtime/runtime-spec.ts';

const WHOLE = 10n ** 18n;
const HALF = WHOLE / 2n;
const Q32 = 32n;

export function migrateCurves(state: LedgerState, kind: CurveKind): void {
  for (const [netuid, subnet] of state.subnets.entries()) {
    if (subnet.mechanism !== 1 || subnet.curve.kind === kind) continue;
    state.subnets.set(netuid, { ...subnet, curve: curveOf(subnet, kind) });
  }
}

function curveOf(subnet: Subnet, kind: CurveKind): Curve {
  switch (kind) {
    case 'balancer':
      return { kind, taoWeight: HALF, isInitialized: true };
    case 'constant-product':
      return { kind };
    case 'superellipse':
      return superellipseOf(subnet);
  }
}

/** Same price and sensitivity as the weighted pool; scales and centers in Q32, rounded down. */
function superellipseOf({ curve, taoReserve, alphaReserve }: Subnet): Curve {
  const taoWeight = curve.kind === 'balancer' ? (curve.taoWeight ?? HALF) : HALF;
  const alphaScale = (alphaReserve * (taoWeight << (Q32 + 1n))) / WHOLE;
  const taoScale = (taoReserve * ((WHOLE - taoWeight) << (Q32 + 1n))) / WHOLE;
  return {
    kind: 'superellipse',
    alphaScale,
    taoScale,
    centerAlpha: (alphaReserve << Q32) + alphaScale,
    centerTao: (taoReserve << Q32) + taoScale,
  };
}
