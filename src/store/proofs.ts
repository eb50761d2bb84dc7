// Keeps what was proven on each network: one record, changed whole in one transaction.
import { AppError } from '../errors.ts';
import type { ProofRecord } from '../model/proof.ts';
import type { Hex } from '../units.ts';
import { openStore, toStoreError } from './open-store.ts';
import { noProofs, proofRecordFrom } from './read-proof-record.ts';

/**
 * Throws STORE_FAILED where it cannot be read what the user let proofs start from: nothing is proven from another start
 * before the user has chosen one (`isChosen`), or has removed that record.
 */
export async function changeProofs(
  genesisHash: Hex,
  change: (record: ProofRecord) => Partial<ProofRecord>,
  isChosen = false,
): Promise<ProofRecord> {
  try {
    const transaction = (await openStore()).transaction('proofs', 'readwrite');
    const stored = proofRecordFrom(genesisHash, await transaction.store.get(genesisHash));
    if (stored === 'aside' && !isChosen) {
      throw new AppError('STORE_FAILED', { text: 'the start of proofs is set aside' });
    }
    const before = stored === null || stored === 'aside' ? noProofs(genesisHash) : stored;
    const next = { ...before, ...change(before) };
    await transaction.store.put(next);
    await transaction.done;
    return next;
  } catch (error) {
    throw toStoreError(error);
  }
}

/** Whether what proofs start from there cannot be read. */
export async function areProofsAside(genesisHash: Hex): Promise<boolean> {
  const stored: unknown = await (await openStore()).get('proofs', genesisHash);
  return proofRecordFrom(genesisHash, stored) === 'aside';
}
