// What the chain says of one request now: looked for by hash, its block still there, final, or out of time.
// Believes blocks and never a pool's or a watch's word; refuses to send.
import { AppError, toWireError, type WireError } from '../errors.ts';
import type { BlockRef } from '../facts.ts';
import type { PreparedExtrinsic, Receipt, SigningRequest } from '../store/schema.ts';
import type { SigningEvent } from './advance.ts';
import { chainRefusal } from './chain-refusal.ts';
import { readReceipt } from './read-receipt.ts';
import { apply } from './request-book.ts';
import type { SigningChain, SigningDeps } from './signing-deps.ts';

/**
 * Per request: up to which block, all of them read and final, it was looked for in vain. A cache: losing it costs
 * reading again.
 */
export type Lookout = Map<string, number>;

export type Sight = { head: BlockRef; finalized: BlockRef };

/**
 * Whether that block is final. What is older than the finalized head is final where the node's best chain has it;
 * asked once more after, so that the word of two nodes is not taken for that of one.
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

async function lookFor(
  chain: SigningChain,
  request: SigningRequest,
  prepared: PreparedExtrinsic,
  { head, finalized }: Sight,
  lookout: Lookout,
): Promise<BlockRef | null> {
  const { id, extrinsicHash } = request;
  if (extrinsicHash === null) return null;
  const from = Math.max(prepared.birth.number, (lookout.get(id) ?? -1) + 1);
  const to = Math.min(head.number, prepared.deathBlock);
  if (from > to) return null;
  const { found, read } = await chain.findExtrinsic(extrinsicHash, from, to);
  if (found !== null) return found.block;
  // Blocks that are not final yet are read again: another one may take their place.
  const last = read.findLast(({ number }) => number <= finalized.number);
  if (last && (await isFinal(chain, last, finalized))) lookout.set(id, last.number);
  return null;
}

/** The account's next nonce at a final block: past ours without our hash means that another one used it. */
async function isNonceUsed(
  chain: SigningChain,
  { coldkey }: SigningRequest,
  { nonce }: PreparedExtrinsic,
  finalized: BlockRef,
): Promise<boolean> {
  const ask = { coldkey, netuids: [], hotkeys: [], destination: null, calls: [] };
  return (await chain.readMoveFacts(ask, finalized)).coldkey.nonce > nonce;
}

async function settleUnseen(
  deps: SigningDeps,
  chain: SigningChain,
  request: SigningRequest,
  prepared: PreparedExtrinsic,
  finalized: BlockRef,
  lookout: Lookout,
): Promise<SigningRequest> {
  // No clock and no height ends the search, but blocks that were read: it may be in any other.
  const searchedTo = lookout.get(request.id) ?? -1;
  if (searchedTo >= prepared.deathBlock) {
    return apply(deps, request.id, { kind: 'era-ended' });
  }
  // Asked for only where the answer ends the waiting: our own nonce is free at the birth block.
  if (searchedTo >= finalized.number && finalized.number > prepared.birth.number) {
    if (await isNonceUsed(chain, request, prepared, finalized)) {
      return apply(deps, request.id, { kind: 'nonce-used' });
    }
  }
  return request;
}

/** Trying again can help, now or at a later block: the line to the node, not what it says. */
const isOutage = ({ code }: AppError): boolean =>
  code === 'NODE_UNREACHABLE' || code === 'NODE_TIMEOUT';

/**
 * The receipt, or why there will never be one: the node keeps the events no longer, or what it says cannot be
 * read and went on being so until the era was over. Throws while another try may help.
 */
async function receiptOrReason(
  deps: SigningDeps,
  chain: SigningChain,
  request: SigningRequest,
  inBlock: BlockRef,
  { head, finalized }: Sight,
): Promise<Receipt | AppError> {
  try {
    return await readReceipt(deps, chain, request, inBlock, head);
  } catch (error) {
    if (!(error instanceof AppError) || isOutage(error)) throw error;
    const isOver = finalized.number >= (request.prepared?.deathBlock ?? Infinity);
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

/** Gone, or the request with its receipt, or final; what cannot be read yet throws. */
async function settleInBlock(
  deps: SigningDeps,
  chain: SigningChain,
  request: SigningRequest,
  sight: Sight,
): Promise<SigningRequest> {
  const { id, inBlock } = request;
  if (inBlock === null) throw new AppError('INTERNAL', { text: 'in a block, but in none' });
  // A node that has not come so far yet says nothing about that block.
  if (sight.head.number < inBlock.number) return request;
  const hash = await chain.blockHashAt(inBlock.number);
  if (hash === null) return request;
  if (hash !== inBlock.hash) return apply(deps, id, { kind: 'retracted' });
  const isOver = await isFinal(chain, inBlock, sight.finalized);
  if (request.receipt !== null) {
    return isOver ? apply(deps, id, finalEvent(request.receipt, null)) : request;
  }
  const receipt = await receiptOrReason(deps, chain, request, inBlock, sight);
  if (receipt instanceof AppError) {
    return isOver ? apply(deps, id, finalEvent(null, toWireError(receipt))) : request;
  }
  const read = await apply(deps, id, { kind: 'receipt-read', receipt });
  return isOver ? apply(deps, id, finalEvent(receipt, null)) : read;
}

/** Out of time; and what a wallet signed without our hearing of it shows in the account's nonce. */
async function settleUnsigned(
  deps: SigningDeps,
  chain: SigningChain,
  request: SigningRequest,
  prepared: PreparedExtrinsic,
  head: BlockRef,
): Promise<SigningRequest> {
  if (head.number < prepared.deathBlock) return request;
  const wasAsked = request.state === 'waiting-for-wallet';
  const isUsed = wasAsked && (await isNonceUsed(chain, request, prepared, head));
  return apply(deps, request.id, { kind: isUsed ? 'nonce-used' : 'era-ended' });
}

/** Moves one request as far as the chain's blocks carry it. Must run alone for its coldkey. */
export async function follow(
  deps: SigningDeps,
  chain: SigningChain,
  request: SigningRequest,
  sight: Sight,
  lookout: Lookout,
): Promise<SigningRequest> {
  const { prepared } = request;
  if (prepared === null) return request;
  let current = request;
  if (current.state === 'draft' || current.state === 'waiting-for-wallet') {
    return settleUnsigned(deps, chain, current, prepared, sight.head);
  }
  if (current.state === 'in-block') {
    current = await settleInBlock(deps, chain, current, sight);
  }
  if (current.state === 'signed' || current.state === 'submitted') {
    const block = await lookFor(chain, current, prepared, sight, lookout);
    if (block === null)
      return settleUnseen(deps, chain, current, prepared, sight.finalized, lookout);
    current = await apply(deps, current.id, { kind: 'found-in-block', block });
    current = await settleInBlock(deps, chain, current, sight);
  }
  return current;
}
