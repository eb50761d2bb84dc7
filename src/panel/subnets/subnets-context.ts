// The model of all subnets: one for each panel, made when the first screen that shows subnets is opened. The first paint
// needs none of it.
import { usePanel, type Panel } from '../core/panel-context.ts';
import { createSubnetsModel, type SubnetsModel } from './subnets-model.ts';

const models = new WeakMap<Panel['store'], SubnetsModel>();

export function useSubnets(): SubnetsModel {
  const { store, names, portfolio } = usePanel();
  const known = models.get(store);
  if (known !== undefined) return known;
  const made = createSubnetsModel(store, names, portfolio);
  models.set(store, made);
  return made;
}
