// Worker of the test wallet: keeps what pages ask, opens a window for a person to decide, or decides itself
// as the behaviour says.
import { readBehaviour } from './behaviour.ts';
import { decide } from './decide.ts';
import {
  knownMetadata,
  openRequests,
  reply,
  requestKey,
  sharedWith,
  type WalletAsk,
  type WalletRequest,
} from './wallet-request.ts';
import { walletAccounts } from './wallet-keys.ts';

const windowKey = (id: number): string => `window:${id}`;

async function openWindow(id: string): Promise<void> {
  const opened = await chrome.windows.create({
    url: `window.html?id=${encodeURIComponent(id)}`,
    type: 'popup',
    width: 420,
    height: 640,
  });
  if (opened?.id !== undefined) await chrome.storage.local.set({ [windowKey(opened.id)]: id });
}

/** Wallets of one family take a closed window for a no; those of the other keep the request. */
async function windowClosed(windowId: number): Promise<void> {
  const key = windowKey(windowId);
  const { [key]: id } = await chrome.storage.local.get(key);
  const request = (await openRequests()).find((one) => one.id === id);
  if (request === undefined || !(await readBehaviour()).resolvesOnRefusal) return;
  await decide(request, { isApproved: false, addresses: null });
}

chrome.windows.onRemoved.addListener((windowId) => void windowClosed(windowId));

/** What is answered at once; null: somebody has to decide. Throws with the words of polkadot{.js}. */
async function answerNow({ origin, ask }: WalletRequest): Promise<'ask' | 'done'> {
  const allowed = await sharedWith(origin);
  if (ask.kind === 'enable') {
    if (allowed !== null && !(await readBehaviour()).asksAtEachEnable) return 'done';
    const pending = (await openRequests()).some(
      (other) => other.ask.kind === 'enable' && other.origin === origin,
    );
    if (pending) throw new Error(`The source ${origin} has a pending authorization request`);
    return 'ask';
  }
  if (allowed === null) {
    const { resolvesOnRefusal } = await readBehaviour();
    throw new Error(
      resolvesOnRefusal
        ? `Site ${origin} has not been authorised for Test wallet yet`
        : `The source ${origin} has not been enabled yet`,
    );
  }
  return ask.kind === 'accounts' || ask.kind === 'known-metadata' ? 'done' : 'ask';
}

async function requireUnhurried(ask: WalletAsk, rateLimitMs: number): Promise<void> {
  if (ask.kind !== 'sign-payload' && ask.kind !== 'sign-raw') return;
  const { lastAskedAt } = await chrome.storage.local.get('lastAskedAt');
  await chrome.storage.local.set({ lastAskedAt: Date.now() });
  if (typeof lastAskedAt === 'number' && Date.now() - lastAskedAt < rateLimitMs) {
    throw new Error('Rate limit exceeded');
  }
}

async function requireAccount(ask: WalletAsk): Promise<void> {
  if (ask.kind !== 'sign-payload' && ask.kind !== 'sign-raw') return;
  const { address } = ask.kind === 'sign-payload' ? ask.payload : ask.raw;
  const known = (await walletAccounts()).some(({ pair }) => pair.address === address);
  if (!known) throw new Error('Unable to find keypair');
}

async function serve(request: WalletRequest): Promise<void> {
  const { id, ask } = request;
  try {
    const { isLocked, decision, rateLimitMs } = await readBehaviour();
    if (isLocked) throw new Error('Wallet is locked');
    const who = await answerNow(request);
    if (who === 'done') {
      await reply(id, { value: await valueNow(request) });
      return;
    }
    await requireUnhurried(ask, rateLimitMs);
    await requireAccount(ask);
    await chrome.storage.local.set({ [requestKey(id)]: request });
    if (decision === 'ask') await openWindow(id);
    else await decide(request, { isApproved: decision === 'approve', addresses: null });
  } catch (error) {
    await reply(id, { error: error instanceof Error ? error.message : String(error) });
  }
}

async function valueNow({ origin, ask }: WalletRequest) {
  if (ask.kind === 'enable') return true as const;
  if (ask.kind === 'known-metadata') {
    const known = Object.values(await knownMetadata());
    return known.map(({ genesisHash, specVersion }) => ({ genesisHash, specVersion }));
  }
  const shared = (await sharedWith(origin)) ?? [];
  return (await walletAccounts())
    .filter(({ pair }) => shared.includes(pair.address))
    .map(({ name, type, pair }) => ({ address: pair.address, name, type, genesisHash: null }));
}

type Carried = { id: string; ask: WalletAsk };

chrome.runtime.onMessage.addListener(({ id, ask }: Carried, sender) => {
  if (sender.tab === undefined || sender.origin === undefined) return;
  void serve({ id, origin: sender.origin, ask });
});
