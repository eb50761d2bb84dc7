// Keeps what was proven on each network: one record, changed whole in one transaction.
import type { ProofRecord } from '../model/proof.ts';
import type { Hex } from '../units.ts';
import { openStore, toStoreError } from './open-store.ts';
import { isProofRecord } from './read-proof-record.ts';
import { whole } from './read-whole.ts';

const nothing = (genesisHash: Hex): ProofRecord => ({
  genesisHash,
  start: null,
  state: null,
  newest: null,
  authors: null,
  places: {},
  pauses: {},
  home: null,
  error: null,
  lie: null,
  endpoint: null,
  ranAt: 0,
  bytes: 0,
  ms: 0,
});

export async function changeProofs(
  genesisHash: Hex,
  change: (record: ProofRecord) => Partial<ProofRecord>,
): Promise<ProofRecord> {
  try {
    const transaction = (await openStore()).transaction('proofs', 'readwrite');
    const stored = whole(await transaction.store.get(genesisHash), isProofRecord);
    const before = stored ?? nothing(genesisHash);
    const next = { ...before, ...change(before) };
    await transaction.store.put(next);
    await transaction.done;
    return next;
  } catch (error) {
    throw toStoreError(error);
  }
}
