// The page script as it is shipped, in a world of its own with wallets that a test makes.
import assert from 'node:assert/strict';
import { createContext, runInContext } from 'node:vm';
import type {
  Injected,
  InjectedAccount,
  InjectedWindowProvider,
} from '@polkadot/extension-inject/types';
import {
  answerEvent,
  HELLO_EVENT,
  PRESENT,
  questionEvent,
  READY_EVENT,
  type PageAnswer,
  type PageCommand,
} from '../../src/bridge/envelope.ts';
import { parsePageReply } from '../../src/bridge/parse-envelope.ts';
import { shippedScripts, switches } from './shipped-scripts.ts';

export const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';

export const [pageScript = ''] = await shippedScripts('page');

export type Wallets = Record<string, InjectedWindowProvider>;
const CHANNEL = 'channel-of-this-test';

export class PageEvent extends Event {
  readonly detail: unknown;
  constructor(name: string, { detail }: { detail: unknown }) {
    super(name);
    this.detail = detail;
  }
}

export type AskPage = (command: PageCommand, patienceMs?: number) => Promise<PageAnswer>;

type Emit = (name: string, detail: unknown) => void;

/**
 * Runs the shipped script among these wallets. `before`: what the page sends it before our content script does. `lists`: the
 * prototype of every list of that world, which a page may change.
 */
export function openPage(injectedWeb3: object, before: (emit: Emit) => void = () => undefined) {
  const target = new EventTarget();
  const emit: Emit = (name, detail) => {
    target.dispatchEvent(new PageEvent(name, { detail }));
  };
  const world = createContext({
    addEventListener: target.addEventListener.bind(target),
    dispatchEvent: target.dispatchEvent.bind(target),
    CustomEvent: PageEvent,
    // Looked up at each call: a test may turn the clock.
    setTimeout: (callback: () => void, ms: number) => setTimeout(callback, ms),
    console,
    injectedWeb3,
    TextEncoder,
    ...switches,
  });
  const answers = new Map<string, (answer: PageAnswer) => void>();
  const said: unknown[] = [];
  target.addEventListener(READY_EVENT, () => {
    before(emit);
    emit(HELLO_EVENT, CHANNEL);
  });
  target.addEventListener(answerEvent(CHANNEL), (event) => {
    const detail = event instanceof PageEvent ? event.detail : null;
    said.push(detail);
    const reply = parsePageReply(detail);
    if (reply !== null) answers.get(reply.token)?.(reply.answer);
  });
  runInContext(pageScript, world);
  assert.deepEqual(said, [PRESENT], 'the script says that it is there');
  const ask: AskPage = (command, patienceMs = 2_000) => {
    const token = `token-${answers.size}-of-test`;
    return new Promise((resolve) => {
      answers.set(token, resolve);
      emit(questionEvent(CHANNEL), JSON.stringify({ token, patienceMs, command }));
    });
  };
  const lists: unknown[] = runInContext('Array.prototype', world);
  return { ask, emit, said, target, lists };
}

export const startPage = (wallets: object): AskPage => openPage(wallets).ask;

export const injected = (accounts: readonly InjectedAccount[], more: object = {}): Injected => ({
  accounts: { get: async () => [...accounts], subscribe: () => () => undefined },
  signer: {},
  ...more,
});
