// The sentence of an error: what happened, what it cost, what to do now; figures come from its detail. Sentences are about
// what was not sent; for what was sent there is the bare reason. Faults of a node share their cost and their way out, those
// of a wallet their cost.
import {
  messageKeyOf,
  type ErrorCode,
  type ErrorDetail,
  type SentenceOfError,
  type WireError,
} from '../../errors.ts';
import {
  anyText,
  cleanName,
  isolated,
  keyPart,
  t,
  type Figures,
  type PlainSentence,
  type SentenceKey,
} from '../core/text.ts';

/** Longest text of a detail that a sentence carries; the rest is in the log. */
const DETAIL_LENGTH = 120;

/** The codes whose sentence takes figures: none may be forgotten, and no name that the sentence lacks be given. */
type CodeWithFigures = {
  [Code in ErrorCode]: SentenceOfError<Code> extends PlainSentence ? never : Code;
}[ErrorCode];

const hasFigures = (code: ErrorCode): code is CodeWithFigures => code in wanted;

/** The caller’s: no detail has a name that is shown. */
const byWallet = { wallet: [] } as const;

/** The figures of a sentence, each by its names in the detail; the first present. */
const wanted: Readonly<{
  [Code in CodeWithFigures]: Figures<SentenceOfError<Code>, readonly string[]>;
}> = {
  NODE_UNREACHABLE: { endpoint: ['endpoint', 'what'] },
  NODE_TIMEOUT: { endpoint: ['endpoint', 'what'] },
  NODE_REFUSED: { text: ['text'] },
  NODE_BUSY: { endpoint: ['endpoint', 'what'] },
  NODE_BEHIND: { endpoint: ['endpoint', 'what'] },
  WALLET_REJECTED: byWallet,
  WALLET_SILENT: byWallet,
  WALLET_PENDING: byWallet,
  WALLET_BLOCKED: byWallet,
  WALLET_NOT_SET_UP: byWallet,
  WALLET_LOCKED: byWallet,
  WALLET_NO_ACCOUNTS: byWallet,
  WALLET_ONLY_EVM: byWallet,
  WALLET_ONLY_FOREIGN: byWallet,
  WALLET_LOST_ACCOUNT: byWallet,
  WALLET_GARBAGE: byWallet,
  WALLET_BUSY: byWallet,
  WALLET_CANNOT: byWallet,
  WALLET_GONE: byWallet,
  WALLET_FAILED: { ...byWallet, text: ['text'] },
  WRONG_NETWORK: { endpoint: ['endpoint', 'what'] },
  BAD_ENDPOINT: { endpoint: ['text'] },
  QUEUE_FULL: { most: ['most'] },
  NOT_ON_THIS_RUNTIME: { what: ['what'] },
  FORMAT_UNKNOWN: { what: ['what'] },
  PROOF_INVALID: { about: ['about'] },
  PROOF_NOT_SERVED: { about: ['about'] },
  CHAIN_REFUSED: { error: ['error'], pallet: ['pallet'] },
  STORE_FAILED: { text: ['text'] },
  BOOKS_FILE: { line: ['line'] },
  PRICES_FILE: { line: ['line'] },
  INTERNAL: { text: ['text'] },
};

function partOf(detail: ErrorDetail, names: readonly string[]): string {
  for (const name of names) {
    const part = detail[name];
    const text = part === undefined ? '' : cleanName(String(part), DETAIL_LENGTH);
    // Quoted text is isolated from the direction of our sentence.
    if (text !== '') return isolated(text);
  }
  return t('notStated');
}

const figuresOf = ({ code, detail }: WireError, wallet: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(hasFigures(code) ? wanted[code] : {}).map(([name, names]) => [
      name,
      name === 'wallet' ? wallet : partOf(detail, names),
    ]),
  );

/** Without the endpoint, where nobody knows which one it was. */
const unnamed: Partial<Record<ErrorCode, SentenceKey>> = {
  NODE_UNREACHABLE: 'errNodeUnreachableUnnamed',
  NODE_TIMEOUT: 'errNodeTimeoutUnnamed',
};

/** What happened alone, of a node's or a wallet's fault; of any other, all of it. */
export function happenedText(error: WireError, wallet = t('someWallet')): string {
  const { code, detail } = error;
  if (code === 'ACCOUNT_LIMIT' && 'check' in detail) {
    return anyText(`limitReached_${keyPart(String(detail['check']))}`);
  }
  const bare = unnamed[error.code];
  if (bare !== undefined && !('endpoint' in error.detail) && !('what' in error.detail))
    return anyText(bare);
  return anyText(messageKeyOf(error.code), figuresOf(error, wallet));
}

/** Codes of a node's fault: the way out is another endpoint. */
const ofNode = /^(?:NODE|PROOF|WRONG)_/;

export const isOfNode = ({ code }: WireError): boolean => ofNode.test(code);

export const isOfWallet = ({ code }: WireError): boolean => code.startsWith('WALLET_');

/** For a refusal before anything was sent. `wallet`: the name of the one asked, isolated, where it is known. */
export function errorText(error: WireError, wallet?: string): string {
  const happened = happenedText(error, wallet);
  if (isOfNode(error)) return `${happened} ${t('nodeErrorElsewhere')}`;
  return isOfWallet(error) ? `${happened} ${t('walletErrorCost')}` : happened;
}

/** Errors that a held, sent or included transaction may have too, with the reason alone: no outcome, no cost. */
const facts: Partial<Record<ErrorCode, SentenceKey>> = {
  PRICE_LIMIT_EXCEEDED: 'factPriceLimitExceeded',
  AMOUNT_TOO_LOW: 'factAmountTooLow',
  NOT_ENOUGH_BALANCE: 'factNotEnoughBalance',
  NOT_ENOUGH_STAKE: 'factNotEnoughStake',
  STAKE_LOCKED: 'factStakeLocked',
  POOL_TOO_SMALL: 'factPoolTooSmall',
  SUBNET_GONE: 'factSubnetGone',
  SUBNET_NOT_STARTED: 'factSubnetNotStarted',
  TRANSFER_DISABLED: 'factTransferDisabled',
  HOTKEY_UNKNOWN: 'factHotkeyUnknown',
  COLDKEY_SWAP_ANNOUNCED: 'factColdkeySwapAnnounced',
  CANNOT_PAY_FEE: 'factCannotPayFee',
  CHAIN_REFUSED: 'factChainRefused',
  SUBMISSION_REFUSED: 'factSubmissionRefused',
  SUBMISSION_DROPPED: 'factSubmissionDropped',
  NONCE_USED: 'factNonceUsed',
  PLAN_BLOCKED: 'factPlanBlocked',
  PLAN_CHANGED: 'factPriceLimitExceeded',
  RUNTIME_CHANGED: 'factRuntimeChanged',
  NODE_UNREACHABLE: 'factNodeUnread',
  NODE_TIMEOUT: 'factNodeUnread',
  NODE_REFUSED: 'factNodeUnread',
  NODE_MALFORMED: 'factNodeUnread',
};

/** The reason alone; the caller shows cost and outcome beside it. */
export function reasonText(error: WireError): string {
  const key = facts[error.code];
  return key === undefined ? happenedText(error) : anyText(key, figuresOf(error, ''));
}
