// Carries messages between the parts. Both ends are checked by the compiler; the wire form (JSON with tagged bigints)
// is made and read here and nowhere else.
import { browser, type Sender } from './browser.ts';
import { AppError, fromWireError, toWireError } from './errors.ts';
import {
  type MethodName,
  senders,
  type Body,
  type Reply,
  type Handlers,
  type BodyParsers,
  type Change,
} from './messages.ts';

const CHANGE_CHANNEL = 'taubar-changes';
/** How the port begins that an open panel holds: as long as one is open, the node is followed. */
const PANEL_PORT = 'panel ';

/** Name of the port of a panel's window. */
export const portOf = (window: string): string => `${PANEL_PORT}${window}`;

/** The window whose port it is; null: no panel's. */
export const windowOf = (port: string): string | null =>
  port.startsWith(PANEL_PORT) ? port.slice(PANEL_PORT.length) : null;

const BIGINT_TAG = '$bigint';

/** Any value of messages as JSON text; bigints keep their digits. */
export function encodeMessage(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? { [BIGINT_TAG]: part.toString() } : part,
  );
}

/** The reverse of encodeMessage. Throws AppError BAD_MESSAGE on anything else. */
export function decodeMessage(text: unknown): unknown {
  if (typeof text !== 'string') throw new AppError('BAD_MESSAGE');
  try {
    const parsed: unknown = JSON.parse(text, (_key, part: unknown) => reviveBigint(part));
    return parsed;
  } catch (error) {
    throw new AppError('BAD_MESSAGE', {}, error);
  }
}

function reviveBigint(part: unknown): unknown {
  if (typeof part !== 'object' || part === null || !(BIGINT_TAG in part)) return part;
  const digits = part[BIGINT_TAG];
  if (
    typeof digits !== 'string' ||
    !/^-?\d{1,80}$/.test(digits) ||
    Object.keys(part).length !== 1
  ) {
    throw new AppError('BAD_MESSAGE');
  }
  return BigInt(digits);
}

type WireRequest = { taubar: MethodName; body: string };

function parseWireRequest(message: unknown): WireRequest | null {
  if (typeof message !== 'object' || message === null) return null;
  if (!('taubar' in message) || !('body' in message)) return null;
  const { taubar, body } = message;
  if (typeof taubar !== 'string' || typeof body !== 'string') return null;
  return isMethodName(taubar) ? { taubar, body } : null;
}

function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(senders, name);
}

/** Our own pages are panels; a content script of ours speaks from a tab's page. Any other sender is refused. */
export function roleOf(
  sender: Sender,
  extensionId: string,
  extensionOrigin: string,
): 'panel' | 'bridge' | null {
  if (sender.id !== extensionId) return null;
  if (sender.url?.startsWith(extensionOrigin)) return 'panel';
  return sender.tab !== undefined && sender.frameId === 0 ? 'bridge' : null;
}

/** Sends a message to the background. Throws the AppError that the handler threw. */
export async function call<M extends MethodName>(method: M, body: Body<M>): Promise<Reply<M>> {
  const message: WireRequest = { taubar: method, body: encodeMessage(body) };
  const reply: unknown = await browser.runtime.sendMessage(message);
  if (typeof reply !== 'object' || reply === null) throw new AppError('BAD_MESSAGE', { method });
  if ('error' in reply) throw fromWireError(decodeMessage(reply.error));
  if (!('value' in reply)) throw new AppError('BAD_MESSAGE', { method });
  // The one place where a reply is believed: its sender is our own background, built from the same map.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return decodeMessage(reply.value) as Reply<M>;
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- ties the parser to the handler
async function answer<M extends MethodName>(
  method: M,
  handlers: Handlers,
  parsers: BodyParsers,
  text: string,
  sender: Sender,
): Promise<unknown> {
  const body = parsers[method](decodeMessage(text));
  return handlers[method](body, sender);
}

/**
 * Registers the one message listener, synchronously. The sender is judged before anything is awaited;
 * then `ready` is awaited, the body parsed, the handler called, and its value or error always answered.
 */
export function serve(handlers: Handlers, parsers: BodyParsers, ready: Promise<unknown>): void {
  const extensionId = browser.runtime.id;
  const origin = browser.runtime.getURL('');
  const listener = (message: unknown, sender: Sender, reply: (told: unknown) => void) => {
    const request = parseWireRequest(message);
    if (request === null) return undefined;
    const refuse = (error: unknown): void => reply({ error: encodeMessage(toWireError(error)) });
    if (roleOf(sender, extensionId, origin) !== senders[request.taubar]) {
      refuse(new AppError('NOT_ALLOWED', { method: request.taubar }));
      return undefined;
    }
    void ready
      .then(() => answer(request.taubar, handlers, parsers, request.body, sender))
      .then((value) => ({ value: encodeMessage(value ?? null) }))
      .then(reply, refuse);
    // Answered later: both browsers keep the way back open for it.
    return true as const;
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the types know no listener that answers some alone
  const answersLater = listener as (...heard: Parameters<typeof listener>) => true;
  browser.runtime.onMessage.addListener(answersLater);
}

/** Reports that something in the store changed. */
export function announce(change: Change): void {
  const channel = new BroadcastChannel(CHANGE_CHANNEL);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
  channel.postMessage(change);
  channel.close();
}

/** Calls back with what changed until the signal aborts. */
export function onChange(callback: (change: Change) => void, signal: AbortSignal): void {
  const channel = new BroadcastChannel(CHANGE_CHANNEL);
  channel.addEventListener('message', (event: MessageEvent<Change>) => callback(event.data));
  signal.addEventListener('abort', () => channel.close(), { once: true });
}
