// What the page script makes of odd wallets: each failure by its reason, each limit at its edge, and no answer twice.
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import {
  answerEvent,
  HELLO_EVENT,
  PRESENT,
  questionEvent,
  type PageAnswer,
} from '../../src/bridge/envelope.ts';
import type { SignerPayload } from '../../src/model/extrinsic.ts';
import { ALICE, injected, openPage, startPage } from './page-world.ts';

const BOB = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty';
const SIGNATURE = `0x01${'ab'.repeat(64)}`;

const list = { kind: 'list-accounts', wallet: 'w' } as const;
const walletOf = (parts: object, accounts = [{ address: ALICE }]) => ({
  w: { version: '1', enable: async () => injected(accounts, parts) },
});
const listing = (get: () => unknown) => walletOf({ accounts: { get: async () => get() } });
const failed = (reason: string, text: string) => ({ kind: 'failed', reason, text });

async function accountsOf(listed: readonly unknown[]) {
  const answer = await startPage(listing(() => listed))(list);
  assert.ok(answer.kind === 'list-accounts', JSON.stringify(answer));
  return answer;
}

const payload: SignerPayload = {
  address: ALICE,
  blockHash: '0x00',
  blockNumber: '0x00',
  era: '0x00',
  genesisHash: '0x00',
  metadataHash: null,
  method: '0x00',
  mode: 0,
  nonce: '0x00',
  specVersion: '0x00',
  tip: '0x00',
  transactionVersion: '0x00',
  signedExtensions: [],
  version: 4,
  withSignedTransaction: true,
};

const sign = (signer: object, part: Partial<SignerPayload> = {}): Promise<PageAnswer> =>
  startPage(walletOf({ signer }))({
    kind: 'sign-payload',
    wallet: 'w',
    payload: { ...payload, ...part },
    plainFor: null,
  });

test('a wallet that is not there, or cannot be opened, is named', async () => {
  const ask = startPage({ w: { version: '1' }, 'no entry': null });
  for (const wallet of ['w', 'no entry', 'gone'])
    assert.deepEqual(
      await ask({ kind: 'list-accounts', wallet }),
      failed('no-such-wallet', wallet),
    );
  assert.deepEqual(await startPage({})(list), failed('no-such-wallet', 'w'));
});

test('a wallet without accounts to list, and a list that is none, are told apart', async () => {
  assert.deepEqual(
    await startPage(walletOf({ accounts: {} }))(list),
    failed('unsupported', 'accounts'),
  );
  assert.deepEqual(
    await startPage(walletOf({ accounts: null }))(list),
    failed('unsupported', 'accounts'),
  );
  for (const none of [null, undefined, {}, 'accounts', { length: 2 }])
    assert.deepEqual(await startPage(listing(() => none))(list), failed('garbage', 'accounts'));
});

test('what a wallet throws is told in its own words, of at most 300 characters', async () => {
  const throwing = (thrown: unknown) =>
    startPage(
      listing(() => {
        throw thrown;
      }),
    )(list);
  assert.deepEqual(await throwing(new Error('Locked')), failed('wallet-error', 'Locked'));
  assert.deepEqual(await throwing('only a text'), failed('wallet-error', 'only a text'));
  assert.deepEqual(await throwing({ message: 42 }), failed('wallet-error', '42'));
  assert.deepEqual(
    await throwing({ message: 'x'.repeat(301) }),
    failed('wallet-error', 'x'.repeat(300)),
  );
  assert.deepEqual(await throwing(undefined), failed('wallet-error', 'undefined'));
});

test('an answer holds what is told and nothing beside it', async () => {
  const thrown = { message: 'x'.repeat(301) };
  const page = openPage(listing(() => Promise.reject(thrown)));
  await page.ask(list);
  assert.deepEqual(JSON.parse(String(page.said[1])), {
    token: 'token-0-of-test',
    answer: failed('wallet-error', 'x'.repeat(300)),
  });
});

test('a thousand accounts are taken, and how many more there are is said', async () => {
  const many = (count: number) => Array.from({ length: count }, () => ({ address: ALICE }));
  const whole = await accountsOf(many(1_000));
  assert.deepEqual([whole.accounts.length, whole.leftOut], [1_000, 0]);
  const cut = await accountsOf(many(1_001));
  assert.deepEqual([cut.accounts.length, cut.leftOut], [1_000, 1]);
});

