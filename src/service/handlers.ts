// The protocol's handlers: each method handed to the part that does it, and what follows from it announced.
import type { ChainClient } from '../chain/chain-client.ts';
import { toWireError } from '../errors.ts';
import type { MoveFacts } from '../model/facts.ts';
import type { Notice } from '../model/request.ts';
import type { Handlers } from '../messages.ts';
import { announce } from '../protocol.ts';
import { meetLimits } from '../signing/meet-limits.ts';
import type { SignatureBody, SignatureRequested } from '../signing/request-signature.ts';
import { readAccount } from '../store/accounts.ts';
import { editChange } from '../store/changes.ts';
import { dropExit, writeExits } from '../store/exits.ts';
import { writeNotice } from '../store/notice.ts';
import { eraseStore } from '../store/open-store.ts';
import { hasUnreadRequest, readRequestsSince } from '../store/known-requests.ts';
import { readRequestsOf } from '../store/requests.ts';
import { dropSetAside } from '../store/set-aside.ts';
import type { Connector } from '../wallet/connector.ts';
import { mayBeOnDevice } from '../model/device.ts';
import type { Ss58Address } from '../units.ts';
import type { WalletBridge } from '../wallet/wallet-bridge.ts';
import { createAccountLimits, limitsInForce } from './account-limits.ts';
import type { Books } from './books.ts';
import { createAlertHandlers } from './alert-handlers.ts';
import { addWatched, removeAccount, saveAccount } from './accounts.ts';
import type { Confirmations } from './confirm-address.ts';
import { changeSettings } from './change-settings.ts';
import { dropDraft, dropExitsDraft, keepDraft, linkDraft } from './drafts.ts';
import type { NodeReading } from './create-reading.ts';
import { createLongReading } from './long-reading.ts';
import type { MetadataOffers } from './metadata-offers.ts';
import { reportBackgroundError } from './report-background-error.ts';
import type { Proofs } from './proofs.ts';
import { emptyBadge } from './update-badge.ts';
import type { RowsInSight } from './rows-in-sight.ts';
import type { LazySigning } from './signing.ts';
import type { CheckRuntime } from './upgrade-guard.ts';

type HandlersParts = {
  reading: NodeReading;
  checkRuntime: CheckRuntime;
  proofs: Pick<Proofs, 'checkAnswers' | 'chooseStart' | 'startFromOperators'>;
  connector: Connector;
  bridge: Pick<WalletBridge, 'takeAnswer' | 'pageLeft'>;
  offers: MetadataOffers;
  confirmations: Pick<Confirmations, 'confirmAddress' | 'cancelConfirmation'>;
  books: Books;
  rows: Pick<RowsInSight, 'watch'>;
  signing: Pick<LazySigning, 'use' | 'useIfAlive'>;
  /** Reads the portfolio again where somebody looks at it. */
  refreshSoon: () => void;
  /** The settings may want another alarm. */
  reconsider: () => Promise<void>;
};

async function notify(notice: Notice | null): Promise<void> {
  await writeNotice(notice);
  announce('notice');
}

/** An account known with several kinds of key is queried with the longest, so that no fee is above the one shown, and as one that may be on a device if any is. */
async function keyOf(coldkey: Ss58Address): Promise<{ isEcdsa: boolean; isDevice: boolean }> {
  const sources = (await readAccount(coldkey))?.sources ?? [];
  return {
    isEcdsa: sources.some(({ keyType }) => keyType === 'ecdsa'),
    isDevice: sources.some(mayBeOnDevice),
  };
}

/** What the panel plans on is judged as signing judges it; orders that are only queued are counted by the ticket itself. */
const withLimits = (client: Pick<ChainClient, 'network'>, facts: MoveFacts): Promise<MoveFacts> =>
  meetLimits(
    {
      accountLimits: limitsInForce,
      store: {
        listOf: readRequestsOf,
        listSince: readRequestsSince,
        hasUnread: hasUnreadRequest,
      },
      now: Date.now,
    },
    client,
    facts,
    { instead: [], isNew: false },
  );

