// What needs the user's attention now, of the accounts that are shown.
import { useComputed } from '@preact/signals';
import { usePanel } from '../core/panel-context.ts';
import { attentionOf, type AttentionItem } from '../../alerts/attention.ts';

export function useAttention(): readonly AttentionItem[] {
  const { store, portfolio } = usePanel();
  return useComputed(() => {
    const record = store.snapshot.value;
    if (record === null) return [];
    const { smallUnderRao } = store.settings.value;
    const emission = store.emission.value;
    const facts = emission?.genesisHash === record.snapshot.genesisHash ? emission.facts : null;
    return attentionOf(record.snapshot, portfolio.coldkeys.value, smallUnderRao, facts);
  }).value;
}
