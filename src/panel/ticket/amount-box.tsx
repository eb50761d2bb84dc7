// The amount in TAO, alpha or per cent; quick shares, Max, and the largest order under the user's impact limit.
import { useComputed } from '@preact/signals';
import { useId } from 'preact/hooks';
import { exactText, formatAmount } from '../../units.ts';
import { bpsText, percentText } from '../words/format.ts';
import { checkText, remedyText } from '../words/check-text.ts';
import { amountProblemKey, isAmountRefused } from './review-state.ts';
import { missingFrom, type AmountUnit } from './ticket-draft.ts';
import { Fiat } from '../words/fiat.tsx';
import { t } from '../core/text.ts';
import { Amount } from '../words/amount.tsx';
import { Icon } from '../ui/icon.tsx';
import { usePanel } from '../core/panel-context.ts';
import { RichText } from '../ui/rich-text.tsx';
import { Select } from '../ui/field.tsx';
import { useTicket } from './ticket-context.ts';

const SHARES = ['25', '50'] as const;

/** The amount in the move's own unit, if typed in another and planned. */
function InOther() {
  const { choice, worked } = useTicket();
  const other = useComputed(() => {
    const { kind, unit } = choice.value;
    const isOwn = kind === 'stake' ? unit === 'tao' : unit === 'alpha';
    return isOwn ? null : (worked.value?.plan.gives ?? null);
  });
  const gives = other.value;
  return (
    gives !== null && (
      <span class="small soft">
        <RichText text="amountIs" with={{ amount: <Amount quantity={gives} /> }} />
      </span>
    )
  );
}

/** What is paid, in the user's currency; only TAO has a price there. */
function Worth() {
  const { settings } = usePanel().store;
  const { worked } = useTicket();
  const paid = useComputed(() => {
    if (settings.value.fiat === null) return null;
    const gives = worked.value?.plan.gives ?? null;
    return gives?.unit === 'rao' ? gives.amount : null;
  });
  const rao = paid.value;
  return (
    rao !== null && (
      <span class="small soft">
        <Fiat rao={rao} />
      </span>
    )
  );
}

function Problem({ id }: { id: string }) {
  const ticket = useTicket();
  // Of one that is an amount nothing is drawn again.
  const wrong = useComputed(() => (ticket.amount.value.ok ? null : ticket.amount.value));
  const state = wrong.value;
  if (state?.problem === 'ambiguous') {
    return (
      <div id={id} aria-live="polite" class="stack-s">
        <p class="field-problem">
          <Icon name="alert" small />
          {t('amount_ambiguous')}
        </p>
        <div class="quick">
          {state.choices.map((choice) => (
            <button
              key={choice}
              type="button"
              class="pill"
              onClick={() => ticket.edit({ amountText: exactText(choice) })}
            >
              {formatAmount(choice, { decimals: 9 })}
            </button>
          ))}
        </div>
      </div>
    );
  }
  const problem = state === null || state.problem === 'empty' ? null : state.problem;
  return (
    <p id={id} aria-live="polite" class="field-problem">
      {problem !== null && (
        <>
          <Icon name="alert" small />
          {t(amountProblemKey(problem, missingFrom(ticket.choice.value)))}
        </>
      )}
    </p>
  );
}

/** Why there is no largest amount, as long as none is typed that a plan would judge. */
function NoMaximum() {
  const { names } = usePanel();
  const { noMaximum, amount } = useTicket();
  const why = noMaximum.value;
  if (why === null || amount.value.ok) return null;
  return (
    <p class="small soft">
      {t('noMaximum', { reason: checkText(why, names) })} {remedyText(why, names)}
    </p>
  );
}

function UnitChoice() {
  const { names } = usePanel();
  const ticket = useTicket();
  const { kind, netuid, unit } = ticket.choice.value;
  const symbol = netuid === null || netuid === 0 ? 'α' : names.symbol(netuid);
  const hasTao = kind === 'stake' || kind === 'unstake' || kind === 'change-subnet';
  const options = [
    ...(hasTao ? [{ value: 'tao', text: 'τ' }] : []),
    ...(netuid === 0 ? [] : [{ value: 'alpha', text: symbol }]),
    { value: 'percent', text: '%' },
  ];
  return (
    <Select
      label={t('unitLabel')}
      isLabelHidden
      value={unit}
      options={options}
      onChange={(value) =>
        ticket.edit({ unit: value === 'tao' || value === 'percent' ? value : 'alpha' })
      }
    />
  );
}

/** Quick shares, Max and the largest order under the limit: none of them changes with what is typed. */
function QuickAmounts() {
  const { store } = usePanel();
  const ticket = useTicket();
  const { maximum, largest } = ticket;
  const ownUnit: AmountUnit = ticket.choice.value.kind === 'stake' ? 'tao' : 'alpha';
  // Where the balance or the position ends first, the limit binds nothing: Max says it.
  const most =
    largest.value !== null && maximum.value !== null && largest.value.amount < maximum.value
      ? largest.value
      : null;
  const exactly = (units: bigint, amountAs: 'max' | 'most') =>
    ticket.edit({ amountText: exactText(units), unit: ownUnit, amountAs });
  return (
    <div class="quick">
      {SHARES.map((share) => (
        <button
          key={share}
          type="button"
          class="pill"
          onClick={() => ticket.edit({ amountText: share, unit: 'percent' })}
        >
          {percentText(BigInt(share) * 10_000n)}
        </button>
      ))}
      <button
        type="button"
        class="pill"
        disabled={maximum.value === null}
        onClick={() => maximum.value !== null && exactly(maximum.value, 'max')}
      >
        {t('maxAmount')}
      </button>
      {most !== null && (
        <button type="button" class="pill" onClick={() => exactly(most.amount, 'most')}>
          <RichText
            text="mostUnderImpact"
            with={{
              limit: bpsText(store.settings.value.impactLimitBps),
              amount: <Amount quantity={most} decimals={2} />,
            }}
          />
        </button>
      )}
    </div>
  );
}

type InputProps = { id: string; isWrong: boolean; isRefused: boolean };

function AmountInput({ id, isWrong, isRefused }: InputProps) {
  const ticket = useTicket();
  return (
    <input
      id={id}
      type="text"
      inputMode="decimal"
      autocomplete="off"
      spellcheck={false}
      placeholder="0"
      value={ticket.draft.value.amountText}
      aria-invalid={isWrong || isRefused}
      // Why it is refused stands at the button.
      aria-describedby={isRefused ? `${id}-problem review-reason` : `${id}-problem`}
      onInput={(event) => ticket.edit({ amountText: event.currentTarget.value })}
      onKeyDown={(event) => {
        // As the button below: it does nothing until a review is possible.
        if (event.key === 'Enter' && !event.isComposing) ticket.submit();
      }}
    />
  );
}

export function AmountBox() {
  const { amount, review } = useTicket();
  const id = useId();
  const wrong = useComputed(() => !amount.value.ok && amount.value.problem !== 'empty');
  const refused = useComputed(() => isAmountRefused(review.value));
  const isWrong = wrong.value;
  const isRefused = refused.value;
  return (
    <div class="stack-s">
      <div class="amount-box" data-invalid={isWrong || isRefused}>
        <label class="hidden-text" for={id}>
          {t('amountLabel')}
        </label>
        <div class="amount-line">
          <span class="amount-typed">
            <AmountInput id={id} isWrong={isWrong} isRefused={isRefused} />
          </span>
          <Worth />
          <UnitChoice />
        </div>
        <QuickAmounts />
        <NoMaximum />
        <InOther />
      </div>
      <Problem id={`${id}-problem`} />
    </div>
  );
}
