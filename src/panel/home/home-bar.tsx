// The top line of home: whose stake, search, hide amounts, side panel, settings.
import { t } from '../core/text.ts';
import type { Ss58Address } from '../../units.ts';
import { ValuePart } from '../words/value-pair.tsx';
import { AddressMark } from '../words/address-chip.tsx';
import { IconButton } from '../ui/button.tsx';
import { lazy } from '../ui/lazy.tsx';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import { usePanel } from '../core/panel-context.ts';
import { exitEverything, whoExits } from './exit-everything.ts';

const KnownMark = lazy(() => import('./home-later.tsx').then((m) => m.KnownMark), null);

/** `hasRail`: a rail has the way to the settings. */
export function HomeBar({ hasRail }: { hasRail: boolean }) {
  const { portfolio, names, router, store, saveSettings, deps } = usePanel();
  const accounts = portfolio.shownAccounts.value;
  const chosen = portfolio.chosen.value;
  const counted = portfolio.counted.value;
  const isOwn = counted.some(({ isCounted }) => isCounted);
  const all = t(isOwn ? 'allMine' : 'allFollowed', { accounts: String(counted.length) });
  const { hidesAmounts } = store.settings.value;
  const signing = accounts
    .filter(({ sources }) => sources.length > 0)
    .map(({ coldkey }) => coldkey);
  async function exit(): Promise<void> {
    const value = await portfolio.whole();
    const start = value && exitEverything(value, chosen, signing);
    if (start !== null) router.go({ name: 'ticket', start });
  }
  /** Of an account that counts, its part of what home shows. */
  const valueOf = (coldkey: Ss58Address) => {
    const part =
      chosen === null && portfolio.value.value?.coldkeys.find((one) => one.coldkey === coldkey);
    return (
      part && (
        <span class="small soft">
          <ValuePart rao={part.sellable} isWhole={part.isSellableWhole} />
        </span>
      )
    );
  };
  const items = (): MenuItem[] => [
    {
      key: 'all',
      content: <span class="grow">{all}</span>,
      isChosen: chosen === null,
      onPick: () => portfolio.choose(null),
    },
    ...accounts.map((account) => ({
      key: account.coldkey,
      content: (
        <>
          <AddressMark address={account.coldkey} />
          <span class="grow line menu-account">
            <bdi class="one-line">{names.coldkey(account.coldkey)}</bdi>
            <KnownMark account={account} />
          </span>
          {valueOf(account.coldkey)}
          {isOwn && !account.isCounted && <span class="small quiet">{t('notCounted')}</span>}
        </>
      ),
      isChosen: chosen === account.coldkey,
      onPick: () => portfolio.choose(account.coldkey),
    })),
    {
      key: 'accounts',
      content: <span class="grow menu-apart">{t('manageAccounts')}</span>,
      isChosen: false,
      onPick: () => router.go({ name: 'accounts' }),
    },
    {
      key: 'alerts',
      content: <span class="grow">{t('alertsTitle')}</span>,
      isChosen: false,
      onPick: () => router.go({ name: 'alerts' }),
    },
    ...(whoExits(portfolio.leaving.value, chosen, signing) !== null
      ? [
          {
            key: 'exit',
            content: <span class="grow bad">{t('exitEverything')}</span>,
            isChosen: false,
            onPick: () => void exit(),
          },
        ]
      : []),
  ];
  const only = portfolio.only.value?.coldkey ?? null;
  const label = only === null ? all : names.coldkey(only);
  return (
    <header class="bar">
      <div class="grow line">
        <Menu
          label={t('showingAccount', { account: label })}
          items={items}
          button={
            <>
              {only !== null && <AddressMark address={only} />}
              <bdi class="one-line">{label}</bdi>
            </>
          }
        />
      </div>
      <IconButton
        icon="search"
        label={t('searchSubnets')}
        onPress={() => router.go({ name: 'subnets' })}
      />
      <IconButton
        icon={hidesAmounts ? 'eye-off' : 'eye'}
        label={t('hideAmounts')}
        isPressed={hidesAmounts}
        onPress={() => saveSettings({ hidesAmounts: !hidesAmounts })}
      />
      {deps.surface === 'popup' && (
        <IconButton
          icon="panel"
          label={t('openSidePanel')}
          onPress={() => {
            void deps.browser.openSidePanel().then((isOpen) => {
              if (isOpen) deps.browser.closeWindow();
              else deps.browser.openFullTab();
            });
          }}
        />
      )}
      {deps.surface === 'side' && (
        <IconButton icon="expand" label={t('openFullTab')} onPress={deps.browser.openFullTab} />
      )}
      {!hasRail && (
        <IconButton
          icon="gear"
          label={t('settingsTitle')}
          onPress={() => router.go({ name: 'settings' })}
        />
      )}
    </header>
  );
}