test('an address that cannot be encoded is passed on as it is, and hides no other', async () => {
  const wrongSum = `${ALICE.slice(0, -1)}Z`;
  const { accounts } = await accountsOf([
    { address: wrongSum },
    { address: ALICE, name: 'n'.repeat(200), type: 't'.repeat(60) },
    null,
    { address: 7 },
    { address: `0x${'AB'.repeat(20)}` },
    { address: `0x${'AB'.repeat(20)}0` },
    Object.defineProperty({}, 'address', {
      get: () => {
        throw new Error('no');
      },
    }),
    { address: BOB },
  ]);
  assert.deepEqual(
    accounts.map(({ address }) => address),
    [wrongSum, ALICE, '', '', `0x${'AB'.repeat(20)}`, `0x${'AB'.repeat(20)}0`, '', BOB],
  );
  assert.equal(accounts[1]?.name, 'n'.repeat(120));
  assert.equal(accounts[1]?.keyType, 't'.repeat(40));
});

test('an address of more than a hundred characters is not cut to one that looks right', async () => {
  const { accounts } = await accountsOf([
    { address: 'a'.repeat(100) },
    { address: 'a'.repeat(101) },
  ]);
  assert.deepEqual(
    accounts.map(({ problem }) => problem),
    [null, 'address'],
  );
});

test('a short key is no address, and is not made one', async () => {
  const { accounts } = await accountsOf([{ address: '0x0102' }, { address: ALICE }]);
  assert.deepEqual(
    accounts.map(({ address }) => address),
    ['0x0102', ALICE],
  );
});

test('of a list only its entries and its length are looked at', async () => {
  const looked = new Set<string | symbol>();
  const listed = new Proxy([{ address: ALICE }, { address: BOB }], {
    get: (target, name) => {
      looked.add(name);
      return Reflect.get(target, name) as unknown;
    },
  });
  assert.equal((await accountsOf(listed)).accounts.length, 2);
  looked.delete('then'); // The language looks for it in whatever is awaited.
  assert.deepEqual(looked, new Set(['length', '0', '1']));
});

test('an account is bound to a network by its hash, to none by an empty one, and a wrong hash is named', async () => {
  const hash = `0x${'2f'.repeat(32)}`;
  const { accounts } = await accountsOf(
    [hash, '', '0x', null, undefined, 5, 'finney', `${hash}00`, hash.slice(0, -1)].map(
      (genesisHash) => ({ address: ALICE, genesisHash }),
    ),
  );
  const none = [null, null];
  const wrong = [null, 'genesis-hash'];
  assert.deepEqual(
    accounts.map(({ genesisHash, problem }) => [genesisHash, problem]),
    [[hash, null], none, none, none, none, none, wrong, wrong, wrong],
  );
});

test('only an account that the wallet shares is asked to sign', async () => {
  const signer = { signPayload: async () => ({ signature: SIGNATURE }) };
  assert.deepEqual(await sign(signer, { address: BOB }), failed('no-such-account', BOB));
  assert.equal((await sign(signer)).kind, 'sign-payload');
});

test('a wallet that cannot sign, refuses, or answers with anything but hex, is told apart', async () => {
  const answering = (answer: unknown) => sign({ signPayload: async () => answer });
  assert.deepEqual(await sign({}), failed('unsupported', 'signPayload'));
  assert.deepEqual(
    await sign({
      signPayload: async () => {
        throw new Error('Cancelled');
      },
    }),
    failed('wallet-error', 'Cancelled'),
  );
  for (const signature of [
    undefined,
    null,
    5,
    'signed',
    '0x123',
    '0xzz',
    {},
    [1],
    new Uint16Array([1]),
  ])
    assert.deepEqual(await answering({ signature }), failed('garbage', 'hex'));
  assert.deepEqual(await answering(null), failed('garbage', 'hex'));
  assert.deepEqual(
    await answering({ signature: SIGNATURE, signedTransaction: 'none' }),
    failed('garbage', 'hex'),
  );
});

test('bytes become hex digit by digit', async () => {
  const answer = await sign({
    signPayload: async () => ({
      signature: SIGNATURE,
      signedTransaction: Uint8Array.from({ length: 256 }, (_, i) => i),
    }),
  });
  const digits = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0')).join('');
  assert.ok(answer.kind === 'sign-payload');
  assert.equal(answer.signedTransaction, `0x${digits}`);
  assert.equal(answer.signature, SIGNATURE);
  assert.equal(answer.version, '1');
});

