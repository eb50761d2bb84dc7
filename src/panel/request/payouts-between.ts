// Which payouts of deregistered subnets lie between the two pictures of a change, so in the account's free TAO. Pure.
import type { HoldingChange } from '../../model/change.ts';
import type { Netuid, Rao } from '../../units.ts';

/** Of the same account, read whole, and paid in blocks between the pictures; empty: none is known. */
export function payoutsBetween(
  { coldkey, genesisHash, before, after }: HoldingChange,
  all: readonly HoldingChange[],
): readonly { netuid: Netuid; paid: Rao }[] {
  return all.flatMap((other) => {
    const { event } = other;
    if (other.coldkey !== coldkey || other.genesisHash !== genesisHash) return [];
    if (event.kind !== 'subnet-dissolved' || event.payout.state !== 'read') return [];
    const { removedAt, next, paid } = event.payout;
    if (removedAt === null || next === null || paid === 0n) return [];
    // The block `next` is not among those read.
    const isBetween = removedAt > before.number && next <= after.number + 1;
    return isBetween ? [{ netuid: event.netuid, paid }] : [];
  });
}
