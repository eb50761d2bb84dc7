// Half of the test wallet in the page's own world: announces it by @polkadot/extension-inject, as real wallets
// do, and beside it a second one that never answers.
import { injectExtension } from '@polkadot/extension-inject/bundle';
import type {
  Injected,
  InjectedAccount,
  InjectedMetadataKnown,
  InjectedWindow,
  MetadataDef,
} from '@polkadot/extension-inject/types';
import type { SignerPayloadJSON, SignerPayloadRaw } from '@polkadot/types/types';
import type { Signed, WalletAsk, WalletReply } from './wallet-request.ts';

declare const WALLET_NAME: string;
declare const SILENT_NAME: string;
declare const LATE_NAME: string;
declare const POSES_AS: string;

// The wallet's own worker answers each kind of ask in its own shape, so the shape is believed.
// oxlint-disable-next-line typescript/no-explicit-any -- one map for promises of every kind
type Waiting = { resolve: (value: any) => void; reject: (error: Error) => void };
const waiting = new Map<string, Waiting>();

window.addEventListener(
  'message',
  (event: MessageEvent<{ from?: string; id: string; reply: WalletReply }>) => {
    if (event.source !== window || event.data?.from !== 'test-wallet') return;
    const { id, reply } = event.data;
    const waiter = waiting.get(id);
    waiting.delete(id);
    if ('error' in reply) waiter?.reject(new Error(reply.error));
    else waiter?.resolve(reply.value);
  },
);

function send<T>(ask: WalletAsk): Promise<T> {
  const id = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    window.postMessage({ to: 'test-wallet', id, ask }, window.location.origin);
  });
}

async function enable(appName: string): Promise<Injected> {
  await send({ kind: 'enable', appName });
  const get = (): Promise<InjectedAccount[]> => send({ kind: 'accounts' });
  return {
    accounts: {
      get,
      subscribe: (callback) => {
        void (async () => callback(await get()))();
        return () => undefined;
      },
    },
    metadata: {
      get: () => send<InjectedMetadataKnown[]>({ kind: 'known-metadata' }),
      provide: (definition: MetadataDef) => send<boolean>({ kind: 'provide-metadata', definition }),
    },
    signer: {
      signPayload: (payload: SignerPayloadJSON) => send<Signed>({ kind: 'sign-payload', payload }),
      signRaw: (raw: SignerPayloadRaw) => send<Signed>({ kind: 'sign-raw', raw }),
    },
  };
}

injectExtension(enable, { name: WALLET_NAME, version: '1.0.0' });
injectExtension(() => new Promise(() => undefined), { name: SILENT_NAME, version: '1.0.0' });
if (LATE_NAME !== '' && window.location.pathname.includes(LATE_NAME)) {
  setTimeout(() => injectExtension(enable, { name: LATE_NAME, version: '1.0.0' }), 3_500);
}
// As Enkrypt and SubWallet's app: the very same entry under a name that pages know.
if (POSES_AS !== '' && window.location.pathname.includes('posing')) {
  const { injectedWeb3 = {} } = window as Window & Partial<InjectedWindow>;
  const own = injectedWeb3[WALLET_NAME];
  if (own !== undefined) injectedWeb3[POSES_AS] = own;
}
