// What a removed subnet pays to each coldkey, from its whole state, step by step as the chain reference defines it (§7.10).
// Slow and plain; refuses to know what can be read from a node, and the code it referees.
import { oracleQuote } from './pool-oracle.ts';
import { weightAfterInjection } from './balancer-oracle.ts';
import type { Balancer } from './pool-types.ts';

export type HotkeyPool = {
  /** All alpha under the hotkey. */
  alpha: bigint;
  /** Shares by coldkey; their sum is the pool's. */
  shares: ReadonlyMap<string, bigint>;
};

export type RemovedSubnet = {
  pool: Balancer;
  reservoir: { tao: bigint; alpha: bigint };
  hotkeys: ReadonlyMap<string, HotkeyPool>;
  /** The one account whose positions are the validators' baskets. */
  escrow: string;
  /** Alpha by hotkey that waits to enter its basket; enters before the sale where `entersBaskets`. */
  waiting: ReadonlyMap<string, bigint>;
  entersBaskets: boolean;
  protocolAlpha: bigint;
  registeredAt: number;
  refundSince: number;
  /** Does the reservoir return as an injection does, with new weights? */
  setsWeights: boolean;
  /** Accounts that exist before the payout. */
  accounts: ReadonlySet<string>;
  existentialDeposit: bigint;
};

const valueOf = ({ alpha, shares }: HotkeyPool, coldkey: string): bigint => {
  let all = 0n;
  for (const share of shares.values()) all += share;
  return all === 0n ? 0n : (alpha * (shares.get(coldkey) ?? 0n)) / all;
};

export function oraclePayouts(subnet: RemovedSubnet): Map<string, bigint> {
  // 1. Pool reservoirs back into the reserves.
  let pool: Balancer = { ...subnet.pool };
  const { tao, alpha } = subnet.reservoir;
  const weight = subnet.setsWeights ? weightAfterInjection(pool, tao, alpha) : null;
  if (weight !== null) pool.taoWeight = weight;
  pool.taoReserve += tao;
  pool.alphaReserve += alpha;

  // 2. Every basket's holding is sold into the pool, fee-free, without a limit.
  for (const [hotkey, hotkeyPool] of subnet.hotkeys) {
    let amount = valueOf(hotkeyPool, subnet.escrow);
    if (subnet.entersBaskets) amount += subnet.waiting.get(hotkey) ?? 0n;
    if (amount === 0n) continue;
    const fill = oracleQuote(pool, { side: 'sell', amount, dropFees: true, limitPriceBits: 0n });
    if (fill.ok && fill.after.kind === 'balancer') pool = fill.after;
  }

  // 3. The total of all values and the protocol's part.
  const parts: { coldkey: string; value: bigint; rao: bigint; remainder: bigint }[] = [];
  for (const hotkeyPool of subnet.hotkeys.values()) {
    for (const [coldkey, share] of hotkeyPool.shares) {
      if (coldkey === subnet.escrow) continue;
      const value = valueOf(hotkeyPool, coldkey);
      parts.push({ coldkey, value: value === 0n ? share : value, rao: 0n, remainder: 0n });
    }
  }
  let total = subnet.protocolAlpha;
  if (subnet.registeredAt > subnet.refundSince) total += pool.alphaReserve;
  for (const { value } of parts) total += value;

  // 4. The pot by value; the leftover by one rao to the largest remainders; summed per coldkey.
  let remainders = 0n;
  for (const part of parts) {
    if (total === 0n) continue;
    part.rao = (pool.taoReserve * part.value) / total;
    part.remainder = pool.taoReserve * part.value - part.rao * total;
    remainders += part.remainder;
  }
  let left = total === 0n ? 0n : remainders / total;
  const byRemainder = [...parts].sort((a, b) =>
    b.remainder > a.remainder ? 1 : b.remainder < a.remainder ? -1 : 0,
  );
  for (const part of byRemainder) {
    if (left === 0n) break;
    part.rao += 1n;
    left -= 1n;
  }
  const paid = new Map<string, bigint>();
  for (const { coldkey, rao } of parts) paid.set(coldkey, (paid.get(coldkey) ?? 0n) + rao);
  for (const [coldkey, rao] of paid) {
    // Too little for an account that does not exist: lost.
    if (!subnet.accounts.has(coldkey) && rao < subnet.existentialDeposit) paid.set(coldkey, 0n);
  }
  return paid;
}
