// Context with the model of the connection under way.
import { createContext } from 'preact';
import { useProvided } from '../core/panel-context.ts';
import type { ConnectModel } from './connect-model.ts';

export const ConnectContext = createContext<ConnectModel | null>(null);

export const useConnect = (): ConnectModel => useProvided(ConnectContext);
