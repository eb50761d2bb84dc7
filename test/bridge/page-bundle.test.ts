// The page script as it is shipped, run in a world of its own beside upstream's extension-dapp: the same
// wallets, the same answers; and where upstream swallows an error, the error.
import assert from 'node:assert/strict';
import process from 'node:process';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import type {
  InjectedAccount,
  InjectedAccountWithMeta,
  InjectedWindowProvider,
} from '@polkadot/extension-inject/types';
import type { SignerPayload } from '../../src/model/extrinsic.ts';
import { ALICE, injected, pageScript, startPage, type Wallets } from './page-world.ts';

const MAX_GZIP = 45 * 1024;
const ALICE_ON_POLKADOT = '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5';
const ALICE_HEX = '0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d';
const EVM = '0xf24FF3a9CF04c71Dbc94D0b566f7A27B94566cac';
const GENESIS = `0x${'22'.repeat(32)}`;

/** What upstream makes of the same wallet, alone on a page. */
async function askUpstream(name: string, wallets: Wallets): Promise<InjectedAccountWithMeta[]> {
  // extension-dapp keeps the window of its first import, in this file or in an earlier run of it: only what is in it changes.
  const kept: { injectedWeb3?: object } = Reflect.get(process, upstreamPage) ?? {};
  Reflect.set(process, upstreamPage, kept);
  kept.injectedWeb3 = { [name]: wallets[name] };
  Object.assign(globalThis, { window: kept, document: { readyState: 'complete' } });
  const { web3Accounts, web3Enable, web3FromSource } = await import('@polkadot/extension-dapp');
  const enabled = await web3Enable('Taubar');
  if (enabled.length === 1) await web3FromSource(name);
  return web3Accounts({ extensions: [name], ss58Format: 42 });
}
const upstreamPage = Symbol.for('taubar: window of extension-dapp');

const walletOf = (accounts: InjectedAccount[]): InjectedWindowProvider => ({
  version: '1.2.3',
  enable: async () => injected(accounts),
});
const failing = (text: string): InjectedWindowProvider => ({
  version: '1',
  enable: () => Promise.reject(new Error(text)),
});

const sound: Wallets = {
  'one account': walletOf([{ address: ALICE, name: 'Alice', type: 'sr25519' }]),
  'another prefix': walletOf([{ address: ALICE_ON_POLKADOT, type: 'ed25519' }]),
  'a key in hex': walletOf([{ address: ALICE_HEX }]),
  'an ethereum account': walletOf([{ address: EVM, name: 'Eve', type: 'ethereum' }]),
  'bound to a network': walletOf([{ address: ALICE, genesisHash: GENESIS }]),
  'bound to no network': walletOf([{ address: ALICE, genesisHash: '' }]),
  'no accounts': walletOf([]),
  several: walletOf([
    { address: ALICE, name: 'A' },
    { address: EVM, type: 'ethereum' },
    { address: ALICE_HEX },
  ]),
  'no subscription': {
    version: '1',
    enable: async () => {
      const wallet = injected([{ address: ALICE }]);
      Reflect.deleteProperty(wallet.accounts, 'subscribe');
      return wallet;
    },
  },
};

test('the page script stays small and carries nothing that throws in pages', () => {
  assert.ok(
    gzipSync(pageScript).length <= MAX_GZIP,
    `${gzipSync(pageScript).length} bytes of gzip`,
  );
  for (const word of [
    'webextension-polyfill',
    'WebAssembly',
    'chrome.runtime',
    'eval(',
    'new Function',
  ]) {
    assert.ok(!pageScript.includes(word), word);
  }
});

for (const name of Object.keys(sound)) {
  test(`accounts are listed as upstream lists them: ${name}`, async () => {
    const theirs = await askUpstream(name, sound);
    const ours = await startPage(sound)({ kind: 'list-accounts', wallet: name });
    assert.ok(ours.kind === 'list-accounts', JSON.stringify(ours));
    const mapped = ours.accounts.map(({ address, genesisHash, keyType }) => ({
      address,
      genesisHash,
      keyType,
    }));
    const expected = theirs.map((account) => {
      const { address, meta, type } = account;
      return { address, genesisHash: meta.genesisHash || null, keyType: type ?? null };
    });
    assert.deepEqual(mapped, expected);
  });
}

