// All accounts in the user's order: what counts, what is hidden, what is only watched.
import type { StoredAccount } from '../../store/schema.ts';
import { t } from '../text.ts';
import { Address, AddressMark } from './address-chip.tsx';
import { Tao } from './amount.tsx';
import { Badge } from './banner.tsx';
import { Button } from './button.tsx';
import { usePanel } from './panel-context.ts';
import { Screen } from './screen.tsx';

function Line({ account }: { account: StoredAccount }) {
  const { names, router, portfolio } = usePanel();
  const value = portfolio.value.value?.coldkeys.find(({ coldkey }) => coldkey === account.coldkey);
  return (
    <button
      type="button"
      class="row"
      onClick={() => router.go({ name: 'account', coldkey: account.coldkey })}
    >
      <span>
        <span class="row-name">
          <AddressMark address={account.coldkey} />
          <bdi class="one-line">{names.coldkey(account.coldkey)}</bdi>
        </span>
        <span class="row-sub">
          <Address address={account.coldkey} />
          {account.sources.length === 0 && <Badge>{t('watchOnly')}</Badge>}
          {account.isHidden && <Badge>{t('hiddenAccount')}</Badge>}
          {!account.isCounted && <Badge>{t('notCounted')}</Badge>}
        </span>
      </span>
      {value && (
        <span class="row-end">
          <span>
            <Tao rao={value.spot} decimals={2} /> <span class="small quiet">{t('spotShort')}</span>
          </span>
          <span class="minor">
            <Tao rao={value.sellable} decimals={2} /> <span class="quiet">{t('nowShort')}</span>
          </span>
        </span>
      )}
    </button>
  );
}

export function AccountsScreen() {
  const { store, router } = usePanel();
  return (
    <Screen title={t('accountsTitle')}>
      <ul class="rows">
        {store.accounts.value.map((account) => (
          <li key={account.coldkey}>
            <Line account={account} />
          </li>
        ))}
      </ul>
      <div class="padded stack">
        <Button isWide icon="wallet" onPress={() => router.go({ name: 'connect' })}>
          {t('connectMore')}
        </Button>
        <Button isWide icon="view" onPress={() => router.go({ name: 'watch' })}>
          {t('watchAddress')}
        </Button>
      </div>
    </Screen>
  );
}
