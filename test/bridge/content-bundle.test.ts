// The content script as it is shipped, between a page and a background that a test plays: whom it obeys, what it carries, how
// often, and what it forgets.
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import {
  answerEvent,
  HELLO_EVENT,
  PRESENT,
  questionEvent,
  READY_EVENT,
  type ContentOrder,
  type ContentStatus,
  type PageAnswer,
} from '../../src/bridge/envelope.ts';
import { toWireError, AppError } from '../../src/errors.ts';
import { encodeMessage } from '../../src/protocol.ts';
import { shippedScripts, switches } from './shipped-scripts.ts';

const [script = ''] = await shippedScripts('content');

const SIGNED: PageAnswer = { kind: 'sign-raw', signature: `0x01${'22'.repeat(64)}` };
const background = { id: 'taubar' };

class PageEvent extends Event {
  readonly detail: unknown;
  constructor(name: string, { detail }: { detail: unknown }) {
    super(name);
    this.detail = detail;
  }
}

type Sent = { taubar: string; body: string };
type Reply = () => Promise<unknown>;
const accepted: Reply = async () => ({ value: encodeMessage(null) });
const refusedWith =
  (error: AppError): Reply =>
  async () => ({ error: encodeMessage(toWireError(error)) });

/** Secret bytes, one of which is a single digit of hex. */
function withSmallByte(bytes: Uint8Array<ArrayBuffer>): Uint8Array {
  crypto.getRandomValues(bytes);
  bytes[7] = 5;
  return bytes;
}

function startContent(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const target = new EventTarget();
  const sent: Sent[] = [];
  const replies: Reply[] = [];
  const emitted: { name: string; detail: unknown }[] = [];
  let obey: (message: unknown, sender: object) => Promise<ContentStatus> | undefined = () =>
    undefined;
  let registered = 0;
  const runtime: { id?: string; [name: string]: unknown } = {
    id: background.id,
    onMessage: {
      addListener(listener: typeof obey) {
        registered += 1;
        obey = listener;
      },
    },
    async sendMessage(message: Sent) {
      sent.push(message);
      return (replies.shift() ?? accepted)();
    },
  };
  const window = {
    addEventListener: target.addEventListener.bind(target),
    dispatchEvent(event: PageEvent) {
      emitted.push({ name: event.type, detail: event.detail });
      return target.dispatchEvent(event);
    },
    setTimeout: (callback: () => void, ms: number) => setTimeout(callback, ms),
  };
  const world = createContext({
    ...window,
    ...switches,
    window,
    self: { origin: 'https://wallet.example' },
    chrome: { runtime },
    browser: { runtime },
    CustomEvent: PageEvent,
    Event,
    AbortController,
    crypto: { getRandomValues: withSmallByte },
    Date,
    clearTimeout: (timer: NodeJS.Timeout) => clearTimeout(timer),
  });
  const run = () => runInContext(script, world);
  run();
  const order = async (one: ContentOrder): Promise<ContentStatus> => {
    const status = await obey(one, background);
    assert.ok(status);
    // Of another realm, whose objects are no plain ones here.
    return structuredClone(status);
  };
  const ask = (promptId: string, loadNonce = 'load', patienceMs = 1_000) =>
    order({
      order: 'run',
      loadNonce,
      promptId,
      patienceMs,
      command: { kind: 'find-wallets' },
    });
  /** Of the page's own world. */
  const page = (name: string, detail: unknown) =>
    target.dispatchEvent(new PageEvent(name, { detail }));
  const channelOf = (): string => {
    page(READY_EVENT, '');
    const hello = emitted.findLast(({ name }) => name === HELLO_EVENT);
    assert.ok(typeof hello?.detail === 'string');
    return hello.detail;
  };
  const questions = (channel: string): { token: string; patienceMs: number }[] =>
    emitted
      .filter(({ name }) => name === questionEvent(channel))
      .map(({ detail }) => JSON.parse(String(detail)));
  const settle = async () => {
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
  };
  return {
    order,
    ask,
    page,
    channelOf,
    questions,
    sent,
    replies,
    emitted,
    runtime,
    target,
    settle,
    run,
    registered: () => registered,
    heard: (message: unknown, sender: object) => obey(message, sender),
    tick: async (ms: number) => {
      t.mock.timers.tick(ms);
      await settle();
    },
    answers: () =>
      sent
        .filter(({ taubar }) => taubar === 'pageAnswered')
        .map(
          ({ body }) =>
            JSON.parse(body) as {
              loadNonce: string;
              envelope: { promptId: string; answer: PageAnswer };
            },
        ),
  };
}

