// All accounts in the user's order: what counts, what is hidden, what is only watched.
import { useMemo } from 'preact/hooks';
import type { ColdkeyValue } from '../../portfolio/portfolio-value.ts';
import { valuePortfolio } from '../../portfolio/value-portfolio.ts';
import type { StoredAccount } from '../../model/account.ts';
import { t } from '../core/text.ts';
import { AddressChip, AddressMark } from '../words/address-chip.tsx';
import { Tao } from '../words/amount.tsx';
import { Badge } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { usePanel } from '../core/panel-context.ts';
import { Screen } from '../ui/screen.tsx';

/** Those that count as they share in the sale of it all, the others each for itself. */
function useValues(): ReadonlyMap<string, ColdkeyValue> {
  const { store } = usePanel();
  const snapshot = store.snapshot.value?.snapshot;
  const accounts = store.accounts.value;
  return useMemo(() => {
    if (snapshot === undefined) return new Map();
    const isCounted = ({ isCounted: counts, isHidden }: StoredAccount) => counts && !isHidden;
    const keysOf = (some: readonly StoredAccount[]) => some.map(({ coldkey }) => coldkey);
    const groups = [
      keysOf(accounts.filter(isCounted)),
      ...accounts.filter((one) => !isCounted(one)).map((one) => keysOf([one])),
    ];
    const values = groups.flatMap((group) => valuePortfolio(snapshot, group).coldkeys);
    return new Map(values.map((value) => [value.coldkey, value]));
  }, [snapshot, accounts]);
}

function Line({ account, value }: { account: StoredAccount; value: ColdkeyValue | undefined }) {
  const { names, router } = usePanel();
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
          <AddressChip address={account.coldkey} />
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
  const values = useValues();
  return (
    <Screen title={t('accountsTitle')}>
      <ul class="rows">
        {store.accounts.value.map((account) => (
          <li key={account.coldkey}>
            <Line account={account} value={values.get(account.coldkey)} />
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
