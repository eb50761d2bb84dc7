// Turns a failure reported by a wallet or its page into one of our codes. The wallets' own words are matched only
// here, and decide only which sentence is shown.
import type { FailureReason } from '../bridge/envelope.ts';
import { AppError, type ErrorCode } from '../errors.ts';

/** First match wins: the words of polkadot{.js}, Talisman, SubWallet, Fearless and Enkrypt. */
const words: readonly (readonly [RegExp, ErrorCode])[] = [
  [
    /pending authori[sz]ation|already (?:pending|processing|requested)|request (?:is )?already/i,
    'WALLET_PENDING',
  ],
  [/rate limit|too many requests|try again (?:later|in)/i, 'WALLET_BUSY'],
  [/\block(?:ed)?\b|unlock|password/i, 'WALLET_LOCKED'],
  [
    /unable to find (?:keypair|account)|(?:account|keypair|address) (?:was )?not (?:found|exist)|no (?:such )?account/i,
    'WALLET_LOST_ACCOUNT',
  ],
  [
    /cancel+ed|reject|denied|declined|not allowed|not authori[sz]ed|unauthori[sz]ed|has not been enabled|refused/i,
    'WALLET_REJECTED',
  ],
  [/not (?:supported|implemented)|unsupported|watch[- ]only/i, 'WALLET_CANNOT'],
];

const codes: Readonly<Record<Exclude<FailureReason, 'wallet-error'>, ErrorCode>> = {
  silent: 'WALLET_SILENT',
  'no-such-wallet': 'WALLET_GONE',
  'no-such-account': 'WALLET_LOST_ACCOUNT',
  unsupported: 'WALLET_CANNOT',
  garbage: 'WALLET_GARBAGE',
};

/** The code and the wallet's own words for a failure that a page reported. */
export function failureOf(reason: FailureReason, text: string): AppError {
  if (reason !== 'wallet-error') return new AppError(codes[reason], { text });
  const match = words.find(([pattern]) => pattern.test(text));
  return new AppError(match?.[1] ?? 'WALLET_FAILED', { text });
}
