// The last offer of each runtime's metadata to each wallet, and whether the wallet took it.
import { openStore, toStoreError } from './open-store.ts';
import { isOffer } from './user-shapes.ts';
import type { OfferRecord } from '../model/request.ts';

export async function readOffers(): Promise<OfferRecord[]> {
  return (await (await openStore()).getAll('offers')).filter((offer) => isOffer(offer));
}

export async function writeOffer(offer: OfferRecord): Promise<void> {
  try {
    await (await openStore()).put('offers', offer);
  } catch (error) {
    throw toStoreError(error);
  }
}
