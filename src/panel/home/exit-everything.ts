// A ticket that unstakes everything of one account in one transaction: each position that can leave whole. Pure.
import { leavesWhole, leavingOf, type Leaving } from '../../portfolio/leaving.ts';
import type { PortfolioValue } from '../../portfolio/portfolio-value.ts';
import type { Ss58Address } from '../../units.ts';
import type { TicketStart } from '../core/router.ts';

/**
 * The account, or where none is chosen the one of a wallet whose stake brings most; null: nothing can leave. `signing`:
 * accounts that a wallet has.
 */
export function whoExits(
  leaving: readonly Leaving[],
  chosen: Ss58Address | null,
  signing: readonly Ss58Address[],
): Ss58Address | null {
  const able = leaving.filter(({ coldkey }) => signing.includes(coldkey));
  if (chosen !== null) return able.some(({ coldkey }) => coldkey === chosen) ? chosen : null;
  const [most] = able.toSorted(({ sellable: a }, { sellable: b }) =>
    a === b ? 0 : a < b ? 1 : -1,
  );
  return most?.coldkey ?? null;
}

/** What is locked, halted or too small stays out. */
export function exitEverything(
  value: Pick<PortfolioValue, 'subnets'>,
  chosen: Ss58Address | null,
  signing: readonly Ss58Address[],
): TicketStart | null {
  const coldkey = whoExits(leavingOf(value), chosen, signing);
  if (coldkey === null) return null;
  const exits = value.subnets
    .flatMap(({ positions }) => positions)
    .filter((position) => position.coldkey === coldkey && leavesWhole(position))
    .map(({ hotkey, netuid }) => ({ hotkey, netuid }));
  return { kind: 'exit-several', coldkey, hotkey: null, netuid: null, exits, sending: 'one-batch' };
}
