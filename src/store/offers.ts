// Whether a wallet took what it needs to show calls in words: the last offer to each, by the wallet's name.
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
