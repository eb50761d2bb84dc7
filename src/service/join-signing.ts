// Gives signing what it needs of the other parts, and hands it what comes back from wallets. Decides nothing.
import { assembleExtrinsic } from '../chain/assemble-extrinsic.ts';
import { verifySignature } from '../chain/verify-signature.ts';
import { currentNetwork } from '../networks.ts';
import { announce } from '../protocol.ts';
import { createSigning, type Signing } from '../signing/create-signing.ts';
import { planning } from '../signing/planning.ts';
import { readAccount } from '../store/accounts.ts';
import { changeRequest, readRequest, readRequests } from '../store/requests.ts';
import { readSettings } from '../store/settings.ts';
import { askForSigning } from '../wallet/ask-for-signing.ts';
import type { MeetingTabs } from '../wallet/meeting-tabs.ts';
import type { WalletBridge } from '../wallet/wallet-bridge.ts';
import { confirmAccount } from './account-book.ts';
import { reportBackgroundError, type NodeReading } from './create-reading.ts';
import type { MetadataOffers } from './metadata-offers.ts';

export function joinSigning(
  reading: NodeReading,
  bridge: WalletBridge,
  tabs: MeetingTabs,
  offers: MetadataOffers,
  requestsChanged: () => void,
): Signing {
  const signing = createSigning({
    chain: () => reading.live.withClient(async (client) => client),
    network: async () => currentNetwork(await readSettings()),
    signatures: { verifySignature, assembleExtrinsic },
    store: { list: () => readRequests(), read: readRequest, change: changeRequest },
    planning,
    askWallet: (ask) => askForSigning(ask, { bridge, tabs }),
    forgetAsk: (askId) => bridge.forget(askId),
    isAskHeld: (askId) => bridge.isHeld(askId),
    readSources: async (coldkey) => (await readAccount(coldkey))?.sources ?? [],
    confirmAccount: async (coldkey, at) => {
      if (await confirmAccount(coldkey, at)) announce('accounts');
    },
    announce: requestsChanged,
    now: Date.now,
    newId: () => crypto.randomUUID(),
    report: reportBackgroundError,
  });
  bridge.onOutcome('signing', async (record, outcome) => {
    if (record.kind === 'provide-metadata') {
      await offers.ended(record, outcome);
    } else if (!outcome.ok) {
      await signing.walletAnswered(record.askId, { ok: false, error: outcome.error });
    } else if (outcome.answer.kind === 'sign-payload') {
      const { signature, signedTransaction } = outcome.answer;
      await signing.walletAnswered(record.askId, { ok: true, signature, signedTransaction });
    }
  });
  return signing;
}
