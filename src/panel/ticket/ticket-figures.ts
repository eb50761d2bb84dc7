// From a draft and facts to figures: the maximum, the amount and the plan. Nothing here is read; a plan that fails is an
// error to show.
import { computed, type ReadonlySignal } from '@preact/signals';
import { steady, unchanged } from '../core/steady.ts';
import { toAppError, type AppError } from '../../errors.ts';
import type { CheckResult } from '../../model/check.ts';
import type { MoveFacts } from '../../model/facts.ts';
import { largestOrder, mostOf } from '../../moves/max-amount.ts';
import type { Move, MoveTerms } from '../../model/move.ts';
import type { Plan, Quantity } from '../../model/plan.ts';
import { planMove } from '../../moves/plan-move.ts';
import { toAlphaRao, toRao } from '../../units.ts';
import { amountFrom, type TicketAmount } from './ticket-amount.ts';
import { moveOf, needsAmount, type TicketChoice, type TicketDraft } from './ticket-draft.ts';

type FiguresInput = {
  draft: ReadonlySignal<TicketDraft>;
  choice: ReadonlySignal<TicketChoice>;
  facts: ReadonlySignal<MoveFacts | null>;
  terms: ReadonlySignal<MoveTerms>;
  impactLimitBps: ReadonlySignal<number>;
};

type TicketFigures = {
  /** The most the move may take, in its own unit; null: not known, or none is possible. */
  maximum: ReadonlySignal<bigint | null>;
  /** What stands in the way of any amount; null: nothing does, or it is not known. */
  noMaximum: ReadonlySignal<CheckResult | null>;
  /** The largest order under the user's own impact limit; null where nothing is traded. */
  largest: ReadonlySignal<Quantity | null>;
  amount: ReadonlySignal<TicketAmount>;
  /** An internal error is shown like any other: thrown, it would break the whole panel. */
  planned: ReadonlySignal<{ plan: Plan | null; error: AppError | null }>;
};

/** Moves whose call can name all of a position. */
const mayBeAll = (move: Move): move is Extract<Move, { isAll?: true }> =>
  move.kind === 'change-validator' || move.kind === 'change-subnet' || move.kind === 'transfer';

/** null for what cannot be planned: the plan tells its error, and one thrown here would break the whole panel. */
function orNothing<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

export function createTicketFigures({
  draft,
  choice,
  facts,
  terms,
  impactLimitBps,
}: FiguresInput): TicketFigures {
  /** The move with the smallest amount, for finding the maximum. */
  const probe = steady(() =>
    needsAmount(choice.value)
      ? moveOf(choice.value, { rao: toRao(1n), alpha: toAlphaRao(1n) })
      : null,
  );
  const most = computed(() => {
    const [one, read, conditions] = [probe.value, facts.value, terms.value];
    return one === null || read === null ? null : orNothing(() => mostOf(one, conditions, read));
  });
  const maximum = computed(() => most.value?.amount ?? null);
  const amount = unchanged(() => amountFrom(draft.value, facts.value, maximum.value));
  // Max of a whole position stays all of it, whatever an epoch adds before the block.
  const isAll = computed(
    () =>
      draft.value.amountAs === 'max' && most.value?.amount !== null && most.value?.isWhole === true,
  );
  // The same move for as long as another text says the same amount: it is not planned again.
  const move = unchanged(() => {
    const one = moveOf(choice.value, amount.value.ok ? amount.value : null);
    return isAll.value && one !== null && mayBeAll(one) ? { ...one, isAll: true as const } : one;
  });
  return {
    maximum,
    noMaximum: computed(() => most.value?.why ?? null),
    largest: computed(() => {
      const [one, read, conditions] = [probe.value, facts.value, terms.value];
      const limitBps = impactLimitBps.value;
      if (read === null || one === null || !('netuid' in one)) return null;
      const order = orNothing(() => largestOrder(one, conditions, read, limitBps));
      if (order === null || order === 0n) return null;
      return one.kind === 'stake'
        ? { unit: 'rao', amount: toRao(order) }
        : { unit: 'alpha', netuid: one.netuid, amount: toAlphaRao(order) };
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
