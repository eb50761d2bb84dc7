// When a kept draft is the one that a ticket opens with, and what of it still holds. Pure.
import { ticketDraftKey, type DraftRecord, type TicketContent } from '../../model/draft.ts';
import type { Netuid } from '../../units.ts';
import type { TicketStart } from '../core/router.ts';
import { draftFrom, type TicketDraft } from './ticket-draft.ts';

/** A ticket that opens filled in, or for a request that is reviewed again, is no place for another draft. */
function isFilled({ reviewed, amountText, exits, route, sending }: TicketStart): boolean {
  return [reviewed, amountText, exits, route, sending].some((given) => given !== undefined);
}

/** What the ticket is opened about is what the draft is about. A destination just added replaces the draft's. */
function fits(start: TicketStart, fields: TicketDraft): boolean {
  const names = ['hotkey', 'netuid', 'toHotkey', 'toNetuid'] as const;
  return names.every((name) => {
    const given = start[name] ?? null;
    return given === null || fields[name] === null || given === fields[name];
  });
}

/**
 * Whether a draft of this key may open in the ticket; `isAnyAccount`: nobody chose the account, so that of another one of
 * the same kind may.
 */
export function isKeyFor(genesisHash: string | null, start: TicketStart, isAnyAccount: boolean) {
  const exact = ticketDraftKey(genesisHash, start.kind, start.coldkey);
  const ofKind = ticketDraftKey(genesisHash, start.kind, null).replace(/ null$/, ' ');
  return (key: string): boolean => (isAnyAccount ? key.startsWith(ofKind) : key === exact);
}

type Restored = { fields: TicketDraft; content: TicketContent; at: number };

/**
 * The draft as it opens; null: none for this ticket. A subnet that is another one by now, under the same number, is chosen
 * anew. `registeredAt`: of the subnet that has the number now; null: not known.
 */
export function restoredFrom(
  draft: DraftRecord | null,
  start: TicketStart,
  registeredAt: (netuid: Netuid) => number | null,
): Restored | null {
  if (draft?.content.kind !== 'ticket' || isFilled(start)) return null;
  const { content, at } = draft;
  if (!fits(start, content.fields)) return null;
  const isAnother = (netuid: Netuid | null): boolean =>
    content.subnets.some((subnet) => {
      const now = subnet.netuid === netuid ? registeredAt(subnet.netuid) : null;
      return now !== null && now !== subnet.registeredAt;
    });
  const { netuid, toNetuid, exits } = content.fields;
  const of = draftFrom(start);
  const fields: TicketDraft = {
    ...content.fields,
    ...(isAnother(netuid) ? { netuid: null, hotkey: null } : {}),
    ...(isAnother(toNetuid) ? { toNetuid: null, toHotkey: null } : {}),
    exits: exits.filter((exit) => !isAnother(exit.netuid)),
    ...(of.netuid === null ? {} : { netuid: of.netuid }),
    ...(of.hotkey === null ? {} : { hotkey: of.hotkey }),
    ...(of.toNetuid === null ? {} : { toNetuid: of.toNetuid }),
    ...(of.toHotkey === null ? {} : { toHotkey: of.toHotkey }),
    ...(of.toColdkey === null ? {} : { toColdkey: of.toColdkey }),
  };
  return { fields, content, at };
}

/** The subnets that the draft names, as far as they are known. */
export function subnetsOf(
  { netuid, toNetuid, exits }: TicketDraft,
  registeredAt: (netuid: Netuid) => number | null,
): TicketContent['subnets'] {
  const named = [netuid, toNetuid, ...exits.map((exit) => exit.netuid)];
  return [...new Set(named)].flatMap((one) => {
    const at = one === null ? null : registeredAt(one);
    return one === null || at === null ? [] : [{ netuid: one, registeredAt: at }];
  });
}