test('a wallet of the newer form, which is connected to, is opened as well', async () => {
  const connect = async () => ({ name: 'hashed', version: '1', ...injected([{ address: ALICE }]) });
  const answer = await startPage({ abc123: { connect } })({
    kind: 'list-accounts',
    wallet: 'abc123',
  });
  assert.ok(answer.kind === 'list-accounts' && answer.accounts[0]?.address === ALICE);
});

test('a wallet that registered under two names is listed once, by its own', async () => {
  const enable = async () => injected([{ address: ALICE }]);
  const wallet = { version: '1.2.3', enable };
  const taken = { version: '9', enable };
  const other = walletOf([{ address: ALICE }]);
  const list = async (wallets: Wallets) => {
    const found = await startPage(wallets)({ kind: 'find-wallets' }, 5_000);
    assert.ok(found.kind === 'find-wallets');
    return found.wallets.map(({ name }) => name);
  };
  assert.deepEqual(await list({ 'polkadot-js': taken, own: wallet, other }), ['own', 'other']);
  assert.deepEqual(await list({ own: wallet, 'polkadot-js': wallet, other }), ['own', 'other']);
});

test('only the wallet that was named is enabled', async () => {
  const asked: string[] = [];
  const spy = (name: string): InjectedWindowProvider => ({
    version: '1',
    enable: async () => {
      asked.push(name);
      return injected([{ address: ALICE }]);
    },
  });
  const ask = startPage({ a: spy('a'), b: spy('b'), c: spy('c') });
  await ask({ kind: 'find-wallets' });
  assert.deepEqual(asked, []);
  await ask({ kind: 'list-accounts', wallet: 'b' });
  assert.deepEqual(asked, ['b']);
});

test('errors that upstream swallows are told: of enabling, and of listing', async () => {
  const wallets: Wallets = {
    refuses: failing('Rejected'),
    stumbles: {
      version: '1',
      enable: async () =>
        injected([], {
          accounts: { get: () => Promise.reject(new Error('Wallet is locked')) },
        }),
    },
  };
  const ask = startPage(wallets);
  for (const [wallet, text] of [
    ['refuses', 'Rejected'],
    ['stumbles', 'Wallet is locked'],
  ] as const) {
    assert.deepEqual(await askUpstream(wallet, wallets), []);
    const answer = await ask({ kind: 'list-accounts', wallet });
    assert.deepEqual(answer, { kind: 'failed', reason: 'wallet-error', text });
  }
});

test('one address that cannot be encoded does not hide the others, as it does upstream', async () => {
  const elsewhere = 'cosmos1fl48vsnmsdzcv85q5d2q4z5ajdha8yu34mf0eh';
  const wallets = { mixed: walletOf([{ address: elsewhere }, { address: ALICE }]) };
  assert.deepEqual(await askUpstream('mixed', wallets), []);
  const answer = await startPage(wallets)({ kind: 'list-accounts', wallet: 'mixed' });
  assert.ok(answer.kind === 'list-accounts');
  assert.deepEqual(
    answer.accounts.map(({ address }) => address),
    [elsewhere, ALICE],
  );
});

test('wallets asked at once are each opened, and no other in their place', async () => {
  const slow = (ms: number, address: string): InjectedWindowProvider => ({
    version: '1',
    enable: () => new Promise((resolve) => setTimeout(() => resolve(injected([{ address }])), ms)),
  });
  const wallets = { slow: slow(600, ALICE), quick: slow(5, EVM), other: slow(5, ALICE_HEX) };
  const ask = startPage(wallets);
  const names = ['slow', 'quick', 'other', 'quick'];
  const answers = await Promise.all(
    names.map((wallet) => ask({ kind: 'list-accounts', wallet }, 5_000)),
  );
  const addresses = answers.map((answer) =>
    answer.kind === 'list-accounts' ? answer.accounts[0]?.address : JSON.stringify(answer),
  );
  assert.deepEqual(addresses, [ALICE, EVM, ALICE, EVM]);
});

