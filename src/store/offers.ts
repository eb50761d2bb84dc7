// The last offer of each runtime's metadata to each wallet, and whether the wallet took it.
import { openStore, toStoreError } from './open-store.ts';
import type { OfferRecord } from '../model/request.ts';

export async function readOffers(): Promise<OfferRecord[]> {
  return (await openStore()).getAll('offers');
}

export async function writeOffer(offer: OfferRecord): Promise<void> {
  try {
    await (await openStore()).put('offers', offer);
  } catch (error) {
    throw toStoreError(error);
  }
}
