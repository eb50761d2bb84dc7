// The one error class, its codes, and its form in messages. Sentences live in _locales: this file holds only
// their keys.

/** The sentence of a code has the key `err` and the code in camel case. */
const codes = [
  // Node and chain access
  'NODE_UNREACHABLE',
  'NODE_TIMEOUT',
  'NODE_REFUSED',
  /** Not now: a rate limit, or too much to do. Nothing else is wrong with the node. */
  'NODE_BUSY',
  /** Its blocks are old, or it is still fetching them. */
  'NODE_BEHIND',
  'NODE_MALFORMED',
  'WRONG_NETWORK',
  'BLOCK_PRUNED',
  'NOT_ON_THIS_RUNTIME',
  'FORMAT_UNKNOWN',
  'RUNTIME_CHANGED',
  'BAD_ENDPOINT',
  // Two operators' word where money depends on it
  'NO_SECOND_SOURCE',
  'SECOND_SOURCE_AWAY',
  'NODES_DISAGREE',
  // Proofs of what a node says
  /** It lies, or is broken: what it sent is not what was signed for. */
  'PROOF_INVALID',
  /** The node keeps no such proof, has no method for it, or no longer that state. */
  'PROOF_NOT_SERVED',
  // Accounts and connecting
  'BAD_ADDRESS',
  'EVM_ADDRESS',
  'NO_WALLET_FOUND',
  'WALLET_REJECTED',
  'WALLET_SILENT',
  'WALLET_PENDING',
  'WALLET_BLOCKED',
  'WALLET_NOT_SET_UP',
  'WALLET_LOCKED',
  'WALLET_NO_ACCOUNTS',
  'WALLET_ONLY_EVM',
  'WALLET_ONLY_FOREIGN',
  'WALLET_LOST_ACCOUNT',
  'WALLET_GARBAGE',
  'WALLET_BUSY',
  'WALLET_CANNOT',
  'WALLET_GONE',
  'WALLET_FAILED',
  /** The signature of a text, by which an account was to be confirmed, is not the coldkey's. */
  'NOT_CONFIRMED',
  'PAGE_INTERFERES',
  'BAD_SITE',
  'TAB_UNREACHABLE',
  'TAB_CLOSED',
  'TAB_NAVIGATED',
  'PERMISSION_REFUSED',
  // Moves and signing
  'AMOUNT_INVALID',
  'PLAN_BLOCKED',
  'ACCOUNT_LIMIT',
  'PLAN_STALE',
  /** By this computer's clock; on a network whose TAO is worth something. */
  'BLOCKS_OLD',
  'PLAN_CHANGED',
  'ACCEPTANCE_NEEDED',
  'NODE_DIFFERS',
  'PAYLOAD_MISMATCH',
  'SIGNATURE_INVALID',
  'SIGNED_SOMETHING_ELSE',
  'REQUEST_PENDING',
  'QUEUE_FULL',
  'EARLIER_HAPPENED',
  'EARLIER_UNDECIDED',
  'OTHER_PENDING',
  'EARLIER_UNSEEN',
  'OTHER_NETWORK',
  'REQUEST_UNKNOWN',
  'REQUEST_EXPIRED',
  'REQUEST_CANCELLED',
  'REQUEST_MOVED_ON',
  'NONCE_USED',
  'ACCOUNT_OTHER_NETWORK',
  'SUBMISSION_REFUSED',
  'SUBMISSION_DROPPED',
  // What the chain refuses, by name (model/refusals.ts maps to these)
  'PRICE_LIMIT_EXCEEDED',
  'AMOUNT_TOO_LOW',
  'NOT_ENOUGH_BALANCE',
  'NOT_ENOUGH_STAKE',
  'STAKE_LOCKED',
  'POOL_TOO_SMALL',
  'SUBNET_GONE',
  'SUBNET_NOT_STARTED',
  'TRANSFER_DISABLED',
  'HOTKEY_UNKNOWN',
  'COLDKEY_SWAP_ANNOUNCED',
  'CANNOT_PAY_FEE',
  'CHAIN_REFUSED',
  // Ourselves
  'STORE_FAILED',
  /** Another window of an older version holds the store. */
  'STORE_BLOCKED',
  'STORE_NEWER',
  'STORE_FULL',
  // Files of the user's
  'BOOKS_FILE',
  'PRICES_FILE',
  'IMPORT_LOST',
  'BAD_MESSAGE',
  'NOT_ALLOWED',
  'INTERNAL',
] as const;

