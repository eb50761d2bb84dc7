// From a draft and facts to figures: the maximum, the amount and the plan. Nothing here is read; a plan that fails is an
// error to show.
import { computed, type ReadonlySignal } from '@preact/signals';
import { toAppError, type AppError } from '../../errors.ts';
import type { MoveFacts } from '../../model/facts.ts';
import { largestOrder, maxAmount } from '../../moves/max-amount.ts';
import type { MoveTerms } from '../../model/move.ts';
import type { Plan, Quantity } from '../../model/plan.ts';
import { planMove } from '../../moves/plan-move.ts';
import { toAlphaRao, toRao } from '../../units.ts';
import { amountFrom, type TicketAmount } from './ticket-amount.ts';
import { moveOf, needsAmount, type TicketDraft } from './ticket-draft.ts';

type FiguresInput = {
  draft: ReadonlySignal<TicketDraft>;
  facts: ReadonlySignal<MoveFacts | null>;
  terms: ReadonlySignal<MoveTerms>;
  impactLimitBps: ReadonlySignal<number>;
};

type TicketFigures = {
  /** The most the move may take, in its own unit; null: not known. */
  maximum: ReadonlySignal<bigint | null>;
  /** The largest order under the user's own impact limit; null where nothing is traded. */
  largest: ReadonlySignal<Quantity | null>;
  amount: ReadonlySignal<TicketAmount>;
  /** An internal error is shown like any other: thrown, it would break the whole panel. */
  planned: ReadonlySignal<{ plan: Plan | null; error: AppError | null }>;
};

export function createTicketFigures({
  draft,
  facts,
  terms,
  impactLimitBps,
}: FiguresInput): TicketFigures {
  /** The move with the smallest amount, for finding the maximum. */
  const probe = computed(() =>
    needsAmount(draft.value)
      ? moveOf(draft.value, { rao: toRao(1n), alpha: toAlphaRao(1n) })
      : null,
  );
  const maximum = computed(() =>
    facts.value === null || probe.value === null
      ? null
      : maxAmount(probe.value, terms.value, facts.value),
  );
  const amount = computed(() => amountFrom(draft.value, facts.value, maximum.value));
  const move = computed(() => moveOf(draft.value, amount.value.ok ? amount.value : null));
  return {
    maximum,
    largest: computed(() => {
      if (facts.value === null || probe.value === null) return null;
      const most = largestOrder(probe.value, terms.value, facts.value, impactLimitBps.value);
      if (most === null || most === 0n || probe.value.kind === 'exit-several') return null;
      return probe.value.kind === 'stake'
        ? { unit: 'rao', amount: toRao(most) }
        : { unit: 'alpha', netuid: probe.value.netuid, amount: toAlphaRao(most) };
    }),
    amount,
    planned: computed(() => {
      if (move.value === null || facts.value === null) return { plan: null, error: null };
      try {
        return { plan: planMove(move.value, terms.value, facts.value), error: null };
      } catch (thrown) {
        return { plan: null, error: toAppError(thrown) };
      }
    }),
  };
}