type Content = ReturnType<typeof startContent>;

/** A load with its page script there; its channel. */
async function begun(content: Content): Promise<string> {
  await content.order({ order: 'begin', loadNonce: 'load' });
  const channel = content.channelOf();
  content.page(answerEvent(channel), PRESENT);
  return channel;
}

const replyOf = (token: string | undefined, answer: PageAnswer = SIGNED): string =>
  JSON.stringify({ token, answer });

test('it obeys the background alone', (t) => {
  const content = startContent(t);
  const ping = { order: 'ping' };
  assert.equal(content.heard(ping, { id: 'other' }), undefined);
  assert.equal(content.heard(ping, { ...background, tab: { id: 1 } }), undefined);
  assert.equal(content.heard('ping', background), undefined);
  assert.equal(content.heard(null, background), undefined);
  assert.equal(content.heard({}, background), undefined);
  assert.notEqual(content.heard(ping, background), undefined);
});

test('put into a page twice, it listens once', (t) => {
  const content = startContent(t);
  content.run();
  assert.equal(content.registered(), 1);
});

test('it says which load it serves, where, whether the page script is there, and what it waits for', async (t) => {
  const content = startContent(t);
  const origin = 'https://wallet.example';
  assert.deepEqual(await content.order({ order: 'ping' }), {
    loadNonce: null,
    origin,
    isPageReady: false,
    held: [],
  });
  const first = await content.order({ order: 'begin', loadNonce: 'load' });
  assert.deepEqual(first, { loadNonce: 'load', origin, isPageReady: false, held: [] });
  // Nothing is put to a page whose script is not there, or to another load.
  assert.deepEqual((await content.ask('early')).held, []);
  const channel = content.channelOf();
  assert.equal((await content.order({ order: 'ping' })).isPageReady, false);
  content.page(answerEvent(channel), PRESENT);
  assert.equal((await content.order({ order: 'ping' })).isPageReady, true);
  assert.deepEqual((await content.ask('other', 'another load')).held, []);
  assert.deepEqual((await content.ask('prompt')).held, ['prompt']);
  const [question, ...more] = content.questions(channel);
  assert.deepEqual(more, []);
  assert.equal(question?.patienceMs, 1_000);
  assert.match(question?.token ?? '', /^[0-9a-f]{32}$/);
  assert.match(channel, /^[0-9a-f]{32}$/);
  assert.notEqual(channel, question?.token);
});

test('the channel is handed over once a load, and to no earlier one', async (t) => {
  const content = startContent(t);
  await content.order({ order: 'begin', loadNonce: 'load' });
  const channel = content.channelOf();
  content.page(READY_EVENT, '');
  assert.equal(content.emitted.filter(({ name }) => name === HELLO_EVENT).length, 1);
  await content.order({ order: 'begin', loadNonce: 'next' });
  assert.notEqual(content.channelOf(), channel);
  content.page(answerEvent(channel), PRESENT);
  const status = await content.order({ order: 'ping' });
  assert.deepEqual([status.loadNonce, status.isPageReady], ['next', false]);
});

test('the first answer to a question is carried, once, and a later one dropped', async (t) => {
  const content = startContent(t);
  const channel = await begun(content);
  await content.ask('prompt');
  const token = content.questions(channel)[0]?.token;
  content.page(answerEvent(channel), replyOf(token));
  content.page(
    answerEvent(channel),
    replyOf(token, { kind: 'failed', reason: 'silent', text: '' }),
  );
  await content.settle();
  assert.deepEqual(content.answers(), [
    { loadNonce: 'load', envelope: { promptId: 'prompt', answer: SIGNED } },
  ]);
  assert.deepEqual((await content.order({ order: 'ping' })).held, []);
  await content.tick(100_000);
  assert.equal(content.answers().length, 1);
});