test('a hash of the metadata is asked for where there is one, and left out where there is none', async () => {
  const asked: SignerPayload[] = [];
  const signer = {
    signPayload: async (given: SignerPayload) => {
      asked.push(given);
      return { signature: SIGNATURE, signedTransaction: null };
    },
  };
  const plain = await sign(signer);
  assert.ok(plain.kind === 'sign-payload' && plain.signedTransaction === null);
  await sign(signer, { metadataHash: '0x0102', mode: 1 });
  const [first, second] = asked;
  assert.ok(first);
  assert.equal(Object.hasOwn(first, 'metadataHash'), false);
  assert.equal(first.address, ALICE);
  assert.equal(second?.metadataHash, '0x0102');
});

test('a text is signed as bytes, by the account that is named', async () => {
  const asked: unknown[] = [];
  const signer = {
    signRaw: async (given: unknown) => {
      asked.push(given);
      return { signature: SIGNATURE };
    },
  };
  const ask = startPage(walletOf({ signer }));
  const command = { kind: 'sign-raw', wallet: 'w', address: ALICE, bytes: '0x6869' } as const;
  assert.deepEqual(await ask(command), { kind: 'sign-raw', signature: SIGNATURE });
  assert.deepEqual(JSON.parse(JSON.stringify(asked)), [
    { address: ALICE, data: '0x6869', type: 'bytes' },
  ]);
  assert.deepEqual(await ask({ ...command, address: BOB }), failed('no-such-account', BOB));
  assert.deepEqual(await startPage(walletOf({}))(command), failed('unsupported', 'signRaw'));
});

const definition = {
  chain: 'Bittensor',
  genesisHash: `0x${'33'.repeat(32)}`,
  icon: 'substrate',
  ss58Format: 42,
  chainType: 'substrate',
  specVersion: 400,
  tokenDecimals: 9,
  tokenSymbol: 'TAO',
  types: {},
  metaCalls: '',
  rawMetadata: '0x6d657461',
} as const;

async function provide(
  known: unknown,
  taken: unknown,
): Promise<{ answer: PageAnswer; asked: number }> {
  let asked = 0;
  const metadata = {
    get: async () => known,
    provide: async () => {
      asked += 1;
      return taken;
    },
  };
  const answer = await startPage(walletOf({ metadata }))({
    kind: 'provide-metadata',
    wallet: 'w',
    definition,
  });
  return { answer, asked };
}

test('a wallet knows a chain by its hash and its version together, and takes it only by a plain yes', async () => {
  const { genesisHash, specVersion } = definition;
  const yes = { kind: 'provide-metadata', isTaken: true };
  const other = `0x${'44'.repeat(32)}`;
  const unknown: unknown[] = [
    [],
    [{ genesisHash, specVersion: 399 }],
    [{ genesisHash: other, specVersion }],
    [
      { genesisHash, specVersion: 399 },
      { genesisHash: other, specVersion },
    ],
    null,
    { length: 1, 0: { genesisHash, specVersion } },
    [null],
  ];
  for (const known of unknown)
    assert.deepEqual(await provide(known, true), { answer: yes, asked: 1 }, JSON.stringify(known));
  assert.deepEqual(await provide([null, { genesisHash, specVersion }], true), {
    answer: yes,
    asked: 0,
  });
  for (const taken of [false, undefined, 1, 'true'])
    assert.deepEqual((await provide([], taken)).answer, {
      kind: 'provide-metadata',
      isTaken: false,
    });
  for (const metadata of [undefined, null, 'metadata']) {
    const answer = await startPage(walletOf({ metadata }))({
      kind: 'provide-metadata',
      wallet: 'w',
      definition,
    });
    assert.deepEqual(answer, failed('unsupported', 'metadata'));
  }
});

/** Lets everything happen that waits for no time, then turns the clock. */
function clockOf(t: TestContext): (ms: number) => Promise<void> {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 300; turn += 1) await Promise.resolve();
  };
  return async (ms) => {
    await settle();
    t.mock.timers.tick(ms);
    await settle();
  };
}

const enable = async () => injected([]);