export function createHandlers(parts: HandlersParts): Handlers {
  const { reading, checkRuntime, proofs, connector, bridge, offers } = parts;
  const { signing, confirmations, rows, refreshSoon, reconsider } = parts;
  const { networkChanged, accountRemoved, ...books } = parts.books;
  const { live } = reading;
  const limits = createAccountLimits({ live, now: Date.now });

  /** The sender may be gone when this fails: a popup closes when its click opens the side panel. */
  async function requestOrNotify(body: SignatureBody): Promise<SignatureRequested> {
    await notify(null);
    try {
      const requested = await signing.use((it) => it.requestSignature(body));
      const { move, genesisHash } = body;
      const tidyUp = async (): Promise<void> => {
        if (await linkDraft(genesisHash, move, requested.id)) announce('drafts');
        if (move.kind === 'unstake-all' && (await dropExit(genesisHash, move))) announce('exits');
      };
      // The request is made: what cannot be tidied up behind it is no failure of the request.
      await tidyUp().catch(reportBackgroundError);
      return requested;
    } catch (error) {
      await notify({ at: Date.now(), error: toWireError(error), move: body.move });
      throw error;
    }
  }

  function accountsChanged(): void {
    announce('accounts');
    refreshSoon();
  }

  return {
    refresh: () => reading.refreshNow(),
    watchRows: async ({ window, netuids }) => rows.watch(window, netuids),

    startConnection: (body) => connector.startConnection(body),
    chooseWallet: (body) => connector.chooseWallet(body),
    keepAccounts: (body) => connector.keepAccounts(body),
    cancelConnection: (body) => connector.cancelConnection(body),
    permissionDecided: (body) => connector.permissionDecided(body),

    async addWatched(body) {
      const coldkey = await addWatched(body);
      accountsChanged();
      return { coldkey };
    },
    async saveAccount(body) {
      await saveAccount(body);
      accountsChanged();
    },
    async removeAccount({ coldkey }) {
      await confirmations.cancelConfirmation({ coldkey });
      await removeAccount(coldkey);
      await accountRemoved(coldkey);
      accountsChanged();
    },
    confirmAddress: (body) => confirmations.confirmAddress(body),
    cancelConfirmation: (body) => confirmations.cancelConfirmation(body),
    readAccountLimits: (of) => limits.read(of),
    async saveAccountLimits(body) {
      await limits.save(body);
      announce('accounts');
    },
    async saveSettings(patch) {
      await changeSettings(patch);
      await emptyBadge(patch);
      announce('settings');
      await live.networkChanged();
      await networkChanged();
      await reconsider();
      if (patch.favourites || patch.fiat || patch.badge) refreshSoon();
    },

    readNames: () => reading.readNames(),
    readValidators: async ({ netuid }) => {
      const { validators } = await reading.readValidators(netuid);
      return { validators };
    },
    readEmission: () => reading.readEmission(),
    readEarnings: ({ netuid }) => reading.readEarnings(netuid),
    readRootRates: () => reading.readRootRates(),
    readRootClaims: () => reading.readRootClaims(),
    checkAnswers: () => live.during(() => proofs.checkAnswers()),
    chooseStart: ({ text }) => proofs.chooseStart(text),
    startFromOperators: () => proofs.startFromOperators(),
    readEarlierPrices: ({ blocksAgo }) => reading.readEarlierPrices(blocksAgo),
    ...createLongReading(live),
    async readMoveFacts(query) {
      const whole = { ...query, ...(await keyOf(query.coldkey)) };
      return live.withClient(async (client) => {
        reading.ticketRead(client);
        return withLimits(client, await client.readMoveFacts(whole));
      });
    },
    async confirmDepth({ query, block }) {
      const whole = { ...query, ...(await keyOf(query.coldkey)) };
      const facts = await live.withClient(async (client) =>
        withLimits(client, await client.readMoveFacts(whole, block)),
      );
      return reading.second.confirmDepth(facts, whole);
    },
    checkRuntime: (body) => checkRuntime(body),
    simulate: ({ blockHash, queries }) =>
      live.withClient((client) => client.simulate(blockHash, queries)),

    requestSignature: (body) =>
      live.during(async () => {
        const requested = await requestOrNotify(body);
        const { askOnTab: tabId } = body;
        // A queued request asks no wallet: that takes the user's click when its turn has come.
        if (tabId !== null && !requested.isQueued) {
          // After the reply, with which a popup hands over to the side panel before the wallet's window closes it.
          // Where asking fails, the request stays a draft, and the user can ask from there.
          live
            .during(() => signing.use((it) => it.askWallet({ id: requested.id, tabId })))
            .catch(reportBackgroundError);
        }
        return requested;
      }),
    askWallet: (body) => live.during(() => signing.use((it) => it.askWallet(body))),
    offerMetadata: (body) => live.during(() => offers.offer(body)),
    cancelRequest: ({ id }) => signing.use((it) => it.cancelRequest(id)),
    async keepExits(queue) {
      await writeExits(queue);
      announce('exits');
      if (await dropExitsDraft(queue.genesisHash, queue.coldkey)) announce('drafts');
    },
    async keepDraft(draft) {
      await keepDraft(draft);
      announce('drafts');
    },
    async dropDraft({ key }) {
      if (await dropDraft(key)) announce('drafts');
    },
    async dismissChange(which) {
      await editChange(which, (change) => ({ ...change, dismissedAt: Date.now() }));
      announce('changes');
    },
    ...createAlertHandlers(reconsider),
    dismissNotice: () => notify(null),
    async startOver(body, sender) {
      // A reading under way would write into the new store; where the old one cannot be opened, none is.
      await books.cancelBooks(body, sender).catch(reportBackgroundError);
      await eraseStore();
      for (const change of ['settings', 'accounts', 'requests'] as const) announce(change);
    },
    async dropSetAside() {
      await dropSetAside();
      for (const change of ['accounts', 'requests', 'settings'] as const) announce(change);
    },
    ...books,
    dismissRequest: ({ id }) => signing.use((it) => it.dismissRequest(id)),

    pageAnswered: (body, sender) => live.during(() => bridge.takeAnswer(body, sender)),
    pageLeft: (body, sender) => bridge.pageLeft(body, sender),
  };
}
