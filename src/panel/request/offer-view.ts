// Whether a wallet may be offered what lets it show a request in words, and what became of the offer. Pure.
import type { OfferRecord, SigningRequest } from '../../model/request.ts';

type OfferView =
  /** Nothing to offer: it is signed already, or over. */
  | { state: 'none' }
  /** This wallet has no way to take it. */
  | { state: 'cannot' }
  | { state: 'open'; last: OfferRecord | null };

export function offerViewOf(
  { id, state, wallet }: Pick<SigningRequest, 'id' | 'state' | 'wallet'>,
  offers: readonly OfferRecord[],
): OfferView {
  if (state !== 'draft' && state !== 'waiting-for-wallet') return { state: 'none' };
  const last = offers.find((offer) => offer.wallet === wallet) ?? null;
  if (last?.error?.code === 'WALLET_CANNOT') return { state: 'cannot' };
  return { state: 'open', last: last?.requestId === id ? last : null };
}
