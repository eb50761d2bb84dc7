// One signing request from asking to finality: where it stands, what to do now, and the receipt.
import { useEffect } from 'preact/hooks';
import type { SigningRequest } from '../../store/schema.ts';
import { errorText } from '../models/error-text.ts';
import { ageText } from '../models/format.ts';
import {
  actsOf,
  hasFailed,
  isCancelledButSigned,
  stageStates,
  type RequestAct,
  type StageState,
} from '../models/request-view.ts';
import { createAction } from '../models/action.ts';
import { isolated, t } from '../text.ts';
import { AmountOf } from './amount.tsx';
import { Banner, type Tone } from './banner.tsx';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { moveTitle } from './move-title.ts';
import { usePanel } from './panel-context.ts';
import { ReceiptCard } from './receipt-card.tsx';
import { Rich } from './rich-text.tsx';
import { Screen } from './screen.tsx';
import { explorerLink } from '../models/explorer.ts';

const acting = createAction();

function Stages({ request }: { request: SigningRequest }) {
  const mark = (state: StageState, index: number) =>
    state === 'done' ? (
      <Icon name="check" small />
    ) : state === 'failed' ? (
      <Icon name="close" small />
    ) : (
      index + 1
    );
  return (
    <ol class="steps">
      {stageStates(request).map(({ stage, state }, index) => (
        <li
          key={stage}
          class={`step step-${state}`}
          aria-current={state === 'now' ? 'step' : undefined}
        >
          <span class="step-mark">{mark(state, index)}</span>
          <p class={`step-title ${state === 'now' ? 'breathes' : ''}`}>
            {t(`stage_${stage}`)}
            <span class="hidden-text"> {t(`step_${state}`)}</span>
          </p>
        </li>
      ))}
    </ol>
  );
}

const tones: Record<SigningRequest['state'], Tone> = {
  draft: 'notice',
  'waiting-for-wallet': 'notice',
  signed: 'notice',
  submitted: 'notice',
  'in-block': 'ok',
  finalized: 'ok',
  rejected: 'notice',
  expired: 'warning',
  failed: 'red',
  dropped: 'warning',
  superseded: 'warning',
};

function Standing({ request }: { request: SigningRequest }) {
  const { deps, names } = usePanel();
  const wallet = isolated(names.wallet(request.wallet));
  const key = request.state.replaceAll('-', '_');
  const isHeld = request.state === 'signed' && request.heldBecause !== null;
  const failed = hasFailed(request);
  const isCancelled = isCancelledButSigned(request);
  const deathBlock = request.prepared?.deathBlock.toLocaleString() ?? t('notSaid');
  return (
    <div role="status" class="stack">
      <Banner
        tone={failed ? 'red' : isHeld ? 'warning' : tones[request.state]}
        title={t(
          failed
            ? 'requestState_failed'
            : isCancelled
              ? 'requestCancelled'
              : isHeld
                ? 'requestHeld'
                : `requestState_${key}`,
        )}
      >
        <p>
          {failed
            ? t('requestText_failed')
            : isCancelled
              ? t('requestCancelledText', deathBlock)
              : isHeld
                ? t('requestHeldText', deathBlock)
                : t(`requestText_${key}`, wallet, deathBlock)}
        </p>
        {isHeld && !isCancelled && request.heldBecause !== null && (
          <p>{errorText(request.heldBecause)}</p>
        )}
        {request.error !== null && <p>{errorText(request.error)}</p>}
        {request.state === 'waiting-for-wallet' && deps.surface === 'popup' && (
          <p class="soft">{t('popupMayClose', wallet)}</p>
        )}
      </Banner>
    </div>
  );
}

function Agreed({ request: { plan } }: { request: SigningRequest }) {
  const { gives, receives } = plan;
  return (
    <dl class="figures">
      {gives !== null && (
        <>
          <dt>{t('youGive')}</dt>
          <dd>
            <AmountOf quantity={gives} />
          </dd>
        </>
      )}
      {receives !== null && (
        <>
          <dt>{t('youReceive')}</dt>
          <dd>
            <AmountOf quantity={receives.expected} />
          </dd>
          {receives.isGuaranteed && (
            <>
              <dt>{t('atLeast')}</dt>
              <dd>
                <AmountOf quantity={receives.minimum} />
              </dd>
            </>
          )}
        </>
      )}
    </dl>
  );
}

