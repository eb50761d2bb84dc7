// The subnets whose pools a refresh reads beside those held: for the proof of the model, the user's favourites, and those
// that the stored picture knew, so that one which is gone is seen to be gone.
import type { ChainClient } from '../chain/chain-client.ts';
import { readSnapshotRecord } from '../store/chain-cache.ts';
import { readSettings } from '../store/settings.ts';
import type { Netuid } from '../units.ts';
import { TEST_NETUID } from './prove-model.ts';
import { subnetsToCompare } from './record-changes.ts';

export async function lookedAt(client: ChainClient): Promise<Netuid[]> {
  const genesisHash = client.genesisHash();
  const stored = genesisHash === null ? null : await readSnapshotRecord(genesisHash);
  const before = stored === null ? [] : await subnetsToCompare(stored.snapshot);
  return [...new Set([TEST_NETUID, ...(await readSettings()).favourites, ...before])];
}
