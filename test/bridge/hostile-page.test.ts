// What a hostile page can do to us, tried in a real browser: one row an attack. Each ends in the truth, in a
// clear error, or in an answer that only a signature could make worth something.
import assert from 'node:assert/strict';
import test from 'node:test';
import type { ErrorCode } from '../../src/errors.ts';
import type { Connection, UnusableBecause } from '../../src/model/connection.ts';
import type { Outcome } from '../../src/wallet/wallet-bridge.ts';
import { clickAction } from '../tools/browser/launch-browser.ts';
import {
  ALICE,
  BOB,
  HostileWorld,
  pageWallet,
  somePayload,
  type HostilePage,
  type Opened,
} from './hostile-world.ts';

let world: HostileWorld;

test.before(async () => {
  world = await HostileWorld.open();
});
test.after(() => world.close());

type Attack = { name: string; page: HostilePage; run: (opened: Opened) => Promise<void> };

function assertFailed(connection: Connection, ...codes: ErrorCode[]): void {
  assert.equal(connection.state, 'failed', JSON.stringify(connection));
  const code = connection.error?.code;
  assert.ok(code !== undefined && codes.includes(code), `${code} is none of ${codes.join(', ')}`);
}

function assertFound(connection: Connection): void {
  assert.equal(connection.state, 'choose-wallet', JSON.stringify(connection));
  assert.ok(connection.wallets.some(({ name }) => name === 'page-wallet'));
}

function assertConnected(connection: Connection): void {
  assert.equal(connection.state, 'choose-accounts', JSON.stringify(connection));
  assert.deepEqual(
    connection.found.map(({ coldkey }) => coldkey),
    [ALICE],
  );
}

function assertRefused(outcome: Outcome, ...codes: ErrorCode[]): void {
  assert.ok(!outcome.ok, JSON.stringify(outcome));
  assert.ok(codes.includes(outcome.error.code), outcome.error.code);
}

/** The page breaks something of its language before we come: we work all the same. */
const survives = (name: string, script: string, wallet = pageWallet()): Attack => ({
  name,
  page: { script: `${wallet};\n${script}` },
  run: async (opened) => assertConnected(await world.lookAndChoose(opened)),
});

/** The page breaks what nothing can work without: that is said, soon, and nothing else happens. */
const isNamed = (name: string, script: string, ...codes: ErrorCode[]): Attack => ({
  name,
  page: { script: `${pageWallet()};\n${script}` },
  run: async (opened) => assertFailed(await world.lookAndChoose(opened), ...codes),
});

/** The page's wallet answers with something that is no list of accounts. */
const accountsRefused = (name: string, accounts: string, ...codes: ErrorCode[]): Attack => ({
  name,
  page: { script: pageWallet({ accounts }) },
  run: async (opened) => assertFailed(await world.lookAndChoose(opened), ...codes),
});

/** Among accounts of which one is sound, each odd one is shown with why, and the sound one is offered. */
const oneBesides = (name: string, odd: string, because: UnusableBecause): Attack => ({
  name,
  page: { script: pageWallet({ accounts: `async () => [${odd}, { address: '${ALICE}' }]` }) },
  run: async (opened) => {
    const { state, found } = await world.lookAndChoose(opened);
    assert.equal(state, 'choose-accounts');
    assert.equal(found.at(-1)?.coldkey, ALICE);
    for (const { coldkey, unusable } of found.slice(0, -1)) {
      assert.deepEqual([coldkey, unusable], [null, because]);
    }
    assert.ok(found.length > 1);
  },
});

const signingRefused = (name: string, signer: string, ...codes: ErrorCode[]): Attack => ({
  name,
  page: { script: pageWallet({ signer }) },
  run: async (opened) => assertRefused(await world.sign(opened), ...codes),
});

