// The last offer of each runtime's metadata to each wallet, and whether the wallet took it.
import { openStore, toStoreError } from './open-store.ts';
import { readAllWhole } from './read-whole.ts';
import { isOffer } from './user-shapes.ts';
import type { OfferRecord } from '../model/request.ts';

export async function readOffers(): Promise<OfferRecord[]> {
  return readAllWhole('offers', isOffer);
}

export async function writeOffer(offer: OfferRecord): Promise<void> {
  try {
    await (await openStore()).put('offers', offer);
  } catch (error) {
    throw toStoreError(error);
  }
}
