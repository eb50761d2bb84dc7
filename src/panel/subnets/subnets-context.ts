// Context with the model of all subnets.
import { createContext } from 'preact';
import { useProvided } from '../core/panel-context.ts';
import type { SubnetsModel } from './subnets-model.ts';

export const SubnetsContext = createContext<SubnetsModel | null>(null);

export const useSubnets = (): SubnetsModel => useProvided(SubnetsContext);
