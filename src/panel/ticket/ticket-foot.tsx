// The review button, always in sight; when it is disabled, the reason.
import { typingOf } from '../../checks/acceptance.ts';
import type { CheckResult } from '../../model/check.ts';
import { isAccountLimit } from '../../checks/run-checks.ts';
import { checkText, remedyText } from '../words/check-text.ts';
import { errorText, happenedText, isOfNode } from '../words/error-text.ts';
import { isolated, keyPart, t } from '../core/text.ts';
import { Amount } from '../words/amount.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { CheckRow, Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { moveTitle } from '../words/move-title.ts';
import { usePanel } from '../core/panel-context.ts';
import { OneByOneFoot } from './one-by-one-foot.tsx';
import { AheadNote } from './ahead-note.tsx';
import { isRefused } from './review-state.ts';
import { ToMaximum } from './to-maximum.tsx';
import { useTicket } from './ticket-context.ts';

function useReason(): string | null {
  const { names } = usePanel();
  const { review, whatIf } = useTicket();
  const current = review.value;
  switch (current.state) {
    case 'ready':
      return null;
    case 'not-yet':
      return t(current.textKey);
    case 'amount':
      return t(`amount_${keyPart(current.problem)}`);
    case 'error':
      // The ways on are links.
      return isOfNode(current.error) ? happenedText(current.error) : errorText(current.error);
    case 'blocked': {
      // The ways on and the whole reason are above: depth-choices.tsx.
      if (current.check.id === 'depth-one-source') return t('depthBlocked');
      // The ways on are links.
      if (current.check.id === 'node-agrees') return checkText(current.check, names);
      // A limit of the account has a link to where it is changed.
      const remedy = isAccountLimit(current.check.id) ? null : remedyText(current.check, names);
      return `${checkText(current.check, names)}${remedy === null ? '' : ` ${remedy}`}`;
    }
    case 'needs-typing':
      return t(current.typing.about === 'impact' ? 'typeNumberReason' : 'typeReceiverReason', {
        text: current.typing.text,
      });
    case 'needs-yes':
      return t('acceptReason');
    case 'simulation':
      // Of a made-up balance the banner on top says it, and the button what it is.
      return whatIf.assumption.value === null ? t('simulationReason') : null;
  }
}

function AcceptanceFields() {
  const { names } = usePanel();
  const ticket = useTicket();
  const current = ticket.review.value;
  const checks = current.state === 'needs-yes' ? current.checks : ticket.toAccept.value;
  // Shown on after it was typed, so that it can be taken back.
  const typing =
    current.state === 'needs-typing' || ticket.typed.value !== ''
      ? typingOf(ticket.worked.value?.checks ?? [])
      : null;
  return (
    <>
      {typing !== null && (
        <Field
          label={t(typing.about === 'impact' ? 'typeNumberLabel' : 'typeReceiverLabel', {
            text: typing.text,
          })}
          value={ticket.typed.value}
          onInput={ticket.setTyped}
          inputMode={typing.about === 'impact' ? 'decimal' : 'text'}
        />
      )}
      {(current.state === 'needs-yes' || ticket.isAccepted.value) && (
        <CheckRow
          label={t('acceptLabel')}
          note={checks.map((check) => checkText(check, names)).join(' ')}
          isOn={ticket.isAccepted.value}
          onChange={ticket.accept}
        />
      )}
    </>
  );
}

export function TicketFoot() {
  const { kind, sending } = useTicket().choice.value;
  return kind === 'exit-several' && sending === 'one-by-one' ? <OneByOneFoot /> : <ReviewFoot />;
}

/** Names the unsigned requests that this review replaces, so that the user does not expect both. */
function Replaced() {
  const { names } = usePanel();
  return useTicket().replaced.value.map(({ id, plan }) => (
    <p key={id} class="review-reason">
      <Icon name="info" small />
      <span>
        {t('queueReplaces', { move: isolated(moveTitle(plan.move, names)) })}
        {plan.gives !== null && (
          <>
            {' '}
            <Amount quantity={plan.gives} />
          </>
        )}
      </span>
    </p>
  ));
}

