// One of the steps of connecting: its number or what became of it, its title, and what is to be done.
import type { ComponentChildren } from 'preact';
import { t } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';

export type StepState = 'done' | 'now' | 'later' | 'failed' | 'paused';

type Props = {
  /** Or what stands for several. */
  number: number | string;
  state: StepState;
  title: string;
  children?: ComponentChildren;
};

/** What is still to come, in one line: what is to be done now has the room. */
export function LaterSteps({ title }: { title: string }) {
  return <Step number="…" state="later" title={title} />;
}

export function Step({ number, state, title, children }: Props) {
  return (
    <li class={`step step-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
      <span class="step-mark">
        {state === 'done' ? (
          <Icon name="check" small />
        ) : state === 'failed' ? (
          <Icon name="close" small />
        ) : state === 'paused' ? (
          <Icon name="alert" small />
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
