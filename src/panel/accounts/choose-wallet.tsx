// The wallets that a page has, to choose one of.
import { useEffect } from 'preact/hooks';
import type { Connection } from '../../model/connection.ts';
import { cleanName, isolated, t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { offeredWallets, tellApart, walletNameOf } from '../core/wallet-names.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useConnect } from './connect-context.ts';
import { WalletBadge } from './wallet-badge.tsx';

/** The wallet that needs no choice: there is no other, and it is what its name says, as far as anybody can tell. */
export function onlyWallet({ wallets }: Pick<Connection, 'wallets'>): string | null {
  const [first, ...others] = offeredWallets(wallets);
  if (first === undefined || others.length > 0) return null;
  return walletNameOf(first.name).isLookalike ? null : first.name;
}

export function ChooseWallet({ connection }: { connection: Connection }) {
  const { names } = usePanel();
  const connect = useConnect();
  const ids = connection.wallets.map(({ name }) => name);
  const texts = tellApart(ids, names.wallet);
  const only = onlyWallet(connection);
  useEffect(() => {
    if (only !== null) connect.chooseWallet(only);
  }, [connection.id, only]);
  return (
    <div class="stack">
      <p class="soft small">{t('chooseWalletText')}</p>
      {offeredWallets(connection.wallets).map(({ name, maybe }) => (
        <div key={name} class="stack-s">
          <button
            type="button"
            class="button wallet-choice"
            onClick={() => connect.chooseWallet(name)}
          >
            <WalletBadge id={name} text={texts.get(name) ?? ''} />
            <bdi class="one-line grow">{texts.get(name)}</bdi>
            <Icon name="caret" small />
          </button>
          {maybe !== null && (
            <p class="small">{t('walletMaybeSame', { name: isolated(texts.get(maybe) ?? '') })}</p>
          )}
          {walletNameOf(name).isLookalike && (
            <p class="small">{t('walletLookalike', { name: isolated(cleanName(name)) })}</p>
          )}
        </div>
      ))}
      <div>
        <Button isSmall icon="refresh" onPress={() => connect.goOn('other-wallet')}>
          {t('wayLookAgain')}
        </Button>
      </div>
    </div>
  );
}
