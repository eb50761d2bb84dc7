// Connecting: the choice of a site, then a stepper that follows the connection in the store.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ErrorCode } from '../../errors.ts';
import type { Connection } from '../../model/connection.ts';
import { errorText } from '../words/error-text.ts';
import { connectSteps, stepOf, type ConnectStep } from './connect-model.ts';
import { isolated, t, type PlainSentence } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { ChooseAccounts } from './choose-accounts.tsx';
import { ChooseSite } from './choose-site.tsx';
import { Done } from './connect-done.tsx';
import {
  DeadEnd,
  failedTitle,
  waitsForUser,
  wayTexts,
  windowHiddenText,
} from './connect-failed.tsx';
import { ChooseWallet } from './choose-wallet.tsx';
import { Expect, WalletWindow } from './connect-expect.tsx';
import { LaterSteps, Step, type StepState } from './connect-step.tsx';
import { useStepFocus } from '../ui/use-focus.ts';
import { usePanel } from '../core/panel-context.ts';
import { useConnect } from './connect-context.ts';
import { Screen } from '../ui/screen.tsx';

/** Something is waited for, and can be given up. */
const goesOn: readonly Connection['state'][] = ['opening-tab', 'looking', 'waiting-for-wallet'];

/** The browser did not let Taubar reach the site. */
const ofPermission: readonly ErrorCode[] = ['PERMISSION_REFUSED', 'TAB_UNREACHABLE'];

const stepTexts: Record<ConnectStep, PlainSentence> = {
  site: 'connectStep_site',
  wallet: 'connectStep_wallet',
  approval: 'connectStep_approval',
  accounts: 'connectStep_accounts',
};

/** What goes on with the site now. */
const siteText = ({ tabId }: Connection): PlainSentence =>
  tabId === null ? 'waitingForSite' : 'openingSite';

function Approval({ connection }: { connection: Connection }) {
  const { names, deps } = usePanel();
  const id = connection.wallet ?? '';
  const wallet = names.wallet(id);
  return (
    <div class="stack-s" role="status">
      <p class="strong breathes">{t('lookForWindow', { wallet: isolated(wallet) })}</p>
      <WalletWindow wallet={{ id, text: wallet }} site={connection.origin} />
      <p class="soft small">{t(windowHiddenText(deps.surface))}</p>
      <p class="soft small">{t('walletWillName', { site: isolated(connection.origin) })}</p>
    </div>
  );
}

const titleOf = (connection: Connection | null): PlainSentence => {
  if (connection?.state === 'done') return 'connectTitleDone';
  return connection?.state === 'failed' ? failedTitle(connection) : 'connectTitle';
};

function Stepper({ connection }: { connection: Connection }) {
  const { names } = usePanel();
  const connect = useConnect();
  // The open step, the failed one, or the last when all are done.
  useStepFocus(
    connection.state,
    '.step-now .step-title, .step-failed .step-title, .step-paused .step-title, .step:last-child .step-title',
  );
  const at = stepOf(connection);
  const isFailed = connection.state === 'failed';
  // Nothing is wrong: it goes on once the user did something in the wallet.
  const isPaused = connection.error !== null && waitsForUser.includes(connection.error.code);
  const stateOf = (step: ConnectStep): StepState => {
    if (at === null || connectSteps.indexOf(step) < connectSteps.indexOf(at)) return 'done';
    if (step !== at) return 'later';
    if (!isFailed) return 'now';
    return isPaused ? 'paused' : 'failed';
  };
  const code = isFailed ? (connection.error?.code ?? null) : null;
  const step = (name: ConnectStep, open: ComponentChildren, always?: ComponentChildren) => {
    if (stateOf(name) === 'later' && (at === 'site' || at === 'wallet')) {
      const isNext = connectSteps.indexOf(name) === connectSteps.indexOf(at) + 1;
      return isNext ? (
        <LaterSteps title={t(at === 'site' ? 'connectThen_site' : 'connectThen_wallet')} />
      ) : null;
    }
    return (
      <Step
        number={connectSteps.indexOf(name) + 1}
        state={stateOf(name)}
        // Without the permission no site was opened: that is what failed.
        title={t(
          name === at && code !== null && ofPermission.includes(code)
            ? 'connectStep_permission'
            : stepTexts[name],
        )}
      >
        {always}
        {name === at && (isFailed ? <DeadEnd connection={connection} /> : open)}
      </Step>
    );
  };
  return (
    <div class="padded form-width connect-parts">
      <div class="stack">
        <ol class="steps">
          {step(
            'site',
            // A refusal that closed the popup was not reported.
            connection.state === 'opening-tab' && connection.tabId === null && (
              <Button isWide onPress={() => connect.goOn('ask-permission')}>
                {t(wayTexts['ask-permission'])}
              </Button>
            ),
            <p class="small soft">
              <bdi>{connection.origin}</bdi>
              {at === 'site' && !isFailed && (
                <span class="breathes"> · {t(siteText(connection))}</span>
              )}
            </p>,
          )}
          {step(
            'wallet',
            connection.state === 'looking' ? (
              <p class="small soft" role="status">
                <span class="breathes">{t('lookingForWallets')}</span>
              </p>
            ) : (
              <ChooseWallet connection={connection} />
            ),
            // Once it is chosen it stays named, as the site does.
            at !== 'wallet' && connection.wallet !== null && (
              <p class="small soft">
                <bdi>{names.wallet(connection.wallet)}</bdi>
              </p>
            ),
          )}
          {step('approval', <Approval connection={connection} />)}
          {step(
            'accounts',
            <ChooseAccounts />,
            connection.state === 'done' && <Done connection={connection} />,
          )}
        </ol>
        {goesOn.includes(connection.state) && (
          <div class="steps-foot">
            <Button onPress={connect.cancel}>{t('act_cancel')}</Button>
          </div>
        )}
      </div>
      <Expect connection={connection} />
    </div>
  );
}

export function ConnectScreen() {
  const { router, currentPage } = usePanel();
  const connect = useConnect();
  useEffect(() => {
    void currentPage.look();
  }, []);
  const connection = connect.open.value;
  const error = connect.action.error.value;
  const back = () => {
    if (connection) connect.cancel();
    router.back();
  };
  return (
    <Screen title={t(titleOf(connection))} onBack={back}>
      {error !== null && (
        <div class="padded">
          <Banner tone="red" isAlert>
            {errorText(error)}
          </Banner>
        </div>
      )}
      {connection === null ? <ChooseSite /> : <Stepper connection={connection} />}
    </Screen>
  );
}
