// A node's refusals told apart, by code and words: the runtime stopped, never here, not now, a wrong question, other.
import { AppError, type DetailOf, type ErrorDetail } from '../../errors.ts';

export type RpcError = { code: number; message: string; data: string };

/**
 * `runtime`: the chain's own code stopped, on every node alike. `never`: this node does not serve the method. `question`:
 * the request itself was wrong. `other`: the node failed in a way of its own.
 */
type RefusalKind = 'runtime' | 'never' | 'question' | 'other';

const METHOD_NOT_FOUND = -32601;
const QUESTIONS: readonly number[] = [-32600, -32602];
/**
 * Limit exceeded and rate limit of Substrate nodes and of the gateways before them, HTTP's codes, and a server's "too many
 * subscriptions".
 */
const NOT_NOW: readonly number[] = [-32005, -32999, -32029, -32006, 429, 503];
const NOT_NOW_WORDS =
  /too many (?:requests|connections|subscriptions|calls)|rate[ -]?limit|request limit|quota|throttl|overloaded|server is busy|try again later|\b429\b/i;

/** Longest pause that a node may ask for: a longer one is its word against the user's patience. */
const LONGEST_WAIT_MS = 600_000;
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/** The pause that a node asks for, in milliseconds; null: it names none. */
function waitOf(text: string): number | null {
  const field = /retry[ _-]?after(?:[ _-]?(ms|m|s)[a-z]*)?\W{1,4}(\d+(?:\.\d+)?)/i.exec(text);
  const words = /(?:retry|again|wait)\D{1,20}(\d+(?:\.\d+)?) ?(ms|m|s)[a-z]*/i.exec(text);
  const [unit, count] = field ? [field[1] ?? 's', field[2]] : [words?.[2] ?? '', words?.[1]];
  const wait = Number(count) * (UNITS[unit.toLowerCase()] ?? 0);
  return wait > 0 ? Math.min(wait, LONGEST_WAIT_MS) : null;
}

/** Whether the words of an answer that is no JSON-RPC refuse everything for now. */
export function saysNotNow(text: string): boolean {
  return NOT_NOW_WORDS.test(text);
}

/** "Not now", with the pause that the node asks for, where it names one. */
export function toBusy(text: string, detail: DetailOf['NODE_BUSY'] & ErrorDetail): AppError {
  const waitMs = waitOf(text);
  return new AppError('NODE_BUSY', { ...detail, text, ...(waitMs === null ? {} : { waitMs }) });
}

/** The close code for "try again later" (IANA's registry of WebSocket close codes). */
const TRY_AGAIN_LATER = 1013;

const partOf = (event: unknown, name: string): unknown =>
  typeof event === 'object' && event !== null ? Reflect.get(event, name) : undefined;

/** Why the other end closed: gateways that limit requests say it as they hang up. */
export function toCloseReason(event: unknown, endpoint: string): AppError {
  const words = partOf(event, 'reason');
  const text = typeof words === 'string' ? words.slice(0, 300) : '';
  return partOf(event, 'code') === TRY_AGAIN_LATER || saysNotNow(text)
    ? toBusy(text, { endpoint })
    : new AppError('NODE_UNREACHABLE', { endpoint });
}

function kindOf({ code }: RpcError, text: string): RefusalKind {
  if (/execution (?:failed|aborted)|wasm trap|runtime (?:panicked|error)/i.test(text)) {
    return 'runtime';
  }
  if (
    code === METHOD_NOT_FOUND ||
    /method (?:not found|is not available|not allowed)/i.test(text)
  ) {
    return 'never';
  }
  return QUESTIONS.includes(code) ? 'question' : 'other';
}

/** A node's refusal as an AppError: code and text are kept in the detail, and decide our code. */
export function toRefusal(method: string, error: RpcError, endpoint = ''): AppError {
  const text = `${error.message} ${error.data}`.trim();
  const said = { method, rpcCode: error.code, text, what: method };
  const detail = endpoint === '' ? said : { ...said, endpoint };
  if (/unknown ?block|state already discarded|pruned|not found in the database/i.test(text)) {
    return new AppError('BLOCK_PRUNED', detail);
  }
  if (/exported method .* is not found|function to start was not found/i.test(text)) {
    return new AppError('NOT_ON_THIS_RUNTIME', detail);
  }
  const kind = kindOf(error, text);
  // The pool's own codes: what it says of an extrinsic is no word about the node.
  const isPools = error.code >= 1_000 && error.code < 2_000;
  if (kind !== 'runtime' && !isPools && (NOT_NOW.includes(error.code) || saysNotNow(text))) {
    return toBusy(text, detail);
  }
  return new AppError('NODE_REFUSED', { ...detail, kind });
}

export function isMissingMethod(error: unknown): boolean {
  return error instanceof AppError && error.detail['rpcCode'] === METHOD_NOT_FOUND;
}

/** The runtime itself stopped: every node of the chain would say the same. */
export function isRuntimeStop(error: AppError): boolean {
  return error.code === 'NODE_REFUSED' && error.detail['kind'] === 'runtime';
}

/** Another node may well answer what this one refused. */
export function isOwnRefusal({ code, detail }: AppError): boolean {
  return code === 'NODE_REFUSED' && (detail['kind'] === 'never' || detail['kind'] === 'other');
}
