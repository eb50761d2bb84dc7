// From typed text in TAO, alpha or per cent to the amount that a move takes. Pure; every conversion uses the pool's curve.
import type { MoveFacts } from '../../model/facts.ts';
import { amountForOutput } from '../../pool/amount-for-output.ts';
import {
  mulDivDown,
  parseAmount,
  toAlphaRao,
  toRao,
  U64_MAX,
  type AlphaRao,
  type AmountProblem,
  type Rao,
} from '../../units.ts';
import type { TicketDraft } from './ticket-draft.ts';

export type TicketAmountProblem =
  | AmountProblem
  | 'zero'
  | 'over-hundred'
  | 'more-than-pool'
  | 'no-maximum';
export type TicketAmount =
  | { ok: true; rao: Rao; alpha: AlphaRao }
  | { ok: false; problem: Exclude<TicketAmountProblem, 'ambiguous'> }
  /** The text has two readings, in smallest units of what was typed. */
  | { ok: false; problem: 'ambiguous'; choices: readonly [bigint, bigint] };

const fail = (problem: Exclude<TicketAmountProblem, 'ambiguous'>): TicketAmount => ({
  ok: false,
  problem,
});
const HUNDRED_PERCENT = 100_000_000_000n;

/** `maximum`: the most the move may take, in its own unit; the base of per cent. */
export function amountFrom(
  { kind, unit, amountText, netuid }: Pick<TicketDraft, 'kind' | 'unit' | 'amountText' | 'netuid'>,
  facts: MoveFacts | null,
  maximum: bigint | null,
): TicketAmount {
  const parsed = parseAmount(amountText);
  if (!parsed.ok) return parsed;
  if (parsed.amount === 0n) return fail('zero');
  const isStake = kind === 'stake';
  if (unit === 'percent') {
    if (parsed.amount > HUNDRED_PERCENT) return fail('over-hundred');
    if (maximum === null) return fail('no-maximum');
    const part = mulDivDown(maximum, parsed.amount, HUNDRED_PERCENT);
    return part === 0n ? fail('zero') : asAmount(part);
  }
  if (isStake === (unit === 'tao')) return asAmount(parsed.amount);
  const pool = facts?.subnets.find((subnet) => subnet.netuid === netuid)?.pool ?? null;
  if (pool === null) return fail('more-than-pool');
  const input = amountForOutput(pool, isStake ? 'buy' : 'sell', parsed.amount);
  return input === null ? fail('more-than-pool') : asAmount(input);
}

function asAmount(amount: bigint): TicketAmount {
  if (amount > U64_MAX) return fail('too-large');
  return { ok: true, rao: toRao(amount), alpha: toAlphaRao(amount) };
}
