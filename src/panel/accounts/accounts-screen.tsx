// The accounts: their list, or, in a wide window, the list and beside it the one that is chosen of it.
import { useRef } from 'preact/hooks';
import type { Ss58Address } from '../../units.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { isWideWindow } from '../core/wide-window.ts';
import { Screen } from '../ui/screen.tsx';
import { AccountList } from './account-list.tsx';
import { AccountDetails, AccountScreen } from './account-screen.tsx';

type Props = {
  /** Whose details are shown; null: where the list stands beside them, those of the first. */
  coldkey: Ss58Address | null;
  /** What of them is brought into sight; null: the top. */
  part: 'limits' | null;
};

export function AccountsScreen({ coldkey, part }: Props) {
  const { store, router, names } = usePanel();
  const accounts = store.accounts.value;
  const list = useRef<HTMLDivElement>(null);
  if (!isWideWindow.value || accounts.length === 0) {
    if (coldkey !== null) return <AccountScreen key={coldkey} coldkey={coldkey} part={part} />;
    return (
      <Screen title={t('accountsTitle')}>
        <AccountList
          shown={null}
          onPress={(pressed) => router.go({ name: 'account', coldkey: pressed })}
        />
      </Screen>
    );
  }
  const first = accounts.find(({ isCounted }) => isCounted) ?? accounts[0];
  const account = coldkey === null ? first : accounts.find((one) => one.coldkey === coldkey);
  // The others stay in sight; without any there is nothing to stay for.
  const leave = () => {
    if (accounts.length === 1) return router.back();
    router.replace({ name: 'accounts' });
    // The one that follows is shown from its beginning.
    list.current?.closest('.body')?.scrollTo(0, 0);
  };
  return (
    <Screen title={t('accountsTitle')}>
      <div class="padded accounts-parts">
        <div class="accounts-side" ref={list}>
          <AccountList
            shown={account?.coldkey ?? null}
            // The way back leads to where the list was opened.
            onPress={(pressed) => router.replace({ name: 'account', coldkey: pressed })}
          />
        </div>
        {account === undefined ? (
          <p class="soft">{t('accountGone')}</p>
        ) : (
          <section key={account.coldkey} class="stack account-one">
            <h2 class="account-title">
              <bdi>{names.coldkey(account.coldkey)}</bdi>
            </h2>
            <AccountDetails account={account} part={part} onLeave={leave} />
          </section>
        )}
      </div>
    </Screen>
  );
}
