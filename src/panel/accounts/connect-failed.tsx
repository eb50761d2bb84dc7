// Connecting that failed: what it came to, and the ways on.
import type { ErrorCode } from '../../errors.ts';
import type { Connection } from '../../model/connection.ts';
import { usePanel } from '../core/panel-context.ts';
import { isolated, t, type PlainSentence } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { errorText } from '../words/error-text.ts';
import { Site } from './choose-site.tsx';
import { useConnect } from './connect-context.ts';
import { otherWayFrom, walletSites, wayOnFrom, type WayOn } from './connect-model.ts';
import { WalletBadge } from './wallet-badge.tsx';

export const wayTexts: Record<WayOn, PlainSentence> = {
  'ask-permission': 'wayAskPermission',
  'ask-wallet-again': 'wayAskWalletAgain',
  'other-wallet': 'wayOtherWallet',
  'look-again': 'wayLookAgain',
  reload: 'wayReload',
  'start-again': 'wayStartAgain',
  'other-site': 'wayOtherSite',
  'watch-instead': 'wayWatchInstead',
};

/** Of a site that could not be reached, or may not be: its name is in the sentence. */
function whatFailed({ error, origin }: Connection): string {
  const site = isolated(origin);
  if (error?.code === 'PERMISSION_REFUSED') return t('connectRefused', { site });
  if (error?.code === 'TAB_UNREACHABLE') return t('connectUnreachable', { site });
  if (error?.code === 'PAGE_INTERFERES') return t('connectBlocked', { site });
  return error === null ? '' : errorText(error);
}

/** What it came to, as the screen’s title; of other errors: that there is no connection. */
const failedTitles: Partial<Record<ErrorCode, PlainSentence>> = {
  NO_WALLET_FOUND: 'connectTitleNoWallet',
  PERMISSION_REFUSED: 'connectTitleRefused',
  TAB_UNREACHABLE: 'connectTitleUnreachable',
  PAGE_INTERFERES: 'connectTitleBlocked',
  WALLET_PENDING: 'connectTitlePending',
  WALLET_REJECTED: 'connectTitleRejected',
  WALLET_LOCKED: 'connectTitleLocked',
  WALLET_ONLY_EVM: 'connectTitleUnusable',
  WALLET_ONLY_FOREIGN: 'connectTitleUnusable',
  WALLET_NO_ACCOUNTS: 'connectTitleNoAccounts',
};

export const failedTitle = ({ error }: Connection): PlainSentence =>
  (error !== null && failedTitles[error.code]) || 'connectTitleFailed';

/** The user can end these in the wallet: nothing is wrong. */
const waits: readonly ErrorCode[] = ['WALLET_PENDING', 'WALLET_LOCKED'];

export function DeadEnd({ connection }: { connection: Connection }) {
  const { router, deps } = usePanel();
  const connect = useConnect();
  if (connection.error === null) return null;
  const way = wayOnFrom(connection.error.code);
  const other = otherWayFrom(connection.error.code);
  return (
    <div class="stack">
      <Banner tone={waits.includes(connection.error.code) ? 'warning' : 'red'} isAlert>
        {whatFailed(connection)}
      </Banner>
      {way === 'other-site' && (
        <ul class="site-list">
          {walletSites
            .filter((origin) => origin !== connection.origin)
            .map((origin) => (
              <li key={origin}>
                <Site origin={origin} />
              </li>
            ))}
        </ul>
      )}
      <Button
        look={way === 'other-site' ? 'plain' : 'primary'}
        isWide
        onPress={() => connect.goOn(way)}
      >
        {t(wayTexts[way])}
      </Button>
      {connection.error.code === 'TAB_UNREACHABLE' && (
        <Button isWide icon="out" onPress={() => deps.browser.openLink(connection.origin)}>
          {t('openAndContinue')}
        </Button>
      )}
      {other !== null && (
        <Button isWide onPress={() => connect.goOn(other)}>
          {t(wayTexts[other])}
        </Button>
      )}
      {connection.error.code === 'WALLET_ONLY_EVM' && (
        <Button
          isWide
          onPress={() => {
            connect.goOn('watch-instead');
            router.replace({ name: 'watch' });
          }}
        >
          {t(wayTexts['watch-instead'])}
        </Button>
      )}
      {waits.includes(connection.error.code) && (
        <p class="soft small">{t('lookForWindowHidden')}</p>
      )}
      {connection.error.code === 'PERMISSION_REFUSED' && (
        <Banner tone="notice">
          <p>{t('siteSees')}</p>
        </Banner>
      )}
      {connection.error.code === 'NO_WALLET_FOUND' && <GetWallet />}
    </div>
  );
}

/** Where those wallets are offered for installing, by the id of each. */
const wallets: readonly (readonly [id: string, url: string])[] = [
  ['talisman', 'https://talisman.xyz'],
  ['subwallet-js', 'https://www.subwallet.app'],
  ['polkadot-js', 'https://polkadot.js.org/extension/'],
];

function GetWallet() {
  const { names, deps } = usePanel();
  return (
    <section class="stack-s get-wallet">
      <h2>{t('getWallet')}</h2>
      <ul class="site-list">
        {wallets.map(([id, url]) => (
          <li key={id}>
            <button type="button" class="pick" onClick={() => deps.browser.openLink(url)}>
              <span class="line">
                <WalletBadge id={id} text={names.wallet(id)} />
                <span class="strong">{names.wallet(id)}</span>
              </span>
              <span class="line small soft">
                {new URL(url).host}
                <Icon name="out" small />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
