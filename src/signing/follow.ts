// Moves one request by what blocks hold: found in a block, that block still there, final, or out of time.
// Believes blocks, never a pool's or a watch's report. Sends nothing.
import { AppError, toWireError, type WireError } from '../errors.ts';
import type { BlockRef } from '../model/facts.ts';
import type { PreparedExtrinsic } from '../model/extrinsic.ts';
import type { Receipt } from '../model/receipt.ts';
import type { InBlockRequest, SigningRequest, Unseen } from '../model/request.ts';
import { isAlive, isFinished } from './queue.ts';
import { askSecond, askSecondOf, askSecondOutcome } from './ask-second.ts';
import { endInBlock, takeFromSecond } from './end-in-block.ts';
import { isFinal, isNonceUsed, lookFor, type SearchedUpTo, type Sight } from './look-for.ts';
import { readReceipt } from './read-receipt.ts';
import { apply } from './requests.ts';
import type { SigningChain, SigningDeps } from './signing-deps.ts';

/** Caches of one life of the worker: losing them costs reading again. */
export type Searched = {
  upTo: SearchedUpTo;
  /** Per request: the head at which a second operator was asked last. */
  secondAt: Map<string, number>;
};

/** How long after its era a second operator that cannot be asked is waited for: about 20 minutes. */
const SECOND_PATIENCE_BLOCKS = 100;
const BLOCKS_BETWEEN_ASKS = 5;

/** Why none of the blocks that this node shows can hold the request any more; null: one may. */
async function reasonOfEnd(
  chain: SigningChain,
  request: SigningRequest,
  prepared: PreparedExtrinsic,
  finalized: BlockRef,
  searchedUpTo: SearchedUpTo,
): Promise<'era-ended' | 'nonce-used' | null> {
  // Neither clock nor height ends the search, only blocks that were read: any other block may hold it.
  const searchedTo = searchedUpTo.get(request.id)?.number ?? -1;
  const isOver = searchedTo >= prepared.deathBlock;
  // Read only where the answer ends the waiting: our own nonce is free at the birth block.
  const isEarly = searchedTo < finalized.number || finalized.number <= prepared.birth.number;
  if (!isOver && isEarly) return null;
  if (await isNonceUsed(chain, request, prepared, finalized)) return 'nonce-used';
  return isOver ? 'era-ended' : null;
}

/**
 * Ends a request that this node shows in no block: for good where a second operator shows the same, or where there is
 * none. While a second one cannot be asked the user may go on, since what is made next takes the same nonce.
 */
async function endUnseen(
  deps: SigningDeps,
  request: SigningRequest,
  prepared: PreparedExtrinsic,
  reason: 'era-ended' | 'nonce-used',
  { head }: Sight,
  { secondAt }: Searched,
): Promise<SigningRequest> {
  const { id } = request;
  if (head.number < (secondAt.get(id) ?? -Infinity) + BLOCKS_BETWEEN_ASKS) return request;
  const second = await askSecond(deps, request, prepared);
  secondAt.set(id, head.number);
  if (second.kind === 'found') return takeFromSecond(deps, request, second);
  if (!isFinished(request.state)) await apply(deps, id, { kind: reason });
  const isUsed = reason === 'nonce-used';
  if (second.kind === 'gone') {
    const isNonceUsedAnywhere = isUsed || second.isNonceUsed;
    return apply(deps, id, {
      kind: 'settled',
      unseen: { by: 2, isNonceUsed: isNonceUsedAnywhere },
    });
  }
  const unseen: Unseen = { by: 1, isNonceUsed: isUsed };
  const isLast = head.number >= prepared.deathBlock + SECOND_PATIENCE_BLOCKS;
  const kind = second.kind === 'none' || isLast ? 'settled' : 'unseen';
  return apply(deps, id, { kind, unseen });
}

async function settleUnseen(
  deps: SigningDeps,
  chain: SigningChain,
  request: SigningRequest,
  prepared: PreparedExtrinsic,
  sight: Sight,
  searched: Searched,
): Promise<SigningRequest> {
  const { head, finalized } = sight;
  const reason = await reasonOfEnd(chain, request, prepared, finalized, searched.upTo);
  if (reason !== null) return endUnseen(deps, request, prepared, reason, sight, searched);
  // Too late to sign, and the user may go on. Whether a wallet signed it all the same shows later.
  const isUnsigned = request.state === 'draft' || request.state === 'waiting-for-wallet';
  const isLate = isUnsigned && head.number >= prepared.deathBlock;
  return isLate ? apply(deps, request.id, { kind: 'era-ended' }) : request;
}

/**
 * Trying again can help, now or at a later block: the connection failed, or the node told events that its block does not
 * have and is left for the next endpoint. A lie ends no request, however late it is told.
 */
const mayPass = ({ code }: AppError): boolean =>
  code === 'NODE_UNREACHABLE' ||
  code === 'NODE_TIMEOUT' ||
  code === 'NODE_BUSY' ||
  code === 'PROOF_INVALID';

