// Hands a draft, or a queued request whose turn has come, to the wallet: judges it again right before, and writes it as
// asked before the wallet is asked.
import { AppError, toWireError } from '../errors.ts';
import { BLOCK_MS } from '../units.ts';
import type { BlockRef } from '../model/facts.ts';
import type {
  DraftRequest,
  QueuedRequest,
  SigningRequest,
  WaitingRequest,
} from '../model/request.ts';
import { requireSame } from '../chain/extrinsic/read-signed-bytes.ts';
import { requestDifference } from './compare-call.ts';
import { meetLimits } from './meet-limits.ts';
import { requireSource } from './require-source.ts';
import { requote } from './requote.ts';
import { apply, readRequest } from './requests.ts';
import type { SigningChain, SigningDeps } from './signing-deps.ts';
import { takeTurn } from './take-turn.ts';

/** A plan older than this is shown to the user anew before a wallet sees it. */
const PLAN_MAX_AGE_BLOCKS = 25;
/** A wallet is not opened for a signature with fewer blocks left than this. */
const MIN_BLOCKS_TO_SIGN = 4;

async function requireInTime(
  deps: SigningDeps,
  request: DraftRequest | WaitingRequest,
  head: BlockRef,
): Promise<number> {
  const { prepared, plan } = request;
  const blocksLeft = prepared.deathBlock - head.number;
  if (blocksLeft <= 0) {
    await apply(deps, request.id, { kind: 'era-ended' });
    throw new AppError('REQUEST_EXPIRED', { block: prepared.deathBlock });
  }
  const age = head.number - plan.block.number;
  if (age > PLAN_MAX_AGE_BLOCKS || blocksLeft < MIN_BLOCKS_TO_SIGN) {
    throw new AppError('PLAN_STALE', { age, blocksLeft });
  }
  return blocksLeft;
}

/** A plan worse than agreed goes back to the user; a spent nonce ends the request. */
async function requireStillGood(
  deps: SigningDeps,
  chain: SigningChain,
  request: DraftRequest | WaitingRequest,
  head: BlockRef,
): Promise<void> {
  const { id, prepared } = request;
  const ordering = { instead: [id], nonce: prepared.nonce, isNew: false };
  const problem = await requote(deps, chain, request, head, (facts) =>
    meetLimits(deps, chain, facts, ordering),
  );
  if (problem === null) return;
  if (problem.code === 'NONCE_USED') await apply(deps, request.id, { kind: 'nonce-used' });
  if (problem.code === 'PRICE_LIMIT_EXCEEDED') throw new AppError('PLAN_CHANGED', problem.detail);
  throw AppError.of(problem);
}

export type AskWalletBody = { id: string; tabId: number | null; isAgain?: boolean };

const isAskable = (
  request: SigningRequest,
): request is QueuedRequest | DraftRequest | WaitingRequest =>
  request.state === 'queued' || request.state === 'draft' || request.state === 'waiting-for-wallet';

/** A queued request is prepared first, if its turn has come. Must run alone for its coldkey. */
export async function askWallet(body: AskWalletBody, deps: SigningDeps): Promise<void> {
  const found = await readRequest(deps, body.id);
  const { state, wallet, origin, coldkey, genesisHash } = found;
  // permissions.onAdded and the panel may both resume this request. Asking the wallet twice opens two prompts, or
  // both fail.
  if (state === 'waiting-for-wallet' && body.isAgain !== true) return;
  if (!isAskable(found)) {
    throw new AppError('REQUEST_MOVED_ON', { state, event: 'wallet-asked' });
  }
  const chain = await deps.chain();
  if (chain.genesisHash() !== genesisHash) throw new AppError('OTHER_NETWORK', { genesisHash });
  const source = await requireSource(deps, { coldkey, genesisHash, wallet, origin });
  const request = found.state === 'queued' ? await takeTurn(deps, chain, found, source) : found;
  const { prepared, promptId: askedBefore } = request;
  const head = await chain.head();
  const blocksLeft = await requireInTime(deps, request, head);
  await requireStillGood(deps, chain, request, head);
  requireSame(requestDifference(request, prepared, null));

  const promptId = deps.newId();
  const { tabId } = body;
  await apply(deps, request.id, { kind: 'wallet-asked', promptId, tabId }, (current) => {
    return current.promptId === askedBefore;
  });
  try {
    // An earlier prompt may still be open in the wallet: it asks for the same bytes, so its answer serves as well.
    await deps.askWallet({
      promptId,
      requestId: request.id,
      wallet,
      origin,
      tabId,
      payload: prepared.payload,
      patienceMs: blocksLeft * BLOCK_MS,
    });
  } catch (error) {
    const isThisPrompt = (current: SigningRequest): boolean => current.promptId === promptId;
    await apply(deps, request.id, { kind: 'ask-failed', error: toWireError(error) }, isThisPrompt);
    await deps.forgetPrompt(promptId);
    throw error;
  }
}
