// Looks at each new snapshot before it replaces the stored one. What may have vanished is compared closely; mostly nothing has.
import type { Change } from '../messages.ts';
import type { ChainClient } from '../chain/chain-client.ts';
import type { HoldingChange } from '../model/change.ts';
import type { Position, Snapshot } from '../model/facts.ts';
import { readChanges } from '../store/changes.ts';
import type { Netuid } from '../units.ts';
import { findPayouts } from './find-payouts.ts';
import { recordVanished } from './record-vanished.ts';

/** A branch of the chain that lost lives no longer than this, in blocks: until then a change may be taken back. */
const RECENT_BLOCKS = 64;

type Announce = (change: Extract<Change, 'changes' | 'exits'>) => void;

/** Whether anything of the first picture is missing, or another thing, in the second: no comparison finds a change without that. */
export function mayHaveVanished(before: Snapshot, after: Snapshot): boolean {
  const keyOf = ({ coldkey, hotkey, netuid, isRegistered }: Position): string =>
    `${coldkey} ${hotkey} ${netuid} ${isRegistered}`;
  const holds = new Set(after.positions.map(keyOf));
  const subnets = new Map(after.subnets.map((subnet) => [subnet.netuid, subnet]));
  const accounts = new Map(after.accounts.map((account) => [account.coldkey, account]));
  return (
    before.positions.some((position) => !holds.has(keyOf(position))) ||
    before.accounts.some(({ coldkey, nonce }) => (accounts.get(coldkey)?.nonce ?? nonce) < nonce) ||
    before.subnets.some(({ netuid, exists, registeredAt }) => {
      const now = subnets.get(netuid);
      return now !== undefined && (now.exists !== exists || now.registeredAt !== registeredAt);
    })
  );
}

/**
 * Writes what the newer snapshot shows as gone. Called before it replaces the stored one: where the worker ends in between,
 * the same two are compared again, and their changes have the same ids. Throws STORE_FAILED, STORE_FULL.
 */
export async function recordChanges(
  before: Snapshot | null,
  after: Snapshot,
  announce: Announce,
): Promise<void> {
  if (before === null) return;
  const known = await readChanges(after.genesisHash);
  const isRecent = known.some(
    (change) => after.block.number - change.after.number <= RECENT_BLOCKS,
  );
  if (!isRecent && !mayHaveVanished(before, after)) return;
  await recordVanished(before, after, { known, recent: RECENT_BLOCKS }, announce);
}

const isLooking = ({ event }: HoldingChange): boolean =>
  event.kind === 'subnet-dissolved' && event.payout.state === 'looking';

/** Goes on with the payouts that are looked for, if there are any. Throws STORE_FAILED. */
export async function followPayouts(
  client: ChainClient,
  snapshot: Snapshot,
  announce: Announce,
): Promise<void> {
  if (!(await readChanges(snapshot.genesisHash)).some(isLooking)) return;
  await findPayouts(client, snapshot, () => announce('changes'));
}

/** Subnets to read though nothing may be held there any more: those of the last picture, and those being paid out. */
export async function subnetsToCompare(before: Snapshot): Promise<Netuid[]> {
  const held = before.positions.map(({ netuid }) => netuid);
  const leaving = (await readChanges(before.genesisHash)).flatMap(({ event }) =>
    event.kind === 'subnet-dissolved' && event.payout.state === 'looking' ? [event.netuid] : [],
  );
  return [...new Set([...held, ...leaving])];
}
