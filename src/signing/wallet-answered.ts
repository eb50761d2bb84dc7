// The answer to a prompt: matched to the one request that it was asked for, verified over our own bytes, and stored as
// signed before anything else happens. Sends nothing.
import { assembleExtrinsic } from '../chain/extrinsic/assemble-extrinsic.ts';
import { verifySignature } from '../chain/extrinsic/verify-signature.ts';
import { AppError, isRetryable, toWireError, type WireError } from '../errors.ts';
import type { KeyType } from '../model/account.ts';
import type { PreparedExtrinsic } from '../model/extrinsic.ts';
import type { DraftRequest, SigningRequest, WaitingRequest } from '../model/request.ts';
import type { Hex } from '../units.ts';
import type { SigningEvent } from './advance.ts';
import { requestDifference } from './compare-call.ts';
import { apply } from './requests.ts';
import type { SigningChain, SigningDeps, WalletOutcome } from './signing-deps.ts';

export type AnswerVerdict =
  | { isTaken: true; request: SigningRequest }
  | { isTaken: false; error: WireError };

const signable = ['sr25519', 'ed25519', 'ecdsa'] as const;

/** The key type that a page reported comes first, but is not believed: every type the chain verifies is tried. */
async function keyTypesOf(deps: SigningDeps, { coldkey }: SigningRequest): Promise<KeyType[]> {
  const reported = (await deps.readSources(coldkey)).map(({ keyType }) => keyType);
  return [...new Set([...reported, ...signable])].filter((keyType) => keyType !== 'ethereum');
}

type Signed = { extrinsic: Hex; extrinsicHash: Hex; prepared: PreparedExtrinsic };

function acceptSignature(
  request: SigningRequest,
  prepared: PreparedExtrinsic,
  signature: Hex,
  keyTypes: readonly KeyType[],
): Signed | null {
  const { coldkey } = request;
  const { signedBytes } = prepared;
  for (const keyType of keyTypes) {
    if (!verifySignature({ signedBytes, signature, coldkey, keyType })) continue;
    const { extrinsic, hash } = assembleExtrinsic(prepared, signature, keyType);
    return { extrinsic, extrinsicHash: hash, prepared };
  }
  return null;
}

/** The first key type that fits decides; where none does, the first refusal is thrown. */
async function acceptTransaction(
  chain: SigningChain,
  prepared: PreparedExtrinsic,
  signedTransaction: Hex,
  keyTypes: readonly KeyType[],
): Promise<Signed> {
  let refusal: AppError | null = null;
  for (const keyType of keyTypes) {
    try {
      const { hash, ...accepted } = await chain.acceptSignedTransaction(
        prepared,
        signedTransaction,
        keyType,
      );
      return { ...accepted, extrinsicHash: hash };
    } catch (error) {
      if (!(error instanceof AppError) || isRetryable(error)) throw error;
      refusal ??= error;
    }
  }
  throw refusal ?? new AppError('SIGNATURE_INVALID');
}

const mismatch = (field: string): WireError => ({ code: 'PAYLOAD_MISMATCH', detail: { field } });

/**
 * The signature that counts covers bytes that still say what was reviewed, and so does the extrinsic made of them.
 * Throws where delivering the answer again can help (a node that cannot be reached); a refusal is a value.
 */
async function verify(
  deps: SigningDeps,
  request: DraftRequest | WaitingRequest,
  answer: { signature: Hex; signedTransaction: Hex | null },
): Promise<Signed | WireError> {
  const asked = requestDifference(request, request.prepared, null);
  if (asked !== null) return mismatch(asked);
  const signed = await verifySignatureOf(deps, request, answer);
  if ('code' in signed) return signed;
  const made = requestDifference(request, signed.prepared, signed.extrinsic);
  return made === null ? signed : mismatch(made);
}

async function verifySignatureOf(
  deps: SigningDeps,
  request: DraftRequest | WaitingRequest,
  answer: { signature: Hex; signedTransaction: Hex | null },
): Promise<Signed | WireError> {
  const { prepared } = request;
  const keyTypes = await keyTypesOf(deps, request);
  if (answer.signedTransaction === null) {
    const { signature } = answer;
    const signed = acceptSignature(request, prepared, signature, keyTypes);
    return signed ?? { code: 'SIGNATURE_INVALID', detail: {} };
  }
  try {
    const chain = await deps.chain();
    return await acceptTransaction(chain, prepared, answer.signedTransaction, keyTypes);
  } catch (error) {
    if (!(error instanceof AppError) || isRetryable(error)) throw error;
    return toWireError(error);
  }
}

function eventOfFailure(error: WireError): SigningEvent {
  if (error.code === 'WALLET_REJECTED') return { kind: 'wallet-refused', error };
  if (error.code === 'WALLET_SILENT') return { kind: 'wallet-silent', error };
  return { kind: 'ask-failed', error };
}

/** Still wanted, and a wallet may have been asked for it: whatever ask brings the signature. */
export const isUnsigned = (request: SigningRequest): request is DraftRequest | WaitingRequest =>
  request.state === 'draft' || request.state === 'waiting-for-wallet';

/**
 * The answer to an earlier prompt of the request, which the wallet kept: it counts when it signs the very bytes that are
 * still wanted. Anything else that it says is about a request of the wallet's that nobody asks for any more.
 */
async function answeredEarlierAsk(
  requestId: string | undefined,
  outcome: WalletOutcome,
  deps: SigningDeps,
): Promise<AnswerVerdict> {
  const request = requestId === undefined ? null : await deps.store.read(requestId);
  if (!outcome.ok || request === null || !isUnsigned(request) || request.askedAt === null) {
    return { isTaken: false, error: { code: 'REQUEST_UNKNOWN', detail: {} } };
  }
  const { signedBytes } = request.prepared;
  const signed = await verify(deps, request, outcome);
  if ('code' in signed) return { isTaken: false, error: signed };
  const isSame = (current: SigningRequest): boolean =>
    isUnsigned(current) && current.prepared.signedBytes === signedBytes;
  const event = { kind: 'signature-verified', ...signed } as const;
  return { isTaken: true, request: await apply(deps, request.id, event, isSame) };
}

/**
 * Must run alone for its coldkey. Returns whether the answer was taken; the same answer may arrive twice.
 * Throws where another delivery can help: nothing was decided then.
 */
export async function walletAnswered(
  { promptId, requestId }: { promptId: string; requestId?: string | undefined },
  outcome: WalletOutcome,
  deps: SigningDeps,
): Promise<AnswerVerdict> {
  const request = (await deps.store.listUnsettled()).find((each) => each.promptId === promptId);
  if (!request || request.state !== 'waiting-for-wallet') {
    return answeredEarlierAsk(requestId, outcome, deps);
  }
  const isThisPrompt = (current: SigningRequest): boolean => current.promptId === promptId;
  if (!outcome.ok) {
    const { error } = outcome;
    const after = await apply(deps, request.id, eventOfFailure(error), isThisPrompt);
    return { isTaken: true, request: after };
  }
  const signed = await verify(deps, request, outcome);
  if ('code' in signed) {
    await apply(deps, request.id, { kind: 'answer-refused', error: signed }, isThisPrompt);
    return { isTaken: false, error: signed };
  }
  const kind = 'signature-verified';
  return {
    isTaken: true,
    request: await apply(deps, request.id, { kind, ...signed }, isThisPrompt),
  };
}
