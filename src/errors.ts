// The one error class, its codes, and its form in messages. Sentences live in _locales: this file holds only
// their keys.

/** By code: the key of its sentence, and whether an automatic retry can help. */
const table = {
  // Node and chain access
  NODE_UNREACHABLE: { messageKey: 'errNodeUnreachable', isRetryable: true },
  NODE_TIMEOUT: { messageKey: 'errNodeTimeout', isRetryable: true },
  NODE_REFUSED: { messageKey: 'errNodeRefused', isRetryable: false },
  /** Not now: a rate limit, or too much to do. Nothing else is wrong with the node. */
  NODE_BUSY: { messageKey: 'errNodeBusy', isRetryable: true },
  /** Its blocks are old, or it is still fetching them. */
  NODE_BEHIND: { messageKey: 'errNodeBehind', isRetryable: true },
  NODE_MALFORMED: { messageKey: 'errNodeMalformed', isRetryable: true },
  WRONG_NETWORK: { messageKey: 'errWrongNetwork', isRetryable: false },
  BLOCK_PRUNED: { messageKey: 'errBlockPruned', isRetryable: true },
  NOT_ON_THIS_RUNTIME: { messageKey: 'errNotOnThisRuntime', isRetryable: false },
  FORMAT_UNKNOWN: { messageKey: 'errFormatUnknown', isRetryable: false },
  RUNTIME_CHANGED: { messageKey: 'errRuntimeChanged', isRetryable: true },
  BAD_ENDPOINT: { messageKey: 'errBadEndpoint', isRetryable: false },
  // Two operators' word where money depends on it
  NO_SECOND_SOURCE: { messageKey: 'errNoSecondSource', isRetryable: false },
  SECOND_SOURCE_AWAY: { messageKey: 'errSecondSourceAway', isRetryable: true },
  NODES_DISAGREE: { messageKey: 'errNodesDisagree', isRetryable: true },
  // Accounts and connecting
  BAD_ADDRESS: { messageKey: 'errBadAddress', isRetryable: false },
  EVM_ADDRESS: { messageKey: 'errEvmAddress', isRetryable: false },
  NO_WALLET_FOUND: { messageKey: 'errNoWalletFound', isRetryable: false },
  WALLET_REJECTED: { messageKey: 'errWalletRejected', isRetryable: false },
  WALLET_SILENT: { messageKey: 'errWalletSilent', isRetryable: false },
  WALLET_PENDING: { messageKey: 'errWalletPending', isRetryable: false },
  WALLET_BLOCKED: { messageKey: 'errWalletBlocked', isRetryable: false },
  WALLET_NOT_SET_UP: { messageKey: 'errWalletNotSetUp', isRetryable: false },
  WALLET_LOCKED: { messageKey: 'errWalletLocked', isRetryable: false },
  WALLET_NO_ACCOUNTS: { messageKey: 'errWalletNoAccounts', isRetryable: false },
  WALLET_ONLY_EVM: { messageKey: 'errWalletOnlyEvm', isRetryable: false },
  WALLET_ONLY_FOREIGN: { messageKey: 'errWalletOnlyForeign', isRetryable: false },
  WALLET_LOST_ACCOUNT: { messageKey: 'errWalletLostAccount', isRetryable: false },
  WALLET_GARBAGE: { messageKey: 'errWalletGarbage', isRetryable: false },
  WALLET_BUSY: { messageKey: 'errWalletBusy', isRetryable: false },
  WALLET_CANNOT: { messageKey: 'errWalletCannot', isRetryable: false },
  WALLET_GONE: { messageKey: 'errWalletGone', isRetryable: false },
  WALLET_FAILED: { messageKey: 'errWalletFailed', isRetryable: false },
  PAGE_INTERFERES: { messageKey: 'errPageInterferes', isRetryable: false },
  BAD_SITE: { messageKey: 'errBadSite', isRetryable: false },
  TAB_UNREACHABLE: { messageKey: 'errTabUnreachable', isRetryable: false },
  TAB_CLOSED: { messageKey: 'errTabClosed', isRetryable: false },
  TAB_NAVIGATED: { messageKey: 'errTabNavigated', isRetryable: false },
  PERMISSION_REFUSED: { messageKey: 'errPermissionRefused', isRetryable: false },
  // Moves and signing
  AMOUNT_INVALID: { messageKey: 'errAmountInvalid', isRetryable: false },
  PLAN_BLOCKED: { messageKey: 'errPlanBlocked', isRetryable: false },
  PLAN_STALE: { messageKey: 'errPlanStale', isRetryable: true },
  /** By this computer's clock; on a network whose TAO is worth something. */
  BLOCKS_OLD: { messageKey: 'errBlocksOld', isRetryable: true },
  PLAN_CHANGED: { messageKey: 'errPlanChanged', isRetryable: false },
  ACCEPTANCE_NEEDED: { messageKey: 'errAcceptanceNeeded', isRetryable: false },
  NODE_DIFFERS: { messageKey: 'errNodeDiffers', isRetryable: true },
  PAYLOAD_MISMATCH: { messageKey: 'errPayloadMismatch', isRetryable: false },
  SIGNATURE_INVALID: { messageKey: 'errSignatureInvalid', isRetryable: false },
  SIGNED_SOMETHING_ELSE: { messageKey: 'errSignedSomethingElse', isRetryable: false },
  REQUEST_PENDING: { messageKey: 'errRequestPending', isRetryable: false },
  QUEUE_FULL: { messageKey: 'errQueueFull', isRetryable: false },
  EARLIER_HAPPENED: { messageKey: 'errEarlierHappened', isRetryable: false },
  EARLIER_UNDECIDED: { messageKey: 'errEarlierUndecided', isRetryable: false },
  OTHER_PENDING: { messageKey: 'errOtherPending', isRetryable: false },
  EARLIER_UNSEEN: { messageKey: 'errEarlierUnseen', isRetryable: false },
  OTHER_NETWORK: { messageKey: 'errOtherNetwork', isRetryable: false },
  REQUEST_UNKNOWN: { messageKey: 'errRequestUnknown', isRetryable: false },
  REQUEST_EXPIRED: { messageKey: 'errRequestExpired', isRetryable: false },
  REQUEST_CANCELLED: { messageKey: 'errRequestCancelled', isRetryable: false },
  REQUEST_MOVED_ON: { messageKey: 'errRequestMovedOn', isRetryable: false },
  NONCE_USED: { messageKey: 'errNonceUsed', isRetryable: false },
  ACCOUNT_OTHER_NETWORK: { messageKey: 'errAccountOtherNetwork', isRetryable: false },
  SUBMISSION_REFUSED: { messageKey: 'errSubmissionRefused', isRetryable: false },
  SUBMISSION_DROPPED: { messageKey: 'errSubmissionDropped', isRetryable: false },
  // What the chain refuses, by name (chain/runtime/dispatch-errors.ts maps to these)
  PRICE_LIMIT_EXCEEDED: { messageKey: 'errPriceLimitExceeded', isRetryable: false },
  AMOUNT_TOO_LOW: { messageKey: 'errAmountTooLow', isRetryable: false },
  NOT_ENOUGH_BALANCE: { messageKey: 'errNotEnoughBalance', isRetryable: false },
  NOT_ENOUGH_STAKE: { messageKey: 'errNotEnoughStake', isRetryable: false },
  STAKE_LOCKED: { messageKey: 'errStakeLocked', isRetryable: false },
  POOL_TOO_SMALL: { messageKey: 'errPoolTooSmall', isRetryable: false },
  SUBNET_GONE: { messageKey: 'errSubnetGone', isRetryable: false },
  SUBNET_NOT_STARTED: { messageKey: 'errSubnetNotStarted', isRetryable: false },
  TRANSFER_DISABLED: { messageKey: 'errTransferDisabled', isRetryable: false },
  HOTKEY_UNKNOWN: { messageKey: 'errHotkeyUnknown', isRetryable: false },
  COLDKEY_SWAP_ANNOUNCED: { messageKey: 'errColdkeySwapAnnounced', isRetryable: false },
  CANNOT_PAY_FEE: { messageKey: 'errCannotPayFee', isRetryable: false },
  CHAIN_REFUSED: { messageKey: 'errChainRefused', isRetryable: false },
  // Ourselves
  STORE_FAILED: { messageKey: 'errStoreFailed', isRetryable: false },
  /** Another window of an older version holds the store. */
  STORE_BLOCKED: { messageKey: 'errStoreBlocked', isRetryable: true },
  STORE_NEWER: { messageKey: 'errStoreNewer', isRetryable: false },
  STORE_FULL: { messageKey: 'errStoreFull', isRetryable: false },
  BAD_MESSAGE: { messageKey: 'errBadMessage', isRetryable: false },
  NOT_ALLOWED: { messageKey: 'errNotAllowed', isRetryable: false },
  INTERNAL: { messageKey: 'errInternal', isRetryable: false },
} as const;

export type ErrorCode = keyof typeof table;
/** Values for the sentence: names, amounts (bigint, formatted by units.ts when shown), counts. */
export type ErrorDetail = Readonly<Record<string, string | number | bigint | boolean>>;

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;

  constructor(code: ErrorCode, detail: ErrorDetail = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
  }
}

export const errorCodes = Object.keys(table).filter(isErrorCode);

function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(table, value);
}

export function messageKeyOf(code: ErrorCode): string {
  return table[code].messageKey;
}

/** The one predicate for automatic retries. Submissions are never retried. */
export function isRetryable(error: unknown): boolean {
  return error instanceof AppError && table[error.code].isRetryable;
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
    ? new AppError(value.code, detail)
    : new AppError('BAD_MESSAGE', { code: String(value.code) });
}