test('wallets that a screen would not show as they are named do not count, nor what cannot be opened', async (t) => {
  const tick = clockOf(t);
  const names = [
    'plain',
    'τ wallet 2.0 (beta)',
    ' lead',
    'trail ',
    'new\nline',
    'turned\u202e',
    'wide\u200b',
    '',
    'x'.repeat(100),
    'x'.repeat(101),
  ];
  const wallets = Object.fromEntries(
    names.map((name) => [name, { version: '1', enable: async () => injected([]) }]),
  );
  const found = startPage({ ...wallets, closed: { version: '1' }, none: null })(
    { kind: 'find-wallets' },
    60_000,
  );
  await tick(400);
  assert.deepEqual(await found, {
    kind: 'find-wallets',
    wallets: ['plain', 'τ wallet 2.0 (beta)', 'x'.repeat(100)].map((name) => ({
      name,
      version: '1',
    })),
  });
});

test('fifty wallets are listed, with versions of at most forty characters', async (t) => {
  const tick = clockOf(t);
  const wallets = Object.fromEntries(
    Array.from({ length: 51 }, (_, at) => [
      `wallet ${at}`,
      { version: at === 0 ? 'v'.repeat(41) : 7, enable: async () => injected([]) },
    ]),
  );
  const found = startPage(wallets)({ kind: 'find-wallets' }, 60_000);
  await tick(400);
  const answer = await found;
  assert.ok(answer.kind === 'find-wallets');
  assert.equal(answer.wallets.length, 50);
  assert.deepEqual(
    answer.wallets.slice(0, 2).map(({ version }) => version),
    ['v'.repeat(40), ''],
  );
});

test('the first wallet is waited for two and a half seconds, and others four tenths after it', async (t) => {
  const tick = clockOf(t);
  const wallets: Record<string, object> = {};
  let answer: PageAnswer | null = null;
  const look = (): void => {
    answer = null;
    void startPage(wallets)({ kind: 'find-wallets' }, 60_000).then((found) => {
      answer = found;
    });
  };
  look();
  for (let waited = 0; waited < 2_400; waited += 100) await tick(100);
  assert.equal(answer, null);
  await tick(100);
  assert.deepEqual(answer, { kind: 'find-wallets', wallets: [] });
  look();
  await tick(100);
  wallets['late'] = { version: '1', enable };
  await tick(99);
  assert.equal(answer, null);
  await tick(1);
  wallets['later'] = { version: '1', enable: async () => injected([]) };
  await tick(399);
  assert.equal(answer, null);
  await tick(1);
  assert.deepEqual(answer, {
    kind: 'find-wallets',
    wallets: ['late', 'later'].map((name) => ({ name, version: '1' })),
  });
});

test('entries that open by one function are one wallet, and by two functions two', async (t) => {
  const tick = clockOf(t);
  const connect = async () => injected([]);
  const names = async (wallets: object) => {
    const found = startPage(wallets)({ kind: 'find-wallets' }, 60_000);
    await tick(400);
    const answer = await found;
    assert.ok(answer.kind === 'find-wallets');
    return answer.wallets.map(({ name }) => name);
  };
  assert.deepEqual(await names({ a: { connect }, b: { connect, enable } }), ['a']);
  assert.deepEqual(await names({ a: { connect, enable }, b: { enable } }), ['a', 'b']);
  assert.deepEqual(await names({ a: { enable }, b: { enable, connect } }), ['a']);
});

test('a wallet that also registered without a name is listed once, by its name', async (t) => {
  const tick = clockOf(t);
  const entry = { version: '1', enable };
  const found = startPage({ '': entry, a: entry, b: entry })({ kind: 'find-wallets' }, 60_000);
  await tick(400);
  assert.deepEqual(await found, {
    kind: 'find-wallets',
    wallets: [{ name: 'a', version: '1' }],
  });
});

