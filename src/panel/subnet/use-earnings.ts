// Loads the stored earnings of validators in one subnet, and has the background read the missing ones once.
import { useEffect, useState } from 'preact/hooks';
import type { EpochRecord } from '../../model/records.ts';
import type { Netuid } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { newestBlock } from './earnings.ts';

export type Earned = {
  epochs: readonly EpochRecord[];
  /** The block of "now" beside them. */
  head: number;
  /** More may come. */
  isReading: boolean;
};

/** Those that are stored: nothing is asked for. */
export function useStoredEpochs(netuid: Netuid): readonly EpochRecord[] {
  const { deps, store } = usePanel();
  const [epochs, setEpochs] = useState<readonly EpochRecord[]>([]);
  const { genesisHash } = store.network.value;
  const read = store.earningsRead.value;
  useEffect(() => {
    if (genesisHash === null) return undefined;
    let isUnmounted = false;
    deps.reader.readEpochs(genesisHash, netuid).then(
      (records) => {
        if (!isUnmounted) setEpochs(records);
      },
      // Unreadable records count as missing.
      () => undefined,
    );
    return () => {
      isUnmounted = true;
    };
  }, [netuid, genesisHash, read]);
  return epochs;
}

/** The block of "now" beside these. */
export function useNewestBlock(epochs: readonly EpochRecord[]): number {
  const { store } = usePanel();
  const snapshot = store.snapshot.value?.snapshot.block ?? null;
  return newestBlock(snapshot, store.node.value?.rows, epochs);
}

export function useEarnings(netuid: Netuid): Earned {
  const { deps } = usePanel();
  const epochs = useStoredEpochs(netuid);
  const head = useNewestBlock(epochs);
  const [isReading, setReading] = useState(true);
  useEffect(() => {
    let isUnmounted = false;
    const settle = () => {
      if (!isUnmounted) setReading(false);
    };
    setReading(true);
    // Without an answer the stored earnings remain; the strip shows that the node is unreachable.
    deps.call('readEarnings', { netuid }).then(settle, settle);
    return () => {
      isUnmounted = true;
    };
  }, [netuid]);
  return { epochs, head, isReading };
}
