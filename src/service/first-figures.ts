// What is shown of a connection that may be asked one thing a second, before all of its first picture is read.
import type { ChainClient, ReadSnapshot } from '../chain/chain-client.ts';
import type { Snapshot } from '../model/facts.ts';
import type { ModelProof } from '../model/model-proof.ts';
import type { SnapshotRecord } from '../model/records.ts';

/** The endpoint of the connection limits requests. */
export function isPaced(client: ChainClient): boolean {
  const { endpoint, paced } = client.status();
  return endpoint !== null && paced.includes(endpoint);
}

const ofSameRuntime = (stored: SnapshotRecord | null, { runtime }: ReadSnapshot): boolean =>
  stored?.snapshot.runtime.specVersion === runtime.specVersion;

/** Proven on another runtime says nothing of this one. */
export const proofOf = (stored: SnapshotRecord | null, read: ReadSnapshot): ModelProof =>
  stored !== null && ofSameRuntime(stored, read) ? stored.proof : { state: 'untested' };

const UNREAD: Snapshot['unclaimed'] = { known: false, reason: 'unreadable' };

/** What comes later is unread in it; what this runtime does not have, it had not before either. */
export function firstRecord(first: ReadSnapshot, stored: SnapshotRecord | null): SnapshotRecord {
  const before = stored?.snapshot.unclaimed ?? UNREAD;
  const isElsewhere = ofSameRuntime(stored, first) && !before.known;
  const snapshot = { ...first, unclaimed: isElsewhere ? before : UNREAD };
  return { genesisHash: first.genesisHash, snapshot, proof: proofOf(stored, first) };
}
