// Reads at earlier blocks from an archive endpoint, which keeps all states. Connected only while a read runs. A missing
// or failing archive is a reading and never an error.
import { AppError } from '../errors.ts';
import type { RootBeforeDtao } from '../model/emission-facts.ts';
import type { BlockRef } from '../model/facts.ts';
import {
  createNodeAccess,
  type NodeAccess,
  type NodeAccessOptions,
} from './runtime/node-access.ts';
import { readOnly } from './runtime/runtime-loader.ts';
import type { StateReader } from './runtime/state-reader.ts';

type Unknown = { known: false; reason: 'not-on-this-runtime' | 'unreadable' };

/** `no-archive`: the network has no archive endpoint. */
export type ArchiveReading<T> =
  | { known: true; value: T }
  | { known: false; reason: 'no-archive' }
  | Unknown;

export type Archive = {
  read: <T>(
    blockNumber: number,
    signal: AbortSignal | undefined,
    reading: (state: StateReader, block: BlockRef) => Promise<T>,
  ) => Promise<ArchiveReading<T>>;
  /** Root's validators in the last block before dTAO, which is found by the metadata of earlier blocks. */
  readRootBeforeDtao: (signal?: AbortSignal) => Promise<RootBeforeDtao>;
  close: () => void;
};

type Options = Omit<NodeAccessOptions, 'endpoints'>;

/** One connection, shared by all reads at the same time. */
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
  // Runtimes of years ago are read once and not cached: they would evict the present ones.
  const early = createVisits(endpoint, () => {
    const { metadataCache, ...rest } = options();
    return { ...rest, metadataCache: readOnly(metadataCache) };
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
