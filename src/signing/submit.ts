// Sends a signed request: judges it again at the newest block, holds it while it would fail, and writes it as submitted
// before the bytes leave. Bytes that no block holds two blocks later are sent again, after the blocks were read.
import { AppError, toWireError, type ErrorCode, type WireError } from '../errors.ts';
import type { BlockRef } from '../model/facts.ts';
import type { SignedRequest, SigningRequest, SubmittedRequest } from '../model/request.ts';
import type { WatchStatus } from '../chain/extrinsic/watch-extrinsic.ts';
import { isCancelled } from './queue.ts';
import type { SigningEvent } from './advance.ts';
import { requestDifference } from './compare-call.ts';
import { apply, listOpen } from './requests.ts';
import { requote } from './requote.ts';
import type { SigningChain, SigningDeps } from './signing-deps.ts';

/** Called when the chain may have changed a request. A watch's report is only a hint. */
type Recheck = (requestId: string) => void;

export type Sending = {
  recheck: Recheck;
  signal: AbortSignal;
  /** Per request: the head when its bytes last left. A cache: losing it costs one block of waiting. */
  sentAt: Map<string, number>;
};

const isSameError = (a: WireError | null, b: WireError): boolean =>
  a !== null && a.code === b.code && JSON.stringify(keyOf(a)) === JSON.stringify(keyOf(b));

/** Without amounts, which change with every block: the error shown to the user changes with the rest. */
function keyOf({ detail }: WireError): [string, unknown][] {
  return Object.entries(detail).filter(([, value]) => typeof value !== 'bigint');
}

async function judge(
  deps: SigningDeps,
  chain: SigningChain,
  request: SignedRequest | SubmittedRequest,
  head: BlockRef,
): Promise<WireError | null> {
  // Whatever happened since it was signed: only what was reviewed leaves.
  const field = requestDifference(request, request.prepared, request.extrinsic);
  if (field !== null) return { code: 'PAYLOAD_MISMATCH', detail: { field } };
  try {
    return await requote(deps, chain, request, head);
  } catch (error) {
    // A node that cannot be read now may be read at the next block; until then nothing is sent.
    if (error instanceof AppError) return toWireError(error);
    throw error;
  }
}

const lastWords: Partial<Record<WatchStatus['kind'], WireError>> = {
  dropped: { code: 'SUBMISSION_DROPPED', detail: {} },
  invalid: { code: 'SUBMISSION_REFUSED', detail: { reason: 'invalid' } },
  usurped: { code: 'NONCE_USED', detail: {} },
};

/** The pool has these bytes already, as wanted. */
function isKnown({ code, detail }: WireError): boolean {
  if (code !== 'SUBMISSION_REFUSED') return false;
  return detail['rpcCode'] === ALREADY_IMPORTED || /already (imported|known)/i.test(textOf(detail));
}

/** How nodes number that refusal (substrate, client/rpc-api/src/author/error.rs: POOL_ALREADY_IMPORTED). */
const ALREADY_IMPORTED = 1013;

const textOf = ({ text }: WireError['detail']): string => (typeof text === 'string' ? text : '');

const taken: readonly WatchStatus['kind'][] = ['future', 'ready', 'broadcast'];

/** Errors without a verdict of the pool: it may have the bytes all the same, and only blocks can show it. */
const withoutVerdict: readonly ErrorCode[] = ['NODE_UNREACHABLE', 'NODE_TIMEOUT', 'NODE_MALFORMED'];