test('a wallet that waits for a person keeps no other waiting longer than a quarter of a second', async (t) => {
  const tick = clockOf(t);
  let open: (() => void) | null = null;
  let enabled = 0;
  const slow = {
    version: '1',
    enable: () =>
      new Promise((resolve) => {
        open = () => resolve(injected([{ address: BOB }]));
      }),
  };
  const quick = {
    version: '1',
    enable: async () => {
      enabled += 1;
      return injected([{ address: ALICE }]);
    },
  };
  const ask = startPage({ slow, quick });
  const answers: [string, PageAnswer][] = [];
  const put = (wallet: string) =>
    void ask({ kind: 'list-accounts', wallet }, 60_000).then((answer) =>
      answers.push([wallet, answer]),
    );
  put('slow');
  put('quick');
  put('quick');
  await tick(249);
  assert.equal(enabled, 0);
  await tick(1);
  assert.deepEqual(
    answers.map(([wallet]) => wallet),
    ['quick', 'quick'],
  );
  assert.ok(open);
  (open as () => void)();
  await tick(0);
  await tick(250);
  assert.deepEqual(
    answers.map(([wallet]) => wallet),
    ['quick', 'quick', 'slow'],
  );
  const last = answers.at(-1)?.[1];
  assert.ok(last?.kind === 'list-accounts');
  assert.equal(last.accounts[0]?.address, BOB);
  // Its turn is over: the next caller waits for nobody.
  put('quick');
  await tick(0);
  assert.equal(answers.length, 4);
});

test('a wallet that is opened anew leaves the others open', async () => {
  const opened: string[] = [];
  const signer = { signPayload: async () => ({ signature: SIGNATURE }) };
  const named = (name: string) => ({
    version: '1',
    enable: async () => {
      opened.push(name);
      return injected([{ address: ALICE }], { signer });
    },
  });
  const ask = startPage({ a: named('a'), b: named('b') });
  for (const wallet of ['a', 'b', 'a']) await ask({ kind: 'list-accounts', wallet });
  for (const wallet of ['a', 'b'])
    await ask({ kind: 'sign-payload', wallet, payload, plainFor: null });
  assert.deepEqual(opened, ['a', 'b', 'a']);
});

test('a wallet that answers after its turn does not end the turn of another', async (t) => {
  const tick = clockOf(t);
  const opened: string[] = [];
  const open: Record<string, () => void> = {};
  const waitingOne = (name: string) => ({
    version: '1',
    enable: () => {
      opened.push(name);
      return new Promise((resolve) => {
        open[name] = () => resolve(injected([{ address: ALICE }]));
      });
    },
  });
  const names = ['a', 'b', 'c'];
  const ask = startPage(Object.fromEntries(names.map((name) => [name, waitingOne(name)])));
  for (const wallet of names) void ask({ kind: 'list-accounts', wallet }, 60_000);
  await tick(250);
  assert.deepEqual(opened, ['a', 'b']);
  open['a']?.();
  await tick(0);
  assert.deepEqual(opened, ['a', 'b']);
  await tick(250);
  assert.deepEqual(opened, names);
});

/** A wallet that counts its openings, and answers each of them as the test says. */
function countedWallet(answer: (opening: number) => unknown) {
  let openings = 0;
  const ask = startPage({
    w: {
      version: '1',
      enable: async () => {
        openings += 1;
        return answer(openings);
      },
    },
  });
  const signNow = (address = ALICE) =>
    ask({ kind: 'sign-payload', wallet: 'w', payload: { ...payload, address }, plainFor: null });
  return { ask, signNow, openings: () => openings };
}

const signingAs = (signature: unknown) => ({
  signer: { signPayload: async () => ({ signature }) },
});

test('a wallet that was opened anew signs by what it gave last', async () => {
  const signatures = ['01', '02'].map((kind) => `0x${kind}${'ab'.repeat(64)}`);
  const { ask, signNow, openings } = countedWallet((opening) =>
    injected([{ address: ALICE }], signingAs(signatures[opening - 1])),
  );
  await ask(list);
  await ask(list);
  const answer = await signNow();
  assert.ok(answer.kind === 'sign-payload', JSON.stringify(answer));
  assert.equal(answer.signature, signatures[1]);
  assert.equal(openings(), 2);
});

/** Thrown: whoever looks at it, even for its message, is thrown at. */
const unreadable = Object.defineProperty({}, 'message', {
  get: () => {
    throw new Error('no');
  },
});

for (const [thrown, answer] of [
  [new Error('Rejected'), failed('wallet-error', 'Rejected')],
  [unreadable, failed('garbage', 'enable')],
] as const)
  test(`a wallet that refuses to be opened anew is not used as it was before: ${answer.text}`, async () => {
    const { ask, signNow, openings } = countedWallet((opening) => {
      if (opening === 2) throw thrown;
      return injected([{ address: ALICE }], signingAs(SIGNATURE));
    });
    assert.equal((await ask(list)).kind, 'list-accounts');
    assert.deepEqual(await ask(list), answer);
    assert.equal((await signNow()).kind, 'sign-payload');
    assert.equal(openings(), 3);
  });

