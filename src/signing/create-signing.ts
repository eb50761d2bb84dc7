// Signing as the background uses it: every request's steps one after another per coldkey, news of the chain
// brought to each, and what start-up finds taken up again. Keeps nothing in memory but caches.
import { AppError } from '../errors.ts';
import type { BlockRef } from '../model/facts.ts';
import type { SigningRequest } from '../model/request.ts';
import { planMove } from '../moves/plan-move.ts';
import { isAlive, isUnderWay } from './queue.ts';
import { askWallet, type WalletQuestion } from './ask-wallet.ts';
import { createExclusive } from './exclusive.ts';
import { follow, type SearchedUpTo } from './follow.ts';
import { apply, listAlive, putAway, readRequest } from './requests.ts';
import {
  requestSignature,
  type SignatureBody,
  type SignatureRequested,
} from './request-signature.ts';
import { rerunCall } from './rerun-call.ts';
import type { MoveModel, SigningDeps, SigningPorts, WalletOutcome } from './signing-deps.ts';
import { sendOrHold, type Sending } from './submit.ts';
import { walletAnswered, type AnswerVerdict } from './wallet-answered.ts';

/**
 * `stay`: one is on its way, and the node must stay connected. `look`: what a wallet was asked for and what is over, or
 * stands still, may come in all the same by a page that kept the signature: a look now and then finds it. null: nothing.
 */
export type NodeNeed = 'stay' | 'look' | null;

export type Signing = {
  requestSignature(ask: SignatureBody): Promise<SignatureRequested>;
  /** Not `isAgain`: nothing happens where it is being asked already, as one click may be told of twice. */
  askWallet(ask: WalletQuestion): Promise<void>;
  /** May be told the same answer twice; throws only where telling it again can help. */
  walletAnswered(promptId: string, outcome: WalletOutcome): Promise<AnswerVerdict>;
  cancelRequest(id: string): Promise<void>;
  dismissRequest(id: string): Promise<void>;
  /** With every new block: sends what was held, looks for what was sent, ends what is out of time. */
  onHead(head: BlockRef): Promise<void>;
  /** Once at start-up: takes up whatever the last life left half done. */
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
  const searchedUpTo: SearchedUpTo = new Map();
  const queued = new Set<string>();
  const stopping = new AbortController();
  const sending: Sending = { recheck, signal: stopping.signal, sentAt: new Map() };

  async function followNow(id: string): Promise<void> {
    const request = await readRequest(deps, id);
    // Nothing on the chain concerns what has no bytes yet.
    if (!isAlive(request) || request.state === 'queued') return;
    const chain = await deps.chain();
    if (chain.genesisHash() !== request.genesisHash) return;
    // In this order the head is never older than what is final.
    const finalized = await chain.finalizedHead();
    const head = await chain.head();
    const current = await follow(deps, chain, request, { head, finalized }, searchedUpTo);
    if (!isAlive(current)) {
      searchedUpTo.delete(id);
      sending.sentAt.delete(id);
    }
    if (request.promptId !== null && current.promptId === null)
      await deps.forgetPrompt(request.promptId);
    await sendOrHold(deps, chain, current, head, sending);
  }

  /** Looks after one request as soon as its coldkey is free; asked twice before it starts, it looks once. */
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

  async function confirm({ id, coldkey, updatedAt }: SigningRequest): Promise<void> {
    try {
      await deps.confirmAccount(coldkey, updatedAt);
    } catch (error) {
      deps.report(error, id);
    }
  }

  /**
   * A page that cannot be heard now may be frozen, and may answer when it is shown again: the request goes on
   * waiting, and tells the user to look and to ask again.
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
    if (promptId !== null) await deps.forgetPrompt(promptId);
  }

  return {
    requestSignature: (ask) => alone(ask.move.coldkey, () => requestSignature(ask, deps)),

    async askWallet(ask) {
      const { coldkey } = await readRequest(deps, ask.id);
      await alone(coldkey, () => askWallet(ask, deps));
    },

    async walletAnswered(promptId, outcome) {
      const waiting = (await deps.store.list()).find((request) => request.promptId === promptId);
      const verdict = await alone(waiting?.coldkey ?? '', () =>
        walletAnswered(promptId, outcome, deps),
      );
      if (!verdict.isTaken || verdict.request.state !== 'signed') return verdict;
      await confirm(verdict.request);
      // The signature is safe in the store: whoever brought it need not wait for the chain.
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
      // By the chain, as they are looked after: what a network is called may change, and two may be the same chain.
      const isHere = (request: SigningRequest): boolean =>
        genesisHash === null ? request.networkId === id : request.genesisHash === genesisHash;
      const asked = (await listAlive(deps)).filter(
        (request) => request.askedAt !== null && isHere(request),
      );
      if (asked.some(isUnderWay)) return 'stay';
      return asked.length > 0 ? 'look' : null;
    },

    stop() {
      stopping.abort(new AppError('NODE_UNREACHABLE'));
    },
  };
}
