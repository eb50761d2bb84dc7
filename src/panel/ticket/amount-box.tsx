// The amount in TAO, alpha or per cent; quick shares, Max, and the largest order under the user's impact limit.
import { useId } from 'preact/hooks';
import type { Plan } from '../../model/plan.ts';
import { exactText, formatAmount } from '../../units.ts';
import { bpsText, percentText } from '../words/format.ts';
import { checkText, remedyText } from '../words/check-text.ts';
import { amountProblemKey } from './review-state.ts';
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
function InOther({ plan }: { plan: Plan | null }) {
  const { draft } = useTicket();
  const { kind, unit } = draft.value;
  const gives = plan?.gives ?? null;
  if (gives === null || (kind === 'stake' ? unit === 'tao' : unit === 'alpha')) return null;
  return (
    <span class="small soft">
      <RichText text="amountIs" with={{ amount: <Amount quantity={gives} /> }} />
    </span>
  );
}

/** What is paid, in the user's currency; only TAO has a price there. */
function Worth({ plan }: { plan: Plan | null }) {
  const gives = plan?.gives ?? null;
  if (gives?.unit !== 'rao') return null;
  return (
    <span class="small soft">
      <Fiat rao={gives.amount} />
    </span>
  );
}

function Problem({ id }: { id: string }) {
  const ticket = useTicket();
  const state = ticket.amount.value;
  if (!state.ok && state.problem === 'ambiguous') {
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
  const problem = state.ok || state.problem === 'empty' ? null : state.problem;
  return (
    <p id={id} aria-live="polite" class="field-problem">
      {problem !== null && (
        <>
          <Icon name="alert" small />
          {t(amountProblemKey(problem, missingFrom(ticket.draft.value)))}
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

export function AmountBox() {
  const { names, store } = usePanel();
  const ticket = useTicket();
  const { draft, amount, maximum, largest } = ticket;
  const id = useId();
  const { kind, netuid, amountText, unit } = draft.value;
  const symbol = netuid === null || netuid === 0 ? 'α' : names.symbol(netuid);
  const hasTao = kind === 'stake' || kind === 'unstake' || kind === 'change-subnet';
  const ownUnit: AmountUnit = kind === 'stake' ? 'tao' : 'alpha';
  const isWrong = !amount.value.ok && amount.value.problem !== 'empty';
  const options = [
    ...(hasTao ? [{ value: 'tao', text: 'τ' }] : []),
    ...(netuid === 0 ? [] : [{ value: 'alpha', text: symbol }]),
    { value: 'percent', text: '%' },
  ];
  const most = largest.value;
  const exactly = (units: bigint, amountAs: 'max' | 'most') =>
    ticket.edit({ amountText: exactText(units), unit: ownUnit, amountAs });
  return (
    <div class="stack-s">
      <div class="amount-box" data-invalid={isWrong}>
        <label class="hidden-text" for={id}>
          {t('amountLabel')}
        </label>
        <div class="amount-line">
          <input
            id={id}
            type="text"
            inputMode="decimal"
            autocomplete="off"
            placeholder="0"
            value={amountText}
            aria-invalid={isWrong}
            aria-describedby={`${id}-problem`}
            onInput={(event) => ticket.edit({ amountText: event.currentTarget.value })}
            onKeyDown={(event) => {
              // As the button below: it does nothing until a review is possible.
              if (event.key === 'Enter' && !event.isComposing) ticket.submit();
            }}
          />
          <Select
            label={t('unitLabel')}
            isLabelHidden
            value={unit}
            options={options}
            onChange={(value) =>
              ticket.edit({ unit: value === 'tao' || value === 'percent' ? value : 'alpha' })
            }
          />
        </div>
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
        <NoMaximum />
        <Worth plan={ticket.worked.value?.plan ?? null} />
        <InOther plan={ticket.worked.value?.plan ?? null} />
      </div>
      <Problem id={`${id}-problem`} />
    </div>
  );
}
