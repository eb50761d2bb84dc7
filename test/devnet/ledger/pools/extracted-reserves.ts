// Takes reserves that nobody could reach out of a pool, for lending: reserves and the curve's centers shrink together.
// Refuses pools of another curve. Facts: chain.md §0.3.
import { changeSubnet, subnetAt } from '../ledger-run.ts';
import { accountAt, subnetAccount } from '../state/balances.ts';
import type { LedgerState, Reserves } from '../state/ledger-state.ts';

const Q32 = 32n;

/** Quotes stay as they are; depth, the input rule and the least reserve see the smaller pool. The TAO leaves its account. */
export function extractReserves(state: LedgerState, netuid: number, taken: Reserves): void {
  const { curve, taoReserve, alphaReserve } = subnetAt(state, netuid);
  if (curve.kind !== 'superellipse') throw new RangeError('only a superellipse gives reserves up');
  if (taken.tao > taoReserve || taken.alpha > alphaReserve) throw new RangeError('too much');
  changeSubnet(state, netuid, {
    taoReserve: taoReserve - taken.tao,
    alphaReserve: alphaReserve - taken.alpha,
    curve: {
      ...curve,
      centerTao: curve.centerTao - (taken.tao << Q32),
      centerAlpha: curve.centerAlpha - (taken.alpha << Q32),
    },
  });
  const account = subnetAccount(netuid);
  const held = accountAt(state, account);
  state.accounts.set(account, { ...held, free: held.free - taken.tao });
  state.balancesIssuance -= taken.tao;
  state.totalIssuance -= taken.tao;
  state.totalStake -= taken.tao;
  const before = state.extracted.get(netuid) ?? { alpha: 0n, tao: 0n };
  const all = { alpha: before.alpha + taken.alpha, tao: before.tao + taken.tao };
  state.extracted.set(netuid, all);
}
