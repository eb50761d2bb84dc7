// Where the wallet's window is, drawn, while it waits there for the user.
import type { SigningRequest } from '../../model/request.ts';
import { usePanel } from '../core/panel-context.ts';
import { isolated, t } from '../core/text.ts';

export function WalletPlace({ request }: { request: SigningRequest }) {
  const { names } = usePanel();
  return (
    <div class="wallet-place">
      <svg viewBox="0 0 104 64" aria-hidden="true">
        <rect class="drawn-page" x="1" y="1" width="102" height="62" rx="5" />
        <path
          class="drawn-text"
          d="M1 13h102M8 7h0.1M13 7h0.1M18 7h0.1M10 24h34M10 33h26M10 42h30"
        />
        <rect class="drawn-wallet" x="62" y="8" width="34" height="48" rx="4" />
        <path class="drawn-text" d="M69 19h20M69 27h14" />
        <path class="drawn-button" d="M70 46h18" />
      </svg>
      <p class="small soft">
        {t('walletWindow', { wallet: isolated(names.wallet(request.wallet)) })}
      </p>
    </div>
  );
}