/** Takes the channel before our page script can, and keeps what it heard in `heard`. */
const eavesdrop = `
  window.heard = [];
  window.addEventListener('taubar-hello', (event) => {
    window.channel ??= event.detail;
    if (window.spied) return;
    window.spied = true;
    window.addEventListener('taubar-question-' + window.channel, (question) => {
      window.heard.push(question.detail);
      window.onquestion?.(JSON.parse(question.detail));
    });
  });
  window.forge = (token, answer) => window.dispatchEvent(new CustomEvent('taubar-answer-' + window.channel, {
    detail: JSON.stringify({ token, answer }),
  }));
`;

const attacks: Attack[] = [
  survives('postMessage does nothing', 'window.postMessage = () => undefined;'),
  survives(
    'Promise throws',
    'window.Promise = class { constructor() { throw new Error("no"); } };',
  ),
  survives(
    'Promise.prototype.finally and Promise statics are gone',
    'delete Promise.prototype.finally; Promise.resolve = Promise.all = Promise.race = undefined; window.Promise = null;',
    // Statics live on the true Promise, which extension-dapp needs: put back for its sake alone.
    `${pageWallet()}; const keep = { r: Promise.resolve, a: Promise.all }; setTimeout(() => { const P = (async () => 1)().constructor; P.resolve = keep.r; P.all = keep.a; })`,
  ),
  survives(
    'toJSON on arrays and strings',
    'Array.prototype.toJSON = String.prototype.toJSON = () => "pwned";',
  ),
  survives('toJSON on everything', 'Object.prototype.toJSON = () => 42;'),
  survives(
    'Array iterators are broken for us alone',
    'Array.prototype.toString = () => { throw 1; };',
  ),
  survives(
    'the console throws',
    'for (const name of ["log", "info", "warn", "error"]) console[name] = () => { throw new Error("no"); };',
  ),
  survives('window.injectedWeb3 is frozen', 'Object.freeze(window.injectedWeb3);'),
  survives(
    'document.readyState never completes',
    'Object.defineProperty(document, "readyState", { get: () => "loading" });',
  ),
  survives(
    'Function.prototype.call and bind throw',
    'Function.prototype.call = Function.prototype.bind = () => { throw 1; };',
  ),
  {
    name: 'the address bar is rewritten within the page',
    page: { script: pageWallet() },
    run: async (opened) => {
      await opened.page.evaluate('history.pushState({}, "", "/elsewhere")');
      const looked = await world.look(opened);
      await opened.page.evaluate('history.pushState({}, "", "/elsewhere/again")');
      assertConnected(await world.choose(looked));
    },
  },
  {
    name: 'a strict content security policy',
    page: {
      headers: { 'content-security-policy': "default-src 'none'; script-src 'unsafe-inline'" },
      script: pageWallet(),
    },
    run: async (opened) => assertConnected(await world.lookAndChoose(opened)),
  },
  isNamed(
    'dispatchEvent does nothing',
    'EventTarget.prototype.dispatchEvent = () => true;',
    'PAGE_INTERFERES',
  ),
  isNamed(
    'dispatchEvent throws when looked at',
    'Object.defineProperty(window, "dispatchEvent", { get() { throw 1; } });',
    'PAGE_INTERFERES',
  ),
  isNamed(
    'addEventListener does nothing',
    'EventTarget.prototype.addEventListener = () => undefined;',
    'PAGE_INTERFERES',
  ),
  isNamed(
    'CustomEvent is a lie',
    'window.CustomEvent = class extends Event {};',
    'PAGE_INTERFERES',
  ),
  isNamed(
    'JSON.parse answers nonsense',
    'JSON.parse = () => ({ token: "x", command: { kind: "sign-payload" } });',
    'WALLET_SILENT',
    'WALLET_GARBAGE',
  ),
  isNamed('JSON.stringify answers nonsense', 'JSON.stringify = () => "{}";', 'WALLET_GARBAGE'),
  isNamed('setTimeout never calls', 'window.setTimeout = () => 0;', 'WALLET_SILENT'),
  isNamed(
    'Array.prototype is sabotaged',
    'Array.prototype.map = Array.prototype.filter = () => { throw new Error("no"); };',
    'PAGE_INTERFERES',
  ),
  isNamed(
    'reading injectedWeb3 throws',
    'Object.defineProperty(window, "injectedWeb3", { get() { throw new Error("no"); } });',
    'WALLET_GARBAGE',
  ),
  isNamed(
    'injectedWeb3 is a proxy that throws',
    'window.injectedWeb3 = new Proxy({}, { ownKeys() { throw new Error("no"); } });',
    'WALLET_GARBAGE',
  ),
  isNamed('there is no wallet at all', 'delete window.injectedWeb3;', 'NO_WALLET_FOUND'),
  {
    name: 'ten thousand wallets, some with names that hide what they are',
    page: {
      script: `${pageWallet()};
        const evil = { version: 'v'.repeat(9999), enable: async () => ({}) };
        const posed = window.injectedWeb3['page-wallet'];
        window.injectedWeb3 = { 'polkadot-js': posed, ...window.injectedWeb3, 'page-wallet too': posed };
        window.injectedWeb3['talisman\\u202e'] = evil;
        window.injectedWeb3['x'.repeat(500)] = evil;
        window.injectedWeb3['a\\u200bb'] = evil;
        for (let i = 0; i < 10000; i++) window.injectedWeb3['wallet ' + i] = { ...evil, enable: async () => ({}) };`,
    },
    run: async (opened) => {
      const connection = await world.look(opened);
      assertFound(connection);
      assert.equal(connection.wallets.length, 50);
      for (const { name, version } of connection.wallets) {
        assert.match(name, /^(page-wallet|wallet \d+)$/);
        assert.ok(version.length <= 40);
      }
    },
  },
  accountsRefused('accounts that are no list', 'async () => "accounts"', 'WALLET_GARBAGE'),
  oneBesides('accounts of strange members', 'null, 7, { address: {} }', 'address'),
  oneBesides(
    'an account that throws when looked at',
    '{ get address() { throw new Error("no"); } }',
    'address',
  ),
  oneBesides(
    'an address that is another at each look',
    `{ n: 0, get address() { return ['${BOB}', 'x', '0x'][this.n++]; }, genesisHash: '0x1' }`,
    'genesis-hash',
  ),
  oneBesides(
    'an address with a wrong checksum',
    `{ address: '${ALICE.slice(0, -1)}Z' }`,
    'address',
  ),
  oneBesides('an address of another chain', `{ address: 'cosmos1fl48vsnmsd' }`, 'address'),
  oneBesides(
    'a genesis hash that is none',
    `{ address: '${BOB}', genesisHash: '<b>' }`,
    'genesis-hash',
  ),
  oneBesides(
    'a key type of another chain',
    `{ address: '${BOB}', type: 'ton-native' }`,
    'key-type',
  ),
  {
    name: 'a hundred thousand accounts',
    page: {
      script: pageWallet({ accounts: `async () => Array(100000).fill({ address: '${ALICE}' })` }),
    },
    run: async (opened) => {
      const connection = await world.lookAndChoose(opened);
      assertConnected(connection);
      assert.equal(connection.leftOut, 99_000);
    },
  },
  accountsRefused(
    'an error whose message throws',
    'async () => { throw { get message() { throw new Error("deeper"); } }; }',
    'WALLET_GARBAGE',
    'WALLET_FAILED',
  ),
  accountsRefused(
    'an error of a megabyte',
    'async () => { throw new Error("x".repeat(1 << 20)); }',
    'WALLET_FAILED',
  ),
  {
    name: 'names made of markup and direction marks',
    page: {
      script: pageWallet({
        accounts: `async () => [{ address: '${ALICE}', type: 'sr25519', name: '<img src=x onerror=alert(1)>\\u202e\\u0000' + 'n'.repeat(500) }]`,
      }),
    },
    run: async (opened) => {
      const { found } = await world.lookAndChoose(opened);
      assert.match(found[0]?.name ?? '', /^<img src=x onerror=alert\(1\)>n+$/);
      assert.ok((found[0]?.name.length ?? 999) <= 120);
    },
  },
  signingRefused(
    'a signature that is no hex',
    'signPayload: async () => ({ signature: "signed!" }),',
    'WALLET_GARBAGE',
  ),
  signingRefused(
    'a signature of the wrong length',
    'signPayload: async () => ({ signature: "0x00" }),',
    'WALLET_GARBAGE',
  ),
  signingRefused(
    'a signed transaction of a megabyte',
    'signPayload: async () => ({ signature: "0x01" + "11".repeat(64), signedTransaction: "0x" + "00".repeat(1 << 20) }),',
    'WALLET_GARBAGE',
  ),
  signingRefused(
    'an answer that is nothing',
    'signPayload: async () => undefined,',
    'WALLET_GARBAGE',
  ),
  signingRefused('no signer', 'signPayload: undefined,', 'WALLET_CANNOT'),
  signingRefused(
    'a wallet that throws HTML',
    'signPayload: async () => { throw "<b onclick=alert(1)>no</b>"; },',
    'WALLET_FAILED',
  ),
  {
    name: 'the account was taken away meanwhile',
    page: {
      script: pageWallet({ accounts: `async () => [{ address: '${BOB}', type: 'sr25519' }]` }),
    },
    run: async (opened) => assertRefused(await world.sign(opened), 'WALLET_LOST_ACCOUNT'),
  },
  {
    name: 'the wallet was taken away meanwhile',
    page: {},
    run: async (opened) => assertRefused(await world.sign(opened), 'WALLET_GONE'),
  },
  {
    name: 'a page that eavesdrops hears the question and nothing else',
    page: { script: eavesdrop + pageWallet() },
    run: async (opened) => {
      const connection = await world.lookAndChoose(opened);
      assertConnected(connection);
      const { promptId } = await world.ask(opened);
      await world.outcome(promptId);
      const heard = await opened.page.evaluate<[], () => string>('JSON.stringify(window.heard)');
      assert.ok(heard.includes('find-wallets') && heard.includes('sign-payload'));
      // Neither the asks' own ids nor the load's nonce nor anything stored is among it.
      for (const secret of [promptId, connection.id, 'loadNonce', 'coldkey', 'sources']) {
        assert.ok(!heard.includes(secret), secret);
      }
    },
  },
  {
    name: 'a page that eavesdrops answers in the place of our script',
    page: {
      script: `${eavesdrop + pageWallet()};
        window.onquestion = ({ token, command }) => {
          if (command.kind === 'find-wallets') window.forge(token, { kind: 'find-wallets', wallets: [{ name: 'forged', version: '1' }] });
          if (command.kind === 'list-accounts') window.forge(token, { kind: 'list-accounts', accounts: [{ address: '${BOB}', name: '', keyType: null, genesisHash: null }], leftOut: 0 });
        };`,
    },
    run: async (opened) => {
      // It can: it could have been the wallet. What it gets is an account that nothing has confirmed.
      const looked = await world.look(opened);
      assert.deepEqual(looked.wallets, [{ name: 'forged', version: '1' }]);
      const connection = await world.choose(looked, 'forged');
      assert.equal(connection.found[0]?.coldkey, BOB);
      await world.call('keepAccounts', {
        id: connection.id,
        kept: [{ coldkey: BOB, label: 'forged' }],
      });
      const kept = (await world.accounts()).find(({ coldkey }) => coldkey === BOB);
      assert.equal(kept?.confirmedAt, null);
    },
  },
  {
    name: 'two answers to one question: the first counts',
    page: {
      script: `${eavesdrop + pageWallet()};
        window.onquestion = ({ token, command }) => {
          if (command.kind !== 'sign-payload') return;
          window.forge(token, { kind: 'sign-payload', signature: '0x01' + 'aa'.repeat(64), signedTransaction: null });
          window.forge(token, { kind: 'sign-payload', signature: '0x01' + 'bb'.repeat(64), signedTransaction: null });
        };`,
    },
    run: async (opened) => {
      const { promptId } = await world.ask(opened);
      const outcome = await world.outcome(promptId);
      assert.ok(outcome.ok && outcome.answer.kind === 'sign-payload');
      assert.equal(outcome.answer.signature, `0x01${'aa'.repeat(64)}`);
      // Answers travel in order: with the next question's here, both of the first have come.
      await world.sign(opened);
      assert.equal((await world.outcomes(promptId)).length, 1);
    },
  },
  {
    name: 'an answer of another kind',
    page: {
      script: `${eavesdrop + pageWallet()};
        window.onquestion = ({ token }) => window.forge(token, { kind: 'provide-metadata', isTaken: true });`,
    },
    run: async (opened) => assertRefused(await world.sign(opened), 'WALLET_GARBAGE'),
  },
  {
    name: 'the answer to an earlier question given again for the next one',
    page: {
      script: `${eavesdrop + pageWallet()};
        window.onquestion = ({ token, command }) => {
          window.first ??= token;
          if (window.first !== token) window.forge(window.first, { kind: 'sign-payload', signature: '0x01' + 'cc'.repeat(64), signedTransaction: null });
        };`,
    },
    run: async (opened) => {
      await world.sign(opened);
      const { promptId } = await world.ask(opened);
      const outcome = await world.outcome(promptId);
      assert.ok(outcome.ok && outcome.answer.kind === 'sign-payload');
      assert.equal(outcome.answer.signature, `0x01${'11'.repeat(64)}`);
    },
  },
  {
    name: 'answers to questions that nobody asked, ten thousand of them',
    page: { script: eavesdrop + pageWallet() },
    run: async (opened) => {
      assertFound(await world.look(opened));
      const earlier = await world.obey({ fixture: 'carried' });
      await opened.page.evaluate(`
        for (let i = 0; i < 10000; i++) window.forge('token-' + i, { kind: 'find-wallets', wallets: [] });
      `);
      assert.equal(await world.obey({ fixture: 'carried' }), earlier);
      const still = await world.connection();
      assert.equal(still?.state, 'choose-wallet');
    },
  },
  {
    name: 'an answer longer than any answer may be',
    page: {
      script: `${eavesdrop + pageWallet()};
        window.onquestion = ({ token }) => window.forge(token, { kind: 'failed', reason: 'wallet-error', text: 'x'.repeat(1 << 20) });`,
    },
    run: async (opened) => assertRefused(await world.sign(opened), 'WALLET_GARBAGE'),
  },
  {
    name: 'our event names shouted by a page that we were never let into',
    page: {
      script: `${pageWallet()};
        for (const name of ['taubar-ready', 'taubar-hello', 'taubar-question-x', 'taubar-answer-x']) {
          window.dispatchEvent(new CustomEvent(name, { detail: 'present' }));
          window.postMessage({ taubar: 'pageAnswered', body: '{}' }, '*');
        }`,
    },
    run: async (opened) => {
      const earlier = await world.obey({ fixture: 'carried' });
      await opened.page.evaluate('window.dispatchEvent(new CustomEvent("taubar-ready"))');
      assert.equal(await world.obey({ fixture: 'carried' }), earlier);
      assert.equal(await opened.page.evaluate('"taubarIsHere" in window'), false);
    },
  },
  {
    name: 'a message straight to the extension',
    page: { script: pageWallet() },
    run: async ({ page }) => {
      const said = await page.evaluate(
        `(async () => {
          if (typeof chrome === 'undefined' || !chrome.runtime?.sendMessage) return 'no way';
          try { return await chrome.runtime.sendMessage(${JSON.stringify(world.fixtureId)}, { taubar: 'cancelConnection', body: '{}' }) ?? 'nothing'; }
          catch (error) { return 'refused'; }
        })()`,
      );
      assert.ok(said === 'no way' || said === 'refused' || said === 'nothing', String(said));
    },
  },
  {
    name: 'our pages and scripts put into a frame or fetched',
    page: { script: pageWallet() },
    run: async ({ page }) => {
      const fetched = await page.evaluate(
        `fetch('chrome-extension://${world.fixtureId}/page.js').then(() => 'read', () => 'refused')`,
      );
      assert.equal(fetched, 'refused');
      const seen = await page.evaluate(`new Promise((resolve) => {
        const frame = document.createElement('iframe');
        frame.src = 'chrome-extension://${world.fixtureId}/console.html';
        frame.onload = () => { try { resolve(frame.contentWindow.kit ? 'seen' : 'blank'); } catch { resolve('refused'); } };
        document.body.append(frame);
      })`);
      assert.notEqual(seen, 'seen');
    },
  },
  {
    name: 'a frame of the same page answers in its own window',
    page: {
      script: eavesdrop + pageWallet(),
      body: '<iframe srcdoc="<script>setInterval(() => { window.dispatchEvent(new CustomEvent(`taubar-ready`)); parent.channel && window.dispatchEvent(new CustomEvent(`taubar-answer-` + parent.channel, { detail: `present` })); }, 5)</script>"></iframe>',
    },
    run: async (opened) => assertConnected(await world.lookAndChoose(opened)),
  },
  {
    name: 'a frame of another site posts messages in our form',
    page: { script: pageWallet(), body: '' },
    run: async (opened) => {
      world.serve('posting-frame', {
        script:
          'setInterval(() => parent.postMessage({ taubar: "pageAnswered", body: "{}", token: "x" }, "*"), 5);',
      });
      await opened.page.evaluate(
        `document.body.insertAdjacentHTML('beforeend', '<iframe src="${world.otherOrigin}/posting-frame"></iframe>')`,
      );
      assertConnected(await world.lookAndChoose(opened));
    },
  },
  {
    name: 'a page that says it is another one',
    page: { script: pageWallet() },
    run: async (opened) => {
      const { id } = await world.start(opened.tabId, 'https://taostats.io');
      assertFailed(await world.settled(id), 'TAB_NAVIGATED');
    },
  },
  {
    name: 'a sandboxed page without an origin',
    page: { headers: { 'content-security-policy': 'sandbox allow-scripts' }, script: pageWallet() },
    run: async (opened) =>
      assertFailed(await world.look(opened), 'TAB_NAVIGATED', 'TAB_UNREACHABLE'),
  },
  {
    name: 'the page goes elsewhere while it is asked',
    page: { script: pageWallet({ enable: '() => new Promise(() => undefined)' }) },
    run: async (opened) => {
      const looked = await world.look(opened);
      await world.call('chooseWallet', { id: looked.id, wallet: 'page-wallet' });
      await opened.page.goto(world.serve('elsewhere', { script: pageWallet() }));
      assertFailed(await world.settled(looked.id), 'TAB_NAVIGATED');
    },
  },
  {
    name: 'the page reloads itself while it is asked for a signature',
    page: {
      script: pageWallet({
        signer: 'signPayload: () => { location.reload(); return new Promise(() => undefined); },',
      }),
    },
    run: async (opened) => assertRefused(await world.sign(opened), 'TAB_NAVIGATED'),
  },
  {
    name: 'the page closes itself while it is asked for a signature',
    page: { script: pageWallet({ signer: 'signPayload: () => new Promise(() => undefined),' }) },
    run: async (opened) => {
      const { promptId } = await world.ask(opened);
      await opened.page.close();
      assertRefused(await world.outcome(promptId), 'TAB_CLOSED');
    },
  },
  {
    name: 'a page put away and shown again answers what it was asked before',
    page: {
      script: pageWallet({
        signer: `signPayload: () => new Promise((resolve) => { window.finish = () => resolve({ signature: '0x01' + 'dd'.repeat(64) }); }),`,
      }),
    },
    run: async (opened) => {
      const { promptId } = await world.ask(opened);
      await opened.page.goto(world.serve('between', {}));
      assertRefused(await world.outcome(promptId), 'TAB_NAVIGATED');
      await opened.page.goBack();
      await opened.page.evaluate('window.finish?.(); delete window.finish');
      // It can be asked anew, and with that answer here the old one would have come.
      const again = await world.ask(opened);
      assert.equal(again.error, null);
      await isAsked(opened);
      await opened.page.evaluate('window.finish()');
      assert.ok((await world.outcome(again.promptId)).ok);
      assert.equal((await world.outcomes(promptId)).length, 1);
    },
  },
  {
    name: 'a page makes up that it is being left',
    page: {
      script: pageWallet({
        signer: `signPayload: () => new Promise((resolve) => { window.finish = () => resolve({ signature: '0x01' + 'dd'.repeat(64) }); }),`,
      }),
    },
    run: async (opened) => {
      const { promptId } = await world.ask(opened);
      await isAsked(opened);
      await opened.page.evaluate(`
        for (let i = 0; i < 1_000; i += 1) {
          document.title = 'title ' + i;
          window.dispatchEvent(new PageTransitionEvent('pagehide'));
        }
        window.finish();
      `);
      assert.ok((await world.outcome(promptId)).ok);
    },
  },
  {
    name: 'a page that is frozen while its wallet is asked',
    page: {
      script: pageWallet({
        signer: `signPayload: () => new Promise((resolve) => { window.finish = () => resolve({ signature: '0x01' + 'dd'.repeat(64) }); }),`,
      }),
    },
    run: async (opened) => {
      const { promptId } = await world.ask(opened);
      await isAsked(opened);
      const session = await opened.page.createCDPSession();
      const front = await world.visit('in-front-of-frozen', { script: pageWallet() });
      await front.page.bringToFront();
      await session.send('Page.setWebLifecycleState', { state: 'frozen' });
      // Nobody waits for it for ever, and another page is asked meanwhile.
      assert.equal(await world.obey({ fixture: 'held', promptId }), false);
      assertConnected(await world.lookAndChoose(front));
      assertFailed(await world.look(opened), 'TAB_UNREACHABLE');
      await session.send('Page.setWebLifecycleState', { state: 'active' });
      await opened.page.evaluate('window.finish()');
      assert.ok((await world.outcome(promptId)).ok, 'what its wallet says after all counts');
      world.release(front);
    },
  },
  {
    name: 'a wallet that never answers does not block another one',
    page: {
      script: `${pageWallet()}; window.injectedWeb3.silent = { version: '1', enable: () => new Promise(() => undefined) };`,
    },
    run: async (opened) => {
      const looked = await world.look(opened);
      await world.call('chooseWallet', { id: looked.id, wallet: 'silent' });
      assertConnected(await world.choose(looked));
    },
  },
  {
    name: 'an answer after the ask was taken back',
    page: {
      script: pageWallet({
        signer: `signPayload: () => new Promise((resolve) => { window.finish = () => resolve({ signature: '0x01' + 'ee'.repeat(64) }); }),`,
      }),
    },
    run: async (opened) => {
      const { promptId } = await world.ask(opened);
      await isAsked(opened);
      await world.obey({ fixture: 'forget', promptId });
      await opened.page.evaluate('window.finish(); delete window.finish');
      // Answers travel in order: with the next question's here, the first one would have come.
      const next = await world.ask(opened);
      await isAsked(opened);
      await opened.page.evaluate('window.finish()');
      assert.ok((await world.outcome(next.promptId)).ok);
      assert.deepEqual(await world.outcomes(promptId), []);
    },
  },
  {
    name: 'the same wallet asked twice at once',
    page: { script: pageWallet({ signer: 'signPayload: () => new Promise(() => undefined),' }) },
    run: async (opened) => {
      await world.ask(opened);
      const { error } = await world.ask(opened);
      assert.ok(typeof error === 'object' && error !== null && 'code' in error);
      assert.equal(error.code, 'REQUEST_PENDING');
      await opened.page.close();
    },
  },
  {
    name: 'the payload changed by the page before its wallet signs',
    page: {
      script: pageWallet({
        signer: `signPayload: async (payload) => { payload.method = '0xffff'; payload.nonce = '0x63'; return { signature: '0x01' + '11'.repeat(64) }; },`,
      }),
    },
    run: async (opened) => {
      // The background keeps its own bytes: what comes back is 64 bytes that do not sign them.
      const outcome = await world.sign(opened);
      assert.ok(outcome.ok && outcome.answer.kind === 'sign-payload');
      assert.deepEqual(Object.keys(outcome.answer).sort(), [
        'kind',
        'signature',
        'signedTransaction',
        'version',
      ]);
    },
  },
  {
    name: 'the document is opened anew, which drops every listener',
    page: { script: pageWallet({ signer: 'signPayload: () => new Promise(() => undefined),' }) },
    run: async (opened) => {
      assertFound(await world.look(opened));
      await opened.page.evaluate(
        `document.open(); document.write('<title>new</title>'); document.close();`,
      );
      const { error, promptId } = await world.ask(opened);
      if (error === null) {
        await world.obey({ fixture: 'forget', promptId });
        assertRefusedOrNone(await world.outcomes(promptId));
      }
    },
  },
];

