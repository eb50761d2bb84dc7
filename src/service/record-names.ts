// Names of subnets, which seldom change: read once a day, after a picture was written, or when asked for.
import type { ChainClient } from '../chain/chain-client.ts';
import { isFresh } from '../model/age.ts';
import { readNamesRecord, writeNamesRecord } from '../store/chain-cache.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Between two looks at how old they are: also what a node is left alone for that did not tell them. */
const LOOK_MS = 10 * 60 * 1000;

type RecordNames = {
  /** After a picture was written, with the client that read it. */
  snapshotRead(client: ChainClient): Promise<void>;
  readNow(client: ChainClient): Promise<void>;
};

/** `now`: epoch milliseconds. */
export function createRecordNames(announce: () => void, now: () => number): RecordNames {
  const lookedAt = new WeakMap<ChainClient, number>();

  async function readNow(client: ChainClient): Promise<void> {
    const { block, names } = await client.readNames();
    const genesisHash = client.genesisHash();
    if (genesisHash === null) throw new RangeError('not connected');
    await writeNamesRecord({ genesisHash, block, readAt: now(), names });
    announce();
  }

  return {
    readNow,
    async snapshotRead(client) {
      const genesisHash = client.genesisHash();
      const last = lookedAt.get(client);
      if (genesisHash === null) return;
      if (last !== undefined && isFresh(last, now(), LOOK_MS)) return;
      lookedAt.set(client, now());
      const names = await readNamesRecord(genesisHash);
      if (names === null || !isFresh(names.readAt, now(), DAY_MS)) await readNow(client);
    },
  };
}
