// The strips above everything: a test network, and what limits the figures now.
import type { ComponentChildren } from 'preact';
import { ageText } from './words/format.ts';
import { nodeDiffers } from './core/freshness.ts';
import { cleanName, t, tCount } from './core/text.ts';
import { Icon, type IconName } from './ui/icon.tsx';
import { usePanel } from './core/panel-context.ts';

type StripProps = {
  tone: 'notice' | 'warning' | 'red';
  icon: IconName;
  children: ComponentChildren;
};

function Strip({ tone, icon, children }: StripProps) {
  return (
    <p class={`strip strip-${tone}`}>
      <Icon name={icon} small />
      <span class="grow">{children}</span>
    </p>
  );
}

export function Strips() {
  const { store, portfolio, freshness, router } = usePanel();
  const network = store.network.value;
  const current = freshness.value;
  const setAside = store.setAside.value.length;
  const unread = portfolio.value.value?.unread.length ?? 0;
  const counted = portfolio.coldkeys.value.length;
  return (
    <div role="status">
      {!network.isReal && (
        <Strip tone="notice" icon="info">
          {t('notRealTao', cleanName(network.name).toUpperCase())}
        </Strip>
      )}
      {current.state === 'offline' && (
        <Strip tone="warning" icon="offline">
          {current.age === null ? t('offlineNoFigures') : t('offlineAsOf', ageText(current.age))}{' '}
          <button type="button" onClick={() => router.go({ name: 'settings' })}>
            {t('why')}
          </button>
        </Strip>
      )}
      {setAside > 0 && (
        <Strip tone="warning" icon="alert">
          {tCount('setAsideStrip', setAside)}{' '}
          <button type="button" onClick={() => router.go({ name: 'settings' })}>
            {t('why')}
          </button>
        </Strip>
      )}
      {unread > 0 && (
        <Strip tone="warning" icon="alert">
          {tCount('partialAccounts', counted, String(counted - unread))}
        </Strip>
      )}
      {nodeDiffers(store.snapshot.value?.proof ?? null) && (
        <Strip tone="red" icon="stop">
          {t('nodeDiffersStrip')}
        </Strip>
      )}
    </div>
  );
}