test('a wallet that never answers ends with its deadline and keeps no other from answering', async () => {
  const silent: InjectedWindowProvider = {
    version: '1',
    enable: () => new Promise(() => undefined),
  };
  const ask = startPage({ silent, good: walletOf([{ address: ALICE }]) });
  const waiting = ask({ kind: 'list-accounts', wallet: 'silent' }, 300);
  const good = await ask({ kind: 'list-accounts', wallet: 'good' });
  assert.ok(good.kind === 'list-accounts' && good.accounts.length === 1);
  assert.deepEqual(await waiting, { kind: 'failed', reason: 'silent', text: '' });
});

test('metadata is offered to a wallet that takes it and has not got it, and only then', async () => {
  const offered: unknown[] = [];
  const taking = (known: object[]): InjectedWindowProvider => ({
    version: '1',
    enable: async () =>
      injected([], {
        metadata: {
          get: async () => known,
          provide: async (definition: unknown) => offered.push(definition) > 0,
        },
      }),
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
  const { genesisHash, specVersion } = definition;
  const ask = startPage({
    fresh: taking([]),
    knowing: taking([{ genesisHash, specVersion }]),
    other: walletOf([]),
  });
  const provide = (wallet: string) => ask({ kind: 'provide-metadata', wallet, definition });
  assert.deepEqual(await provide('knowing'), { kind: 'provide-metadata', isTaken: true });
  assert.equal(offered.length, 0);
  assert.deepEqual(await provide('fresh'), { kind: 'provide-metadata', isTaken: true });
  assert.deepEqual(JSON.parse(JSON.stringify(offered)), [definition]);
  assert.deepEqual(await provide('other'), {
    kind: 'failed',
    reason: 'unsupported',
    text: 'metadata',
  });
});

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

test('a signed transaction given as bytes comes as hex', async () => {
  const signer = {
    signPayload: async () => ({
      id: 1,
      signature: `0x01${'ab'.repeat(64)}`,
      signedTransaction: new Uint8Array([1, 2, 255]),
    }),
  };
  const wallets = {
    w: { version: '1', enable: async () => injected([{ address: ALICE }], { signer }) },
  };
  const answer = await startPage(wallets)({
    kind: 'sign-payload',
    wallet: 'w',
    payload,
    plainFor: null,
  });
  assert.ok(answer.kind === 'sign-payload', JSON.stringify(answer));
  assert.equal(answer.signedTransaction, '0x0102ff');
});

test('a wallet that was opened on this load of the page is opened again only to connect', async () => {
  let opened = 0;
  let shared = [{ address: ALICE }];
  const signer = { signPayload: async () => ({ id: 1, signature: `0x01${'ab'.repeat(64)}` }) };
  const wallets = {
    w: {
      version: '1',
      enable: async () => {
        opened += 1;
        return injected([], {
          signer,
          accounts: { get: async () => shared, subscribe: () => () => undefined },
        });
      },
    },
  };
  const ask = startPage(wallets);
  const sign = () => ask({ kind: 'sign-payload', wallet: 'w', payload, plainFor: null });
  await ask({ kind: 'list-accounts', wallet: 'w' });
  assert.equal(opened, 1);
  for (let i = 0; i < 3; i += 1) assert.equal((await sign()).kind, 'sign-payload');
  assert.equal(opened, 1, 'signing opens no window to connect');
  await ask({ kind: 'list-accounts', wallet: 'w' });
  assert.equal(opened, 2, 'connecting does: only so can another account be shared');
  shared = [];
  assert.equal((await sign()).kind, 'failed');
  shared = [{ address: ALICE }];
  assert.equal((await sign()).kind, 'sign-payload');
  assert.equal(opened, 3, 'a wallet that shared nothing any more is opened anew');
});

test('a wallet of a version that makes no whole transaction is not asked for one', async () => {
  const asked: unknown[] = [];
  const signer = {
    signPayload: async (given: { withSignedTransaction: boolean }) => {
      asked.push(given.withSignedTransaction);
      return { id: 1, signature: `0x01${'ab'.repeat(64)}` };
    },
  };
  const wallets = {
    w: { version: '2.0', enable: async () => injected([{ address: ALICE }], { signer }) },
  };
  const ask = startPage(wallets);
  for (const plainFor of [null, '1.9', '2.0']) {
    const answer = await ask({ kind: 'sign-payload', wallet: 'w', payload, plainFor });
    assert.ok(answer.kind === 'sign-payload' && answer.version === '2.0');
  }
  assert.deepEqual(asked, [true, true, false]);
});
