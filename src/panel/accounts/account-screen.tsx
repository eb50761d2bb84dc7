// One account: its address and value, what it holds, what is set for it, its limits. In a small window in parts under tabs.
import type { StoredAccount } from '../../model/account.ts';
import type { Ss58Address } from '../../units.ts';
import { errorText } from '../words/error-text.ts';
import { t } from '../core/text.ts';
import { AccountLimitsCard } from './account-limits.tsx';
import { AccountHoldings, AccountValue } from './account-holdings.tsx';
import { OwnSettings, Remove, type DetailsProps } from './account-settings.tsx';
import { accountTabs, useAccountTab, type AccountRoute } from './account-tabs.ts';
import { Banner } from '../ui/banner.tsx';
import { LinkButton } from '../ui/button.tsx';
import { usePanel } from '../core/panel-context.ts';
import { Screen } from '../ui/screen.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { useStepFocus } from '../ui/use-focus.ts';
import { Sources } from './account-sources.tsx';
import { HowKnown } from './how-known.tsx';

/** Whose address it is, and what it is worth. */
function Head({ account }: { account: StoredAccount }) {
  const { saving } = usePanel();
  // The button that asked is gone when the address is confirmed.
  useStepFocus(account.confirmedAt, 'h1');
  return (
    <>
      <HowKnown account={account} />
      {saving.error.value !== null && (
        <Banner tone="red" isAlert>
          {errorText(saving.error.value)}
        </Banner>
      )}
      <AccountValue coldkey={account.coldkey} />
    </>
  );
}

function Positions({ coldkey, isCutSaid }: { coldkey: Ss58Address; isCutSaid: boolean }) {
  const { router } = usePanel();
  const exitSeveral = () =>
    router.go({
      name: 'ticket',
      start: { kind: 'exit-several', coldkey, hotkey: null, netuid: null },
    });
  return (
    <AccountHoldings
      coldkey={coldkey}
      isCutSaid={isCutSaid}
      act={<LinkButton onPress={exitSeveral}>{t('kindExitSeveral')}</LinkButton>}
    />
  );
}

function Limits({ account, sought }: Omit<DetailsProps, 'onLeave'>) {
  if (account.sources.length === 0) return null;
  return <AccountLimitsCard coldkey={account.coldkey} isSought={sought?.part === 'limits'} />;
}

/** In a large window: what it has, and what is set for it. */
export function AccountDetails(props: DetailsProps & { isCutSaid: boolean }) {
  const { account, isCutSaid } = props;
  return (
    <div class="account-parts">
      <div class="stack">
        <Head account={account} />
        <Positions coldkey={account.coldkey} isCutSaid={isCutSaid} />
      </div>
      <div class="stack">
        <OwnSettings {...props} />
        <Limits {...props} />
        <Sources account={account} />
        <Remove {...props} />
      </div>
    </div>
  );
}

type AloneProps = { account: StoredAccount; route: AccountRoute };

/** In a small one its parts are under tabs: nobody looks for settings below all that it has. */
function AccountAlone({ account, route }: AloneProps) {
  const { names, router } = usePanel();
  const [open, setOpen, sought] = useAccountTab(route);
  const tabs = accountTabs.filter((key) => key !== 'limits' || account.sources.length > 0);
  // Its last wallet may be gone meanwhile.
  const tab = tabs.includes(open) ? open : 'positions';
  const parts = { account, sought, onLeave: router.back };
  return (
    <div class="padded stack account-alone">
      <Head account={account} />
      <Tabs
        label={names.coldkey(account.coldkey)}
        tabs={tabs.map((key) => ({ key, text: t(`accountTab_${key}`) }))}
        value={tab}
        onChange={setOpen}
      >
        {tab === 'positions' && <Positions coldkey={account.coldkey} isCutSaid={false} />}
        {tab === 'settings' && (
          <>
            <OwnSettings {...parts} />
            <Sources account={account} />
            <Remove {...parts} />
          </>
        )}
        {tab === 'limits' && <Limits {...parts} />}
      </Tabs>
    </div>
  );
}

type Props = { route: AccountRoute };

/** Alone, where there is no room for the list beside it. */
export function AccountScreen({ route }: Props) {
  const { store, names } = usePanel();
  const { coldkey } = route;
  const account = store.accounts.value.find((one) => one.coldkey === coldkey);
  return (
    <Screen title={<bdi>{names.coldkey(coldkey)}</bdi>}>
      {account ? (
        <AccountAlone account={account} route={route} />
      ) : (
        <p class="padded soft">{t('accountGone')}</p>
      )}
    </Screen>
  );
}