/** For these an automatic retry can help. */
const retryable: ReadonlySet<string> = new Set<ErrorCode>([
  'NODE_UNREACHABLE',
  'NODE_TIMEOUT',
  'NODE_BUSY',
  'NODE_BEHIND',
  'NODE_MALFORMED',
  'BLOCK_PRUNED',
  'RUNTIME_CHANGED',
  'SECOND_SOURCE_AWAY',
  'NODES_DISAGREE',
  'PLAN_STALE',
  'BLOCKS_OLD',
  'NODE_DIFFERS',
  'STORE_BLOCKED',
]);

export type ErrorCode = (typeof codes)[number];
/** Values for the sentence: names, amounts (bigint, formatted by units.ts when shown), counts. */
export type ErrorDetail = Readonly<Record<string, string | number | bigint | boolean>>;

type Endpoint = { endpoint: string };
type What = { what: string };
type Text = { text: string };
type About = { about: string };

/** What the sentences of these codes name: a throw without it does not compile. */
export type DetailOf = {
  /** `what`: where it is no endpoint of the network, or none in particular. */
  NODE_UNREACHABLE: Endpoint | What;
  NODE_TIMEOUT: Endpoint | What;
  NODE_REFUSED: Text;
  NODE_BUSY: Endpoint | What;
  NODE_BEHIND: Endpoint | What;
  WRONG_NETWORK: Endpoint;
  BAD_ENDPOINT: Text;
  WALLET_FAILED: Text;
  QUEUE_FULL: { most: number };
  NOT_ON_THIS_RUNTIME: What;
  FORMAT_UNKNOWN: What;
  PROOF_INVALID: About;
  PROOF_NOT_SERVED: About;
  CHAIN_REFUSED: { error: string; pallet: string };
  STORE_FAILED: Text;
  BOOKS_FILE: { line: number };
  PRICES_FILE: { line: number };
  INTERNAL: Text;
};

type Arguments = {
  [Code in ErrorCode]: Code extends keyof DetailOf
    ? [code: Code, detail: DetailOf[Code] & ErrorDetail, cause?: unknown]
    : [code: Code, detail?: ErrorDetail, cause?: unknown];
}[ErrorCode];

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;

  constructor(...[code, detail = {}, cause]: Arguments) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
  }

  /** One whose code and detail were made together before, by a throw or another part of the extension. */
  static of({ code, detail }: WireError, cause?: unknown): AppError {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the pair was typed where it was made
    return new AppError(...([code, detail, cause] as unknown as Arguments));
  }
}

export const errorCodes: readonly ErrorCode[] = codes;
const known: ReadonlySet<unknown> = new Set(codes);

function isErrorCode(value: unknown): value is ErrorCode {
  return known.has(value);
}

type Camel<Words extends string> = Words extends `${infer Head}_${infer Tail}`
  ? `${Capitalize<Lowercase<Head>>}${Camel<Tail>}`
  : Capitalize<Lowercase<Words>>;

/** The key of a code's sentence. */
export type SentenceOfError<Code extends ErrorCode> = `err${Camel<Code>}`;

export function messageKeyOf<Code extends ErrorCode>(code: Code): SentenceOfError<Code> {
  const words = code.toLowerCase().split('_');
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type says what the lines do
  return `err${name}` as SentenceOfError<Code>;
}

/** The one predicate for automatic retries. Submissions are never retried. */
export function isRetryable(error: unknown): boolean {
  return error instanceof AppError && retryable.has(error.code);
}

/** Any thrown value as an AppError; a foreign error becomes INTERNAL, with its text kept for the log. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new AppError('INTERNAL', { text: text.slice(0, 300) }, error);
}

export type WireError = { code: ErrorCode; detail: ErrorDetail };

export function toWireError(error: unknown): WireError {
  const { code, detail } = toAppError(error);
  return { code, detail };
}

function isDetail(value: unknown): value is ErrorDetail {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((part) =>
      ['string', 'number', 'bigint', 'boolean'].includes(typeof part),
    )
  );
}

/** Revives what `toWireError` made; anything else becomes BAD_MESSAGE. */
export function fromWireError(value: unknown): AppError {
  if (typeof value !== 'object' || value === null || !('code' in value)) {
    return new AppError('BAD_MESSAGE');
  }
  const detail = 'detail' in value && isDetail(value.detail) ? value.detail : {};
  return isErrorCode(value.code)
    ? AppError.of({ code: value.code, detail })
    : new AppError('BAD_MESSAGE', { code: String(value.code) });
}