async function send(
  deps: SigningDeps,
  chain: SigningChain,
  request: SubmittedRequest,
  { recheck, signal }: Sending,
): Promise<void> {
  const { id, extrinsic, error: before } = request;
  if (extrinsic === null) return;
  const noteTaken = async (): Promise<void> => {
    if (before !== null) await notePool(deps, id, { kind: 'pool-accepted' });
  };
  let last: WatchStatus;
  try {
    last = await chain.submitAndWatch(
      extrinsic,
      ({ kind }) => {
        if (kind === 'in-block' || kind === 'retracted' || kind === 'finalized') recheck(id);
        if (taken.includes(kind)) noteTaken().catch((error: unknown) => deps.report(error, id));
      },
      signal,
    );
  } catch (error) {
    // A mistake of ours is no word of the pool: it may have the bytes.
    if (!(error instanceof AppError)) throw error;
    const refusal = toWireError(error);
    if (signal.aborted || withoutVerdict.includes(refusal.code)) return;
    if (isKnown(refusal)) await noteTaken();
    else await notePool(deps, id, { kind: 'pool-refused', error: refusal });
    return;
  }
  const error = lastWords[last.kind];
  if (error) await notePool(deps, id, { kind: 'pool-refused', error });
  recheck(id);
}

/** Applies the event only while the request is still looked for: one in a block has moved on. */
async function notePool(deps: SigningDeps, id: string, event: SigningEvent): Promise<void> {
  try {
    await apply(deps, id, event);
  } catch (refused) {
    if (!(refused instanceof AppError) || refused.code !== 'REQUEST_MOVED_ON') throw refused;
  }
}

/** Written before the bytes leave. The watch that follows runs on by itself and only rechecks. */
async function sendSigned(
  deps: SigningDeps,
  chain: SigningChain,
  { id }: SigningRequest,
  head: BlockRef,
  sending: Sending,
): Promise<SigningRequest> {
  sending.sentAt.set(id, head.number);
  const submitted = await apply(deps, id, { kind: 'sending' });
  send(deps, chain, submitted, sending).catch((error: unknown) => deps.report(error, id));
  return submitted;
}

/** The user went on to another request: this one is not sent again without the user. */
async function isAbandoned(deps: SigningDeps, request: SubmittedRequest): Promise<boolean> {
  const { coldkey, genesisHash, askedAt } = request;
  return (await listOpen(deps, coldkey, genesisHash)).some(
    // A queued request waits for this one; one that was given up or replaced was asked for earlier.
    ({ state, ...other }) => state !== 'queued' && (other.askedAt ?? Infinity) > askedAt,
  );
}

/** The block after the sending may have been built while the bytes were on their way: it proves little. */
const PATIENCE_BLOCKS = 2;

/**
 * For a request that was sent and is in no block up to this head, two blocks or more later: the bytes may never have
 * left, or the pool lost them. This is no blind retry, since every block was read first; and it is idempotent, since
 * the chain can include the same bytes with the same nonce once at most.
 */
async function sendAgain(
  deps: SigningDeps,
  chain: SigningChain,
  request: SubmittedRequest,
  head: BlockRef,
  sending: Sending,
): Promise<SigningRequest> {
  const { id, submittedAt } = request;
  // Only the page sent it: not for us to send.
  if (submittedAt === null) return request;
  const last = sending.sentAt.get(id);
  if (last === undefined) sending.sentAt.set(id, head.number);
  if (last === undefined || head.number < last + PATIENCE_BLOCKS) return request;
  if (await isAbandoned(deps, request)) return request;
  if ((await judge(deps, chain, request, head)) !== null) return request;
  return sendSigned(deps, chain, request, head, sending);
}

/**
 * Sends a signed request if it would go through now, else stores why it is held; sends again what reached no block.
 * Must run alone for its coldkey, and after the request was looked for up to this head.
 */
export async function sendOrHold(
  deps: SigningDeps,
  chain: SigningChain,
  request: SigningRequest,
  head: BlockRef,
  sending: Sending,
): Promise<SigningRequest> {
  if (request.state !== 'signed' && request.state !== 'submitted') return request;
  // No block after this head could include it: only the end of its era is left.
  if (head.number >= request.prepared.deathBlock) return request;
  if (request.state === 'submitted') return sendAgain(deps, chain, request, head, sending);
  if (isCancelled(request)) return request;
  const { id, heldBecause } = request;
  const problem = await judge(deps, chain, request, head);
  if (problem === null) return sendSigned(deps, chain, request, head, sending);
  if (isSameError(heldBecause, problem)) return request;
  return apply(deps, id, { kind: 'held', error: problem });
}
