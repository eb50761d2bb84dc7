// A page of the extension that runs none of its code: reads what is stored and sends what the panel would send,
// without a panel being open. Looking wakes no worker; telling does.
import type { Page } from 'puppeteer-core';
import { fromWireError } from '../../../src/errors.ts';
import type { BackgroundMethods } from '../../../src/messages.ts';
import { decodeMessage, encodeMessage } from '../../../src/protocol.ts';
import type { TaubarSchema } from '../../../src/store/schema.ts';
import type { World } from './world.ts';

type Name =
  | 'alertLog'
  | 'alertState'
  | 'books'
  | 'bookEntries'
  | 'bookRuns'
  | 'accounts'
  | 'connection'
  | 'node'
  | 'snapshots'
  | 'requests'
  | 'history'
  | 'settings';
type Stored<N extends Name> = TaubarSchema[N]['value'];

export type QuietPage = {
  page(): Promise<Page>;
  /** Everything of one kind, as the extension stored it. */
  read<N extends Name>(name: N): Promise<Stored<N>[]>;
  /** As `call` of the protocol: throws the AppError that the background threw. */
  tell<M extends keyof BackgroundMethods>(
    method: M,
    ask: Parameters<BackgroundMethods[M]>[0],
  ): Promise<ReturnType<BackgroundMethods[M]>>;
  /** Before the browser is closed. */
  close(): Promise<void>;
};

const readAll = (name: Name): string => `new Promise((resolve, reject) => {
  const opening = indexedDB.open('taubar');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const getting = opening.result.transaction(${JSON.stringify(name)}).objectStore(${JSON.stringify(name)}).getAll();
    getting.onerror = () => reject(getting.error);
    getting.onsuccess = () => {
      opening.result.close();
      resolve(JSON.stringify(getting.result, (key, part) => typeof part === 'bigint' ? { $bigint: part.toString() } : part));
    };
  };
})`;

/** Looking and telling over any page of the extension that runs expressions. */
export function quietOver(
  evaluate: (expression: string) => Promise<unknown>,
): Pick<QuietPage, 'read' | 'tell'> {
  return {
    async read<N extends Name>(name: N): Promise<Stored<N>[]> {
      const text: unknown = await evaluate(readAll(name));
      // What a store holds is what the extension put there by its own types.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
      return decodeMessage(text) as Stored<N>[];
    },

    async tell<M extends keyof BackgroundMethods>(
      method: M,
      ask: Parameters<BackgroundMethods[M]>[0],
    ): Promise<ReturnType<BackgroundMethods[M]>> {
      const message = JSON.stringify({ taubar: method, body: encodeMessage(ask) });
      const reply: unknown = await evaluate(`chrome.runtime.sendMessage(${message})`);
      if (typeof reply !== 'object' || reply === null) throw new Error(`no reply to ${method}`);
      if ('error' in reply) throw fromWireError(decodeMessage(reply.error));
      if (!('value' in reply)) throw new Error(`no value of ${method}`);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its sender is the background itself
      return decodeMessage(reply.value) as ReturnType<BackgroundMethods[M]>;
    },
  };
}

export function createQuietPage(world: World): QuietPage {
  let opened: Page | null = null;

  async function page(): Promise<Page> {
    if (opened !== null && !opened.isClosed()) return opened;
    opened = await world.browser.newPage({ background: true });
    await opened.goto(`chrome-extension://${world.taubarId}/manifest.json`);
    return opened;
  }

  return {
    page,
    ...quietOver(async (expression) => (await page()).evaluate(expression)),

    async close() {
      await opened?.close().catch(() => undefined);
      opened = null;
    },
  };
}
