// Entry of the script in the page's own world: is told a secret channel, answers each question put there
// once, within its deadline. Starts nothing, keeps nothing, is trusted with nothing: the page may be hostile.
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
import { findWallets, openWallet } from './page-wallets.ts';

const { addEventListener, dispatchEvent, CustomEvent: PageEvent } = globalThis;
const { parse } = JSON;

function listen(name: string, callback: (detail: unknown) => void): void {
  const listener = (event: Event): void => callback(bagOf(event)['detail']);
  apply(addEventListener, globalThis, [name, listener]);
}

function say(name: string, detail: string): void {
  apply(dispatchEvent, globalThis, [new PageEvent(name, { detail })]);
}

async function answerTo(ask: PageCommand): Promise<PageAnswer> {
  switch (ask.kind) {
    case 'find-wallets':
      return { kind: 'find-wallets', wallets: await findWallets() };
    case 'list-accounts': {
      const wallet = await openWallet(ask.wallet);
      return { kind: 'list-accounts', accounts: wallet.accounts };
    }
    case 'sign-payload':
      return signPayload(ask.wallet, ask.payload);
    case 'sign-raw':
      return signRaw(ask.wallet, ask.address, ask.bytes);
    default:
      return provideMetadata(ask.wallet, ask.definition);
  }
}

function failedBy(error: unknown): PageAnswer {
  return error instanceof Failure
    ? { kind: 'failed', reason: error.reason, text: error.message }
    : { kind: 'failed', reason: 'garbage', text: wordsOf(error) };
}

/** Answers once: the first of the wallet's answer and the deadline. */
async function serve(channel: string, { token, patienceMs, ask }: PageQuestion): Promise<void> {
  let isAnswered = false;
  const reply = (answer: PageAnswer): void => {
    if (isAnswered) return;
    isAnswered = true;
    const text: PageReply = { token, answer };
    say(answerEvent(channel), toText(text));
  };
  after(patienceMs, () => reply({ kind: 'failed', reason: 'silent', text: '' }));
  try {
    reply(await answerTo(ask));
  } catch (error) {
    reply(failedBy(error));
  }
}

/** A question is our content script's own words, so it is believed; a page that forges one asks only itself. */
function start(channel: string): void {
  listen(questionEvent(channel), (detail) => {
    const question: PageQuestion = parse(String(detail));
    void serve(channel, question);
  });
  say(answerEvent(channel), PRESENT);
}

let channel: string | null = null;
listen(HELLO_EVENT, (detail) => {
  if (channel !== null || typeof detail !== 'string') return;
  channel = detail;
  start(channel);
});
// Dispatching is synchronous: by its return the content script has told the channel, or there is none.
say(READY_EVENT, '');
