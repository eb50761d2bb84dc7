// The accounts: their list, or, in a wide window, the list and beside it the one that is chosen of it.
import { useRef } from 'preact/hooks';
import type { Ss58Address } from '../../units.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import type { Route } from '../core/router.ts';
import { isWideWindow } from '../core/wide-window.ts';
import { Screen } from '../ui/screen.tsx';
import { AccountList } from './account-list.tsx';
import type { AccountPart } from './account-menu.tsx';
import { sumsOf, useValues } from './account-values.ts';
import { areCut } from '../words/cut-note.tsx';
import { AccountDetails, AccountScreen } from './account-screen.tsx';
import type { AccountRoute } from './account-tabs.ts';

type AccountsRoute = Extract<Route, { name: 'accounts' }>;

const routeTo = (coldkey: Ss58Address, part?: AccountPart): AccountRoute => ({
  name: 'account',
  coldkey,
  ...(part !== undefined && { part }),
});

function ListAlone() {
  const { router } = usePanel();
  return (
    <Screen title={t('accountsTitle')}>
      <AccountList
        values={useValues()}
        shown={null}
        onOpen={(opened, part) => router.go(routeTo(opened, part))}
      />
    </Screen>
  );
}

type BesideProps = { coldkey: Ss58Address | null; sought: AccountRoute | null };

/** Where the list stands beside the details and none is chosen, those of the first are shown. */
function ListAndOne({ coldkey, sought }: BesideProps) {
  const { store, router, names, portfolio } = usePanel();
  const values = useValues();
  const accounts = store.accounts.value;
  const list = useRef<HTMLDivElement>(null);
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
            values={values}
            shown={account?.coldkey ?? null}
            // The way back leads to where the list was opened.
            onOpen={(opened, part) => router.replace(routeTo(opened, part))}
          />
        </div>
        {account === undefined ? (
          <p class="soft">{t('accountGone')}</p>
        ) : (
          <section key={account.coldkey} class="stack account-one">
            <h2 class="account-title">
              <bdi>{names.coldkey(account.coldkey)}</bdi>
            </h2>
            <AccountDetails
              account={account}
              sought={sought}
              onLeave={leave}
              isCutSaid={areCut(sumsOf(values, portfolio.counted.value))}
            />
          </section>
        )}
      </div>
    </Screen>
  );
}

export function AccountsScreen({ route }: { route: AccountsRoute | AccountRoute }) {
  const { store } = usePanel();
  const sought = route.name === 'account' ? route : null;
  if (isWideWindow.value && store.accounts.value.length > 0)
    return <ListAndOne coldkey={sought?.coldkey ?? null} sought={sought} />;
  if (sought !== null) return <AccountScreen key={sought.coldkey} route={sought} />;
  return <ListAlone />;
}
