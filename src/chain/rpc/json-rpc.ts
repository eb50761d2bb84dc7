// Formats JSON-RPC requests and parses a node's messages strictly.
import { isObject } from '../../parse.ts';
import { saysNotNow, type RpcError } from './refusal.ts';

export type RpcMessage =
  | { kind: 'result'; id: number; result: unknown }
  | { kind: 'error'; id: number; error: RpcError }
  | { kind: 'notification'; subscription: string; result: unknown }
  /** Of no request: a gateway refuses everything for now. */
  | { kind: 'busy'; text: string };

const LONGEST_ERROR = 300;

export function formatRequest(id: number, method: string, params: readonly unknown[]): string {
  return JSON.stringify({ id, jsonrpc: '2.0', method, params });
}

function parseError(value: unknown): RpcError {
  if (!isObject(value)) return { code: 0, message: '', data: '' };
  const { code, message, data } = value;
  return {
    code: typeof code === 'number' && Number.isSafeInteger(code) ? code : 0,
    message: typeof message === 'string' ? message.slice(0, LONGEST_ERROR) : '',
    // Gateways put the pause that they ask for into an object.
    data: (isObject(data) ? JSON.stringify(data) : typeof data === 'string' ? data : '').slice(
      0,
      LONGEST_ERROR,
    ),
  };
}

function parseOne(value: unknown): RpcMessage | null {
  if (!isObject(value)) return null;
  const { id, params } = value;
  if (typeof id === 'number') {
    if (value['error'] !== undefined && value['error'] !== null) {
      return { kind: 'error', id, error: parseError(value['error']) };
    }
    return 'result' in value ? { kind: 'result', id, result: value['result'] } : null;
  }
  if (!isObject(params)) {
    const text = JSON.stringify(value).slice(0, LONGEST_ERROR);
    return saysNotNow(text) ? { kind: 'busy', text } : null;
  }
  const subscription = params['subscription'];
  if (typeof subscription !== 'string' && typeof subscription !== 'number') return null;
  return { kind: 'notification', subscription: String(subscription), result: params['result'] };
}

/** The messages in a text; null: the text is no JSON. Anything that is no JSON-RPC message is left out. */
export function parseMessages(text: string): RpcMessage[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // For null the caller ends the connection.
    return null;
  }
  const values: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return values.map(parseOne).filter((message) => message !== null);
}
