// Gives the reader of the past what it needs of the other parts: the store, the archive of the chosen network, and the newest final
// block by the user's own node. Loaded with the first run there is.
import { currentNetwork } from '../model/built-in-networks.ts';
import { operatorOf } from '../model/operators.ts';
import { readBook, readBookRun, saveSteps, writeBookRun } from '../store/books.ts';
import { readSettings } from '../store/settings.ts';
import type { BookStore } from './book-store.ts';
import { expectedGenesis } from './change-settings.ts';
import type { LiveNetwork } from './live-network.ts';
import { metadataCache } from './metadata-cache.ts';
import type { RebuildBooks } from './rebuild-books.ts';
import { reportBackgroundError } from './report-background-error.ts';

export const bookStore: BookStore = {
  readBook: (genesisHash, coldkey) => readBook({ genesisHash, coldkey }),
  saveSteps,
  readRun: readBookRun,
  writeRun: writeBookRun,
};

/** Resolves early where the signal aborts. */
function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const over = (): void => {
      clearTimeout(timer);
      // One signal lives as long as a run, which waits thousands of times.
      signal?.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    signal?.addEventListener('abort', over);
  });
}

export function joinRebuild(
  live: Pick<LiveNetwork, 'withClient'>,
  announce: () => void,
): () => Promise<RebuildBooks> {
  let loading: Promise<RebuildBooks> | null = null;

  async function make(): Promise<RebuildBooks> {
    const [{ createRebuildBooks }, { createPast }] = await Promise.all([
      import('./rebuild-books.ts'),
      import('../chain/past.ts'),
    ]);
    return createRebuildBooks({
      store: bookStore,
      openPast: async (turn) => {
        const network = currentNetwork(await readSettings());
        if (network.archive === null) return null;
        return createPast({
          endpoint: network.archive,
          turn,
          genesisHash: expectedGenesis(network),
          metadataCache,
          openSocket: (endpoint) => new WebSocket(endpoint),
          random: Math.random,
          operatorOf: (endpoint) => operatorOf(network, endpoint),
        });
      },
      head: () => live.withClient(async (client) => (await client.finalizedHead()).number),
      wait,
      now: Date.now,
      clock: () => performance.now(),
      announce,
      report: reportBackgroundError,
    });
  }

  return () => {
    loading ??= make().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  };
}
