// The sentence of an error: what happened, what it cost, what to do now; figures come from its detail. Sentences are about
// what was not sent; for what was sent there is the bare reason. Faults of a node share their cost and their way out.
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

/** The figures of a sentence, each by its names in the detail; the first present. */
const wanted: Readonly<{
  [Code in CodeWithFigures]: Figures<SentenceOfError<Code>, readonly string[]>;
}> = {
  NODE_UNREACHABLE: { endpoint: ['endpoint', 'what'] },
  NODE_TIMEOUT: { endpoint: ['endpoint', 'what'] },
  NODE_REFUSED: { text: ['text'] },
  NODE_BUSY: { endpoint: ['endpoint', 'what'] },
  NODE_BEHIND: { endpoint: ['endpoint', 'what'] },
  WALLET_FAILED: { text: ['text'] },
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

export const figuresOf = ({ code, detail }: WireError): Record<string, string> =>
  Object.fromEntries(
    Object.entries(hasFigures(code) ? wanted[code] : {}).map(([name, names]) => [
      name,
      partOf(detail, names),
    ]),
  );

/** Without the endpoint, where nobody knows which one it was. */
const unnamed: Partial<Record<ErrorCode, SentenceKey>> = {
  NODE_UNREACHABLE: 'errNodeUnreachableUnnamed',
  NODE_TIMEOUT: 'errNodeTimeoutUnnamed',
};

/** What happened alone, of a node's fault; of any other, all of it. */
export function happenedText(error: WireError): string {
  const { code, detail } = error;
  if (code === 'ACCOUNT_LIMIT' && 'check' in detail) {
    return anyText(`limitReached_${keyPart(String(detail['check']))}`);
  }
  const bare = unnamed[error.code];
  if (bare !== undefined && !('endpoint' in error.detail) && !('what' in error.detail))
    return anyText(bare);
  return anyText(messageKeyOf(error.code), figuresOf(error));
}

/** Codes of a node's fault: the way out is another endpoint. */
const ofNode = /^(?:NODE|PROOF|WRONG)_/;

export const isOfNode = ({ code }: WireError): boolean => ofNode.test(code);

/** For a refusal before anything was sent. */
export const errorText = (error: WireError): string =>
  happenedText(error) + (isOfNode(error) ? ` ${t('nodeErrorElsewhere')}` : '');

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
  return key === undefined ? happenedText(error) : anyText(key, figuresOf(error));
}
