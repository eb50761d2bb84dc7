// "Confirm this address", within the box that says why: a wallet shows by a signature that it holds the account; what was asked, and how it ended.
import { useEffect, useMemo } from 'preact/hooks';
import type { AccountSource, StoredAccount } from '../../model/account.ts';
import { createAction } from '../core/action.ts';
import { openSidePanelFor } from '../core/open-side-panel.ts';
import { usePanel } from '../core/panel-context.ts';
import { reachWallet } from '../core/reach-wallet.ts';
import { isolated, t } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { useStepFocus } from '../ui/use-focus.ts';
import { errorText } from './error-text.ts';

/** Of each wallet the site where it was seen last, the newest first. */
function newestPerWallet(sources: readonly AccountSource[]): AccountSource[] {
  const byWallet = new Map<string, AccountSource>();
  for (const source of sources.toSorted((a, b) => b.seenAt - a.seenAt)) {
    if (!byWallet.has(source.wallet)) byWallet.set(source.wallet, source);
  }
  return [...byWallet.values()];
}

/** The box’s title: what goes on, or what came of it. */
export function ConfirmTitle({ account: { confirmation } }: { account: StoredAccount }) {
  const { names } = usePanel();
  if (confirmation?.state === 'asked') {
    const wallet = isolated(names.wallet(confirmation.wallet));
    return <span class="breathes">{t('confirmAddressWaits', { wallet })}</span>;
  }
  const isWrong = confirmation?.error?.code === 'NOT_CONFIRMED';
  return <>{t(isWrong ? 'unconfirmedWrong' : 'unconfirmedTitle')}</>;
}

type Props = {
  account: StoredAccount;
  /** What a wallet will ask is said beside it. */
  isBrief?: boolean;
};

export function ConfirmAddress({ account, isBrief = false }: Props) {
  const { deps, names, currentPage } = usePanel();
  const asking = useMemo(createAction, []);
  const { coldkey, confirmation, sources } = account;
  useEffect(() => {
    void currentPage.look();
  }, []);
  // As the screen opens, its heading has the focus.
  useStepFocus(confirmation?.state, '.confirm-address button', false);
  const failure = asking.error.value ?? confirmation?.error ?? null;
  const named = confirmation && isolated(names.wallet(confirmation.wallet));

  if (confirmation?.state === 'asked') {
    return (
      <div class="stack-s confirm-address">
        <p role="status">{t('confirmAddressAsked')}</p>
        <div>
          <Button
            isSmall
            onPress={() => void asking.run(() => deps.call('cancelConfirmation', { coldkey }))}
          >
            {t('confirmAddressCancel')}
          </Button>
        </div>
      </div>
    );
  }

  const ask = ({ wallet, origin }: AccountSource) => {
    const { tabId, isAllowed } = reachWallet(deps.browser, currentPage.page.peek(), origin);
    const asked = asking.run(async () => {
      // Before the answer about the site: a popup closes for that question, and the background goes on from the answer.
      await deps.call('confirmAddress', { coldkey, wallet, origin, tabId });
      await isAllowed;
    });
    // The wallet's window closes a popup.
    openSidePanelFor(deps, asked);
  };
  return (
    <div class="stack-s confirm-address">
      {failure !== null && (
        <div class="stack-s" role="alert">
          {failure.code === 'NOT_CONFIRMED' && <p class="strong">{t('unconfirmedDontSend')}</p>}
          <p>{errorText(failure, named)}</p>
        </div>
      )}
      {failure === null && !isBrief && <p class="soft">{t('confirmAddressNote')}</p>}
      {newestPerWallet(sources).map((source) => (
        <div key={source.wallet}>
          <Button isSmall isDisabled={asking.isRunning.value} onPress={() => ask(source)}>
            {t('confirmAddress', { wallet: isolated(names.wallet(source.wallet)) })}
          </Button>
        </div>
      ))}
    </div>
  );
}
