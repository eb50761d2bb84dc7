// The screens about what is the user's: requests, accounts, connecting, settings; and the keys of all screens. They are
// loaded as one: each on its own would leave what two of them share in files so small that none of it packs well.
import type { Route } from './core/router.ts';
import { AccountsScreen } from './accounts/accounts-screen.tsx';
import { ConnectScreen } from './accounts/connect-screen.tsx';
import { WatchScreen } from './accounts/watch-screen.tsx';
import { AlertForm } from './alerts/alert-form.tsx';
import { AlertsScreen } from './alerts/alerts-screen.tsx';
import { SwapAdvice } from './alerts/swap-advice.tsx';
import { ActivityScreen } from './request/activity-screen.tsx';
import { ChangeScreen } from './request/change-screen.tsx';
import { EntryScreen } from './request/entry-screen.tsx';
import { RequestScreen } from './request/request-screen.tsx';
import { SettingsScreen } from './settings/settings-screen.tsx';
import { lazy } from './ui/lazy.tsx';

export { Keys } from './palette/keys.tsx';

// With the charts, which the others do without.
const RequestBeside = lazy(() => import('./request-beside.tsx').then((m) => m.RequestBeside), null);

const PerformanceScreen = lazy(() =>
  import('./performance/performance-screen.tsx').then((m) => m.PerformanceScreen),
);

type OwnRoute = Extract<
  Route,
  {
    name:
      | 'connect'
      | 'watch'
      | 'request'
      | 'change'
      | 'activity'
      | 'entry'
      | 'performance'
      | 'accounts'
      | 'account'
      | 'settings'
      | 'alerts'
      | 'new-alert'
      | 'swap-advice';
  }
>;

export function OwnScreen({ route }: { route: OwnRoute }) {
  switch (route.name) {
    case 'connect':
      return <ConnectScreen />;
    case 'watch':
      return <WatchScreen isForTicket={route.isForTicket === true} />;
    case 'request':
      return (
        <RequestScreen
          key={route.id}
          id={route.id}
          beside={(request) => <RequestBeside request={request} />}
        />
      );
    case 'change':
      return <ChangeScreen key={route.id} id={route.id} />;
    case 'activity':
      return <ActivityScreen />;
    case 'entry':
      return <EntryScreen key={`${route.block} ${route.place}`} {...route} />;
    case 'performance':
      return <PerformanceScreen subnet={route.subnet ?? null} />;
    case 'accounts':
    case 'account':
      return <AccountsScreen route={route} />;
    case 'alerts':
      return <AlertsScreen />;
    case 'new-alert':
      return <AlertForm netuid={route.netuid ?? null} id={route.id ?? null} />;
    case 'swap-advice':
      return <SwapAdvice />;
    case 'settings':
      return <SettingsScreen route={route} />;
  }
}