/**
 * The receipt, or why there will never be one: the node no longer keeps the events, or its answer stayed unreadable
 * until the era was over. Throws while another try may help.
 */
async function receiptOrReason(
  deps: SigningDeps,
  chain: SigningChain,
  request: InBlockRequest,
  { finalized }: Sight,
): Promise<Receipt | AppError> {
  try {
    return await readReceipt(deps, chain, request);
  } catch (error) {
    if (!(error instanceof AppError) || mayPass(error)) throw error;
    const isOver = finalized.number >= request.prepared.deathBlock;
    if (error.code === 'BLOCK_PRUNED' || isOver) return error;
    throw error;
  }
}

/** In a block that this node does not show: the second operator's node tells what becomes of it. */
async function settleBySecond(
  deps: SigningDeps,
  request: InBlockRequest,
  error: WireError,
): Promise<SigningRequest> {
  switch (await askSecondOf(deps, request)) {
    case 'gone':
      return apply(deps, request.id, { kind: 'retracted' });
    // It was final there when it was found; that operator was taken from the settings since.
    case 'none':
    case 'final':
      return apply(deps, request.id, { kind: 'finalized-success', error });
    case 'there':
    case null:
      return request;
  }
}

/** The request as its block is now: retracted, with its receipt, or final. Throws what cannot be read yet. */
async function settleInBlock(
  deps: SigningDeps,
  chain: SigningChain,
  request: InBlockRequest,
  sight: Sight,
): Promise<SigningRequest> {
  const { id, inBlock } = request;
  // A node that lags behind that block cannot answer for it.
  if (sight.head.number < inBlock.number) return request;
  const hash = await chain.blockHashAt(inBlock.number);
  if (hash !== inBlock.hash && request.error?.code === 'NODES_DISAGREE') {
    return settleBySecond(deps, request, request.error);
  }
  if (hash === null) return request;
  if (hash !== inBlock.hash) return apply(deps, id, { kind: 'retracted' });
  const isOver = await isFinal(chain, inBlock, sight.finalized);
  if (request.receipt !== null) {
    return isOver ? endInBlock(deps, request, request.receipt) : request;
  }
  const receipt = await receiptOrReason(deps, chain, request, sight);
  if (receipt instanceof AppError) {
    const error = toWireError(receipt);
    return isOver ? apply(deps, id, { kind: 'finalized-success', error }) : request;
  }
  const read = await apply(deps, id, { kind: 'receipt-read', receipt });
  return isOver ? endInBlock(deps, read, receipt) : read;
}

/** Moves one request as far as the blocks lead. Must run alone for its coldkey. */
export async function follow(
  deps: SigningDeps,
  chain: SigningChain,
  request: SigningRequest,
  sight: Sight,
  searched: Searched,
): Promise<SigningRequest> {
  const { prepared, askedAt, state, id } = request;
  if (prepared === null) return request;
  if (askedAt === null) {
    const isLate = state === 'draft' && sight.head.number >= prepared.deathBlock;
    return isLate ? apply(deps, id, { kind: 'era-ended' }) : request;
  }
  let current: SigningRequest = request;
  if (current.state === 'in-block') {
    current = await settleInBlock(deps, chain, current, sight);
  }
  // Whatever the state: once a wallet was asked, a page may hold a signature.
  if (current.state !== 'in-block' && isAlive(current)) {
    const found = await lookFor(deps, chain, current, prepared, sight, searched.upTo);
    if (found === null) return settleUnseen(deps, chain, current, prepared, sight, searched);
    const { block, hash: extrinsicHash } = found;
    current = await apply(deps, id, { kind: 'found-in-block', block, extrinsicHash });
    current = await settleInBlock(deps, chain, current, sight);
  }
  return current;
}

/**
 * Looks once more for a request that ended unseen, before its like is signed: the node may be another one by now, or a
 * second operator may be reachable. What cannot be read leaves it as it is.
 */
export async function lookAgain(
  deps: SigningDeps,
  chain: SigningChain,
  request: SigningRequest,
): Promise<void> {
  const { id, prepared } = request;
  if (prepared === null) return;
  try {
    if (request.state === 'failed') {
      if ((await askSecondOutcome(deps, request)) !== 'failed') return;
      await apply(deps, id, { kind: 'unseen', unseen: { by: 2, isNonceUsed: true } });
      return;
    }
    const finalized = await chain.finalizedHead();
    const sight = { head: await chain.head(), finalized };
    const found = await lookFor(deps, chain, request, prepared, sight, new Map());
    if (found !== null) {
      const { block, hash: extrinsicHash } = found;
      await apply(deps, id, { kind: 'found-in-block', block, extrinsicHash });
      return;
    }
    const second = await askSecond(deps, request, prepared);
    if (second.kind === 'found') await takeFromSecond(deps, request, second);
    if (second.kind !== 'gone') return;
    const { isNonceUsed: isUsed } = second;
    await apply(deps, id, { kind: 'unseen', unseen: { by: 2, isNonceUsed: isUsed } });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.report(error, id);
  }
}
