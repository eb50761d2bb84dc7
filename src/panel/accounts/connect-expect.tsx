// What is to come while a wallet is connected: a small drawing of its window, and what a website learns of it.
import type { Connection } from '../../model/connection.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { stepOf } from './connect-model.ts';
import { WalletBadge } from './wallet-badge.tsx';

type WindowProps = {
  /** null: none was chosen yet. */
  wallet: { id: string; text: string } | null;
  /** Named in its window, as wallets do; null: not chosen yet. */
  site: string | null;
};

/** A drawing, not a picture of any wallet: its mark, who asks, two accounts and two buttons. */
export function WalletWindow({ wallet, site }: WindowProps) {
  return (
    <div class="wallet-window" aria-hidden="true">
      <div class="wallet-window-bar">
        {wallet === null ? (
          <span class="wallet-badge wallet-badge-unknown">
            <Icon name="wallet" small />
          </span>
        ) : (
          <WalletBadge {...wallet} />
        )}
        {wallet === null ? (
          <span class="drawn drawn-name" />
        ) : (
          <bdi class="strong one-line">{wallet.text}</bdi>
        )}
      </div>
      {site === null ? (
        <span class="drawn drawn-site" />
      ) : (
        <bdi class="small soft one-line">{site}</bdi>
      )}
      <span class="wallet-window-account">
        <span class="drawn drawn-disc" />
        <span class="drawn drawn-line" />
      </span>
      <span class="wallet-window-account">
        <span class="drawn drawn-disc" />
        <span class="drawn drawn-line" />
      </span>
      <span class="wallet-window-ways">
        <span class="drawn drawn-way" />
        <span class="drawn drawn-way drawn-way-yes" />
      </span>
    </div>
  );
}

/** Beside the steps; below them before the wallet's window is open: later the room is theirs, and the window is drawn in its step. */
export function Expect({ connection }: { connection: Connection | null }) {
  const { names } = usePanel();
  const id = connection?.wallet ?? null;
  const isFailed = connection?.state === 'failed';
  const at = connection === null ? 'site' : stepOf(connection);
  // Its window was answered.
  const isOver = at === 'accounts' || connection?.state === 'done';
  // Where the steps have the room they stand beside it alone.
  const isBeside = isFailed || (at !== 'site' && at !== 'wallet');
  return (
    <aside
      class={`connect-expect ${isBeside ? 'connect-expect-later' : at === 'site' ? 'connect-expect-site' : 'connect-expect-wallet'}`}
    >
      {isOver ? (
        <>
          <h2>{t('connectTakesTitle')}</h2>
          <p class="small soft">{t('connectTakesText')}</p>
          <p class="small soft">{t('neverHoldsKeys')}</p>
          <h2>{t('connectSeesTitle')}</h2>
        </>
      ) : (
        <>
          <h2>{t('connectExpectTitle')}</h2>
          <WalletWindow
            wallet={id === null ? null : { id, text: names.wallet(id) }}
            site={connection?.origin ?? null}
          />
          <p class="small soft">{t('connectExpectText')}</p>
        </>
      )}
      <p class="small soft connect-sees-beside">{t('siteSees')}</p>
    </aside>
  );
}
