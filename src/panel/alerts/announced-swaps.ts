// The counted accounts of which a coldkey swap is announced, and how long there is to act.
import { announcedSwaps } from '../../alerts/attention.ts';
import type { Ss58Address } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';

export type AnnouncedSwap = {
  coldkey: Ss58Address;
  account: string;
  atBlock: number;
  blocksLeft: number;
};

/** A disputed one is frozen: there is nothing to do by then. */
export function useAnnouncedSwaps(): readonly AnnouncedSwap[] {
  const { store, names, portfolio } = usePanel();
  const head = store.head.value;
  const snapshot = store.snapshot.value?.snapshot ?? { accounts: [] };
  const counted = new Set<string>(portfolio.counted.value.map(({ coldkey }) => coldkey));
  const all = store.home.value?.attention.others ?? announcedSwaps(snapshot, counted);
  return all.flatMap((item) => {
    if (head === null || item.kind !== 'swap-announced' || item.isDisputed) return [];
    const { coldkey, atBlock } = item;
    const blocksLeft = atBlock - head.block.number;
    return [{ coldkey, account: names.coldkey(coldkey), atBlock, blocksLeft }];
  });
}
