// Context with the model of the pending exits.
import { createContext } from 'preact';
import { useProvided } from '../core/panel-context.ts';
import type { ExitsModel } from './exits-model.ts';

export const ExitsContext = createContext<ExitsModel | null>(null);

export const useExits = (): ExitsModel => useProvided(ExitsContext);
