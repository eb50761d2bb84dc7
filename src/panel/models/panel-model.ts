// Builds all models once, keeps them fed while the panel is open, and disposes of them.
import { computed, effect, type ReadonlySignal } from '@preact/signals';
import type { Settings, SigningRequest } from '../../store/schema.ts';
import { createAction, type Action } from './action.ts';
import { followArchive } from './archive-asking.ts';
import { createClock, type Clock } from './clock.ts';
import { createConnectModel, type ConnectModel } from './connect-model.ts';
import { createExitsModel, type ExitsModel } from './exits-model.ts';
import { createNamesModel, type NamesModel } from './names-model.ts';
import { needsOf, type Need } from './needs.ts';
import type { PanelDeps } from './panel-deps.ts';
import { createPortfolioModel, type PortfolioModel } from './portfolio-model.ts';
import { isFinished, openRequestOf, pinnedRequestOf } from './request-view.ts';
import { createRouter, type Router } from './router.ts';
import { freshnessOf, type Freshness } from './status.ts';
import { createStoreModel, type StoreModel } from './store-model.ts';
import { createSubnetsModel, type SubnetsModel } from './subnets-model.ts';

export type PanelModel = {
  deps: PanelDeps;
  store: StoreModel;
  router: Router;
  clock: Clock;
  names: NamesModel;
  portfolio: PortfolioModel;
  subnets: SubnetsModel;
  connect: ConnectModel;
  freshness: ReadonlySignal<Freshness>;
  needs: ReadonlySignal<readonly Need[]>;
  /** The request that waits for the user or the chain. */
  openRequest: ReadonlySignal<SigningRequest | null>;
  /** That, or the newest outcome that was not put away: on top of home. */
  pinnedRequest: ReadonlySignal<SigningRequest | null>;
  exits: ExitsModel;
  /** The user has read it. */
  dismissNotice: () => void;
  refreshing: Action;
  saving: Action;
  saveSettings: (patch: Partial<Settings>) => void;
  /** Hears what changes in the store until the signal aborts; before `load`, so that nothing is missed in between. */
  listen: (signal: AbortSignal) => void;
  /** Reads the store; what it shows then is the first paint. */
  load: () => Promise<void>;
  /** Ticks and asks for fresh figures until the signal aborts. */
  follow: (signal: AbortSignal) => void;
};

export function createPanelModel(deps: PanelDeps, defaults: Settings): PanelModel {
  const store = createStoreModel(deps, defaults);
  const router = createRouter();
  const clock = createClock(deps.now);
  const names = createNamesModel(deps, store);
  const portfolio = createPortfolioModel(store, names);
  const subnets = createSubnetsModel(store, names, portfolio);
  const connect = createConnectModel(deps, store);
  const refreshing = createAction();
  const saving = createAction();
  const openRequest = computed(() => openRequestOf(store.requests.value));

  let landedOn: { request: string | null; connection: string | null } = {
    request: null,
    connection: null,
  };

  /** Reopening τ lands on what is open: a connection in progress, else a request that waits for the user. */
  function land(): void {
    const connection = store.connection.peek();
    const request = openRequest.peek();
    if (connection && connection.state !== 'done') router.go({ name: 'connect' });
    else if (request) router.go({ name: 'request', id: request.id });
    landedOn = { request: request?.id ?? null, connection: connection?.id ?? null };
  }

  /** Nothing begun is on the screen: home, or a request that is over. */
  function isIdle(): boolean {
    const route = router.route.peek();
    if (route.name !== 'request') return route.name === 'home';
    const shown = store.requests.peek().find(({ id }) => id === route.id);
    return shown === undefined || isFinished(shown.state);
  }

  /** The side panel opens in the click that connects or makes the request, and may be here before that is stored. */
  function takeOver(closing: AbortSignal): void {
    let { request: last, connection: lastConnection } = landedOn;
    const stop = effect(() => {
      const connection = store.connection.value;
      const connecting = connection?.state === 'done' ? null : (connection?.id ?? null);
      if (connecting !== null && connecting !== lastConnection && isIdle()) {
        router.go({ name: 'connect' });
      }
      lastConnection = connection?.id ?? null;
      const open = openRequest.value;
      // Whose turn has come waits on top of home: nobody is taken away from what they read.
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
    subnets,
    connect,
    openRequest,
    pinnedRequest: computed(() => pinnedRequestOf(store.requests.value)),
    exits: createExitsModel(deps, store, router),
    dismissNotice() {
      // Where this fails the notice stays and can be put away again.
      void deps.call('dismissNotice', null).catch(() => undefined);
    },
    refreshing,
    saving,
    freshness: computed(() =>
      freshnessOf(store.snapshot.value?.snapshot ?? null, store.node.value, clock.now.value),
    ),
    needs: computed(() => {
      const record = store.snapshot.value;
      const { smallUnderRao } = store.settings.value;
      return record === null
        ? []
        : needsOf(record.snapshot, portfolio.coldkeys.value, smallUnderRao);
    }),

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
      land();
    },

    follow(closing) {
      // Validators' names, for rows and sentences that are shown already by their addresses.
      void names.recall(portfolio.value.peek()?.subnets.map(({ netuid }) => netuid) ?? []);
      const ticking = setInterval(clock.tick, 1_000);
      closing.addEventListener('abort', () => clearInterval(ticking), { once: true });
      void refreshing.run(() => deps.call('refresh', null));
      if (store.names.peek() === null) {
        // Without names there are numbers; the strip says when the node cannot be reached.
        void deps.call('readNames', null).catch(() => undefined);
      }
      const stop = effect(() => {
        if (store.connection.value?.state === 'failed' && router.route.peek().name === 'home') {
          router.go({ name: 'connect' });
        }
      });
      closing.addEventListener('abort', stop, { once: true });
      const stopAsking = followArchive({ deps, store, portfolio, clock });
      closing.addEventListener('abort', stopAsking, { once: true });
      if (deps.surface === 'side') takeOver(closing);
    },
  };
}
