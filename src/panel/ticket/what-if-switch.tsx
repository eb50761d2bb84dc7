// The what-if switch with its amounts, and the mark on a ticket that assumes balances.
import { assumedAmount, takesStake } from './what-if.ts';
import { t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Field, Toggle } from '../ui/field.tsx';
import { useTicket } from './ticket-context.ts';

/** On top of the ticket while a balance is assumed. */
export function WhatIfMark() {
  const { whatIf } = useTicket();
  const isOn = whatIf.assumption.value !== null;
  return (
    <div role="status">
      {isOn && (
        <Banner tone="warning" title={t('whatIfMark')}>
          <p class="small">{t('whatIfMarkNote')}</p>
        </Banner>
      )}
    </div>
  );
}

export function WhatIfSwitch() {
  const { whatIf, choice } = useTicket();
  const { isOn, free, alpha } = whatIf.assumed.value;
  const problemOf = (text: string) =>
    text.trim() !== '' && assumedAmount(text) === null ? t('whatIfProblem') : null;
  return (
    <div class="stack-s">
      <Toggle
        label={t('whatIfLabel')}
        note={t('whatIfNote')}
        isOn={isOn}
        onChange={(isWhatIf) => whatIf.change({ isOn: isWhatIf })}
      />
      {isOn && (
        <>
          <Field
            label={t('whatIfFree')}
            value={free}
            inputMode="decimal"
            onInput={(text) => whatIf.change({ free: text })}
            note={t('whatIfEmpty')}
            problem={problemOf(free)}
          />
          {takesStake(choice.value) && (
            <Field
              label={t('whatIfAlpha')}
              value={alpha}
              inputMode="decimal"
              onInput={(text) => whatIf.change({ alpha: text })}
              note={t('whatIfEmpty')}
              problem={problemOf(alpha)}
            />
          )}
        </>
      )}
    </div>
  );
}
