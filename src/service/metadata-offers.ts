// Offers wallets the metadata to show a request in words, and keeps the outcome of the last offer to each. A wallet keeps
// what it took for its chain, whatever page asks later: only metadata that two operators gave alike is offered.
import { AppError, toWireError } from '../errors.ts';
import type { Change } from '../messages.ts';
import { readOffers, writeOffer } from '../store/offers.ts';
import { readRequest } from '../store/requests.ts';
import type { OfferRecord, SigningRequest } from '../model/request.ts';
import { offerMetadata, type MetadataOffer } from '../wallet/prompt-for-signing.ts';
import type { PromptRecord } from '../wallet/prompt-store.ts';
import type { WalletTabs } from '../wallet/wallet-tabs.ts';
import type { Outcome, WalletBridge } from '../wallet/wallet-bridge.ts';

type MetadataOffersParts = {
  bridge: WalletBridge;
  tabs: WalletTabs;
  /** The chain as a wallet takes it, and the operators that described it alike. Throws NO_SECOND_SOURCE, NODES_DISAGREE. */
  describeChain: () => Promise<{
    definition: MetadataOffer['definition'];
    operators: readonly string[];
  }>;
  announce: (change: Extract<Change, 'offers'>) => void;
  newId: () => string;
};

export type MetadataOffers = {
  /** The handler of `offerMetadata`. Throws AppError REQUEST_UNKNOWN, and what describing and reaching the page throw. */
  offer(body: { id: string; tabId: number | null }): Promise<void>;
  /** The outcome of an offer; may arrive twice. */
  ended(record: PromptRecord, outcome: Outcome): Promise<void>;
};

type About = Omit<OfferRecord, 'at' | 'state' | 'error'>;

/** Long enough for a person to read the wallet's explanation. */
const OFFER_PATIENCE_MS = 300_000;

export function createMetadataOffers(parts: MetadataOffersParts): MetadataOffers {
  const { bridge, tabs, describeChain, announce, newId } = parts;

  async function keep(about: About, now: Pick<OfferRecord, 'state' | 'error'>): Promise<void> {
    await writeOffer({ ...about, at: Date.now(), ...now });
    announce('offers');
  }

  const aboutOf = ({
    id,
    wallet,
    genesisHash,
    plan,
  }: SigningRequest): Omit<About, 'operators'> => ({
    requestId: id,
    wallet,
    genesisHash,
    specVersion: plan.runtime.specVersion,
  });

  return {
    async offer({ id, tabId }) {
      const request = await readRequest(id);
      if (request === null) throw new AppError('REQUEST_UNKNOWN', { id });
      const { wallet, origin } = request;
      let about: About = { ...aboutOf(request), operators: [] };
      try {
        const { definition, operators } = await describeChain();
        about = { ...about, operators };
        // Written before the wallet is asked: one that has the metadata already answers at once.
        await keep(about, { state: 'asked', error: null });
        const offer = { requestId: id, wallet, promptId: newId(), origin, tabId, definition };
        await offerMetadata({ ...offer, patienceMs: OFFER_PATIENCE_MS }, { bridge, tabs });
      } catch (error) {
        await keep(about, { state: 'failed', error: toWireError(error) });
        throw error;
      }
    },

    async ended({ wallet, ownerId }, outcome) {
      if (wallet === null) return;
      const about = (await readOffers()).find(
        (offer) => offer.wallet === wallet && offer.requestId === ownerId,
      );
      if (about === undefined) return;
      if (!outcome.ok) await keep(about, { state: 'failed', error: outcome.error });
      else if (outcome.answer.kind === 'provide-metadata') {
        const { isTaken } = outcome.answer;
        await keep(about, { state: isTaken ? 'taken' : 'declined', error: null });
      }
    },
  };
}
