// A ticket that unstakes everything of one account in one transaction: each position that can leave whole. Pure.
import type { PortfolioValue } from '../../portfolio/portfolio-value.ts';
import type { Ss58Address } from '../../units.ts';
import type { TicketStart } from '../core/router.ts';

/**
 * Of the account, or where none is chosen of the one of a wallet whose stake brings most. What is locked, halted or too small
 * stays out; null: nothing can leave. `signing`: accounts that a wallet has.
 */
export function exitEverything(
  { subnets }: PortfolioValue,
  chosen: Ss58Address | null,
  signing: readonly Ss58Address[],
): TicketStart | null {
  const whole = subnets
    .flatMap(({ positions }) => positions)
    .filter(({ sold, alpha, coldkey }) => sold > 0n && sold === alpha && signing.includes(coldkey));
  const brings = new Map<Ss58Address, bigint>();
  for (const { coldkey, sellable } of whole) {
    brings.set(coldkey, (brings.get(coldkey) ?? 0n) + sellable);
  }
  const [most] = [...brings].toSorted(([, a], [, b]) => (a === b ? 0 : a < b ? 1 : -1));
  const coldkey = chosen ?? most?.[0];
  const exits = whole
    .filter((one) => one.coldkey === coldkey)
    .map(({ hotkey, netuid }) => ({ hotkey, netuid }));
  if (coldkey === undefined || exits.length === 0) return null;
  return { kind: 'exit-several', coldkey, hotkey: null, netuid: null, exits, sending: 'one-batch' };
}
