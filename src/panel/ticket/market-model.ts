// What the column beside a ticket says of an order: which validator it goes to, and what is held before it. Pure.
import type { Snapshot } from '../../model/facts.ts';
import type { Assumption } from '../../moves/what-if.ts';
import type { Netuid, Ss58Address } from '../../units.ts';
import type { TicketChoice } from './ticket-draft.ts';

/** null: none is chosen yet. The one that stake leaves is not the order's, though it may be in the same list. */
export const orderValidator = ({
  kind,
  hotkey,
  toHotkey,
}: Pick<TicketChoice, 'kind' | 'hotkey' | 'toHotkey'>): Ss58Address | null =>
  kind === 'change-validator' || kind === 'change-subnet' ? toHotkey : hotkey;

type Place = { coldkey: string | null; netuid: Netuid | null; hotkey: string | null };

/** null: no one place, or its account was not read. An account that is newer than the reading is in neither of its lists. */
export function heldBefore(
  snapshot: Pick<Snapshot, 'accounts' | 'unread' | 'positions'> | undefined,
  assumed: Assumption['stake'],
  { coldkey, netuid, hotkey }: Place,
): bigint | null {
  if (snapshot === undefined || coldkey === null || netuid === null || hotkey === null) return null;
  const isRead =
    snapshot.accounts.some((one) => one.coldkey === coldkey) &&
    !snapshot.unread.some((one) => one === coldkey);
  if (!isRead) return null;
  if (assumed !== null && assumed.netuid === netuid && assumed.hotkey === hotkey) {
    return assumed.alpha;
  }
  const held = snapshot.positions.find(
    (one) => one.coldkey === coldkey && one.netuid === netuid && one.hotkey === hotkey,
  );
  return held === undefined ? 0n : held.alpha;
}