test('an answer to a question that nobody put is carried nowhere', async (t) => {
  const content = startContent(t);
  const channel = await begun(content);
  await content.ask('prompt');
  content.page(answerEvent(channel), replyOf('0123456789abcdef'));
  await content.settle();
  assert.deepEqual(content.answers(), []);
  assert.deepEqual((await content.order({ order: 'ping' })).held, ['prompt']);
});

test('what is no answer on the secret channel ends all that wait, as garbage', async (t) => {
  const content = startContent(t);
  const channel = await begun(content);
  await content.ask('one');
  await content.ask('two');
  content.page(answerEvent(channel), 'no answer');
  await content.settle();
  assert.deepEqual(
    content.answers().map(({ envelope }) => [envelope.promptId, envelope.answer]),
    ['one', 'two'].map((id) => [id, { kind: 'failed', reason: 'garbage', text: '' }]),
  );
});

test('an event that carries no detail is garbage too', async (t) => {
  const content = startContent(t);
  const channel = await begun(content);
  await content.ask('one');
  content.target.dispatchEvent(new Event(answerEvent(channel)));
  await content.settle();
  assert.equal(content.answers().length, 1);
});

test('a page that does not answer is silent two seconds after its deadline, not before', async (t) => {
  const content = startContent(t);
  const channel = await begun(content);
  await content.ask('prompt', 'load', 1_000);
  await content.tick(2_999);
  assert.deepEqual(content.answers(), []);
  await content.tick(1);
  assert.deepEqual(content.answers()[0]?.envelope, {
    promptId: 'prompt',
    answer: { kind: 'failed', reason: 'silent', text: '' },
  });
  content.page(answerEvent(channel), replyOf(content.questions(channel)[0]?.token));
  await content.settle();
  assert.equal(content.answers().length, 1);
});

test('a prompt that is forgotten is answered no more, and no other goes with it', async (t) => {
  const content = startContent(t);
  const channel = await begun(content);
  await content.ask('one');
  await content.ask('two');
  const status = await content.order({ order: 'forget', promptId: 'one' });
  assert.deepEqual(status.held, ['two']);
  const [one, two] = content.questions(channel);
  content.page(answerEvent(channel), replyOf(one?.token));
  await content.tick(100);
  assert.deepEqual(content.answers(), []);
  content.page(answerEvent(channel), replyOf(two?.token));
  await content.settle();
  assert.deepEqual(content.answers()[0]?.envelope.promptId, 'two');
  await content.tick(5_000);
  assert.equal(content.answers().length, 1);
});

