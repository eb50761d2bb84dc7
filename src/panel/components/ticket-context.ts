// Hands the ticket's model to the parts of its screen.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { TicketModel } from '../models/ticket-model.ts';

export const TicketContext = createContext<TicketModel | null>(null);

export function useTicket(): TicketModel {
  const ticket = useContext(TicketContext);
  if (ticket === null) throw new RangeError('a ticket part outside a ticket');
  return ticket;
}
