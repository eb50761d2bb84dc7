// Which snapshot may take the place of the stored one: none that lacks an account's positions, and none of a node that is
// behind.
import type { ChainClient } from '../chain/chain-client.ts';
import { AppError } from '../errors.ts';
import { ageOf } from '../model/age.ts';
import type { Snapshot } from '../model/facts.ts';
import type { SnapshotRecord } from '../model/records.ts';
import type { Ss58Address } from '../units.ts';

/** A snapshot without an account's positions does not replace one that has them: unread is not gone. */
export function requireNoLoss(unread: readonly Ss58Address[], stored: SnapshotRecord | null): void {
  const had = stored?.snapshot.accounts ?? [];
  const lost = unread.filter((coldkey) => had.some((account) => account.coldkey === coldkey));
  if (lost.length === 0) return;
  throw new AppError('NODE_REFUSED', { text: `positions of ${lost.length}`, kind: 'runtime' });
}

/** A branch that lost may have been that much longer than the one that won. Milliseconds. */
const BRANCH_MS = 60_000;

/**
 * A picture of the chain gives way only to one of the same time or later: a node that is behind would turn it back. One dated
 * in the future gives way to any, and so does one that lacks an account.
 */
export function requireNotOlder(
  client: ChainClient,
  got: Omit<Snapshot, 'unclaimed'>,
  stored: SnapshotRecord | null,
  now: number,
): void {
  if (stored === null) return;
  const { blockTime, accounts, unread } = stored.snapshot;
  if (got.blockTime >= blockTime - BRANCH_MS) return;
  const chainNow = now + (client.clockOffset() ?? 0);
  const known = new Set<Ss58Address>([...accounts.map(({ coldkey }) => coldkey), ...unread]);
  const isWanted = got.accounts.every(({ coldkey }) => known.has(coldkey));
  if (ageOf(blockTime, chainNow) === null || !isWanted) return;
  const { endpoint } = client.status();
  throw new AppError('NODE_BEHIND', {
    what: 'older',
    ...(endpoint !== null && { endpoint }),
  });
}
