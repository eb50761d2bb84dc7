// The counted accounts of which a coldkey swap is announced, and how long there is to act.
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
  const snapshot = store.snapshot.value?.snapshot;
  const counted = new Set<string>(portfolio.counted.value.map(({ coldkey }) => coldkey));
  return (snapshot?.accounts ?? []).flatMap(({ coldkey, swapAnnouncedFor, isSwapDisputed }) => {
    const isDisputed = isSwapDisputed.known && isSwapDisputed.value;
    if (!counted.has(coldkey) || isDisputed || snapshot === undefined) return [];
    if (!swapAnnouncedFor.known || swapAnnouncedFor.value === null) return [];
    const atBlock = swapAnnouncedFor.value;
    const blocksLeft = atBlock - snapshot.block.number;
    return [{ coldkey, account: names.coldkey(coldkey), atBlock, blocksLeft }];
  });
}
