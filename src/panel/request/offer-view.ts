// Whether metadata may be offered to a wallet, so that it can decode a request, and the result of the last offer. Pure.
import type { OfferRecord, SigningRequest } from '../../model/request.ts';
import { needsPlace } from './request-view.ts';

type OfferView =
  /** Nothing to offer: the request is signed or over, or the wallet’s page was not reached. */
  | { state: 'none' }
  /** This wallet cannot take metadata. */
  | { state: 'cannot' }
  | { state: 'open'; last: OfferRecord | null };

export function offerViewOf(
  request: Pick<SigningRequest, 'id' | 'state' | 'wallet' | 'error'>,
  offers: readonly OfferRecord[],
): OfferView {
  const { id, state, wallet } = request;
  if (state !== 'draft' && state !== 'waiting-for-wallet') return { state: 'none' };
  if (state === 'draft' && needsPlace(request)) return { state: 'none' };
  const toWallet = offers.filter((offer) => offer.wallet === wallet);
  if (toWallet.some(({ error }) => error?.code === 'WALLET_CANNOT')) return { state: 'cannot' };
  return { state: 'open', last: toWallet.find(({ requestId }) => requestId === id) ?? null };
}
