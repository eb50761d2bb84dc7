// Hands the model of the exits still to be signed to the components that show it.
import { createContext } from 'preact';
import { useProvided } from '../core/panel-context.ts';
import type { ExitsModel } from './exits-model.ts';

export const ExitsContext = createContext<ExitsModel | null>(null);

export const useExits = (): ExitsModel => useProvided(ExitsContext);
