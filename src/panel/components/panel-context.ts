// Hands the one panel model to every component below.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PanelModel } from '../models/panel-model.ts';

export const PanelContext = createContext<PanelModel | null>(null);

export function usePanel(): PanelModel {
  const panel = useContext(PanelContext);
  if (panel === null) throw new RangeError('a component outside the panel');
  return panel;
}
