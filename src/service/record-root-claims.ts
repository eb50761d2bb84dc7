// Schedules the reading of what root validators' funds owe: once an epoch beside a snapshot while somebody looks, at once
// after root stake changed, and on demand. Reading and storing live elsewhere.
import type { ChainClient } from '../chain/chain-client.ts';
import type { Snapshot } from '../model/facts.ts';
import { keepRootClaims } from '../store/root-claims.ts';
import { ROOT_NETUID } from '../units.ts';

type RecordRootClaims = {
  /** After a snapshot, with the client that read it: reads at the same block where it is due. */
  snapshotRead(client: ChainClient, snapshot: Snapshot): Promise<void>;
  /** Reads at the snapshot's block. */
  readNow(client: ChainClient, snapshot: Snapshot): Promise<void>;
};

/** In blocks: dividends come with the subnets' epochs, of 360 blocks. */
const EVERY = 360;

/** Whose rewards, and of which root stake: a claim adds to it, and so changes what is owed. */
function subjectOf({ genesisHash, accounts, positions, runtime }: Snapshot): string {
  const stakes = positions
    .filter(({ netuid }) => netuid === ROOT_NETUID)
    .map(({ coldkey, hotkey, alpha }) => `${coldkey}${hotkey}${alpha}`);
  const coldkeys = accounts.map(({ coldkey }) => coldkey);
  return [genesisHash, runtime.specVersion, ...coldkeys, ...stakes].join(' ');
}

export function createRecordRootClaims(
  isWatched: () => boolean,
  announce: () => void,
): RecordRootClaims {
  let looked: { at: number; of: string } | null = null;

  async function readNow(client: ChainClient, snapshot: Snapshot): Promise<void> {
    const { genesisHash, block, blockTime, accounts, positions } = snapshot;
    looked = { at: block.number, of: subjectOf(snapshot) };
    const coldkeys = accounts.map(({ coldkey }) => coldkey);
    const claims = await client.readRootClaims({ coldkeys, positions, hotkeys: null }, block);
    // A runtime without funds keeps its root dividends in other books, which the snapshot has.
    if (!claims.known) return;
    await keepRootClaims({ genesisHash, block, blockTime, claims: claims.value });
    announce();
  }

  return {
    readNow,
    async snapshotRead(client, snapshot) {
      const { unclaimed, block } = snapshot;
      const isElsewhere = !unclaimed.known && unclaimed.reason === 'not-on-this-runtime';
      if (!isWatched() || !isElsewhere) return;
      const since = looked?.of === subjectOf(snapshot) ? block.number - looked.at : EVERY;
      if (since < 0 || since >= EVERY) await readNow(client, snapshot);
    },
  };
}
