// Context with the ticket's model.
import { createContext } from 'preact';
import { useProvided } from '../core/panel-context.ts';
import type { TicketModel } from './ticket-model.ts';

export const TicketContext = createContext<TicketModel | null>(null);

export const useTicket = (): TicketModel => useProvided(TicketContext);
