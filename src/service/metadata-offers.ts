// Offers wallets the metadata to show a request in words, and keeps the outcome of the last offer to each.
// The wallet and the user decide whether to take it; signing does not wait for that.
import { AppError, toWireError } from '../errors.ts';
import type { Change } from '../messages.ts';
import { writeOffer } from '../store/offers.ts';
import { readRequest } from '../store/requests.ts';
import type { OfferRecord } from '../model/request.ts';
import { offerMetadata, type MetadataOffer } from '../wallet/prompt-for-signing.ts';
import type { PromptRecord } from '../wallet/prompt-store.ts';
import type { WalletTabs } from '../wallet/wallet-tabs.ts';
import type { Outcome, WalletBridge } from '../wallet/wallet-bridge.ts';

type MetadataOffersParts = {
  bridge: WalletBridge;
  tabs: WalletTabs;
  describeChain: () => Promise<MetadataOffer['definition']>;
  announce: (change: Extract<Change, 'offers'>) => void;
  newId: () => string;
};

export type MetadataOffers = {
  /** The handler of `offerMetadata`. Throws AppError REQUEST_UNKNOWN and what reaching the page throws. */
  offer(body: { id: string; tabId: number | null }): Promise<void>;
  /** The outcome of an offer; may arrive twice. */
  ended(record: PromptRecord, outcome: Outcome): Promise<void>;
};

/** Long enough for a person to read the wallet's explanation. */
const OFFER_PATIENCE_MS = 300_000;

export function createMetadataOffers(parts: MetadataOffersParts): MetadataOffers {
  const { bridge, tabs, describeChain, announce, newId } = parts;

  async function keep(
    { wallet, requestId }: Pick<OfferRecord, 'wallet' | 'requestId'>,
    now: Pick<OfferRecord, 'state' | 'error'>,
  ): Promise<void> {
    await writeOffer({ wallet, requestId, at: Date.now(), ...now });
    announce('offers');
  }

  return {
    async offer({ id, tabId }) {
      const request = await readRequest(id);
      if (request === null) throw new AppError('REQUEST_UNKNOWN', { id });
      const { wallet, origin } = request;
      const about = { wallet, requestId: id };
      // Written before the wallet is asked: one that has the metadata already answers at once.
      await keep(about, { state: 'asked', error: null });
      try {
        const definition = await describeChain();
        const offer = { ...about, promptId: newId(), origin, tabId, definition };
        await offerMetadata({ ...offer, patienceMs: OFFER_PATIENCE_MS }, { bridge, tabs });
      } catch (error) {
        await keep(about, { state: 'failed', error: toWireError(error) });
        throw error;
      }
    },

    async ended({ wallet, ownerId }, outcome) {
      if (wallet === null) return;
      const about = { wallet, requestId: ownerId };
      if (!outcome.ok) await keep(about, { state: 'failed', error: outcome.error });
      else if (outcome.answer.kind === 'provide-metadata') {
        const { isTaken } = outcome.answer;
        await keep(about, { state: isTaken ? 'taken' : 'declined', error: null });
      }
    },
  };
}
