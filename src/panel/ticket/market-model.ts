// What the column beside a ticket says of an order: which validator it goes to. Pure.
import type { Ss58Address } from '../../units.ts';
import type { TicketChoice } from './ticket-draft.ts';

/** null: none is chosen yet. The one that stake leaves is not the order's, though it may be in the same list. */
export const orderValidator = ({
  kind,
  hotkey,
  toHotkey,
}: Pick<TicketChoice, 'kind' | 'hotkey' | 'toHotkey'>): Ss58Address | null =>
  kind === 'change-validator' || kind === 'change-subnet' ? toHotkey : hotkey;
