// All accounts in the user's order, with those not counted, hidden or only watched marked.
import { useMemo, useState } from 'preact/hooks';
import type { ColdkeyValue } from '../../portfolio/portfolio-value.ts';
import { valuePortfolio } from '../../portfolio/value-portfolio.ts';
import type { StoredAccount } from '../../model/account.ts';
import { reordered } from './account-order.ts';
import { t } from '../core/text.ts';
import { AddressChip, AddressMark } from '../words/address-chip.tsx';
import { ValueRowEnd } from '../words/value-pair.tsx';
import { Badge } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { usePanel } from '../core/panel-context.ts';
import { Screen } from '../ui/screen.tsx';

/** Counted accounts are valued as sold together, the others each on its own. */
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
      {value && <ValueRowEnd value={value} />}
    </button>
  );
}

export function AccountsScreen() {
  const { store, router, saving, deps } = usePanel();
  const values = useValues();
  const accounts = store.accounts.value;
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  /** Small writes, with the same result when repeated. By keys the order is changed on an account’s own screen. */
  const dropOn = (target: string) => {
    const changed = dragged === null ? [] : reordered(accounts, dragged, target);
    void saving.run(async () => {
      for (const account of changed) await deps.call('saveAccount', account);
    });
  };
  return (
    <Screen title={t('accountsTitle')}>
      <ul>
        {accounts.map((account) => (
          <li
            key={account.coldkey}
            class={over === account.coldkey && dragged !== over ? 'drop-here' : ''}
            draggable={accounts.length > 1}
            onDragStart={() => setDragged(account.coldkey)}
            onDragOver={(event) => {
              if (dragged === null) return;
              // Without this nothing can be dropped here.
              event.preventDefault();
              setOver(account.coldkey);
            }}
            onDrop={(event) => {
              event.preventDefault();
              dropOn(account.coldkey);
            }}
            onDragEnd={() => {
              setDragged(null);
              setOver(null);
            }}
          >
            <Line account={account} value={values.get(account.coldkey)} />
          </li>
        ))}
      </ul>
      <div class="padded line line-wrap account-ways">
        <Button icon="wallet" onPress={() => router.go({ name: 'connect' })}>
          {t('connectMore')}
        </Button>
        <Button icon="view" onPress={() => router.go({ name: 'watch' })}>
          {t('watchAddress')}
        </Button>
      </div>
    </Screen>
  );
}
