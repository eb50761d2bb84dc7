// The stages of a request and how far it is; of a finished one they are one line, which unfolds.
import type { SigningRequest } from '../../model/request.ts';
import { t } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { isDisproven } from './request-view.ts';
import { stageStates, type StageState } from './stage-states.ts';

function Stages({ request }: { request: SigningRequest }) {
  const mark = (state: StageState, index: number) =>
    state === 'done' ? (
      <Icon name="check" small />
    ) : state === 'failed' ? (
      <Icon name="close" small />
    ) : (
      index + 1
    );
  // Nothing goes on until the user opens the wallet.
  const isUsersTurn = request.state === 'draft';
  return (
    <ol class="steps">
      {stageStates(request).map(({ stage, state, words }, index) => (
        <li
          key={stage}
          class={`step step-${state}`}
          aria-current={state === 'now' ? 'step' : undefined}
        >
          <span class="step-mark">{mark(state, index)}</span>
          <p class={`step-title ${state === 'now' && !isUsersTurn ? 'breathes' : ''}`}>
            {t(words)}
            <span class="hidden-text"> {t(`step_${state}`)}</span>
          </p>
        </li>
      ))}
    </ol>
  );
}

export function FoldedStages({ request }: { request: SigningRequest }) {
  if (request.state !== 'finalized') return <Stages request={request} />;
  return (
    <details class="small">
      <summary>{t(isDisproven(request) ? 'stepsReported' : 'stepsDone')}</summary>
      <div class="steps-folded">
        <Stages request={request} />
      </div>
    </details>
  );
}
