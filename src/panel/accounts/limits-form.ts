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
  /** Hours. */
  wait: string;
};

type LimitsProblems = {
  perOrder: AmountProblem | null;
  perDay: AmountProblem | null;
  free: AmountProblem | null;
};

/** Until the user says otherwise. */
const USUAL_WAIT_HOURS = 24;

const amountText = (rao: Rao | null): string => (rao === null ? '' : exactText(rao));

export const formOf = (limits: AccountLimits): LimitsForm => ({
  perOrder: amountText(limits.mostPerOrder),
  perDay: amountText(limits.mostPerDay),
  free: amountText(limits.leastFree),
  impact: limits.mostImpactBps === null ? '' : String(limits.mostImpactBps),
  wait: String(limits.waitHours === 0 ? USUAL_WAIT_HOURS : limits.waitHours),
});

type Typed = { rao: Rao | null; problem: AmountProblem | null };

function typedAmount(text: string): Typed {
  const parsed = parseAmount(text);
  if (parsed.ok) return { rao: toRao(parsed.amount), problem: null };
  const { problem } = parsed;
  return { rao: null, problem: problem === 'empty' ? null : problem };
}

/** Of what is typed to find a subnet; null: it is no subnet's number. */
export const typedNetuid = (text: string): Netuid | null =>
  /^(sn)?\d{1,5}$/i.test(text) && Number(text.replace(/^sn/i, '')) <= 0xffff
    ? toNetuid(Number(text.replace(/^sn/i, '')))
    : null;

type Chosen = { netuids: readonly Netuid[]; hotkeys: readonly Ss58Address[] };

/** `limits` is null where a field has a problem. No subnet or validator chosen: all are allowed. */
export function readForm(
  form: LimitsForm,
  { netuids, hotkeys }: Chosen,
): { limits: AccountLimits | null; problems: LimitsProblems } {
  const perOrder = typedAmount(form.perOrder);
  const perDay = typedAmount(form.perDay);
  const free = typedAmount(form.free);
  const problems: LimitsProblems = {
    perOrder: perOrder.problem,
    perDay: perDay.problem,
    free: free.problem,
  };
  const amounts = [perOrder, perDay, free];
  if (amounts.some(({ problem }) => problem !== null)) {
    return { limits: null, problems };
  }
  const limits: AccountLimits = {
    mostPerOrder: perOrder.rao,
    mostPerDay: perDay.rao,
    netuids: netuids.length === 0 ? null : netuids.toSorted((a, b) => a - b),
    hotkeys: hotkeys.length === 0 ? null : hotkeys,
    mostImpactBps: form.impact === '' ? null : Number(form.impact),
    leastFree: free.rao,
    waitHours: Number(form.wait),
  };
  return { limits, problems };
}
