// A browser with the fixture extension in it, a loopback server for hostile pages, and what a test does there.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import type { Outcome } from '../../src/wallet/wallet-bridge.ts';
import type { Connection } from '../../src/model/connection.ts';
import type { SignerPayload } from '../../src/model/extrinsic.ts';
import { grantHost, launchBrowser, requestHost, until } from '../tools/browser/launch-browser.ts';
import { buildFixture } from './fixture/build-fixture.ts';
import type { FixtureCommand } from './fixture/fixture-command.ts';

export type HostilePage = {
  /** Runs before anything else in the page. */
  script?: string;
  body?: string;
  headers?: Record<string, string>;
};

export type Opened = { page: Page; tabId: number; url: string };

export const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
export const BOB = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty';

/** A wallet of the page's own, honest in form; `parts` are overrides in JavaScript. */
export const pageWallet = (parts: { accounts?: string; signer?: string; enable?: string } = {}) => `
  (window.injectedWeb3 ??= {})['page-wallet'] = {
    version: '1.0',
    enable: ${parts.enable ?? 'async () => injected'},
  };
  const injected = {
    accounts: { get: ${parts.accounts ?? `async () => [{ address: '${ALICE}', name: 'Alice', type: 'sr25519' }]`} },
    signer: {
      signPayload: async (payload) => { window.signed = payload; return { id: 1, signature: '0x01' + '11'.repeat(64) }; },
      signRaw: async () => ({ id: 1, signature: '0x01' + '22'.repeat(64) }),
      ${parts.signer ?? ''}
    },
  };
`;

export const somePayload: SignerPayload = {
  address: ALICE,
  blockHash: `0x${'11'.repeat(32)}`,
  blockNumber: '0x00000064',
  era: '0x4502',
  genesisHash: `0x${'22'.repeat(32)}`,
  metadataHash: null,
  method: '0x00000411',
  mode: 0,
  nonce: '0x00000000',
  specVersion: '0x00000190',
  tip: '0x00000000000000000000000000000000',
  transactionVersion: '0x00000001',
  signedExtensions: ['CheckMortality', 'CheckNonce'],
  version: 4,
  withSignedTransaction: true,
};

const resting: Connection['state'][] = ['choose-wallet', 'choose-accounts', 'done', 'failed'];

export class HostileWorld {
  readonly browser: Browser;
  /** The fixture's, then those of the other extensions. */
  readonly extensionIds: readonly string[];
  readonly fixtureId: string;
  readonly origin: string;
  readonly otherOrigin: string;
  #console: Page;
  #server: Server;
  #pages: Map<string, HostilePage>;
  #folder: string;
  #asks = 0;
  /** Tabs that are done with their page: opening one costs the browser as much as an attack. */
  #idle: Page[] = [];

  private constructor(parts: {
    browser: Browser;
    extensionIds: readonly string[];
    port: number;
    console: Page;
    server: Server;
    pages: Map<string, HostilePage>;
    folder: string;
  }) {
    this.browser = parts.browser;
    this.extensionIds = parts.extensionIds;
    this.fixtureId = parts.extensionIds[0] ?? '';
    this.origin = `http://127.0.0.1:${parts.port}`;
    this.otherOrigin = `http://localhost:${parts.port}`;
    this.#console = parts.console;
    this.#server = parts.server;
    this.#pages = parts.pages;
    this.#folder = parts.folder;
  }

