// Simulate as if: the switch and its amounts in the details, and the mark on a ticket that is one.
import { supposedAmount, takesStake } from './what-if.ts';
import { t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Field, Toggle } from '../ui/field.tsx';
import { useTicket } from './ticket-context.ts';

/** On top of the ticket, as long as something is supposed. */
export function SupposeMark() {
  const { supposing } = useTicket();
  const isOn = supposing.supposition.value !== null;
  return (
    <div role="status">
      {isOn && (
        <Banner tone="warning" title={t('supposeMark')}>
          <p class="small">{t('supposeMarkNote')}</p>
        </Banner>
      )}
    </div>
  );
}

export function SupposeChoice() {
  const { supposing, draft } = useTicket();
  const { isOn, free, alpha } = supposing.supposed.value;
  const problemOf = (text: string) =>
    text.trim() !== '' && supposedAmount(text) === null ? t('supposeProblem') : null;
  return (
    <div class="stack-s">
      <Toggle
        label={t('supposeLabel')}
        note={t('supposeNote')}
        isOn={isOn}
        onChange={(isSupposed) => supposing.change({ isOn: isSupposed })}
      />
      {isOn && (
        <>
          <Field
            label={t('supposeFree')}
            value={free}
            inputMode="decimal"
            onInput={(text) => supposing.change({ free: text })}
            note={t('supposeEmpty')}
            problem={problemOf(free)}
          />
          {takesStake(draft.value) && (
            <Field
              label={t('supposeAlpha')}
              value={alpha}
              inputMode="decimal"
              onInput={(text) => supposing.change({ alpha: text })}
              note={t('supposeEmpty')}
              problem={problemOf(alpha)}
            />
          )}
        </>
      )}
    </div>
  );
}
