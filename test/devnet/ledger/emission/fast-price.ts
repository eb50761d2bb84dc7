// SubnetFastMovingPrice: the average of the spot price with a half-life of 600 blocks, not capped at 1, that anchors funds.
// Refuses the slow average of §7.2. Facts: chain.md §3.1; the weight's last digits are a choice.
import { add, F64, mul, sub } from '../../../oracle/fixed-point.ts';
import { netuidsOf, ROOT_NETUID } from '../ledger-run.ts';
import { alphaPrice } from '../pools/pool-swap.ts';
import type { LedgerState } from '../state/ledger-state.ts';

const ONE = 1n << 64n;
/** 1 − 2^(−1/600). */
const WEIGHT = BigInt(Math.round((1 - 2 ** (-1 / 600)) * 2 ** 64));

export function updateFastPrices(state: LedgerState): void {
  for (const netuid of netuidsOf(state)) {
    if (netuid === ROOT_NETUID) continue;
    const price = alphaPrice(state, netuid);
    const known = state.fastPrices.get(netuid);
    const kept = known === undefined ? null : mul(known, sub(ONE, WEIGHT), F64);
    state.fastPrices.set(netuid, kept === null ? price : add(kept, mul(price, WEIGHT, F64)));
  }
}
