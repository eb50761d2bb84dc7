// Signing as the background uses it: runs each coldkey's steps one after another, moves requests with every block, and
// resumes them at start-up. Keeps only caches in memory.
import { AppError } from '../errors.ts';
import type { BlockRef } from '../model/facts.ts';
import type { SigningRequest } from '../model/request.ts';
import { planMove } from '../moves/plan-move.ts';
import { isAlive, isUnderWay } from './queue.ts';
import { askWallet, type AskWalletBody } from './ask-wallet.ts';
import { createExclusive } from './exclusive.ts';
import { follow, type Searched } from './follow.ts';
import { apply, listAlive, putAway, readRequest } from './requests.ts';
import {
  requestSignature,
  type SignatureBody,
  type SignatureRequested,
} from './request-signature.ts';
import { rerunCall } from './rerun-call.ts';
import type { MoveModel, SigningDeps, SigningPorts, WalletOutcome } from './signing-deps.ts';
import { sendOrHold, type Sending } from './submit.ts';
import { isUnsigned, walletAnswered, type AnswerVerdict } from './wallet-answered.ts';

/**
 * `stay`: a request is under way, and the node must stay connected. `look`: none is under way, but a page may still
 * submit a signature it kept; poll occasionally until its era ends. null: nothing.
 */
export type NodeNeed = 'stay' | 'look' | null;

export type Signing = {
  requestSignature(body: SignatureBody): Promise<SignatureRequested>;
  /** Without `isAgain` nothing happens while the wallet is being asked: one click may be reported twice. */
  askWallet(body: AskWalletBody): Promise<void>;
  /** The same answer may arrive twice. Throws only where delivering it again can help. */
  walletAnswered(
    promptId: string,
    outcome: WalletOutcome,
    /** The request that the prompt was for, which may have been asked anew since. */
    requestId?: string,
  ): Promise<AnswerVerdict>;
  cancelRequest(id: string): Promise<void>;
  dismissRequest(id: string): Promise<void>;
  /** With every new block: sends held requests, looks for sent ones, ends those whose era is over. */
  onHead(head: BlockRef): Promise<void>;
  /** Once at start-up: resumes what the last life of the worker left unfinished. */
  resumeAll(): Promise<void>;
  /** What the requests need of the node while no panel is open. */
  need(): Promise<NodeNeed>;
  /** Ends the watches; nothing stored changes. */
  stop(): void;
};

export function createSigning(
  ports: SigningPorts,
  model: MoveModel = { planMove, rerunCall },
): Signing {
  const deps: SigningDeps = { ...ports, model };
  const alone = createExclusive();
  const searched: Searched = { upTo: new Map(), secondAt: new Map() };
  const queued = new Set<string>();
  const stopping = new AbortController();
  const sending: Sending = { recheck, signal: stopping.signal, sentAt: new Map() };

  async function followNow(id: string): Promise<void> {
    const request = await readRequest(deps, id);
    // A queued request has no bytes that a block could hold.
    if (!isAlive(request) || request.state === 'queued') return;
    const chain = await deps.chain();
    if (chain.genesisHash() !== request.genesisHash) return;
    // Read in this order, the head is never older than the finalized block.
    const finalized = await chain.finalizedHead();
    const head = await chain.head();
    const current = await follow(deps, chain, request, { head, finalized }, searched);
    if (isUnsigned(request) && !isUnsigned(current)) await deps.forgetPrompts(id);
    await sendOrHold(deps, chain, current, head, sending);
  }

  /** Follows one request as soon as its coldkey is free; called twice before it starts, it follows once. */
  async function followRequest({ id, coldkey }: SigningRequest): Promise<void> {
    if (queued.has(id) || stopping.signal.aborted) return;
    queued.add(id);
    try {
      await alone(coldkey, () => {
        queued.delete(id);
        return followNow(id);
      });
    } catch (error) {
      deps.report(error, id);
    }
  }

  function recheck(id: string): void {
    readRequest(deps, id)
      .then(followRequest)
      .catch((error: unknown) => deps.report(error, id));
  }

  async function followAll(): Promise<void> {
    await Promise.all((await listAlive(deps)).map(followRequest));
  }

  async function confirm(request: SigningRequest): Promise<void> {
    const { id, coldkey, updatedAt, wallet, origin } = request;
    try {
      await deps.confirmAccount(coldkey, updatedAt, { wallet, origin });
    } catch (error) {
      deps.report(error, id);
    }
  }

  /**
   * A page that cannot be reached now may be frozen, and may answer when it is shown again: the request goes on
   * waiting, with an error that tells the user to look at the page or to ask again.
   */
  async function resumePrompt(request: SigningRequest): Promise<void> {
    const { id, promptId, state, error } = request;
    if (state !== 'waiting-for-wallet' || promptId === null || error !== null) return;
    if (await deps.isPromptHeld(promptId)) return;
    const silent = { code: 'WALLET_SILENT', detail: {} } as const;
    const isThisPrompt = (current: SigningRequest): boolean => current.promptId === promptId;
    await apply(deps, id, { kind: 'wallet-silent', error: silent }, isThisPrompt);
  }

  async function resume(request: SigningRequest): Promise<void> {
    try {
      await alone(request.coldkey, async () => resumePrompt(await readRequest(deps, request.id)));
    } catch (error) {
      deps.report(error, request.id);
    }
    if (request.extrinsic !== null) await confirm(request);
    await followRequest(request);
  }

  async function cancel(id: string): Promise<void> {
    const { promptId } = await readRequest(deps, id);
    await apply(deps, id, { kind: 'cancelled' }, (current) => current.promptId === promptId);
    await deps.forgetPrompts(id);
  }

  return {
    requestSignature: (body) => alone(body.move.coldkey, () => requestSignature(body, deps)),

    async askWallet(body) {
      const { coldkey } = await readRequest(deps, body.id);
      await alone(coldkey, () => askWallet(body, deps));
    },

    async walletAnswered(promptId, outcome, requestId) {
      const waiting = (await deps.store.listUnsettled()).find(
        (request) => request.promptId === promptId || request.id === requestId,
      );
      const verdict = await alone(waiting?.coldkey ?? '', () =>
        walletAnswered({ promptId, requestId }, outcome, deps),
      );
      if (!verdict.isTaken) return verdict;
      if (!isUnsigned(verdict.request)) await deps.forgetPrompts(verdict.request.id);
      if (verdict.request.state !== 'signed') return verdict;
      await confirm(verdict.request);
      // The signature is in the store: the caller need not wait for the chain.
      void followRequest(verdict.request);
      return verdict;
    },

    async cancelRequest(id) {
      const { coldkey } = await readRequest(deps, id);
      await alone(coldkey, () => cancel(id));
    },

    async dismissRequest(id) {
      await putAway(deps, id);
    },

    onHead: followAll,

    async resumeAll() {
      await Promise.all((await listAlive(deps)).map(resume));
    },

    async need() {
      const { id, genesisHash } = await deps.network();
      // By genesis, as requests are followed: a network's name may change, and two networks may be the same chain.
      const isHere = (request: SigningRequest): boolean =>
        genesisHash === null ? request.networkId === id : request.genesisHash === genesisHash;
      const asked = (await listAlive(deps)).filter(
        (request) => request.askedAt !== null && isHere(request),
      );
      if (asked.some(isUnderWay)) return 'stay';
      return asked.length > 0 ? 'look' : null;
    },

    stop() {
      stopping.abort(new AppError('NODE_UNREACHABLE', { what: 'stopped' }));
    },
  };
}
