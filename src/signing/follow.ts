// Moves one request by what blocks hold: found in a block, that block still there, final, or out of time.
// Believes blocks, never a pool's or a watch's report. Sends nothing.
import { AppError, toWireError, type WireError } from '../errors.ts';
import type { FoundExtrinsic } from '../chain/chain-client.ts';
import type { BlockRef } from '../model/facts.ts';
import type { PreparedExtrinsic } from '../model/extrinsic.ts';
import type { Receipt } from '../model/receipt.ts';
import type { InBlockRequest, SigningRequest } from '../model/request.ts';
import { isAlive, isFinished } from './queue.ts';
import type { SigningEvent } from './advance.ts';
import { chainRefusal } from './chain-refusal.ts';
import { readReceipt } from './read-receipt.ts';
import { apply } from './requests.ts';
import type { SigningChain, SigningDeps } from './signing-deps.ts';

/**
 * Per request: the last block of those that were read, are final and do not hold it. A cache: losing it costs reading
 * again.
 */
export type SearchedUpTo = Map<string, number>;

type Sight = { head: BlockRef; finalized: BlockRef };

/**
 * Whether that block is final. A block older than the finalized head is final where the node's best chain has it. The
 * finalized head is read once more after, so that answers of two nodes are not taken for those of one.
 */
async function isFinal(
  chain: SigningChain,
  { number, hash }: BlockRef,
  finalized: BlockRef,
): Promise<boolean> {
  if (number > finalized.number) return false;
  if (number === finalized.number) return hash === finalized.hash;
  if ((await chain.blockHashAt(number)) !== hash) return false;
  return (await chain.finalizedHead()).number >= number;
}

/**
 * Requests with the same call and nonce are told apart by the extrinsic hash that they know, else by their eras. Where
 * several are left, the wallet signed each of them, and the newest one takes the extrinsic.
 */
async function isOwn(
  deps: SigningDeps,
  request: SigningRequest,
  prepared: PreparedExtrinsic,
  { hash, era }: FoundExtrinsic,
): Promise<boolean> {
  const alike = (await deps.store.list()).filter(
    (other) =>
      other.coldkey === request.coldkey &&
      other.genesisHash === request.genesisHash &&
      other.askedAt !== null &&
      other.prepared?.call === prepared.call &&
      other.prepared.nonce === prepared.nonce,
  );
  const knowing = alike.filter(({ extrinsicHash }) => extrinsicHash === hash);
  const ofEra = alike.filter((other) => other.prepared?.payload.era === era);
  const closest = [knowing, ofEra, alike].find(({ length }) => length > 0) ?? [];
  const [newest] = closest.toSorted((a, b) => b.createdAt - a.createdAt);
  return newest?.id === request.id;
}

async function lookFor(
  deps: SigningDeps,
  chain: SigningChain,
  request: SigningRequest,
  prepared: PreparedExtrinsic,
  { head, finalized }: Sight,
  searchedUpTo: SearchedUpTo,
): Promise<FoundExtrinsic | null> {
  const to = Math.min(head.number, prepared.deathBlock);
  let from = Math.max(prepared.birth.number, (searchedUpTo.get(request.id) ?? -1) + 1);
  while (from <= to) {
    const { found, read } = await chain.findExtrinsic(prepared, from, to);
    if (found !== null && (await isOwn(deps, request, prepared, found))) return found;
    // Blocks that are not final yet are read again: another one may take their place.
    const last = read.findLast(({ number }) => number <= finalized.number);
    if (last && (await isFinal(chain, last, finalized))) searchedUpTo.set(request.id, last.number);
    from = found === null ? to + 1 : found.block.number + 1;
  }
  return null;
}

/** The account's next nonce at a final block: past ours without our hash means that another one used it. */
async function isNonceUsed(
  chain: SigningChain,
  { coldkey }: SigningRequest,
  { nonce }: PreparedExtrinsic,
  finalized: BlockRef,
): Promise<boolean> {
  const query = { coldkey, netuids: [], hotkeys: [], destination: null, calls: [] };
  return (await chain.readMoveFacts(query, finalized)).coldkey.nonce > nonce;
}

