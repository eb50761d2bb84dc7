// Errors as a Substrate node words them: codes, messages and data.
// Refuses to know which method failed.
import type { InvalidReason, Validity } from '../chain/validity.ts';

export class RpcError extends Error {
  readonly code: number;
  readonly data: string | undefined;

  constructor(code: number, message: string, data?: string) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export const invalidParams = (detail: string): RpcError =>
  new RpcError(-32602, 'Invalid params', detail);

export const methodNotFound = (): RpcError => new RpcError(-32601, 'Method not found');

/** What the client (block and state) part of the node answers with. */
export const clientError = (detail: string): RpcError =>
  new RpcError(4003, `Client error: ${detail}`);

export const unknownBlock = (hash: string): RpcError =>
  clientError(`UnknownBlock: Header was not found in the database: ${hash}`);

export const discardedState = (hash: string): RpcError =>
  clientError(`UnknownBlock: State already discarded for ${hash}`);

const INVALID_TEXTS: Readonly<Record<Extract<InvalidReason, string>, string>> = {
  Call: 'Transaction call is not expected',
  Payment: 'Inability to pay some fees (e.g. account balance too low)',
  Future: 'Transaction will be valid in the future',
  Stale: 'Transaction is outdated',
  BadProof: 'Transaction has a bad signature',
  AncientBirthBlock: 'Transaction has an ancient birth block',
  BadSigner: 'Invalid signing address',
  ExhaustsResources: 'Transaction would exhaust the block limits',
  CannotLookup: 'Could not lookup information required to validate the transaction',
};

export function invalidTransaction(verdict: Exclude<Validity, { ok: true }>): RpcError {
  if (verdict.reason === 'undecodable') {
    return new RpcError(
      1002,
      'Verification Error: Runtime error: Execution failed: Execution aborted due to trap: wasm trap: wasm `unreachable` instruction executed',
      verdict.detail,
    );
  }
  const { reason } = verdict;
  const text =
    typeof reason === 'string' ? INVALID_TEXTS[reason] : `Custom error: ${reason.custom}`;
  return reason === 'CannotLookup'
    ? new RpcError(1011, 'Unknown Transaction Validity', text)
    : new RpcError(1010, 'Invalid Transaction', text);
}

export const badFormat = (detail: string): RpcError =>
  new RpcError(1001, `Extrinsic has invalid format: ${detail}`);

export const temporarilyBanned = (): RpcError =>
  new RpcError(1012, 'Transaction is temporarily banned');

export const alreadyImported = (hash: string): RpcError =>
  new RpcError(1013, 'Transaction Already Imported', hash);

export const tooLowPriority = (old: bigint, fresh: bigint): RpcError =>
  new RpcError(
    1014,
    `Priority is too low: (${old} vs ${fresh})`,
    'The transaction has too low priority to replace another transaction already in the pool.',
  );

export const immediatelyDropped = (): RpcError =>
  new RpcError(
    1016,
    'Immediately Dropped',
    "The transaction couldn't enter the pool because of the limit.",
  );
