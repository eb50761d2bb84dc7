// Entry of the script in the isolated world of the one tab the user chose: carries questions to the page script
// and each answer once to the background. Checks shape, channel and load of the page.
import { browser, type Sender } from '../browser.ts';
import { AppError, isRetryable } from '../errors.ts';
import { call } from '../protocol.ts';
import {
  answerEvent,
  HELLO_EVENT,
  PRESENT,
  questionEvent,
  READY_EVENT,
  type ContentOrder,
  type ContentStatus,
  type PageAnswer,
  type PageQuestion,
} from './envelope.ts';
import { parsePageReply } from './parse-envelope.ts';

/** Added to the page script's own deadline before this script stops waiting for its answer. */
const GRACE_MS = 2_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 15_000;
/** An answer that the background did not accept for that long is dropped. */
const CARRY_FOR_MS = 1_200_000;

type Held = { promptId: string; timer: number };

/** One load of the page with which the background has opened a channel. */
type Load = {
  nonce: string;
  channel: string;
  isPageReady: boolean;
  held: Map<string, Held>;
  listening: AbortController;
};

let load: Load | null = null;

function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function emit(name: string, detail: string): void {
  window.dispatchEvent(new CustomEvent(name, { detail }));
}

function end(): void {
  if (load === null) return;
  load.listening.abort();
  for (const { timer } of load.held.values()) clearTimeout(timer);
  load = null;
}

function begin(nonce: string): void {
  end();
  const current: Load = {
    nonce,
    channel: newSecret(),
    isPageReady: false,
    held: new Map(),
    listening: new AbortController(),
  };
  const { signal } = current.listening;
  const onReady = (): void => emit(HELLO_EVENT, current.channel);
  window.addEventListener(READY_EVENT, onReady, { once: true, signal });
  const onAnswer = (event: Event): void => takeAnswerEvent(current, event);
  window.addEventListener(answerEvent(current.channel), onAnswer, { signal });
  load = current;
}

const garbage: PageAnswer = { kind: 'failed', reason: 'garbage', text: '' };

function takeAnswerEvent(current: Load, event: Event): void {
  const detail: unknown = event instanceof CustomEvent ? event.detail : null;
  if (detail === PRESENT) {
    current.isPageReady = true;
    return;
  }
  const reply = parsePageReply(detail);
  if (reply !== null) deliver(current, reply.token, reply.answer);
  // The channel is secret, so the sender is our page script with broken built-ins, or a page that took its
  // place. Either way no better answer will come.
  else for (const token of current.held.keys()) deliver(current, token, garbage);
}

/** The first answer to a token counts; the prompt stays held until the background has the answer. */
function deliver(current: Load, token: string, answer: PageAnswer): void {
  const held = current.held.get(token);
  if (held === undefined || held.timer === 0) return;
  clearTimeout(held.timer);
  held.timer = 0;
  void carry(current, token, held.promptId, answer);
}

/** An updated or reloaded extension takes its id from the scripts that it leaves behind. */
function isConnected(): boolean {
  const { id }: { id?: string } = browser.runtime;
  return id !== undefined;
}

/** A retry can help: the worker died during the message, its store failed, or its node is away. */
function canBeMended(error: unknown): boolean {
  // After an update or reload of the extension this script can reach nobody: the next ask brings a new one.
  if (!(error instanceof AppError)) return isConnected();
  return isRetryable(error) || error.code === 'STORE_FAILED';
}

/** Retries while the worker or its node is away, so that no signature is lost; a closed page ends the retries. */
async function carry(
  current: Load,
  token: string,
  promptId: string,
  answer: PageAnswer,
): Promise<void> {
  const body = { loadNonce: current.nonce, envelope: { promptId, answer } };
  const deadline = Date.now() + CARRY_FOR_MS;
  for (let pauseMs = FIRST_RETRY_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_RETRY_MS)) {
    try {
      await call('pageAnswered', body);
      break;
    } catch (error) {
      if (!canBeMended(error) || load !== current || Date.now() > deadline) break;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  current.held.delete(token);
}

function put(order: Extract<ContentOrder, { order: 'run' }>): void {
  if (load === null || load.nonce !== order.loadNonce || !load.isPageReady) return;
  const current = load;
  const token = newSecret();
  const silent: PageAnswer = { kind: 'failed', reason: 'silent', text: '' };
  const timer = window.setTimeout(
    () => deliver(current, token, silent),
    order.patienceMs + GRACE_MS,
  );
  current.held.set(token, { promptId: order.promptId, timer });
  const { patienceMs, command } = order;
  const question: PageQuestion = { token, patienceMs, command };
  emit(questionEvent(current.channel), JSON.stringify(question));
}

function forget(promptId: string): void {
  for (const [token, held] of load?.held ?? []) {
    if (held.promptId !== promptId) continue;
    clearTimeout(held.timer);
    load?.held.delete(token);
  }
}

function obey(order: ContentOrder): ContentStatus {
  if (order.order === 'begin') begin(order.loadNonce);
  if (order.order === 'run') put(order);
  if (order.order === 'forget') forget(order.promptId);
  return {
    loadNonce: load?.nonce ?? null,
    // `self.origin` and not the address bar's origin: a sandboxed page has none.
    origin: self.origin,
    isPageReady: load?.isPageReady ?? false,
    held: [...(load?.held.values() ?? [])].map(({ promptId }) => promptId),
  };
}

const isOrder = (message: unknown): message is ContentOrder =>
  typeof message === 'object' && message !== null && 'order' in message;

function onMessage(message: unknown, sender: Sender): Promise<ContentStatus> | undefined {
  const isBackground = sender.id === browser.runtime.id && sender.tab === undefined;
  return isBackground && isOrder(message) ? Promise.resolve(obey(message)) : undefined;
}

declare global {
  /** Set in the isolated world only: the page can neither see nor set it. */
  var taubarIsHere: boolean | undefined;
}

/** Tells the background once a load, and only where prompts are lost. A page can make up the event, but no trusted one. */
function onPageHide(event: PageTransitionEvent): void {
  if (!event.isTrusted || load === null) return;
  const { nonce, held } = load;
  // A message that is lost with the page costs time alone: the background looks for the page now and then.
  if (held.size > 0) call('pageLeft', { loadNonce: nonce }).catch(() => undefined);
  // A page in the back/forward cache must not answer earlier prompts when it is shown again.
  end();
}

if (globalThis.taubarIsHere !== true) {
  globalThis.taubarIsHere = true;
  browser.runtime.onMessage.addListener(onMessage);
  window.addEventListener('pagehide', onPageHide);
}
