// Connecting: the choice of a site, then a stepper that follows the connection in the store.
import { useEffect, useState } from 'preact/hooks';
import type { Connection } from '../../model/connection.ts';
import { errorText } from '../words/error-text.ts';
import { otherWayFrom, wayOnFrom, type WayOn } from './connect-model.ts';
import { isolated, t, tCount, type PlainSentence } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { CheckRow } from '../ui/field.tsx';
import { ChooseAccounts } from './choose-accounts.tsx';
import { ChooseSite } from './choose-site.tsx';
import { ChooseWallet } from './choose-wallet.tsx';
import { Icon } from '../ui/icon.tsx';
import { useStepFocus } from '../ui/use-focus.ts';
import { usePanel } from '../core/panel-context.ts';
import { useConnect } from './connect-context.ts';
import { Screen } from '../ui/screen.tsx';
import { WalletBadge } from './wallet-badge.tsx';

type StepState = 'done' | 'now' | 'later' | 'failed';

const order: readonly Connection['state'][] = [
  'opening-tab',
  'looking',
  'choose-wallet',
  'waiting-for-wallet',
  'choose-accounts',
  'done',
];

/** Page, wallet, accounts: which of the three is open, and which failed. */
function stepsOf(connection: Connection): readonly [StepState, StepState, StepState] {
  if (connection.state === 'failed') {
    const hadWallet = connection.wallet !== null;
    return hadWallet ? ['done', 'failed', 'later'] : ['failed', 'later', 'later'];
  }
  const at = order.indexOf(connection.state);
  if (at < order.indexOf('choose-wallet')) return ['now', 'later', 'later'];
  if (at < order.indexOf('choose-accounts')) return ['done', 'now', 'later'];
  return connection.state === 'done' ? ['done', 'done', 'done'] : ['done', 'done', 'now'];
}

/** Something is waited for, and can be given up. */
const goesOn: readonly Connection['state'][] = ['opening-tab', 'looking', 'waiting-for-wallet'];

type StepProps = {
  number: number;
  state: StepState;
  title: string;
  children?: preact.ComponentChildren;
};

function Step({ number, state, title, children }: StepProps) {
  return (
    <li class={`step step-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
      <span class="step-mark">
        {state === 'done' ? (
          <Icon name="check" small />
        ) : state === 'failed' ? (
          <Icon name="close" small />
        ) : (
          number
        )}
      </span>
      <div class="stack">
        <p class="step-title" tabIndex={-1}>
          {title}
          <span class="hidden-text"> {t(`step_${state}`)}</span>
        </p>
        {children}
      </div>
    </li>
  );
}

function WalletStep({ connection }: { connection: Connection }) {
  const { names } = usePanel();
  if (connection.state === 'choose-wallet') return <ChooseWallet connection={connection} />;
  const id = connection.wallet ?? '';
  const wallet = names.wallet(id);
  return (
    <div class="stack-s" role="status">
      <p class="line">
        <WalletBadge id={id} text={wallet} />
        <span class="strong breathes">{t('lookForWindow', { wallet: isolated(wallet) })}</span>
      </p>
      <p class="soft small">{t('lookForWindowHidden')}</p>
      <p class="soft small">{t('walletWillName', { site: isolated(connection.origin) })}</p>
    </div>
  );
}

const wayTexts: Record<WayOn, PlainSentence> = {
  'ask-permission': 'wayAskPermission',
  'ask-wallet-again': 'wayAskWalletAgain',
  'other-wallet': 'wayOtherWallet',
  'look-again': 'wayLookAgain',
  'start-again': 'wayStartAgain',
  'other-site': 'wayOtherSite',
  'watch-instead': 'wayWatchInstead',
};

/** Of a site that could not be reached, or may not be: its name is in the sentence. */
function whatFailed({ error, origin }: Connection): string {
  const site = isolated(origin);
  if (error?.code === 'PERMISSION_REFUSED') return t('connectRefused', { site });
  if (error?.code === 'TAB_UNREACHABLE') return t('connectUnreachable', { site });
  return error === null ? '' : errorText(error);
}

function DeadEnd({ connection }: { connection: Connection }) {
  const { router } = usePanel();
  const connect = useConnect();
  if (connection.error === null) return null;
  const way = wayOnFrom(connection.error.code);
  const other = otherWayFrom(connection.error.code);
  return (
    <div class="stack">
      <Banner tone="red" isAlert>
        {whatFailed(connection)}
      </Banner>
      <Button
        look="primary"
        isWide
        onPress={() => {
          connect.goOn(way);
          if (way === 'watch-instead') router.replace({ name: 'watch' });
        }}
      >
        {t(wayTexts[way])}
      </Button>
      {other !== null && (
        <Button isWide onPress={() => connect.goOn(other)}>
          {t(wayTexts[other])}
        </Button>
      )}
    </div>
  );
}

function Done({ connection }: { connection: Connection }) {
  const { router, deps } = usePanel();
  const connect = useConnect();
  const [isRemembered, setRemembered] = useState(true);
  return (
    <div class="stack">
      <Banner tone="ok" title={tCount('accountsAdded', connection.found.length)}>
        <p>{t('canCloseTab')}</p>
      </Banner>
      <CheckRow
        label={t('rememberSite', { site: isolated(connection.origin) })}
        note={t('rememberSiteNote', { host: isolated(new URL(connection.origin).hostname) })}
        isOn={isRemembered}
        onChange={setRemembered}
      />
      <Button
        look="primary"
        isWide
        onPress={() => {
          // In the click: the browser asks only then, and not at all where the site is allowed already.
          if (isRemembered) void deps.browser.askForOrigin(connection.origin).catch(() => false);
          connect.cancel();
          router.home();
        }}
      >
        {t('seeMyStake')}
      </Button>
    </div>
  );
}

function Stepper({ connection }: { connection: Connection }) {
  const connect = useConnect();
  // The open step, the failed one, or the last when all are done.
  useStepFocus(
    connection.state,
    '.step-now .step-title, .step-failed .step-title, .step:last-child .step-title',
  );
  const [page, wallet, accounts] = stepsOf(connection);
  const failed = <DeadEnd connection={connection} />;
  return (
    <div class="padded stack form-width">
      <ol class="steps">
        <Step number={1} state={page} title={t('stepPage')}>
          <p class="small soft">
            <bdi>{connection.origin}</bdi>
            {page === 'now' && <span class="breathes"> · {t('lookingForWallets')}</span>}
          </p>
          {page === 'failed' && failed}
          {/* A refusal that closed the popup was not reported. */}
          {connection.state === 'opening-tab' && connection.tabId === null && (
            <Button isWide onPress={() => connect.goOn('ask-permission')}>
              {t(wayTexts['ask-permission'])}
            </Button>
          )}
        </Step>
        <Step
          number={2}
          state={wallet}
          title={t(connection.state === 'choose-wallet' ? 'stepChooseWallet' : 'stepWallet')}
        >
          {wallet === 'now' && <WalletStep connection={connection} />}
          {wallet === 'failed' && failed}
        </Step>
        <Step number={3} state={accounts} title={t('stepAccounts')}>
          {accounts === 'now' && <ChooseAccounts />}
          {connection.state === 'done' && <Done connection={connection} />}
        </Step>
      </ol>
      {goesOn.includes(connection.state) && (
        <div>
          <Button onPress={connect.cancel}>{t('act_cancel')}</Button>
        </div>
      )}
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
    <Screen title={t('connectTitle')} onBack={back}>
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
