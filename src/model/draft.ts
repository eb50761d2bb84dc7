// What a person has typed or chosen and not used yet: kept until it is used or put away. Types, and what names it.
import type { Netuid, Ss58Address } from '../units.ts';
import type { MoveKind } from './move.ts';

export type AmountUnit = 'tao' | 'alpha' | 'percent';

/** What a ticket holds before it is a move. */
export type TicketDraft = {
  kind: MoveKind;
  coldkey: Ss58Address | null;
  hotkey: Ss58Address | null;
  netuid: Netuid | null;
  toHotkey: Ss58Address | null;
  toNetuid: Netuid | null;
  toColdkey: Ss58Address | null;
  amountText: string;
  /** What the text stands for: `max` and `most` (under the impact limit) are found anew when the draft is opened again. */
  amountAs: 'text' | 'max' | 'most';
  unit: AmountUnit;
  route: 'protected' | 'one-call';
  exits: readonly { hotkey: Ss58Address; netuid: Netuid }[];
  sending: 'one-by-one' | 'one-batch';
  /** Of a claim: the root stake leaves with it. Drafts of earlier versions lack it. */
  unstakes?: boolean;
  /** Whether the account is to accept locked alpha. Drafts of earlier versions lack it. */
  accepts?: boolean;
};

export type TicketContent = {
  kind: 'ticket';
  fields: TicketDraft;
  allowPartial: boolean;
  /** The wallet that was picked; empty: none was. */
  wallet: string;
  /** The amount that the text stood for, in smallest units of what the move takes; null: none. */
  resolved: bigint | null;
  /** The subnets meant: a netuid may have another one later. */
  subnets: { netuid: Netuid; registeredAt: number }[];
};

/** Texts by the names of a form's fields. */
type FormContent = { kind: 'form'; values: Record<string, string> };

export type DraftContent = TicketContent | FormContent;

export type DraftRecord = {
  /** Says what it is a draft of; one draft each. */
  key: string;
  /** When it was typed last, epoch milliseconds. */
  at: number;
  content: DraftContent;
  /** The request that was made of it: once that is signed, the draft goes. */
  requestId: string | null;
};

/** A ticket's: one for each chain, kind of move and account. */
export const ticketDraftKey = (
  genesisHash: string | null,
  kind: MoveKind,
  coldkey: Ss58Address | null,
): string => `ticket ${genesisHash} ${kind} ${coldkey}`;

export const formDraftKey = (name: string): string => `form ${name}`;
