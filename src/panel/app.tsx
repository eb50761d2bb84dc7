// Chooses what is shown: a store failure, the first run, one screen, or home beside a screen.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import type { PanelModel } from './panel-model.ts';
import { hasWidth } from './core/has-width.ts';
import type { Route } from './core/router.ts';
import { isWideWindow } from './core/wide-window.ts';
import { errorText } from './words/error-text.ts';
import { t } from './core/text.ts';
import { Banner } from './ui/banner.tsx';
import { Button } from './ui/button.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Home } from './home/home.tsx';
import { lazy } from './ui/lazy.tsx';
import { Rail } from './rail.tsx';
import { ConnectContext } from './accounts/connect-context.ts';
import { ExitsContext } from './request/exits-context.ts';
import { PanelContext } from './core/panel-context.ts';
import { WayBackContext } from './ui/way-back.ts';
import { WayOut } from './way-out.tsx';
import { Strips } from './strips.tsx';

// Home is in the entry bundle; other screens load when shown, or shortly after the first paint.
const CompareScreen = lazy(() =>
  import('./subnets/compare-screen.tsx').then((m) => m.CompareScreen),
);
const WhoDecidesScreen = lazy(() =>
  import('./emission/who-decides-screen.tsx').then((m) => m.WhoDecidesScreen),
);
const Keys = lazy(() => import('./own-screens.tsx').then((m) => m.Keys), null, true);
const OwnScreen = lazy(() => import('./own-screens.tsx').then((m) => m.OwnScreen));
// Who has accounts does without it.
const FirstRun = lazy(() => import('./accounts/first-run.tsx').then((m) => m.FirstRun));
const FixScreen = lazy(() => import('./home/fix-screen.tsx').then((m) => m.FixScreen));
const OverviewPane = lazy(() => import('./home/overview-pane.tsx').then((m) => m.OverviewPane));
const SubnetScreen = lazy(() => import('./subnet/subnet-screen.tsx').then((m) => m.SubnetScreen));
const SubnetsScreen = lazy(() =>
  import('./subnets/subnets-screen.tsx').then((m) => m.SubnetsScreen),
);
const TicketScreen = lazy(() => import('./ticket/ticket-screen.tsx').then((m) => m.TicketScreen));

/** From this width on, a rail is beside home and the screen. */
const isWidest = hasWidth('90rem');

/** Home alone does without the picture of the chain: before any other screen it is read. */
function Screens({ route, panel: { store } }: { route: Route; panel: PanelModel }) {
  const isReady = route.name === 'home' || store.isSnapshotRead.value;
  useEffect(() => {
    if (!isReady) void store.readSnapshot();
  }, [isReady]);
  return isReady ? <Current route={route} /> : <div class="screen" aria-busy="true" />;
}

function Current({ route }: { route: Route }) {
  switch (route.name) {
    case 'home':
      return <Home />;
    case 'subnets':
      return <SubnetsScreen />;
    case 'compare':
      return <CompareScreen netuids={route.netuids} />;
    case 'who-decides':
      return <WhoDecidesScreen />;
    case 'subnet':
      return <SubnetScreen key={route.netuid} netuid={route.netuid} />;
    case 'ticket':
      // Another ticket needs another model, even directly after this one.
      return <TicketScreen key={JSON.stringify(route.start)} start={route.start} />;
    case 'fix':
      return <FixScreen />;
    default:
      return <OwnScreen route={route} />;
  }
}

function StoreFailed({ panel }: { panel: PanelModel }) {
  const error = panel.store.error.value;
  if (error === null) return null;
  return (
    <main class="screen">
      <div class="body padded stack">
        <h1>{t('storeFailedTitle')}</h1>
        <Banner tone="red" isAlert>
          {errorText(error)}
        </Banner>
        <Button look="primary" onPress={() => globalThis.location.reload()}>
          {t('reload')}
        </Button>
        <WayOut deps={panel.deps} />
      </div>
    </main>
  );
}

function Panes({ panel }: { panel: PanelModel }) {
  const route = panel.router.route.value;
  const hasAccounts = panel.store.accounts.value.length > 0;
  if (!hasAccounts && route.name === 'home') return <FirstRun />;
  // Connecting is one card from its first step to its last: what is added on the way opens no home beside it.
  const isAlone = !hasAccounts || route.name === 'connect';
  if (!isWideWindow.value || isAlone) return <Screens route={route} panel={panel} />;
  const isHome = route.name === 'home';
  const hasRail = isWidest.value;
  return (
    <div class="panes panes-wide">
      {hasRail && <Rail />}
      <div class="pane pane-list">
        <Home isBeside={!isHome} hasOverview={isHome} hasRail={hasRail} />
      </div>
      <div class="pane">{isHome ? <OverviewPane /> : <Screens route={route} panel={panel} />}</div>
    </div>
  );
}

/** The contexts that the screens share. */
function Provided({ panel, children }: { panel: PanelModel; children: ComponentChildren }) {
  return (
    <PanelContext.Provider value={panel}>
      <WayBackContext.Provider value={panel.router}>
        <ConnectContext.Provider value={panel.connect}>
          <ExitsContext.Provider value={panel.exits}>{children}</ExitsContext.Provider>
        </ConnectContext.Provider>
      </WayBackContext.Provider>
    </PanelContext.Provider>
  );
}

export function App({ panel }: { panel: PanelModel }) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (!panel.router.canGoBack.peek()) return;
      // In a popup Escape would close the window; it goes one screen back instead.
      event.preventDefault();
      panel.router.back();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  const { theme } = panel.store.settings.value;
  // Before the first paint, so that the other theme does not flash.
  useLayoutEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return (
    <Provided panel={panel}>
      <div class="app">
        <Strips />
        {panel.store.error.value !== null ? (
          <StoreFailed panel={panel} />
        ) : (
          <ErrorBoundary onReset={panel.router.home} wayOut={<WayOut deps={panel.deps} />}>
            <Panes panel={panel} />
            <Keys />
          </ErrorBoundary>
        )}
      </div>
    </Provided>
  );
}
