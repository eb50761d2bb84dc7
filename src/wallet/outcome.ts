// What came of a prompt: the answer that was asked for, or why there is none.
import type { CommandKind, PageAnswer } from '../bridge/envelope.ts';
import { AppError, toWireError, type WireError } from '../errors.ts';
import type { SigningForms } from './signing-forms.ts';
import { failureOf } from './wallet-failure.ts';

type WalletAnswer = Exclude<PageAnswer, { kind: 'failed' }>;
export type Outcome = { ok: true; answer: WalletAnswer } | { ok: false; error: WireError };

export function outcomeOf(kind: CommandKind, answer: PageAnswer): Outcome {
  if (answer.kind === 'failed') {
    return { ok: false, error: toWireError(failureOf(answer.reason, answer.text)) };
  }
  return answer.kind === kind
    ? { ok: true, answer }
    : { ok: false, error: toWireError(new AppError('WALLET_GARBAGE', { answered: answer.kind })) };
}

/** As the forms of asking learn from it. */
export const endOf = (outcome: Outcome): Parameters<SigningForms['learn']>[1] => {
  if (!outcome.ok) return { code: outcome.error.code };
  return { version: ('version' in outcome.answer ? outcome.answer.version : '') ?? '' };
};