for (const [thrown, answer] of [
  [new Error('Locked'), failed('wallet-error', 'Locked')],
  [unreadable, failed('garbage', 'accounts')],
] as const)
  test(`a wallet that does not list its accounts is opened anew when it is needed: ${answer.text}`, async () => {
    let isLocked = true;
    const { ask, signNow, openings } = countedWallet(() =>
      injected([], {
        ...signingAs(SIGNATURE),
        accounts: {
          get: async () => {
            if (isLocked) throw thrown;
            return [{ address: ALICE }];
          },
        },
      }),
    );
    assert.deepEqual(await ask(list), answer);
    isLocked = false;
    assert.equal((await signNow()).kind, 'sign-payload');
    assert.equal(openings(), 2);
  });

test('a wallet that shares only addresses of the other form stays open', async () => {
  const address = `0x${'AB'.repeat(20)}`;
  const { ask, signNow, openings } = countedWallet(() =>
    injected([{ address }], signingAs(SIGNATURE)),
  );
  await ask(list);
  assert.equal((await signNow(address)).kind, 'sign-payload');
  assert.equal(openings(), 1);
});

test('what a page puts before or behind every list is no part of one', async (t) => {
  const tick = clockOf(t);
  const hidden = { version: '1', enable };
  const wallets = { ...walletOf(signingAs(SIGNATURE)), closed: { version: '1' } };
  Object.defineProperty(wallets, 'hidden', { value: hidden }); // Not enumerable.
  const page = openPage(wallets);
  const find = async () => {
    const found = page.ask({ kind: 'find-wallets' }, 60_000);
    await tick(400);
    return found;
  };
  const onlyOne = { kind: 'find-wallets', wallets: [{ name: 'w', version: '1' }] };
  for (const at of [-1, 2]) {
    page.lists[at] = 'hidden';
    assert.deepEqual(await find(), onlyOne);
    Reflect.deleteProperty(page.lists, at);
  }
  for (const at of [1, -1]) {
    const planted = { address: 'none', canEncode: true, entry: wallets.w, injected: {} };
    page.lists[at] = planted;
    for (let i = 0; i < 2; i += 1) {
      const answer = await page.ask(list);
      assert.ok(answer.kind === 'list-accounts' && answer.accounts.length === 1);
    }
    assert.equal(planted.entry, wallets.w, 'nor is it one of the opened wallets');
    const signing = { ...payload, address: 'none' };
    assert.deepEqual(
      await page.ask({ kind: 'sign-payload', wallet: 'w', payload: signing, plainFor: null }),
      failed('no-such-account', 'none'),
    );
    Reflect.deleteProperty(page.lists, at);
  }
});

test('each question is answered once: after the deadline no answer of the wallet follows', async (t) => {
  const tick = clockOf(t);
  let open: (() => void) | null = null;
  const wallets = {
    w: {
      version: '1',
      enable: () =>
        new Promise((resolve) => {
          open = () => resolve(injected([{ address: ALICE }]));
        }),
    },
  };
  const page = openPage(wallets);
  const waiting = page.ask(list, 1_000);
  await tick(999);
  assert.equal(page.said.length, 1);
  await tick(1);
  assert.deepEqual(await waiting, failed('silent', ''));
  (open as unknown as () => void)();
  await tick(5_000);
  assert.equal(page.said.length, 2);
  const quick = openPage(walletOf({}));
  await Promise.all([quick.ask(list, 1_000), tick(0)]);
  await tick(2_000);
  assert.equal(quick.said.length, 2);
});

test('the channel is taken once, and only from a text', async () => {
  const page = openPage({});
  const heard: unknown[] = [];
  page.target.addEventListener(answerEvent('another channel'), (event) => heard.push(event));
  page.emit(HELLO_EVENT, 'another channel');
  page.emit(
    questionEvent('another channel'),
    JSON.stringify({ token: 'token-0-of-test', patienceMs: 1, command: { kind: 'find-wallets' } }),
  );
  assert.deepEqual(heard, []);
  assert.deepEqual(page.said, [PRESENT]);
});

test('what is no text is no channel', () => {
  const page = openPage({}, (emit) => {
    for (const detail of [undefined, null, 5, {}]) emit(HELLO_EVENT, detail);
  });
  assert.deepEqual(page.said, [PRESENT]);
});
