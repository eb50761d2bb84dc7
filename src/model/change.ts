// A change between two pictures of an account that no request of ours made: what it held is gone, or means something else.
// Types only.
import type { AlphaRao, Hex, Netuid, Rao, Ss58Address } from '../units.ts';

/** A block that a picture was read at; `at` is its own time, epoch milliseconds. */
export type PictureAt = { hash: Hex; number: number; at: number };

/**
 * A position as it was last read. `exit`: what selling it brought then, within the sale of all of that subnet: nothing for
 * what was locked or in a subnet that did not trade. null: not known.
 */
export type GonePosition = {
  netuid: Netuid;
  hotkey: Ss58Address;
  alpha: AlphaRao;
  exit: Rao | null;
  /** All of it at the spot price then. Missing: by a version that kept the exit value alone. */
  spot?: Rao | null;
};

/**
 * What the chain paid out for a removed subnet. `paid`: rao that left the subnet's account for this coldkey in the blocks
 * read, from `removedAt` up to and without `next`. Only of `read` is it all that was paid: the chain said that it was done.
 */
export type Payout = {
  state: 'looking' | 'read' | 'unread';
  paid: Rao;
  /** First block without the subnet; null: not found. */
  removedAt: number | null;
  next: number | null;
  /** How many times reading failed. */
  failures: number;
};

export type ChangeEvent =
  | {
      kind: 'subnet-dissolved';
      netuid: Netuid;
      registeredAt: number;
      /** As the chain had it; empty: not known. */
      name: string;
      held: GonePosition[];
      /** Another subnet had the number when this was found. */
      isReused: boolean;
      payout: Payout;
    }
  /** `isSwapDue`: an announced swap of the coldkey could run by then. */
  | { kind: 'positions-gone'; positions: GonePosition[]; isSwapDue: boolean }
  /** One position gone, another with at least as much alpha there under a hotkey not held before. */
  | {
      kind: 'hotkey-replaced';
      position: GonePosition;
      toHotkey: Ss58Address;
      toAlpha: AlphaRao;
    }
  /** The account's nonce began anew: the chain had removed it, with the free TAO it had left. */
  | { kind: 'account-reaped' }
  | { kind: 'validator-deregistered'; netuid: Netuid; hotkey: Ss58Address };

export type HoldingChange = {
  genesisHash: Hex;
  /** Of the event: a second look at the same event has the same one. */
  id: string;
  coldkey: Ss58Address;
  /** The last picture with what is gone, and the first without it. */
  before: PictureAt;
  after: PictureAt;
  /** The account's free TAO in the two pictures. */
  freeBefore: Rao;
  freeAfter: Rao;
  /** When the user put the notice away; null: it is on home. */
  dismissedAt: number | null;
  event: ChangeEvent;
};