  /** `extensions` are loaded after the fixture. */
  static async open(extensions: string[] = []): Promise<HostileWorld> {
    const folder = await mkdtemp(path.join(tmpdir(), 'taubar-hostile-'));
    const fixture = await buildFixture(folder);
    const pages = new Map<string, HostilePage>();
    const server = createServer((request, response) => {
      const name = new URL(request.url ?? '/', 'http://x').pathname.slice(1);
      const { script = '', body = '', headers = {} } = pages.get(name) ?? {};
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
      const open = script === '' ? '' : `<script>${script}</script>`;
      response.end(`<!doctype html><title>${name}</title>${open}<body>${body}</body>`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    // A test that could not start must not be kept alive by its server.
    server.unref();
    const { browser, ids } = await launchBrowser({
      extensions: [fixture, ...extensions],
      // Nobody looks at these pages, and each is painted in its whole window.
      args: ['--window-size=500,400'],
    });
    const fixtureId = ids[0] ?? '';
    await grantHost(browser, fixtureId, 'http://127.0.0.1/*');
    const page = await browser.newPage();
    await page.goto(`chrome-extension://${fixtureId}/console.html`);
    await requestHost(page, 'http://127.0.0.1/*');
    return new HostileWorld({
      browser,
      extensionIds: ids,
      port,
      console: page,
      server,
      pages,
      folder,
    });
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.#server.closeAllConnections();
    this.#server.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  serve(name: string, page: HostilePage): string {
    this.#pages.set(name, page);
    return `${this.origin}/${name}`;
  }

  async visit(name: string, hostile: HostilePage): Promise<Opened> {
    const url = this.serve(name, hostile);
    const idle = this.#idle.pop();
    const page = idle === undefined || idle.isClosed() ? await this.browser.newPage() : idle;
    await page.goto(url, { waitUntil: 'load' });
    const tabId = await this.#console.evaluate((part) => kit.tabOf(part), `/${name}`);
    if (tabId === null) throw new Error(`no tab for ${name}`);
    return { page, tabId, url };
  }

  /** The next page is visited in its tab. One in which something failed is closed instead. */
  release({ page }: Opened): void {
    if (!page.isClosed()) this.#idle.push(page);
  }

  isIdle(page: Page): boolean {
    return this.#idle.includes(page);
  }

  /** A page of the other origin, for which there is no permission: only a click lets us in. */
  async visitUnpermitted(name: string, hostile: HostilePage): Promise<Opened> {
    this.serve(name, hostile);
    const url = `${this.otherOrigin}/${name}`;
    const page = await this.browser.newPage();
    await page.goto(url, { waitUntil: 'load' });
    await page.bringToFront();
    const tabId = await this.#console.evaluate(() => kit.tabInFront());
    if (tabId === null) throw new Error(`no tab for ${name}`);
    return { page, tabId, url };
  }

  connection(): Promise<Connection | null> {
    return this.#console.evaluate(() => kit.readConnection());
  }

  accounts() {
    return this.#console.evaluate(() => kit.readAccounts());
  }

  call(method: 'chooseWallet', ask: { id: string; wallet: string }): Promise<void>;
  call(
    method: 'keepAccounts',
    ask: { id: string; kept: { coldkey: string; label: string }[] },
  ): Promise<void>;
  call(method: 'cancelConnection', ask: { id: string }): Promise<void>;
  async call(method: 'chooseWallet' | 'keepAccounts' | 'cancelConnection', ask: object) {
    const text = JSON.stringify(ask);
    await this.#console.evaluate(`kit.call(${JSON.stringify(method)}, ${text})`);
  }

  start(tabId: number, origin = this.origin): Promise<{ id: string }> {
    return this.#console.evaluate((ask) => kit.call('startConnection', ask), { tabId, origin });
  }

  /** The connection as soon as it waits for the user, is done or has failed. */
  async settled(id: string, timeout = 45_000): Promise<Connection> {
    let last: Connection | null = null;
    await until(
      async () => {
        last = await this.connection();
        return last?.id === id && resting.includes(last.state);
      },
      'the connection settles',
      timeout,
    );
    if (last === null) throw new Error('no connection');
    return last;
  }

  /** Looks for wallets in the tab and waits for what comes of it. */
  async look({ tabId }: Opened): Promise<Connection> {
    const { id } = await this.start(tabId);
    return this.settled(id);
  }

  async choose({ id }: Connection, wallet = 'page-wallet'): Promise<Connection> {
    await this.call('chooseWallet', { id, wallet });
    return this.settled(id);
  }

  async lookAndChoose(opened: Opened, wallet = 'page-wallet'): Promise<Connection> {
    const looked = await this.look(opened);
    return looked.state === 'choose-wallet' ? this.choose(looked, wallet) : looked;
  }

  async obey(ask: FixtureCommand): Promise<unknown> {
    const text = JSON.stringify(ask);
    const reply: unknown = await this.#console.evaluate(`kit.obey(${text})`);
    if (typeof reply !== 'object' || reply === null) throw new Error('no reply');
    if ('error' in reply) return { error: reply.error };
    return 'value' in reply ? reply.value : null;
  }

  /** Asks for a signature; gives the ask's id. */
  async ask(
    { tabId }: Pick<Opened, 'tabId'>,
    wallet = 'page-wallet',
    payload: SignerPayload = somePayload,
  ): Promise<{ promptId: string; error: unknown }> {
    const promptId = `signing-ask-${++this.#asks}`;
    const target = {
      promptId,
      owner: 'signing',
      ownerId: `request-${promptId}`,
      tabId,
      origin: this.origin,
      patienceMs: 60_000,
      wallet,
    } as const;
    const reply = await this.obey({ fixture: 'sign', target, payload });
    const error =
      typeof reply === 'object' && reply !== null && 'error' in reply ? reply.error : null;
    return { promptId, error };
  }

  outcomes(promptId: string): Promise<Outcome[]> {
    return this.#console.evaluate((id) => kit.outcomes(id), promptId);
  }

  async outcome(promptId: string, timeout = 45_000): Promise<Outcome> {
    let all: Outcome[] = [];
    await until(
      async () => {
        all = await this.outcomes(promptId);
        return all.length > 0;
      },
      `an outcome for ${promptId}`,
      timeout,
    );
    const [first] = all;
    if (first === undefined) throw new Error('no outcome');
    return first;
  }

  async sign(opened: Pick<Opened, 'tabId'>, wallet?: string, payload?: SignerPayload) {
    const { promptId, error } = await this.ask(opened, wallet, payload);
    if (error !== null) throw new Error(`not asked: ${JSON.stringify(error)}`);
    return this.outcome(promptId);
  }
}