/** Of an account that is only watched. */
function ToConnect() {
  const { router } = usePanel();
  const { review, whatIf } = useTicket();
  if (review.value.state !== 'simulation' || whatIf.assumption.value !== null) return null;
  return <LinkButton onPress={() => router.go({ name: 'connect' })}>{t('connectMore')}</LinkButton>;
}

/** A limit of the account is changed where it was set, not in the order. */
function ToLimits() {
  const { router } = usePanel();
  const { review, choice } = useTicket();
  const { coldkey } = choice.value;
  const current = review.value;
  if (current.state !== 'blocked' || !isAccountLimit(current.check.id) || coldkey === null) {
    return null;
  }
  return (
    <LinkButton onPress={() => router.go({ name: 'account', coldkey, part: 'limits' })}>
      {t('showAccountLimits')}
    </LinkButton>
  );
}

const isAboutNode = ({ id }: CheckResult): boolean =>
  id === 'node-agrees' || id === 'node-answered';

/** Ask again; where the node failed, is silent or has another figure, ask another one. */
function WaysOn() {
  const { router } = usePanel();
  const { review, tryAgain } = useTicket();
  const current = review.value;
  const isError = current.state === 'error';
  const isNode = isError
    ? isOfNode(current.error)
    : current.state === 'blocked' && isAboutNode(current.check);
  if (!isError && !isNode) return null;
  return (
    <span class="line line-wrap">
      <LinkButton onPress={tryAgain}>{t('askAgain')}</LinkButton>
      {isNode && (
        <LinkButton onPress={() => router.go({ name: 'settings', part: 'network' })}>
          {t('chooseAnotherNode')}
        </LinkButton>
      )}
    </span>
  );
}

function ReviewFoot() {
  const { names } = usePanel();
  const ticket = useTicket();
  const { review, source, asking, choice, whatIf, ahead } = ticket;
  const reason = useReason();
  // Seen at the tick box, or at the amount itself, it needs no second sentence.
  const isSeenAbove = review.value.state === 'needs-yes' || review.value.state === 'amount';
  const isReady = review.value.state === 'ready' && !asking.isRunning.value;
  const wallet = source.value === null ? null : names.wallet(source.value.wallet);
  const waitsFor = ahead.value;
  const isWhatIf = whatIf.assumption.value !== null;
  const isSimulation = isWhatIf || (choice.value.coldkey !== null && source.value === null);
  return (
    <footer class="review">
      {asking.error.value !== null && (
        <Banner tone="red" isAlert>
          {errorText(asking.error.value)}
        </Banner>
      )}
      <AcceptanceFields />
      <div id="review-reason" aria-live="polite">
        {reason !== null && (
          <p
            class={
              isSeenAbove ? 'hidden-text' : `review-reason ${isRefused(review.value) ? 'bad' : ''}`
            }
          >
            <Icon name={isRefused(review.value) ? 'stop' : 'info'} small />
            <span>
              {reason} <ToLimits />
              <ToMaximum />
              <ToConnect />
              <WaysOn />
            </span>
          </p>
        )}
      </div>
      {!isSimulation && <Replaced />}
      {waitsFor !== null && !isSimulation && <AheadNote request={waitsFor} />}
      <div
        onPointerDown={ticket.freeze}
        onPointerUp={() => setTimeout(ticket.thaw)}
        onPointerLeave={ticket.thaw}
        onPointerCancel={ticket.thaw}
      >
        <Button
          look="primary"
          isWide
          isDisabled={!isReady}
          describedBy="review-reason"
          onPress={ticket.submit}
        >
          {isSimulation
            ? t('simulation')
            : asking.isRunning.value
              ? t('preparing')
              : waitsFor !== null
                ? t('joinQueue')
                : wallet === null
                  ? t('review')
                  : t('reviewIn', { wallet: isolated(wallet) })}
        </Button>
      </div>
    </footer>
  );
}
