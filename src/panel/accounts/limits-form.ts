// The user's own limits as the texts of a form, and back. An empty text is no limit. Pure.
import type { AccountLimits } from '../../model/account-limits.ts';
import {
  exactText,
  parseAmount,
  toNetuid,
  toRao,
  type AmountProblem,
  type Netuid,
  type Rao,
  type Ss58Address,
} from '../../units.ts';

type LimitsForm = {
  perOrder: string;
  perDay: string;
  free: string;
  /** Basis points. */
  impact: string;
  netuids: string;
  /** Hours. */
  wait: string;
};

type LimitsProblems = {
  perOrder: AmountProblem | null;
  perDay: AmountProblem | null;
  free: AmountProblem | null;
  netuids: boolean;
};

/** Until the user says otherwise. */
const USUAL_WAIT_HOURS = 24;

const amountText = (rao: Rao | null): string => (rao === null ? '' : exactText(rao));

export const formOf = (limits: AccountLimits): LimitsForm => ({
  perOrder: amountText(limits.mostPerOrder),
  perDay: amountText(limits.mostPerDay),
  free: amountText(limits.leastFree),
  impact: limits.mostImpactBps === null ? '' : String(limits.mostImpactBps),
  netuids: limits.netuids?.join(', ') ?? '',
  wait: String(limits.waitHours === 0 ? USUAL_WAIT_HOURS : limits.waitHours),
});

type Typed = { rao: Rao | null; problem: AmountProblem | null };

function typedAmount(text: string): Typed {
  const parsed = parseAmount(text);
  if (parsed.ok) return { rao: toRao(parsed.amount), problem: null };
  const { problem } = parsed;
  return { rao: null, problem: problem === 'empty' ? null : problem };
}

/** null: a word that is no subnet's number. */
function typedNetuids(text: string): readonly Netuid[] | null {
  const words = text.split(/[\s,;、،]+/).filter((word) => word !== '');
  const isEach = words.every((word) => /^\d{1,5}$/.test(word) && Number(word) <= 0xffff);
  return isEach ? [...new Set(words.map(Number))].map(toNetuid) : null;
}

/** `limits` is null where a field has a problem. No validator chosen: all are allowed. */
export function readForm(
  form: LimitsForm,
  hotkeys: readonly Ss58Address[],
): { limits: AccountLimits | null; problems: LimitsProblems } {
  const perOrder = typedAmount(form.perOrder);
  const perDay = typedAmount(form.perDay);
  const free = typedAmount(form.free);
  const netuids = typedNetuids(form.netuids);
  const problems: LimitsProblems = {
    perOrder: perOrder.problem,
    perDay: perDay.problem,
    free: free.problem,
    netuids: netuids === null,
  };
  const amounts = [perOrder, perDay, free];
  if (netuids === null || amounts.some(({ problem }) => problem !== null)) {
    return { limits: null, problems };
  }
  const limits: AccountLimits = {
    mostPerOrder: perOrder.rao,
    mostPerDay: perDay.rao,
    netuids: netuids.length === 0 ? null : netuids,
    hotkeys: hotkeys.length === 0 ? null : hotkeys,
    mostImpactBps: form.impact === '' ? null : Number(form.impact),
    leastFree: free.rao,
    waitHours: Number(form.wait),
  };
  return { limits, problems };
}
