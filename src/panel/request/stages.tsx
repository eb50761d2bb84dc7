// The stages of a request and how far it is; of a finished one they are one line, which unfolds.
import type { SigningRequest } from '../../model/request.ts';
import { hasWidth } from '../core/has-width.ts';
import { t } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { blockText } from '../words/format.ts';
import { usePanel } from '../core/panel-context.ts';
import { clockText } from './day-text.ts';
import { actionsOf, hasFailed, isDisproven, wentWrong } from './request-view.ts';
import { stageStates, type StageState, type StageView } from './stage-states.ts';

/** Its parts stand beside each other: there is room for what is folded else. */
const isWide = hasWidth('72rem');

/** When it was submitted, and which block has it. */
function StepTime({
  request,
  stage,
  state,
}: Omit<StageView, 'words'> & { request: SigningRequest }) {
  const { submittedAt, receipt } = request;
  if (state !== 'done') return null;
  if (stage === 'sent' && submittedAt !== null) {
    return <span class="step-time">{clockText(submittedAt)}</span>;
  }
  if (stage !== 'block' || receipt === null) return null;
  return (
    <span class="step-time">{t('blockNumber', { block: blockText(receipt.block.number) })}</span>
  );
}

function Stages({ request, isTurn = false }: { request: SigningRequest; isTurn?: boolean }) {
  const steps = stageStates(request, isTurn);
  // Over before its first step: the sentence above says so.
  if (steps.every(({ state }) => state === 'failed')) return null;
  const mark = (state: StageState, index: number) =>
    state === 'done' ? (
      <Icon name="check" small />
    ) : state === 'failed' ? (
      <Icon name="close" small />
    ) : (
      index + 1
    );
  // Nothing goes on until the user opens the wallet.
  const isUsersTurn = request.state === 'draft' || isTurn;
  return (
    <ol class="steps">
      {steps.map(({ stage, state, words }, index) => (
        <li
          key={stage}
          class={`step step-${state}`}
          aria-current={state === 'now' ? 'step' : undefined}
        >
          <span class="step-mark">{mark(state, index)}</span>
          <p class={`step-title ${state === 'now' && !isUsersTurn ? 'breathes' : ''}`}>
            {t(words)}
            <span class="hidden-text"> {t(`step_${state}`)}</span>
            <StepTime request={request} stage={stage} state={state} />
          </p>
        </li>
      ))}
    </ol>
  );
}

export function FoldedStages({ request }: { request: SigningRequest }) {
  const { store } = usePanel();
  if (request.state === 'queued') {
    // While it waits no step of it begins; in its turn it is as ready as one that never waited.
    const isTurn = actionsOf(request, store.requests.value)[0] === 'ask-wallet';
    return isTurn ? <Stages request={request} isTurn /> : null;
  }
  const hasEnded =
    request.state === 'finalized' || (hasFailed(request) && request.receipt !== null);
  if (!hasEnded || request.state === 'in-block') return <Stages request={request} />;
  return (
    <details class="small" open={isWide.value && !wentWrong(request)}>
      <summary>
        {t(isDisproven(request) || hasFailed(request) ? 'stepsReported' : 'stepsDone')}
      </summary>
      <div class="steps-folded">
        <Stages request={request} />
      </div>
    </details>
  );
}
