// Turns a failure reported by a wallet or its page into one of our codes. The wallets' own words (wallet-words.ts) are matched
// only here, and decide only which sentence is shown, and whether a request is over.
import type { FailureReason } from '../bridge/envelope.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { wordings } from './wallet-words.ts';

const codes: Readonly<Record<Exclude<FailureReason, 'wallet-error'>, ErrorCode>> = {
  silent: 'WALLET_SILENT',
  'no-such-wallet': 'WALLET_GONE',
  'no-such-account': 'WALLET_LOST_ACCOUNT',
  unsupported: 'WALLET_CANNOT',
  garbage: 'WALLET_GARBAGE',
};

/** The code and the wallet's own words for a failure that a page reported. */
export function failureOf(reason: FailureReason, text: string): AppError {
  if (reason !== 'wallet-error') return AppError.of({ code: codes[reason], detail: { text } });
  const match = wordings.find(({ words }) => words.test(text));
  return AppError.of({ code: match?.means ?? 'WALLET_FAILED', detail: { text } });
}