async function isAsked({ page }: Opened): Promise<void> {
  await page.waitForFunction('typeof window.finish === "function"');
}

function assertRefusedOrNone(outcomes: Outcome[]): void {
  assert.ok(outcomes.every(({ ok }) => !ok));
}

test('there are at least thirty attacks', () => {
  assert.ok(attacks.length >= 30);
  assert.equal(new Set(attacks.map(({ name }) => name)).size, attacks.length);
});

for (const [i, attack] of attacks.entries()) {
  test(`hostile page: ${attack.name}`, { timeout: 120_000 }, async () => {
    const opened = await world.visit(`attack-${i}-of-page`, attack.page);
    try {
      await attack.run(opened);
      // Whatever it was, our worker is there and the next honest question is answered.
      assert.equal(await world.obey({ fixture: 'held', promptId: 'nobody-asked' }), false);
      world.release(opened);
    } finally {
      if (!opened.page.isClosed() && !world.isIdle(opened.page)) await opened.page.close();
    }
  });
}

test('the payload reaches the wallet as it was asked, without a metadata hash that is none', async () => {
  const opened = await world.visit('honest-page', { script: pageWallet() });
  assert.ok((await world.sign(opened)).ok);
  const { metadataHash, ...rest } = somePayload;
  assert.equal(metadataHash, null);
  assert.deepEqual(await opened.page.evaluate('window.signed'), rest);
  world.release(opened);
});

test('without a permission a page is shut until our button is clicked there', async () => {
  const opened = await world.visitUnpermitted('unpermitted-page', { script: pageWallet() });
  const shut = await world.start(opened.tabId, world.otherOrigin);
  assertFailed(await world.settled(shut.id), 'TAB_UNREACHABLE');
  assert.equal(await opened.page.evaluate('typeof window.channel'), 'undefined');
  await clickAction(world.browser, opened.page, world.fixtureId);
  const { id } = await world.start(opened.tabId, world.otherOrigin);
  const looked = await world.settled(id);
  assertFound(looked);
  assertConnected(await world.choose(looked));
  await opened.page.close();
});
