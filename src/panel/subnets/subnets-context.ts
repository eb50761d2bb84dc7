// The model of all subnets: one for each panel, made when the first screen that shows subnets is opened, with the order and
// filters chosen last. The first paint needs none of it.
import { effect } from '@preact/signals';
import { formDraftKey } from '../../model/draft.ts';
import { usePanel, type Panel } from '../core/panel-context.ts';
import { subnetSorts } from './figure-columns.ts';
import { subnetFilters } from './subnet-filters.ts';
import { createSubnetsModel, type SubnetsModel } from './subnets-model.ts';

const models = new WeakMap<Panel['store'], SubnetsModel>();

const KEY = formDraftKey('subnets view');

/** What was chosen in an earlier window, and whatever is chosen from now on. */
export function keepView(subnets: SubnetsModel, drafts: Panel['drafts']): void {
  const draft = drafts.find((key) => key === KEY);
  const kept = draft?.content.kind === 'form' ? draft.content.values : {};
  const sort = subnetSorts.find((one) => one === kept['sort']);
  const wanted = (kept['filters'] ?? '').split(' ');
  subnets.setView({
    sort: sort ?? subnets.sort.peek(),
    isReversed: kept['isReversed'] === 'yes',
    filters: new Set(subnetFilters.filter((filter) => wanted.includes(filter))),
  });
  let isFirst = true;
  effect(() => {
    const values = {
      sort: subnets.sort.value,
      isReversed: subnets.isReversed.value ? 'yes' : 'no',
      filters: [...subnets.filters.value].join(' '),
    };
    if (!isFirst) drafts.keep(KEY, { kind: 'form', values });
    isFirst = false;
  });
}

export function useSubnets(): SubnetsModel {
  const { store, names, portfolio, drafts } = usePanel();
  const known = models.get(store);
  if (known !== undefined) return known;
  const made = createSubnetsModel(store, names, portfolio);
  models.set(store, made);
  keepView(made, drafts);
  return made;
}
