// The ways to the main screens, beside everything where the window has room for them.
import type { Route } from './core/router.ts';
import { t } from './core/text.ts';
import { usePanel } from './core/panel-context.ts';
import { OpenDot } from './home/home-foot.tsx';
import { Icon, type IconName } from './ui/icon.tsx';
import { lazy } from './ui/lazy.tsx';

const AlertCount = lazy(() => import('./alerts/home-alerts.tsx').then((m) => m.AlertCount), null);

type Way = { route: Route; icon: IconName; words: string; of: readonly Route['name'][] };

export function Rail() {
  const { router, openRequest } = usePanel();
  const current = router.route.value.name;
  const ways: readonly Way[] = [
    { route: { name: 'home' }, icon: 'home', words: t('homeTitle'), of: ['home', 'subnet', 'fix'] },
    {
      route: { name: 'subnets' },
      icon: 'chart',
      words: t('subnetsTitle'),
      of: ['subnets', 'compare'],
    },
    {
      route: { name: 'who-decides' },
      icon: 'pie',
      words: t('whoDecidesTitle'),
      of: ['who-decides'],
    },
    {
      route: { name: 'performance' },
      icon: 'bars',
      words: t('performanceTitle'),
      of: ['performance'],
    },
    {
      route: { name: 'activity' },
      icon: 'list',
      words: t('activityTitle'),
      of: ['activity', 'request', 'change', 'entry'],
    },
    {
      route: { name: 'accounts' },
      icon: 'wallet',
      words: t('accountsTitle'),
      of: ['accounts', 'account', 'connect', 'watch'],
    },
    {
      route: { name: 'alerts' },
      icon: 'bell',
      words: t('alertsTitle'),
      of: ['alerts', 'new-alert', 'swap-advice'],
    },
    { route: { name: 'settings' }, icon: 'gear', words: t('settingsTitle'), of: ['settings'] },
  ];
  return (
    <nav class="rail" aria-label={t('waysOn')}>
      {ways.map(({ route, icon, words, of }) => (
        <button
          key={route.name}
          type="button"
          class="rail-way"
          aria-current={of.includes(current) ? 'page' : undefined}
          onClick={() => {
            router.home();
            if (route.name !== 'home') router.go(route);
          }}
        >
          <Icon name={icon} />
          <span class="grow">{words}</span>
          {route.name === 'activity' && openRequest.value !== null && <OpenDot />}
          {route.name === 'alerts' && <AlertCount />}
        </button>
      ))}
    </nav>
  );
}
