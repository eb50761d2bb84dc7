// Entry of the script in the page's own world: receives a secret channel and answers each question on it
// once, within its deadline. It starts nothing by itself, stores nothing and is not trusted: the page may be hostile.
import {
  answerEvent,
  HELLO_EVENT,
  PRESENT,
  questionEvent,
  READY_EVENT,
  type PageAnswer,
  type PageCommand,
  type PageQuestion,
  type PageReply,
} from './envelope.ts';
import { after, apply, bagOf, Failure, toText, wordsOf } from './page-language.ts';
import { provideMetadata, signPayload, signRaw } from './page-signing.ts';
import { findWallets } from './page-wallet-list.ts';
import { openWallet } from './page-wallets.ts';

const { addEventListener, dispatchEvent, CustomEvent: PageEvent } = globalThis;
const { parse } = JSON;

function listen(name: string, callback: (detail: unknown) => void): void {
  const listener = (event: Event): void => callback(bagOf(event)['detail']);
  apply(addEventListener, globalThis, [name, listener]);
}

function emit(name: string, detail: string): void {
  apply(dispatchEvent, globalThis, [new PageEvent(name, { detail })]);
}

async function answerTo(command: PageCommand): Promise<PageAnswer> {
  switch (command.kind) {
    case 'find-wallets':
      return { kind: 'find-wallets', wallets: await findWallets() };
    case 'list-accounts': {
      // Only a wallet that is opened anew can share another account.
      const wallet = await openWallet(command.wallet, true);
      const { accounts, leftOut } = wallet;
      return { kind: 'list-accounts', accounts, leftOut };
    }
    case 'sign-payload':
      return signPayload(command);
    case 'sign-raw':
      return signRaw(command.wallet, command.address, command.bytes);
    default:
      return provideMetadata(command.wallet, command.definition);
  }
}

function failedBy(error: unknown): PageAnswer {
  return error instanceof Failure
    ? { kind: 'failed', reason: error.reason, text: error.message }
    : { kind: 'failed', reason: 'garbage', text: wordsOf(error) };
}

/** Answers once: with the wallet's answer or, if the deadline comes first, with `silent`. */
async function serve(channel: string, { token, patienceMs, command }: PageQuestion): Promise<void> {
  let isAnswered = false;
  const reply = (answer: PageAnswer): void => {
    if (isAnswered) return;
    isAnswered = true;
    const text: PageReply = { token, answer };
    emit(answerEvent(channel), toText(text));
  };
  after(patienceMs, () => reply({ kind: 'failed', reason: 'silent', text: '' }));
  try {
    reply(await answerTo(command));
  } catch (error) {
    reply(failedBy(error));
  }
}

/** Questions come from our content script and are not parsed again; a page that forges one only asks itself. */
function start(channel: string): void {
  listen(questionEvent(channel), (detail) => {
    const question: PageQuestion = parse(String(detail));
    void serve(channel, question);
  });
  emit(answerEvent(channel), PRESENT);
}

let channel: string | null = null;
listen(HELLO_EVENT, (detail) => {
  if (channel !== null || typeof detail !== 'string') return;
  channel = detail;
  start(channel);
});
// Dispatch is synchronous: when it returns, the content script has sent the channel, or there is no content script.
emit(READY_EVENT, '');
