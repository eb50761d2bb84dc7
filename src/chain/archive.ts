// The endpoint that keeps all states, for reading at earlier blocks. It is dialled when asked and left at once; without
// one, or when it fails, that is an answer and never an error.
import { AppError } from '../errors.ts';
import type { RootBeforeDtao } from '../model/emission-facts.ts';
import type { BlockRef } from '../model/facts.ts';
import {
  createNodeAccess,
  type NodeAccess,
  type NodeAccessOptions,
} from './runtime/node-access.ts';
import type { StateReader } from './runtime/state-reader.ts';

type Unknown = { known: false; reason: 'not-on-this-runtime' | 'unreadable' };

/** `no-archive`: nobody here keeps earlier states. */
export type ArchiveReading<T> =
  { known: true; value: T } | { known: false; reason: 'no-archive' } | Unknown;

export type Archive = {
  read: <T>(
    blockNumber: number,
    signal: AbortSignal | undefined,
    reading: (state: StateReader, block: BlockRef) => Promise<T>,
  ) => Promise<ArchiveReading<T>>;
  /** Who decided in the last block before dTAO, found by the metadata of earlier blocks. */
  readRootBeforeDtao: (signal?: AbortSignal) => Promise<RootBeforeDtao>;
  close: () => void;
};

type Options = Omit<NodeAccessOptions, 'endpoints'>;

/** One connection for all who ask at the same time. */
function createVisits(endpoint: string, options: () => Options) {
  let access: NodeAccess | null = null;
  let users = 0;
  return {
    async visit<T>(
      signal: AbortSignal | undefined,
      read: (access: NodeAccess) => Promise<T>,
    ): Promise<T | Unknown> {
      access ??= createNodeAccess({ ...options(), endpoints: [endpoint] });
      const open = access;
      users += 1;
      try {
        await open.link.connect(signal);
        return await read(open);
      } catch (error) {
        const isOlder = error instanceof AppError && error.code === 'NOT_ON_THIS_RUNTIME';
        return { known: false, reason: isOlder ? 'not-on-this-runtime' : 'unreadable' };
      } finally {
        users -= 1;
        if (users === 0) {
          open.link.close();
          access = null;
        }
      }
    },
    close: () => access?.link.close(),
  };
}

export function createArchive(endpoint: string | null, options: () => Options): Archive {
  if (endpoint === null) {
    const none = { known: false, reason: 'no-archive' } as const;
    return { read: async () => none, readRootBeforeDtao: async () => none, close: () => {} };
  }
  const visits = createVisits(endpoint, options);
  // Runtimes of years ago are met once: they would push the present ones out of the cache.
  const early = createVisits(endpoint, () => {
    const { metadataCache, ...rest } = options();
    return { ...rest, metadataCache: { ...metadataCache, write: async () => {} } };
  });
  return {
    read: <T>(
      number: number,
      signal: AbortSignal | undefined,
      reading: (state: StateReader, block: BlockRef) => Promise<T>,
    ) =>
      visits.visit(signal, async (access): Promise<ArchiveReading<T>> => {
        const hash = await access.blockHashAt(number, signal);
        if (hash === null) return { known: false, reason: 'unreadable' };
        return { known: true, value: await access.read({ hash, number }, signal, reading) };
      }),
    readRootBeforeDtao: (signal) =>
      early.visit(signal, async (access): Promise<RootBeforeDtao> => {
        const { findLastBefore, readRootBeforeDtao } =
          await import('./reads/read-root-before-dtao.ts');
        const block = await findLastBefore(access, signal);
        if (block === null) return { known: false, reason: 'never-before' };
        return access.read(block, signal, (state) => readRootBeforeDtao(state, block, endpoint));
      }),
    close: () => {
      visits.close();
      early.close();
    },
  };
}