test('while the background is away the answer is carried again, each time after a longer pause', async (t) => {
  const content = startContent(t);
  const channel = await begun(content);
  const away: Reply = () => Promise.reject(new Error('Could not establish connection.'));
  content.replies.push(
    away,
    refusedWith(new AppError('NODE_UNREACHABLE', { what: 'archive' })),
    refusedWith(new AppError('STORE_FAILED', { text: '' })),
    away,
    away,
    away,
    away,
    away,
  );
  await content.ask('prompt');
  content.page(answerEvent(channel), replyOf(content.questions(channel)[0]?.token));
  await content.settle();
  const pauses: number[] = [];
  for (let tries = 1; tries < 9; tries += 1) {
    assert.deepEqual((await content.order({ order: 'ping' })).held, ['prompt']);
    let waited = 0;
    while (content.answers().length === tries) {
      await content.tick(50);
      waited += 50;
      assert.ok(waited <= 20_000);
    }
    pauses.push(waited);
  }
  assert.deepEqual(pauses, [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  assert.deepEqual((await content.order({ order: 'ping' })).held, []);
});

test('an answer that the background refuses for good is dropped', async (t) => {
  const content = startContent(t);
  const channel = await begun(content);
  content.replies.push(refusedWith(new AppError('NOT_ALLOWED')));
  await content.ask('prompt');
  content.page(answerEvent(channel), replyOf(content.questions(channel)[0]?.token));
  await content.tick(60_000);
  assert.equal(content.answers().length, 1);
  assert.deepEqual((await content.order({ order: 'ping' })).held, []);
});

test('left behind by an update it tries no more', async (t) => {
  const content = startContent(t);
  const channel = await begun(content);
  content.replies.push(() => {
    delete content.runtime.id;
    return Promise.reject(new Error('Extension context invalidated.'));
  });
  await content.ask('prompt');
  content.page(answerEvent(channel), replyOf(content.questions(channel)[0]?.token));
  await content.tick(60_000);
  assert.equal(content.answers().length, 1);
});

test('an answer that nobody took for twenty minutes is dropped', async (t) => {
  const content = startContent(t);
  const channel = await begun(content);
  const away: Reply = () => Promise.reject(new Error('Could not establish connection.'));
  content.replies.push(...Array.from({ length: 500 }, () => away));
  await content.ask('prompt');
  content.page(answerEvent(channel), replyOf(content.questions(channel)[0]?.token));
  await content.settle();
  for (let minutes = 0; minutes < 19 * 4; minutes += 1) await content.tick(15_000);
  assert.deepEqual((await content.order({ order: 'ping' })).held, ['prompt']);
  for (let minutes = 0; minutes < 2 * 4; minutes += 1) await content.tick(15_000);
  assert.deepEqual((await content.order({ order: 'ping' })).held, []);
});

test('at twenty minutes to the millisecond it is carried once more, a millisecond later no more', async (t) => {
  for (const [by, tries] of [
    [0, 2],
    [1, 1],
  ] as const) {
    const content = startContent(t);
    const channel = await begun(content);
    let hangUp: (error: Error) => void = () => undefined;
    content.replies.push(() => new Promise((_, reject) => (hangUp = reject)));
    await content.ask('prompt');
    content.page(answerEvent(channel), replyOf(content.questions(channel)[0]?.token));
    await content.tick(1_200_000 + by);
    hangUp(new Error('The message port closed before a response was received.'));
    await content.settle();
    await content.tick(250);
    assert.equal(content.answers().length, tries, `${by}`);
    t.mock.timers.reset();
  }
});

test('a new load ends what the one before it waited for', async (t) => {
  const content = startContent(t);
  const channel = await begun(content);
  await content.ask('prompt');
  const token = content.questions(channel)[0]?.token;
  const status = await content.order({ order: 'begin', loadNonce: 'next' });
  assert.deepEqual([status.loadNonce, status.held], ['next', []]);
  content.page(answerEvent(channel), replyOf(token));
  await content.tick(10_000);
  assert.deepEqual(content.answers(), []);
});

test('an answer on its way when a new load begins is carried once more, and then no more', async (t) => {
  const content = startContent(t);
  const channel = await begun(content);
  const away: Reply = () => Promise.reject(new Error('Could not establish connection.'));
  content.replies.push(away, away, away);
  await content.ask('prompt');
  content.page(answerEvent(channel), replyOf(content.questions(channel)[0]?.token));
  await content.settle();
  await content.order({ order: 'begin', loadNonce: 'next' });
  await content.tick(250);
  await content.tick(60_000);
  assert.equal(content.answers().length, 2);
});

test('a page event that the page made itself ends nothing', async (t) => {
  const content = startContent(t);
  const channel = await begun(content);
  await content.ask('prompt');
  content.target.dispatchEvent(new Event('pagehide'));
  const status = await content.order({ order: 'ping' });
  assert.deepEqual([status.loadNonce, status.held], ['load', ['prompt']]);
  assert.equal(content.sent.length, 0);
  content.page(answerEvent(channel), replyOf(content.questions(channel)[0]?.token));
  await content.settle();
  assert.equal(content.answers().length, 1);
});

/** As a browser makes it: a test cannot make a trusted event. */
function hidePage({ target }: Content): void {
  target.dispatchEvent(Object.defineProperty(new Event('pagehide'), 'isTrusted', { value: true }));
}

test('a page that goes says so where a prompt is lost, and only there', async (t) => {
  const content = startContent(t);
  await begun(content);
  hidePage(content);
  assert.deepEqual(content.sent, []);
  assert.equal((await content.order({ order: 'ping' })).loadNonce, null);
  await begun(content);
  await content.ask('prompt');
  content.replies.push(() => Promise.reject(new Error('gone')));
  hidePage(content);
  await content.settle();
  assert.deepEqual(
    content.sent.map(({ taubar, body }) => [taubar, JSON.parse(body)]),
    [['pageLeft', { loadNonce: 'load' }]],
  );
  assert.deepEqual((await content.order({ order: 'ping' })).held, []);
  hidePage(content);
  assert.equal(content.sent.length, 1);
});
