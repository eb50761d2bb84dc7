// Connecting that failed: what it came to, and the ways on.
import type { Surface } from '../../browser.ts';
import type { ErrorCode } from '../../errors.ts';
import type { Connection } from '../../model/connection.ts';
import { usePanel, type Panel } from '../core/panel-context.ts';
import { isolated, t, type PlainSentence } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { errorText, happenedText, isOfWallet } from '../words/error-text.ts';
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

/** The site or the wallet that it is about is named in the sentence. */
export function whatFailed(
  { error, origin, wallet }: Connection,
  names: Pick<Panel['names'], 'wallet'>,
): string {
  const site = isolated(origin);
  if (error === null) return '';
  if (error.code === 'PERMISSION_REFUSED') return t('connectRefused', { site });
  if (error.code === 'TAB_UNREACHABLE') return t('connectUnreachable', { site });
  if (error.code === 'PAGE_INTERFERES') return t('connectBlocked', { site });
  if (!isOfWallet(error) || wallet === null) return errorText(error);
  const name = isolated(names.wallet(wallet));
  // Only accounts were asked for: no transaction could have been approved.
  const happened =
    error.code === 'WALLET_SILENT'
      ? t('connectSilent', { wallet: name })
      : happenedText(error, name);
  return `${happened} ${t('connectNothingAdded')}`;
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
  WALLET_FAILED: 'connectTitleWalletFailed',
};

export const failedTitle = ({ error }: Connection): PlainSentence =>
  (error !== null && failedTitles[error.code]) || 'connectTitleFailed';

/** Where the wallet’s window is; a popup, which that window closes, says how to come back too. */
export const windowHiddenText = (surface: Surface): PlainSentence =>
  surface === 'popup' ? 'lookForWindowHidden' : 'lookForWindowIcon';

/** The user can end these in the wallet: nothing is wrong. */
export const waitsForUser: readonly ErrorCode[] = ['WALLET_PENDING', 'WALLET_LOCKED'];

export function DeadEnd({ connection }: { connection: Connection }) {
  const { router, deps, names } = usePanel();
  const connect = useConnect();
  if (connection.error === null) return null;
  const way = wayOnFrom(connection.error.code);
  const other = otherWayFrom(connection.error.code);
  return (
    <div class="stack">
      <Banner tone={waitsForUser.includes(connection.error.code) ? 'warning' : 'red'} isAlert>
        {whatFailed(connection, names)}
      </Banner>
      {way === 'other-site' && (
        <ul class="site-list">
          {walletSites
            .filter((origin) => origin !== connection.origin)
            .map((origin) => (
              <li key={origin}>
                <Site origin={origin} isRecommended={origin === walletSites[0]} />
              </li>
            ))}
        </ul>
      )}
      {way === 'other-site' ? (
        <div>
          <LinkButton onPress={() => connect.goOn(way)}>{t('otherSiteLink')}</LinkButton>
        </div>
      ) : (
        <Button look="primary" isWide onPress={() => connect.goOn(way)}>
          {t(wayTexts[way])}
        </Button>
      )}
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
      {waitsForUser.includes(connection.error.code) && (
        <p class="soft small">{t(windowHiddenText(deps.surface))}</p>
      )}
      {connection.error.code === 'PERMISSION_REFUSED' && (
        <p class="soft small connect-sees">{t('siteSees')}</p>
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
