// What the user has chosen on a ticket, and the move it becomes once complete. Pure.
import type { MoveFactsQuery } from '../../messages.ts';
import { factsQueryFor } from '../../moves/facts-query.ts';
import type { TicketDraft } from '../../model/draft.ts';
import type { Move } from '../../model/move.ts';
import type { AlphaRao, Rao } from '../../units.ts';
import type { TicketStart } from '../core/router.ts';
import type { PlainSentence } from '../core/text.ts';

export type { AmountUnit, TicketDraft } from '../../model/draft.ts';

/** What is chosen: all but the amount that is typed. */
export type TicketChoice = Omit<TicketDraft, 'amountText' | 'amountAs'>;

export function choiceOf({
  amountText: _text,
  amountAs: _as,
  ...choice
}: TicketDraft): TicketChoice {
  return choice;
}

/** Amounts start in TAO for moves that spend TAO, else in alpha. */
export function draftFrom(start: TicketStart): TicketDraft {
  const { kind, coldkey, hotkey, netuid } = start;
  return {
    kind,
    coldkey,
    hotkey,
    netuid,
    toHotkey: start.toHotkey ?? null,
    toNetuid: start.toNetuid ?? null,
    toColdkey: start.toColdkey ?? null,
    amountText: start.amountText ?? '',
    amountAs: 'text',
    unit: kind === 'stake' ? 'tao' : 'alpha',
    route: start.route ?? 'protected',
    exits: start.exits ?? [],
    sending: start.sending ?? 'one-by-one',
    unstakes: start.unstakes ?? false,
    accepts: start.accepts ?? false,
  };
}

/** Key of the choice still missing before there can be a plan; null: none. */
export function missingFrom(draft: TicketChoice): PlainSentence | null {
  if (draft.coldkey === null) return 'pickAccount';
  if (draft.kind === 'exit-several') return draft.exits.length === 0 ? 'pickPositions' : null;
  if (draft.kind === 'claim') return draft.exits.length === 0 ? 'pickClaims' : null;
  if (draft.kind === 'accept-locked') return null;
  if (draft.netuid === null) return 'pickSubnet';
  if (draft.hotkey === null)
    return draft.kind === 'stake' || draft.kind === 'lock' ? 'pickValidator' : 'pickPosition';
  if (draft.kind === 'change-validator' && draft.toHotkey === null) return 'pickNewValidator';
  if (draft.kind === 'change-subnet') {
    if (draft.toNetuid === null) return 'pickNewSubnet';
    if (draft.toHotkey === null) return 'pickNewValidator';
  }
  return draft.kind === 'transfer' && draft.toColdkey === null ? 'pickDestination' : null;
}

/** Whether the order may fill in part: only moves that buy or sell with one limit call. */
export function canBePartial({ kind }: Pick<TicketDraft, 'kind'>): boolean {
  return kind === 'stake' || kind === 'unstake';
}

export function needsAmount({ kind }: Pick<TicketDraft, 'kind'>): boolean {
  return !['unstake-all', 'exit-several', 'claim', 'accept-locked'].includes(kind);
}

/** The move of a complete draft, else null. `amount` in rao for a stake, else alpha-rao. */
export function moveOf(
  draft: TicketChoice,
  amount: { rao: Rao; alpha: AlphaRao } | null,
): Move | null {
  const { kind, coldkey, hotkey, netuid, toHotkey, toNetuid, toColdkey } = draft;
  if (coldkey === null) return null;
  if (kind === 'exit-several') {
    const { exits, sending } = draft;
    return exits.length === 0 ? null : { kind, coldkey, items: exits, sending };
  }
  if (kind === 'claim') {
    const hotkeys = draft.exits.map((one) => one.hotkey);
    // Root stake leaves with the claim of one validator only.
    const unstakes = draft.unstakes === true && hotkeys.length === 1;
    return hotkeys.length === 0 ? null : { kind, coldkey, hotkeys, unstakes };
  }
  if (kind === 'accept-locked') return { kind, coldkey, accepts: draft.accepts === true };
  if (hotkey === null || netuid === null) return null;
  const from = { coldkey, hotkey, netuid };
  if (kind === 'unstake-all') return { ...from, kind };
  if (amount === null) return null;
  switch (kind) {
    case 'stake':
      return { ...from, kind, amount: amount.rao };
    case 'unstake':
    case 'lock':
      return { ...from, kind, amount: amount.alpha };
    case 'change-validator':
      return toHotkey === null ? null : { ...from, kind, toHotkey, amount: amount.alpha };
    case 'change-subnet':
      return toHotkey === null || toNetuid === null
        ? null
        : { ...from, kind, toNetuid, toHotkey, amount: amount.alpha, route: draft.route };
    case 'transfer':
      return toColdkey === null ? null : { ...from, kind, toColdkey, amount: amount.alpha };
  }
}

/** The facts that a plan of this draft needs from the chain; null until an account and a position or subnet are chosen. */
export function factsQueryOf(draft: TicketChoice): MoveFactsQuery | null {
  const { kind, coldkey, netuid, toNetuid, hotkey, toHotkey, toColdkey, exits } = draft;
  if (coldkey === null) return null;
  if (netuid === null && exits.length === 0 && kind !== 'accept-locked') return null;
  return factsQueryFor({
    kind,
    coldkey,
    netuids: [netuid, toNetuid, ...exits.map((item) => item.netuid)],
    hotkeys: [hotkey, toHotkey, ...exits.map((item) => item.hotkey)],
    toColdkey,
    exits: exits.length,
    unstakes: draft.unstakes === true && exits.length === 1,
  });
}
