// Builds all models once, keeps them fed while the panel is open, and disposes of them.
import { computed, effect } from '@preact/signals';
import type { Settings } from '../model/settings.ts';
import { createAction } from './core/action.ts';
import { followEarlierPrices } from './follow-earlier-prices.ts';
import { createClock } from './core/clock.ts';
import { createConnectModel, type ConnectModel } from './accounts/connect-model.ts';
import { createDraftsModel } from './core/drafts-model.ts';
import { createExitsModel, type ExitsModel } from './request/exits-model.ts';
import { createNamesModel } from './core/names-model.ts';
import type { PanelDeps } from './core/panel-deps.ts';
import { createPortfolioModel } from './core/portfolio-model.ts';
import { isFinished, openRequestOf, pinnedRequestOf, tellPinned } from './request/request-view.ts';
import { createRouter } from './core/router.ts';
import { freshnessOf } from './core/freshness.ts';
import type { Panel } from './core/panel-context.ts';
import { createCurrentPage } from './core/current-page.ts';
import { createStoreModel, FEW_REQUESTS } from './core/store-model.ts';

export type PanelModel = Panel & {
  connect: ConnectModel;
  exits: ExitsModel;
  /** Listens for changes of the store until the signal aborts. Call before `load`, so that none is missed. */
  listen: (signal: AbortSignal) => void;
  /** Reads the store for the first paint. */
  load: () => Promise<void>;
  /** Ticks and requests fresh figures until the signal aborts. */
  follow: (signal: AbortSignal) => void;
};

export function createPanelModel(deps: PanelDeps, defaults: Settings): PanelModel {
  const store = createStoreModel(deps, defaults);
  const router = createRouter();
  const clock = createClock(deps.now);
  const names = createNamesModel(deps, store);
  const portfolio = createPortfolioModel(store, names);
  const connect = createConnectModel(deps, store);
  const drafts = createDraftsModel(deps, store);
  const refreshing = createAction();
  const saving = createAction();
  const openRequest = computed(() => openRequestOf(store.requests.value));

  let shownAtStart: { request: string | null; connection: string | null } = {
    request: null,
    connection: null,
  };

  /** Opens on what is in progress: a connection, else a request that waits for the user, else an address being confirmed. */
  function land(): void {
    const connection = store.connection.peek();
    const request = openRequest.peek();
    const confirming = store.accounts
      .peek()
      .find(({ confirmation }) => confirmation?.state === 'asked');
    if (connection && connection.state !== 'done') router.go({ name: 'connect' });
    else if (request) router.go({ name: 'request', id: request.id });
    else if (confirming) router.go({ name: 'account', coldkey: confirming.coldkey });
    shownAtStart = { request: request?.id ?? null, connection: connection?.id ?? null };
  }

  /** Whether nothing in progress is shown: home, or a request that is over. */
  function isIdle(): boolean {
    const route = router.route.peek();
    if (route.name !== 'request') return route.name === 'home';
    const shown = store.requests.peek().find(({ id }) => id === route.id);
    return shown === undefined || isFinished(shown.state);
  }

  /** The side panel opens in the click that connects or submits, possibly before the result of the click is stored. */
  function takeOver(closing: AbortSignal): void {
    let { request: last, connection: lastConnection } = shownAtStart;
    const stop = effect(() => {
      const connection = store.connection.value;
      const connecting = connection?.state === 'done' ? null : (connection?.id ?? null);
      if (connecting !== null && connecting !== lastConnection && isIdle()) {
        router.go({ name: 'connect' });
      }
      lastConnection = connection?.id ?? null;
      const open = openRequest.value;
      // A queued request whose turn has come is pinned on home: it does not replace the screen being read.
      const id = open === null || open.state === 'queued' ? null : open.id;
      if (id !== null && id !== last && isIdle()) router.go({ name: 'request', id });
      last = id;
    });
    closing.addEventListener('abort', stop, { once: true });
  }

  return {
    deps,
    store,
    router,
    clock,
    names,
    portfolio,
    connect,
    drafts,
    currentPage: createCurrentPage(deps.browser),
    openRequest,
    pinnedRequest: computed(() => pinnedRequestOf(store.requests.value)),
    exits: createExitsModel(deps, store, router),
    dismissNotice() {
      // On failure the notice stays and can be dismissed again.
      void deps.call('dismissNotice', null).catch(() => undefined);
    },
    refreshing,
    saving,
    freshness: computed(() => freshnessOf(store.head.value, store.node.value, clock.now.value)),

    saveSettings(patch) {
      void saving.run(() => deps.call('saveSettings', patch));
    },

    listen(closing) {
      deps.onChange((change) => {
        void store.changed(change).then(() => {
          if (change === 'validators') void names.readAgain();
        });
      }, closing);
    },

    async load() {
      await store.load();
      if (!tellPinned(store.requests.peek(), FEW_REQUESTS)) await store.readRequests();
      land();
      if (router.route.peek().name !== 'home') await store.readSnapshot();
    },

    follow(closing) {
      // Validators' names, for positions that show addresses until then: home shows none before they are read.
      const stopNames = effect(() => {
        if (!store.isSnapshotRead.value) return;
        void names.recall(portfolio.sums.peek()?.subnets.map(({ netuid }) => netuid) ?? []);
      });
      closing.addEventListener('abort', stopNames, { once: true });
      deps.browser.onHide(drafts.flush, closing);
      const ticking = setInterval(clock.tick, 1_000);
      closing.addEventListener('abort', () => clearInterval(ticking), { once: true });
      void refreshing.run(() => deps.call('refresh', null));
      if (store.names.peek() === null) {
        // Without names, numbers are shown; the strip shows that the node is unreachable.
        void deps.call('readNames', null).catch(() => undefined);
      }
      const stop = effect(() => {
        if (store.connection.value?.state === 'failed' && router.route.peek().name === 'home') {
          router.go({ name: 'connect' });
        }
      });
      closing.addEventListener('abort', stop, { once: true });
      const stopReading = followEarlierPrices({ deps, store, portfolio, clock });
      closing.addEventListener('abort', stopReading, { once: true });
      if (deps.surface === 'side') takeOver(closing);
    },
  };
}