/** The wallet can only be met where a page of it may be reached. */
function needsPlace(request: SigningRequest): boolean {
  const code = request.error?.code;
  return ['TAB_UNREACHABLE', 'TAB_CLOSED', 'TAB_NAVIGATED', 'PERMISSION_REFUSED'].includes(
    code ?? '',
  );
}

function Acts({ request }: { request: SigningRequest }) {
  const { deps, router, connect, names } = usePanel();
  // Known before the click: what the click asks of the browser must not wait for it.
  useEffect(() => {
    void connect.look();
  }, []);
  const ask = () => {
    // In the click; where the permission is there already, the browser asks nothing.
    const page = connect.page.peek();
    const isHere = page !== null && page.origin === request.origin;
    const reach = isHere ? Promise.resolve(true) : deps.browser.askForOrigin(request.origin);
    void acting.run(async () => {
      await reach;
      await deps.call('askWallet', { id: request.id, tabId: isHere ? page.tabId : null });
      // Not before the background has answered: opening it closes the popup, and the message would go with it.
      if (deps.surface === 'popup') void deps.browser.openSidePanel().catch(() => false);
    });
  };
  const move = request.plan.move;
  const act: Record<RequestAct, () => void> = {
    'ask-wallet': ask,
    'ask-again': ask,
    cancel: () => void acting.run(() => deps.call('cancelRequest', { id: request.id })),
    dismiss: () => {
      void acting.run(() => deps.call('dismissRequest', { id: request.id }));
      router.home();
    },
    'try-again': () =>
      router.replace({
        name: 'ticket',
        start:
          move.kind === 'exit-many'
            ? { kind: move.kind, coldkey: move.coldkey, hotkey: null, netuid: null }
            : { kind: move.kind, coldkey: move.coldkey, hotkey: move.hotkey, netuid: move.netuid },
      }),
  };
  const acts = actsOf(request);
  if (acts.length === 0) return null;
  return (
    <footer class="review">
      {acting.error.value !== null && (
        <Banner tone="red" isAlert>
          {errorText(acting.error.value)}
        </Banner>
      )}
      {acts.map((one, index) => (
        <Button
          key={one}
          isWide
          look={index === 0 ? 'primary' : 'plain'}
          isDisabled={acting.isRunning.value}
          onPress={act[one]}
        >
          {t(
            one === 'ask-wallet' && needsPlace(request)
              ? 'act_open_site'
              : `act_${one.replace('-', '_')}`,
            isolated(names.wallet(request.wallet)),
          )}
        </Button>
      ))}
    </footer>
  );
}

export function RequestScreen({ id }: { id: string }) {
  const { store, names, clock, deps } = usePanel();
  const request = store.requests.value.find((one) => one.id === id);
  if (!request) {
    return (
      <Screen title={t('requestTitle')}>
        <p class="padded soft">{t('requestGone')}</p>
      </Screen>
    );
  }
  const link = explorerLink(store.network.value, request);
  return (
    <Screen title={moveTitle(request.plan.move, names)} foot={<Acts request={request} />}>
      <div class="padded stack">
        <Standing request={request} />
        <Stages request={request} />
        {request.receipt === null ? (
          <Agreed request={request} />
        ) : (
          <ReceiptCard request={request} receipt={request.receipt} />
        )}
        <p class="small quiet">
          <Rich
            text="requestFrom"
            with={[
              names.coldkey(request.coldkey),
              names.wallet(request.wallet),
              ageText(clock.now.value - request.createdAt),
            ]}
          />
        </p>
        {link !== null && (
          <div>
            <Button isSmall icon="out" onPress={() => deps.browser.openLink(link)}>
              {t('openExplorer')}
            </Button>
          </div>
        )}
      </div>
    </Screen>
  );
}