/** Why no block can hold the request any more; null: a block may. */
async function reasonOfEnd(
  chain: SigningChain,
  request: SigningRequest,
  prepared: PreparedExtrinsic,
  finalized: BlockRef,
  searchedUpTo: SearchedUpTo,
): Promise<'era-ended' | 'nonce-used' | null> {
  // Neither clock nor height ends the search, only blocks that were read: any other block may hold it.
  const searchedTo = searchedUpTo.get(request.id) ?? -1;
  if (searchedTo >= prepared.deathBlock) return 'era-ended';
  // Read only where the answer ends the waiting: our own nonce is free at the birth block.
  if (searchedTo < finalized.number || finalized.number <= prepared.birth.number) return null;
  return (await isNonceUsed(chain, request, prepared, finalized)) ? 'nonce-used' : null;
}

async function settleUnseen(
  deps: SigningDeps,
  chain: SigningChain,
  request: SigningRequest,
  prepared: PreparedExtrinsic,
  { head, finalized }: Sight,
  searchedUpTo: SearchedUpTo,
): Promise<SigningRequest> {
  const { id } = request;
  const reason = await reasonOfEnd(chain, request, prepared, finalized, searchedUpTo);
  if (reason === null) {
    // Too late to sign, and the user may go on. Whether a wallet signed it all the same shows later.
    const isUnsigned = request.state === 'draft' || request.state === 'waiting-for-wallet';
    const isLate = isUnsigned && head.number >= prepared.deathBlock;
    return isLate ? apply(deps, id, { kind: 'era-ended' }) : request;
  }
  if (!isFinished(request.state)) await apply(deps, id, { kind: reason });
  return apply(deps, id, { kind: 'settled' });
}

/** The connection failed, not the answer: trying again can help, now or at a later block. */
const isOutage = ({ code }: AppError): boolean =>
  code === 'NODE_UNREACHABLE' || code === 'NODE_TIMEOUT';

/**
 * The receipt, or why there will never be one: the node no longer keeps the events, or its answer stayed unreadable
 * until the era was over. Throws while another try may help.
 */
async function receiptOrReason(
  deps: SigningDeps,
  chain: SigningChain,
  request: InBlockRequest,
  { head, finalized }: Sight,
): Promise<Receipt | AppError> {
  try {
    return await readReceipt(deps, chain, request, head);
  } catch (error) {
    if (!(error instanceof AppError) || isOutage(error)) throw error;
    const isOver = finalized.number >= request.prepared.deathBlock;
    if (error.code === 'BLOCK_PRUNED' || isOver) return error;
    throw error;
  }
}

function finalEvent(receipt: Receipt | null, reason: WireError | null): SigningEvent {
  if (receipt === null || receipt.isSuccess) return { kind: 'finalized-success', error: reason };
  const { error, networkFee } = receipt;
  const cost = networkFee === null ? {} : { fee: networkFee.fee, paidIn: networkFee.paidIn };
  return { kind: 'finalized-failure', error: chainRefusal(error ?? 'unknown', cost) };
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
  if (hash === null) return request;
  if (hash !== inBlock.hash) return apply(deps, id, { kind: 'retracted' });
  const isOver = await isFinal(chain, inBlock, sight.finalized);
  if (request.receipt !== null) {
    return isOver ? apply(deps, id, finalEvent(request.receipt, null)) : request;
  }
  const receipt = await receiptOrReason(deps, chain, request, sight);
  if (receipt instanceof AppError) {
    return isOver ? apply(deps, id, finalEvent(null, toWireError(receipt))) : request;
  }
  const read = await apply(deps, id, { kind: 'receipt-read', receipt });
  return isOver ? apply(deps, id, finalEvent(receipt, null)) : read;
}

/** Moves one request as far as the blocks lead. Must run alone for its coldkey. */
export async function follow(
  deps: SigningDeps,
  chain: SigningChain,
  request: SigningRequest,
  sight: Sight,
  searchedUpTo: SearchedUpTo,
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
    const found = await lookFor(deps, chain, current, prepared, sight, searchedUpTo);
    if (found === null) return settleUnseen(deps, chain, current, prepared, sight, searchedUpTo);
    const { block, hash: extrinsicHash } = found;
    current = await apply(deps, id, { kind: 'found-in-block', block, extrinsicHash });
    current = await settleInBlock(deps, chain, current, sight);
  }
  return current;
}
